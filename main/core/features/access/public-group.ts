import type { ReadDb } from '#core/kernel/tables.ts'

/** « Public ». Made with the first user of the cabinet, never removed. */
export async function publicGroupId(db: ReadDb): Promise<string> {
  const row = await db
    .selectFrom('access_group')
    .select('access_group_id')
    .where('kind', '=', 'public')
    .executeTakeFirstOrThrow()
  return row.access_group_id
}

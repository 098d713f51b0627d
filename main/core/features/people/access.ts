import type { ReadDb } from '#core/kernel/tables.ts'
import type { Actor } from '#core/kernel/work.ts'

/**
 * The groups a patient created by `actor` goes to: those the actor belongs to, and « Public » (GRP-2, as Semble does).
 * A practitioner belongs to their own group from the day they are added, so no role is named here.
 */
export async function groupsAtCreation(db: ReadDb, actor: Pick<Actor, 'userId'>): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('access_group')
    .leftJoin('access_group_person', (join) =>
      join
        .onRef('access_group_person.access_group_id', '=', 'access_group.access_group_id')
        .on('access_group_person.user_id', '=', actor.userId),
    )
    .select('access_group.access_group_id')
    .where((eb) => eb.or([eb('access_group.kind', '=', 'public'), eb('access_group_person.user_id', 'is not', null)]))
    .orderBy('access_group.access_group_id')
    .execute()
  return rows.map((row) => row.access_group_id)
}

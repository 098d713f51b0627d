import type { z } from 'zod'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { Actor } from '#core/kernel/work.ts'

/** A section of the settings as stored, with its version and who wrote it last. */
export interface Section<T> {
  readonly value: T
  readonly version: number
  readonly changedBy: string | null
  readonly changedAt: string
}

/** Reads a section; `null` before anybody wrote it. What an older program wrote and no longer fits counts as absent. */
export async function findSection<T>(db: ReadDb, section: string, shape: z.ZodType<T>): Promise<Section<T> | null> {
  const row = await db.selectFrom('setting').selectAll().where('section', '=', section).executeTakeFirst()
  if (row === undefined) return null
  const parsed = shape.safeParse(JSON.parse(row.content))
  if (!parsed.success) return null
  return { value: parsed.data, version: row.version, changedBy: row.updated_by, changedAt: row.updated_at }
}

/** Writes a section whose present version is `presentVersion`, 0 when there is none. Returns the new version. */
export async function writeSection(
  db: WriteDb,
  section: string,
  value: unknown,
  stamp: { readonly presentVersion: number; readonly at: string; readonly by: Actor | null },
): Promise<number> {
  const version = stamp.presentVersion + 1
  const row = { content: JSON.stringify(value), version, updated_at: stamp.at, updated_by: stamp.by?.userId ?? null }
  await db
    .insertInto('setting')
    .values({ section, ...row })
    .onConflict((conflict) => conflict.column('section').doUpdateSet(row))
    .execute()
  return version
}

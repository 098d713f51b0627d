import type { Tag } from '#app/features/patients/model.ts'
import { nameKey } from '#app/kernel/letters.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { Actor } from '#core/kernel/work.ts'
import { refreshTagged } from './write.ts'

/** Every tag of the cabinet, by name. */
export async function listAllTags(db: ReadDb): Promise<Tag[]> {
  const rows = await db
    .selectFrom('tag')
    .select(['tag_id', 'name', 'color', 'hides_record'])
    .orderBy('name_key')
    .execute()
  return rows.map((row) => ({
    tagId: row.tag_id,
    name: row.name,
    color: row.color,
    hidesRecord: row.hides_record === 1,
  }))
}

/** The access groups by which this actor may filter: their own, or all for who sees everyone. */
export async function listAccessGroups(db: ReadDb, actor: Actor): Promise<{ accessGroupId: string; name: string }[]> {
  let query = db.selectFrom('access_group').select(['access_group.access_group_id', 'access_group.name'])
  if (!actor.seesAll) {
    query = query
      .innerJoin('access_group_person', 'access_group_person.access_group_id', 'access_group.access_group_id')
      .where('access_group_person.user_id', '=', actor.userId)
  }
  const rows = await query.orderBy('access_group.name').execute()
  return rows.map((row) => ({ accessGroupId: row.access_group_id, name: row.name }))
}

/**
 * Adds a tag or changes one, and what it decides about its records. A new tag of an existing name is that tag changed.
 * `null` when the tag to change does not exist.
 */
export async function writeTag(
  db: WriteDb,
  input: {
    readonly tagId: string | null
    readonly name: string
    readonly color: string
    readonly hidesRecord: boolean
  },
  newId: string,
): Promise<{ tag: Tag; version: number } | null> {
  const nameKeyOfTag = nameKey(input.name) || input.name.toLowerCase()
  const columns = {
    name: input.name,
    name_key: nameKeyOfTag,
    color: input.color,
    hides_record: input.hidesRecord ? 1 : 0,
  }
  const same = await db.selectFrom('tag').selectAll().where('name_key', '=', nameKeyOfTag).executeTakeFirst()
  const before =
    input.tagId === null
      ? same
      : await db.selectFrom('tag').selectAll().where('tag_id', '=', input.tagId).executeTakeFirst()
  if (before === undefined) {
    if (input.tagId !== null) return null
    await db
      .insertInto('tag')
      .values({ tag_id: newId, ...columns, version: 1 })
      .execute()
    return { tag: { tagId: newId, name: input.name, color: input.color, hidesRecord: input.hidesRecord }, version: 1 }
  }
  // Two tags of one name cannot be told apart: the second keeps a name of its own.
  const taken = same !== undefined && same.tag_id !== before.tag_id
  const name = taken ? { name: before.name, name_key: before.name_key } : {}
  const after = { ...columns, ...name, version: before.version + 1 }
  await db.updateTable('tag').set(after).where('tag_id', '=', before.tag_id).execute()
  if (after.hides_record !== before.hides_record || after.name !== before.name) await refreshTagged(db, before.tag_id)
  return {
    tag: { tagId: before.tag_id, name: after.name, color: input.color, hidesRecord: input.hidesRecord },
    version: after.version,
  }
}

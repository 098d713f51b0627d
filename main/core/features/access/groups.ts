import { type Selectable, sql } from 'kysely'
import type { GroupFields, GroupMark } from '#app/features/access/model.ts'
import { groupNameKey, groupSearchMark } from '#app/features/access/rules.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { Actor } from '#core/kernel/work.ts'
import { setMembers } from './members.ts'
import { publicGroupId } from './public-group.ts'
import type { AccessGroupTable } from './tables.ts'

/** A group as stored. */
export type GroupRow = Selectable<AccessGroupTable>

const kinds = { public: 0, practitioner: 1, custom: 2 } as const

/** Every group: « Public », those of practitioners in the order they came, then the others by name. */
export async function listGroups(db: ReadDb): Promise<GroupRow[]> {
  const rows = await db.selectFrom('access_group').selectAll().execute()
  const order = new Intl.Collator('fr')
  return rows.toSorted(
    (left, right) =>
      kinds[left.kind] - kinds[right.kind] ||
      (left.kind === 'practitioner'
        ? compare(left.created_at, right.created_at) || compare(left.access_group_id, right.access_group_id)
        : order.compare(left.name, right.name)),
  )
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** A group, or nothing. */
export function findGroup(db: ReadDb, groupId: string): Promise<GroupRow | undefined> {
  return db.selectFrom('access_group').selectAll().where('access_group_id', '=', groupId).executeTakeFirst()
}

/** Whether a group is « Public ». */
export async function isPublicGroup(db: ReadDb, groupId: string): Promise<boolean> {
  return (await findGroup(db, groupId))?.kind === 'public'
}

/** A group as its mark is drawn. */
export function markOf(row: GroupRow): GroupMark {
  return {
    groupId: row.access_group_id,
    kind: row.kind,
    name: row.name,
    color: row.color,
    initials: row.initials,
    patientTag: row.tag,
  }
}

/** The marks of the groups a patient is in, in the order of all of them. */
export async function marksOfPatient(db: ReadDb, patientId: string): Promise<GroupMark[]> {
  const held = await db
    .selectFrom('patient_access_group')
    .select('patient_access_group.access_group_id')
    .where('patient_access_group.patient_id', '=', patientId)
    .execute()
  const ids = new Set(held.map((row) => row.access_group_id))
  return (await listGroups(db)).filter((row) => ids.has(row.access_group_id)).map(markOf)
}

/** The words a patient bears in the search index for their groups; « Public » has none, for everybody would bear it. */
export async function searchMarksOfPatient(db: ReadDb, patientId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('patient_access_group')
    .innerJoin('access_group', 'access_group.access_group_id', 'patient_access_group.access_group_id')
    .select('access_group.access_group_id')
    .where('patient_access_group.patient_id', '=', patientId)
    .where('access_group.kind', '<>', 'public')
    .orderBy('access_group.access_group_id')
    .execute()
  return rows.map((row) => groupSearchMark(row.access_group_id))
}

/** The same for a patient who is about to be in these groups. */
export async function searchMarksOf(db: ReadDb, groupIds: readonly string[]): Promise<string[]> {
  const publicId = await publicGroupId(db)
  return groupIds.filter((groupId) => groupId !== publicId).map(groupSearchMark)
}

/** Whether another group has this name, or one that would be taken for it. */
export async function isNameTaken(db: ReadDb, name: string, exceptGroupId: string | null): Promise<boolean> {
  const rows = await db.selectFrom('access_group').select(['access_group_id', 'name']).execute()
  return rows.some((row) => row.access_group_id !== exceptGroupId && groupNameKey(row.name) === groupNameKey(name))
}

/** Adds a custom group with its users; those who do not exist are left out. */
export async function insertCustomGroup(
  db: WriteDb,
  groupId: string,
  fields: GroupFields,
  stamp: { readonly at: string; readonly by: string | null },
): Promise<void> {
  await db
    .insertInto('access_group')
    .values({
      access_group_id: groupId,
      kind: 'custom',
      name: fields.name,
      owner_user_id: null,
      created_at: stamp.at,
      description: fields.description,
      color: fields.color,
      initials: fields.initials,
      tag: fields.patientTag,
      updated_at: stamp.at,
      updated_by: stamp.by,
    })
    .execute()
  await setMembers(db, groupId, fields.userIds)
}

/**
 * Writes what may be changed of a group, and its users. The name of a practitioner's group follows its owner; « Public »
 * changes users only.
 */
export async function changeGroup(
  db: WriteDb,
  present: GroupRow,
  fields: GroupFields,
  stamp: { readonly at: string; readonly by: string },
): Promise<void> {
  const described =
    present.kind === 'public'
      ? {}
      : {
          description: fields.description,
          color: fields.color,
          initials: fields.initials,
          tag: fields.patientTag,
          ...(present.kind === 'custom' ? { name: fields.name } : {}),
        }
  await db
    .updateTable('access_group')
    .set({ ...described, version: present.version + 1, updated_at: stamp.at, updated_by: stamp.by })
    .where('access_group_id', '=', present.access_group_id)
    .execute()
  await setMembers(db, present.access_group_id, fields.userIds)
}

/** Removes a group with its users, and takes it off every record. `db` must see every patient. */
export async function removeGroup(db: WriteDb, groupId: string): Promise<void> {
  const mark = ` ${groupSearchMark(groupId)}`
  await db
    .updateTable('patient_search')
    .set((eb) => ({ tokens: sql<string>`replace(${eb.ref('tokens')}, ${mark}, '')` }))
    .where('rowid', 'in', (eb) =>
      eb
        .selectFrom('patient_access_group')
        .innerJoin('patient_order', 'patient_order.patient_id', 'patient_access_group.patient_id')
        .select('patient_order.place')
        .where('patient_access_group.access_group_id', '=', groupId),
    )
    .execute()
  await db.deleteFrom('patient_access_group').where('access_group_id', '=', groupId).execute()
  await db.deleteFrom('access_group_person').where('access_group_id', '=', groupId).execute()
  await db.deleteFrom('access_group').where('access_group_id', '=', groupId).execute()
}

/**
 * Puts a patient in these groups, and no other.
 *
 * In this order, or the handle of somebody about to lose sight of the record would stop half-way: groups come, then what
 * depends on them is written by `between`, then groups of others go, then one's own.
 *
 * @returns The groups that came and those that went.
 */
export async function putPatientIn(
  db: WriteDb,
  patientId: string,
  groupIds: readonly string[],
  actor: Pick<Actor, 'groupIds'>,
  between: (groupIds: readonly string[], added: readonly string[]) => Promise<void>,
): Promise<{ readonly added: readonly string[]; readonly removed: readonly string[] }> {
  const held = await db
    .selectFrom('patient_access_group')
    .select('patient_access_group.access_group_id')
    .where('patient_access_group.patient_id', '=', patientId)
    .execute()
  const before = held.map((row) => row.access_group_id)
  const added = groupIds.filter((groupId) => !before.includes(groupId))
  const removed = before.filter((groupId) => !groupIds.includes(groupId))
  for (const groupId of added) {
    await db.insertInto('patient_access_group').values({ patient_id: patientId, access_group_id: groupId }).execute()
  }
  await between(groupIds, added)
  const isOwn = (groupId: string) => actor.groupIds.includes(groupId)
  for (const groupId of removed.toSorted((left, right) => Number(isOwn(left)) - Number(isOwn(right)))) {
    await db
      .deleteFrom('patient_access_group')
      .where('patient_access_group.patient_id', '=', patientId)
      .where('patient_access_group.access_group_id', '=', groupId)
      .execute()
  }
  return { added, removed }
}

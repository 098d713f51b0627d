import {
  createGroup,
  deleteGroup,
  listGroupMarks,
  listGroups as listGroupsOperation,
  previewGroup,
  setGroupsEnabled,
  updateGroup,
} from '#app/features/access/contract.ts'
import type { GroupFields, GroupView, SightChange } from '#app/features/access/model.ts'
import { isFullName } from '#app/features/access/rules.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { displayNameOf, findActor, findPerson } from '#core/features/people/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { assign, ofPatient } from './assignment.ts'
import { emergencyHandlers } from './emergency.ts'
import {
  changeGroup,
  findGroup,
  type GroupRow,
  insertCustomGroup,
  isNameTaken,
  listGroups,
  markOf,
  removeGroup,
} from './groups.ts'
import { membersOfGroups, userGroups } from './members.ts'
import { countInGroups, readGroupsSwitch, writeGroupsSwitch } from './sight.ts'

/** « Many groups, or many records of them: ask again. » */
const everything = '*'

const marks = handle(listGroupMarks, async (_input, work) =>
  work.read(async (db) => ({
    enabled: (await readGroupsSwitch(db)).enabled,
    groups: (await listGroups(db)).map(markOf),
    ownGroupIds: await userGroups(db, work.actor.userId),
  })),
)

const groups = handle(listGroupsOperation, async (_input, work) =>
  work.read(async (db) => {
    const { enabled, version } = await readGroupsSwitch(db)
    return { enabled, version, groups: await viewsOf(db, await listGroups(db)) }
  }),
)

const setEnabled = handle(setGroupsEnabled, async ({ enabled, expectedVersion }, work) => {
  const version = await work.write(async (db) => {
    const present = await readGroupsSwitch(db)
    if (present.version !== expectedVersion) {
      return problem('edit.conflict', {
        currentVersion: present.version,
        changedBy: await displayNameOf(db, present.changedBy),
        changedAt: present.changedAt ?? work.now(),
      })
    }
    work.journal({ details: { enabled } })
    return writeGroupsSwitch(db, enabled, { presentVersion: present.version, at: work.now(), by: work.actor.userId })
  })
  if (isProblem(version)) return version
  announceSight(work)
  return { enabled, version }
})

const create = handle(createGroup, async ({ fields }, work) => {
  const groupId = work.newId()
  const group = await work.write(async (db) => {
    if (await isNameTaken(db, fields.name, null)) return problem('access.name-taken', {})
    work.journal({ subjectId: groupId, details: { name: fields.name, users: fields.userIds } })
    await insertCustomGroup(db, groupId, fields, { at: work.now(), by: work.actor.userId })
    return viewOf(db, groupId)
  })
  if (isProblem(group)) return group
  announceSight(work)
  return { group }
})

const update = handle(updateGroup, async ({ groupId, expectedVersion, fields }, work) => {
  const group = await work.write(async (db) => {
    const present = await findGroup(db, groupId)
    if (present === undefined) return problem('not-found', {})
    if (present.version !== expectedVersion) return conflict(db, present, work)
    if (present.kind === 'custom' && (await isNameTaken(db, fields.name, groupId))) {
      return problem('access.name-taken', {})
    }
    const refusal = await refusalToRemove(db, present, fields.userIds)
    if (refusal !== null) return refusal
    const before = (await membersOfGroups(db)).get(groupId) ?? []
    await changeGroup(db, present, fields, { at: work.now(), by: work.actor.userId })
    work.journal({
      subjectId: groupId,
      details: { ...differences(present, fields), ...movesOf(before, fields.userIds) },
    })
    return viewOf(db, groupId)
  })
  if (isProblem(group)) return group
  announceSight(work)
  return { group }
})

const remove = handle(deleteGroup, async ({ groupId, expectedVersion, typedName }, work) => {
  const removed = await work.write(async (db) => {
    const present = await findGroup(db, groupId)
    if (present === undefined) return problem('not-found', {})
    if (present.kind !== 'custom') return problem('access.not-removable', {})
    if (present.version !== expectedVersion) return conflict(db, present, work)
    if (!isFullName(typedName, present.name)) return problem('access.name-differs', {})
    work.journal({ subjectId: groupId, details: { name: present.name } })
    await removeGroup(db, groupId)
    return null
  })
  if (isProblem(removed)) return removed
  announceSight(work)
  return { deleted: true as const }
})

const preview = handle(previewGroup, async ({ groupId, userIds }, work) =>
  work.read(async (db) => {
    const group = await findGroup(db, groupId)
    if (group === undefined) return problem('not-found', {})
    const before = (await membersOfGroups(db)).get(groupId) ?? []
    const { removed, added } = movesOf(before, userIds)
    const without = (ids: readonly string[]) => ids.filter((id) => id !== groupId)
    return {
      losing: await changes(db, work, removed, (own) => [own, without(own)]),
      gaining: await changes(db, work, added, (own) => [[...own, groupId], own]),
    }
  }),
)

/** How many records each user sees with more groups and not with fewer; who sees all in any case is left out. */
async function changes(
  db: ReadDb,
  work: Work,
  userIds: readonly string[],
  sights: (own: readonly string[]) => readonly [more: readonly string[], fewer: readonly string[]],
): Promise<SightChange[]> {
  if (!(await readGroupsSwitch(db)).enabled) return []
  const found: SightChange[] = []
  for (const userId of userIds) {
    const person = await findPerson(db, userId)
    const actor = await findActor(db, userId, work.today())
    if (person === undefined || actor === null || person.sees_all === 1) continue
    if (!actor.permissions.includes('patient.read')) continue
    const [more, fewer] = sights(await userGroups(db, userId))
    const patients = (await countInGroups(db, more)).patients - (await countInGroups(db, fewer)).patients
    if (patients > 0) found.push({ userId, displayName: actor.displayName, patients })
  }
  return found
}

/** Screens ask again for whatever they show of records: somebody may see others now. */
function announceSight(work: Work): void {
  work.announce('access-group', everything, 0)
}

/** Why these users cannot be the only ones: who sees all patients stays in « Public », a practitioner in their own group. */
async function refusalToRemove(
  db: ReadDb,
  group: GroupRow,
  userIds: readonly string[],
): Promise<Problem<'access.sees-all' | 'access.not-removable'> | null> {
  const missing = (await keptUsers(db, group)).filter((userId) => !userIds.includes(userId))
  if (missing.length === 0) return null
  if (group.kind !== 'public') return problem('access.not-removable', {})
  return problem('access.sees-all', { names: await Promise.all(missing.map((userId) => displayNameOf(db, userId))) })
}

async function keptUsers(db: ReadDb, group: GroupRow): Promise<string[]> {
  if (group.owner_user_id !== null) return [group.owner_user_id]
  if (group.kind !== 'public') return []
  const rows = await db.selectFrom('person').select('user_id').where('sees_all', '=', 1).orderBy('user_id').execute()
  return rows.map((row) => row.user_id)
}

async function viewsOf(db: ReadDb, rows: readonly GroupRow[]): Promise<GroupView[]> {
  const members = await membersOfGroups(db)
  const counted = await db.selectFrom('access_group_count').selectAll().execute()
  const patients = new Map(counted.map((row) => [row.access_group_id, Number(row.patients)]))
  return Promise.all(
    rows.map(async (row) => ({
      ...markOf(row),
      description: row.description,
      ownerUserId: row.owner_user_id,
      userIds: [...(members.get(row.access_group_id) ?? [])],
      keptUserIds: await keptUsers(db, row),
      patients: patients.get(row.access_group_id) ?? 0,
      version: row.version,
    })),
  )
}

async function viewOf(db: ReadDb, groupId: string): Promise<GroupView> {
  const row = await findGroup(db, groupId)
  const [view] = row === undefined ? [] : await viewsOf(db, [row])
  if (view === undefined) throw new Error('the group just written is not there')
  return view
}

async function conflict(db: ReadDb, present: GroupRow, work: Work): Promise<Problem<'edit.conflict'>> {
  return problem('edit.conflict', {
    currentVersion: present.version,
    changedBy: await displayNameOf(db, present.updated_by),
    changedAt: present.updated_at ?? work.now(),
  })
}

/** Who came and who went, for the journal. */
function movesOf(before: readonly string[], after: readonly string[]) {
  return {
    removed: before.filter((userId) => !after.includes(userId)),
    added: [...new Set(after)].filter((userId) => !before.includes(userId)),
  }
}

function differences(present: GroupRow, fields: GroupFields): { readonly changed: readonly string[] } {
  const before = { ...markOf(present), description: present.description }
  const names = ['name', 'description', 'color', 'initials', 'patientTag'] as const
  return { changed: names.filter((name) => before[name] !== fields[name]) }
}

/** What answers about access groups. */
export const accessHandlers = [
  marks,
  groups,
  setEnabled,
  create,
  update,
  remove,
  preview,
  ofPatient,
  assign,
  ...emergencyHandlers,
]

import {
  createRole,
  listRoles as listOperation,
  previewSight,
  removeRole,
  restoreRole,
  updateRole,
} from '#app/features/roles/contract.ts'
import { crossesPrivileges, weakensAdministrator } from '#app/features/roles/rules.ts'
import { givesMoreAdministration, type Permission, presetPermissions, roleCode } from '#app/kernel/permissions.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { countInGroups, publicGroupId, readGroupsSwitch } from '#core/features/access/index.ts'
import {
  type Administration,
  displayNameOf,
  endsAdministration,
  readRoles,
  readStandings,
} from '#core/features/people/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import {
  countHolders,
  deleteRole,
  findRole,
  insertRole,
  isRoleNameTaken,
  listRoles,
  updateRoleRow,
  viewOfRole,
  writePreset,
} from './repository.ts'
import type { RoleTable } from './tables.ts'

const list = handle(listOperation, async (_input, work) => ({ roles: await work.read(listRoles) }))

const create = handle(createRole, async ({ fields }, work) => {
  if (crossesPrivileges(fields.base, fields.permissions)) return problem('role.mixes-privileges', {})
  if (givesMoreAdministration(work.actor.permissions, fields.permissions)) return problem('forbidden', {})
  const roleId = work.newId()
  const role = await work.write(async (db) => {
    if (await isRoleNameTaken(db, fields.name, null)) return problem('role.name-taken', {})
    await insertRole(db, roleId, fields, stampOf(work))
    work.journal({ subjectId: roleId, details: { base: fields.base, permissions: fields.permissions } })
    work.announce('role', roleId, 1)
    return viewOfRole(db, roleId)
  })
  return isProblem(role) ? role : { role }
})

const update = handle(updateRole, async ({ role: key, expectedVersion, fields }, work) => {
  work.journal({ subjectId: key })
  const preset = roleCode.safeParse(key)
  const wanted = preset.success ? { ...fields, base: preset.data } : fields
  if (crossesPrivileges(wanted.base, wanted.permissions)) return problem('role.mixes-privileges', {})
  if (key === 'administrator' && weakensAdministrator(wanted.permissions)) {
    return problem('role.keeps-administration', {})
  }
  const withPassword = passwordHolders(work)
  const role = await work.write(async (db) => {
    const present = await findRole(db, key)
    if (present === undefined && !preset.success) return problem('not-found', {})
    if ((present?.version ?? 0) !== expectedVersion) return conflict(db, present, work)
    const before = await administrationOf(db, withPassword)
    if (preset.success) {
      await writePreset(db, preset.data, present, wanted.permissions, stampOf(work))
    } else if (present !== undefined) {
      const people = (await countHolders(db))(key)
      if (present.base !== wanted.base && people > 0) return problem('role.in-use', { people })
      if (await isRoleNameTaken(db, wanted.name, key)) return problem('role.name-taken', {})
      await updateRoleRow(db, present, wanted, stampOf(work))
    }
    const after = { ...before, roles: await readRoles(db) }
    if (givesMoreAdministration(work.actor.permissions, gained(key, before, after))) return problem('forbidden', {})
    if (endsAdministration(before, after, work.today())) return problem('person.last-administrator', {})
    return written(db, key, before, after, work)
  })
  if (isProblem(role)) return role
  work.sessions.forgetActors()
  return { role }
})

const restore = handle(restoreRole, async ({ role: key, expectedVersion }, work) => {
  const preset = roleCode.safeParse(key)
  // Only what was delivered can be given back.
  if (!preset.success) return problem('not-found', {})
  const withPassword = passwordHolders(work)
  const role = await work.write(async (db) => {
    const present = await findRole(db, key)
    if ((present?.version ?? 0) !== expectedVersion) return conflict(db, present, work)
    const before = await administrationOf(db, withPassword)
    await writePreset(db, preset.data, present, presetPermissions[preset.data], stampOf(work))
    return written(db, key, before, { ...before, roles: await readRoles(db) }, work)
  })
  if (isProblem(role)) return role
  work.sessions.forgetActors()
  return { role }
})

const remove = handle(removeRole, async ({ role: roleId, expectedVersion }, work) => {
  const removed = await work.write(async (db) => {
    const present = await findRole(db, roleId)
    if (present === undefined) return problem('not-found', {})
    if (present.version !== expectedVersion) return conflict(db, present, work)
    const people = (await countHolders(db))(roleId)
    if (people > 0) return problem('role.in-use', { people })
    work.journal({ subjectId: roleId, details: { name: present.name } })
    await deleteRole(db, roleId)
    work.announce('role', roleId, present.version + 1)
    return true as const
  })
  return isProblem(removed) ? removed : { removed }
})

const preview = handle(previewSight, ({ role: key, seesAllPatients, groupIds }, work) =>
  work.read(async (db) => {
    const role = (await readRoles(db)).find(key)
    if (role === undefined) return problem('not-found', {})
    const { enabled: groupsEnabled } = await readGroupsSwitch(db)
    const seesAll = seesAllPatients || !groupsEnabled
    const counted = await countInGroups(db, seesAll ? [await publicGroupId(db)] : groupIds)
    const reads = role.permissions.includes('patient.read')
    const patients = reads ? counted.patients : 0
    return { permissions: [...role.permissions], patients, of: counted.of, groupsEnabled }
  }),
)

/** What answers about roles. */
export const rolesHandlers = [list, create, update, restore, remove, preview]

/** Journals and announces a changed role: what was given, what was taken away. */
async function written(db: ReadDb, key: string, before: Administration, after: Administration, work: Work) {
  const role = await viewOfRole(db, key)
  work.journal({ subjectId: key, details: { added: gained(key, before, after), removed: gained(key, after, before) } })
  work.announce('role', key, role.version)
  return role
}

/** What a role allows after a change that it did not before. */
function gained(key: string, before: Administration, after: Administration): readonly Permission[] {
  const former = before.roles.find(key)?.permissions ?? []
  return (after.roles.find(key)?.permissions ?? []).filter((permission) => !former.includes(permission))
}

function passwordHolders(work: Work): ReadonlySet<string> {
  return new Set(
    work.vault.slots().flatMap(({ kind, userId }) => (kind === 'password' && userId !== null ? [userId] : [])),
  )
}

async function administrationOf(db: ReadDb, withPassword: ReadonlySet<string>): Promise<Administration> {
  return { people: await readStandings(db), roles: await readRoles(db), withPassword }
}

async function conflict(db: ReadDb, present: RoleTable | undefined, work: Work): Promise<Problem<'edit.conflict'>> {
  return problem('edit.conflict', {
    currentVersion: present?.version ?? 0,
    changedBy: await displayNameOf(db, present?.updated_by ?? null),
    changedAt: present?.updated_at ?? work.now(),
  })
}

function stampOf(work: Work) {
  return { at: work.now(), by: work.actor.userId }
}

import {
  changeOwnPassword,
  createPerson,
  listPeople as listPeopleOperation,
  resetPassword,
  setPersonActive,
  updatePerson,
} from '#app/features/people/contract.ts'
import type { PersonFields, PersonView } from '#app/features/people/model.ts'
import { displayName, endsBeforeItBegins, isRpps, type PasswordWeakness } from '#app/features/people/rules.ts'
import { givesMoreAdministration } from '#app/kernel/permissions.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import type { KeyHolder } from '#core/kernel/vault.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { weaknessesOf } from './password.ts'
import {
  displayNameOf,
  fieldsOf,
  findPerson,
  groupsOfPeople,
  insertPerson,
  isRppsTaken,
  listPeople,
  type PersonEntry,
  updatePersonRow,
  viewOf,
} from './repository.ts'
import { endsAdministration, type HeldRole, readRoles, readStandings } from './roles.ts'
import type { PersonRow, PersonTable } from './tables.ts'

const list = handle(listPeopleOperation, async (_input, work) => {
  const { rows, ...around } = await work.read(async (db) => ({
    rows: await listPeople(db),
    roles: await readRoles(db),
    groupsOf: await groupsOfPeople(db),
  }))
  const withPassword = passwordHolders(work)
  return { people: rows.map((row) => viewOf(row, { ...around, withPassword })) }
})

const create = handle(createPerson, async ({ fields, password, groupIds }, work) => {
  const wrong = wrongFields(fields)
  if (wrong !== null) return wrong
  const reasons = await weaknessesOf(password, fields, work.vault.open()?.name ?? '')
  if (reasons.length > 0) return problem('password.too-weak', { reasons })
  const userId = work.newId()
  const row = await work.write(async (db) => {
    const entry = await entryOf(db, fields, groupIds, null)
    if (isProblem(entry)) return entry
    if (givesMoreAdministration(work.actor.permissions, entry.role.permissions)) return problem('forbidden', {})
    const details = groupIds === undefined ? { role: fields.roleKey } : { role: fields.roleKey, groups: groupIds }
    work.journal({ subjectId: userId, details })
    const stamp = { at: work.now(), by: work.actor.userId }
    const inserted = await insertPerson(db, userId, entry, stamp, () => work.newId())
    work.announce('person', userId, inserted.version)
    // A practitioner comes with a group of their own.
    work.announce('access-group', '*', 0)
    return inserted
  })
  if (isProblem(row)) return row
  // After the row: a key without a user would open the cabinet for nobody; a user without a key is shown as such.
  await work.vault.setPassword(holderOf(row), password)
  return { person: await viewNow(row, work) }
})

const update = handle(updatePerson, async ({ userId, expectedVersion, fields, groupIds }, work) => {
  const wrong = wrongFields(fields)
  if (wrong !== null) return wrong
  const withPassword = passwordHolders(work)
  work.journal({ subjectId: userId })
  const row = await work.write(async (db) => {
    const present = await findPerson(db, userId)
    if (present === undefined) return problem('not-found', {})
    if (present.version !== expectedVersion) return conflict(db, present)
    const entry = await entryOf(db, fields, groupIds, userId)
    if (isProblem(entry)) return entry
    const changed = changedFields(present, fields)
    const isOtherRole = changed.includes('roleKey')
    if (isOtherRole && givesMoreAdministration(work.actor.permissions, entry.role.permissions)) {
      return problem('forbidden', {})
    }
    work.journal({
      details: {
        changed,
        ...(isOtherRole ? { role: fields.roleKey } : {}),
        ...(changed.includes('seesAllPatients') ? { seesAll: fields.seesAllPatients } : {}),
        ...(groupIds === undefined ? {} : { groups: groupIds }),
      },
    })
    const before = { people: await readStandings(db), roles: await readRoles(db), withPassword }
    const stamp = { at: work.now(), by: work.actor.userId }
    const written = await updatePersonRow(db, present, entry, stamp, () => work.newId())
    const after = { ...before, people: await readStandings(db) }
    if (endsAdministration(before, after, work.today())) return problem('person.last-administrator', {})
    work.announce('person', userId, written.version)
    work.announce('access-group', '*', 0)
    return written
  })
  if (isProblem(row)) return row
  work.sessions.forgetActors()
  await work.vault.describeHolder(holderOf(row))
  return { person: await viewNow(row, work) }
})

const setActive = handle(setPersonActive, async ({ userId, expectedVersion, active }, work) => {
  const withPassword = passwordHolders(work)
  const row = await work.write(async (db) => {
    const present = await findPerson(db, userId)
    if (present === undefined) return problem('not-found', {})
    if (present.version !== expectedVersion) return conflict(db, present)
    work.journal({ subjectId: userId, details: { active } })
    const before = { people: await readStandings(db), roles: await readRoles(db), withPassword }
    const stamp = { at: work.now(), by: work.actor.userId }
    const written = await updatePersonRow(db, present, { active: active ? 1 : 0 }, stamp, () => work.newId())
    const after = { ...before, people: await readStandings(db) }
    if (endsAdministration(before, after, work.today())) return problem('person.last-administrator', {})
    work.announce('person', userId, written.version)
    return written
  })
  if (isProblem(row)) return row
  work.sessions.forgetActors()
  if (!active) {
    work.sessions.endAllOf(userId)
    await work.vault.removeHolder(userId)
  }
  return { person: await viewNow(row, work) }
})

const reset = handle(resetPassword, async ({ userId, password }, work) => {
  // Whoever finds an open session must not be able to make it theirs.
  if (userId === work.actor.userId) return problem('person.own-password', {})
  const { row, roles } = await work.read(async (db) => ({
    row: await findPerson(db, userId),
    roles: await readRoles(db),
  }))
  if (row === undefined || row.active === 0) return problem('not-found', {})
  work.journal({ subjectId: userId })
  // Their password would be their account.
  if (givesMoreAdministration(work.actor.permissions, roles.of(row).permissions)) return problem('forbidden', {})
  const reasons = await weaknessesOf(password, fieldsOf(row), work.vault.open()?.name ?? '')
  if (reasons.length > 0) return problem('password.too-weak', { reasons })
  // In the journal before it is in the keys: no key changes without a trace.
  await work.write(async () => undefined)
  await work.vault.setPassword(holderOf(row), password)
  // Whoever knew the former password may be the reason why there is another.
  work.sessions.endElsewhere(userId)
  work.announce('person', userId, row.version)
  return { person: await viewNow(row, work) }
})

const changeOwn = handle(changeOwnPassword, async ({ presentPassword, newPassword }, work) => {
  const { userId } = work.actor
  const row = await work.read((db) => findPerson(db, userId))
  if (row === undefined) return problem('not-found', {})
  const verified = await work.vault.verify(userId, presentPassword)
  if (!verified.ok) return problem('password.wrong', { retryAfterMs: verified.retryAfterMs })
  const reasons: PasswordWeakness[] = await weaknessesOf(newPassword, fieldsOf(row), work.vault.open()?.name ?? '')
  if (newPassword === presentPassword) reasons.push('same-as-before')
  if (reasons.length > 0) return problem('password.too-weak', { reasons })
  work.journal({ subjectId: userId })
  await work.write(async () => undefined)
  await work.vault.setPassword(holderOf(row), newPassword)
  work.sessions.endElsewhere(userId)
  return { changed: true as const }
})

/** What answers about users of the cabinet. */
export const peopleHandlers = [list, create, update, setActive, reset, changeOwn]

/** Whether an RPPS number, when there is one, carries its key. */
export function hasRightKey(rpps: string | null): boolean {
  return rpps === null || isRpps(rpps)
}

/** Refuses an RPPS number whose key does not fit other digits: mistyped, or somebody else's. */
export function wrongRpps(path: string): Problem<'invalid-input'> {
  return problem('invalid-input', { fields: [{ path, code: 'wrong-key' }] })
}

/** What is wrong in what was typed, as far as it shows without looking anything up. */
function wrongFields(fields: PersonFields): Problem<'invalid-input'> | null {
  if (!hasRightKey(fields.rpps)) return wrongRpps('fields.rpps')
  if (!endsBeforeItBegins(fields)) return null
  return problem('invalid-input', { fields: [{ path: 'fields.validUntil', code: 'before-start' }] })
}

/** What is to be written of a user, with what their role asks for; or why not. */
async function entryOf(
  db: ReadDb,
  fields: PersonFields,
  groupIds: readonly string[] | undefined,
  userId: string | null,
): Promise<PersonEntry | Problem<'invalid-input' | 'person.validity-needed' | 'person.rpps-taken'>> {
  const role: HeldRole | undefined = (await readRoles(db)).find(fields.roleKey)
  if (role === undefined) return problem('invalid-input', { fields: [{ path: 'fields.roleKey', code: 'unknown' }] })
  if (role.base === 'locum' && fields.validUntil === null) return problem('person.validity-needed', {})
  if (await isRppsTaken(db, fields.rpps, userId)) return problem('person.rpps-taken', {})
  return { fields, role, groupIds }
}

function holderOf(row: PersonTable): KeyHolder {
  const name = displayName({ title: row.title, firstName: row.first_name, lastName: row.last_name })
  return { userId: row.user_id, displayName: name, role: row.role }
}

function passwordHolders(work: Work): ReadonlySet<string> {
  return new Set(
    work.vault.slots().flatMap(({ kind, userId }) => (kind === 'password' && userId !== null ? [userId] : [])),
  )
}

/** A user as they stand after a change. */
async function viewNow(row: PersonRow, work: Work): Promise<PersonView> {
  const around = await work.read(async (db) => ({
    roles: await readRoles(db),
    groupsOf: await groupsOfPeople(db),
  }))
  return viewOf(row, { ...around, withPassword: passwordHolders(work) })
}

async function conflict(db: ReadDb, present: PersonTable): Promise<Problem<'edit.conflict'>> {
  return problem('edit.conflict', {
    currentVersion: present.version,
    changedBy: await displayNameOf(db, present.updated_by),
    changedAt: present.updated_at,
  })
}

function changedFields(present: PersonTable, fields: PersonFields): string[] {
  const before = fieldsOf(present)
  return Object.keys(fields).filter((key) => before[key as keyof typeof before] !== fields[key as keyof typeof fields])
}

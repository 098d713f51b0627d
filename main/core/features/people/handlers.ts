import {
  changeOwnPassword,
  createPerson,
  listPeople as listPeopleOperation,
  resetPassword,
  setPersonActive,
  updatePerson,
} from '#app/features/people/contract.ts'
import { displayName, isRpps, type PasswordWeakness } from '#app/features/people/rules.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import type { KeyHolder } from '#core/kernel/vault.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { weaknessesOf } from './password.ts'
import {
  countOtherAdministrators,
  displayNameOf,
  fieldsOf,
  findPerson,
  insertPerson,
  isRppsTaken,
  listPeople,
  updatePersonRow,
  viewOf,
} from './repository.ts'
import type { PersonTable } from './tables.ts'

const list = handle(listPeopleOperation, async (_input, work) => {
  const rows = await work.read(listPeople)
  const holders = passwordHolders(work)
  return { people: rows.map((row) => viewOf(row, holders.has(row.user_id))) }
})

const create = handle(createPerson, async ({ fields, password }, work) => {
  if (!hasRightKey(fields.rpps)) return wrongRpps('fields.rpps')
  const reasons = await weaknessesOf(password, fields, work.vault.open()?.name ?? '')
  if (reasons.length > 0) return problem('password.too-weak', { reasons })
  const userId = work.newId()
  const row = await work.write(async (db) => {
    if (await isRppsTaken(db, fields.rpps, null)) return problem('person.rpps-taken', {})
    work.journal({ subjectId: userId, details: { role: fields.role } })
    const stamp = { at: work.now(), by: work.actor.userId }
    const inserted = await insertPerson(db, userId, fields, stamp, () => work.newId())
    work.announce('person', userId, inserted.version)
    return inserted
  })
  if (isProblem(row)) return row
  // After the row: a key without a user would open the cabinet for nobody; a user without a key is shown as such.
  await work.vault.setPassword(holderOf(row), password)
  return { person: viewOf(row, true) }
})

const update = handle(updatePerson, async ({ userId, expectedVersion, fields }, work) => {
  if (!hasRightKey(fields.rpps)) return wrongRpps('fields.rpps')
  const row = await work.write(async (db) => {
    const present = await findPerson(db, userId)
    if (present === undefined) return problem('not-found', {})
    if (present.version !== expectedVersion) return conflict(db, present)
    if (await isRppsTaken(db, fields.rpps, userId)) return problem('person.rpps-taken', {})
    const staysAdministrator =
      fields.role === 'administrator' && (fields.validUntil === null || fields.validUntil >= work.today())
    if (!staysAdministrator && (await isLastAdministrator(db, present, work.today()))) {
      return problem('person.last-administrator', {})
    }
    work.journal({ subjectId: userId, details: { changed: changedFields(present, fields) } })
    const stamp = { at: work.now(), by: work.actor.userId }
    const written = await updatePersonRow(db, present, { fields }, stamp, () => work.newId())
    work.announce('person', userId, written.version)
    return written
  })
  if (isProblem(row)) return row
  work.sessions.forgetActors()
  await work.vault.describeHolder(holderOf(row))
  return { person: viewOf(row, passwordHolders(work).has(userId)) }
})

const setActive = handle(setPersonActive, async ({ userId, expectedVersion, active }, work) => {
  const row = await work.write(async (db) => {
    const present = await findPerson(db, userId)
    if (present === undefined) return problem('not-found', {})
    if (present.version !== expectedVersion) return conflict(db, present)
    if (!active && (await isLastAdministrator(db, present, work.today()))) {
      return problem('person.last-administrator', {})
    }
    work.journal({ subjectId: userId, details: { active } })
    const stamp = { at: work.now(), by: work.actor.userId }
    const written = await updatePersonRow(db, present, { active: active ? 1 : 0 }, stamp, () => work.newId())
    work.announce('person', userId, written.version)
    return written
  })
  if (isProblem(row)) return row
  work.sessions.forgetActors()
  if (!active) {
    work.sessions.endAllOf(userId)
    await work.vault.removeHolder(userId)
  }
  return { person: viewOf(row, passwordHolders(work).has(userId)) }
})

const reset = handle(resetPassword, async ({ userId, password }, work) => {
  const row = await work.read((db) => findPerson(db, userId))
  if (row === undefined || row.active === 0) return problem('not-found', {})
  const reasons = await weaknessesOf(password, fieldsOf(row), work.vault.open()?.name ?? '')
  if (reasons.length > 0) return problem('password.too-weak', { reasons })
  work.journal({ subjectId: userId })
  // In the journal before it is in the keys: no key changes without a trace.
  await work.write(async () => undefined)
  await work.vault.setPassword(holderOf(row), password)
  // Whoever knew the former password may be the reason why there is another.
  work.sessions.endElsewhere(userId)
  work.announce('person', userId, row.version)
  return { person: viewOf(row, true) }
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

function holderOf(row: PersonTable): KeyHolder {
  const name = displayName({ title: row.title, firstName: row.first_name, lastName: row.last_name })
  return { userId: row.user_id, displayName: name, role: row.role }
}

function passwordHolders(work: Work): ReadonlySet<string> {
  return new Set(work.vault.slots().flatMap((slot) => (slot.userId === null ? [] : [slot.userId])))
}

async function conflict(db: ReadDb, present: PersonTable): Promise<Problem<'edit.conflict'>> {
  return problem('edit.conflict', {
    currentVersion: present.version,
    changedBy: await displayNameOf(db, present.updated_by),
    changedAt: present.updated_at,
  })
}

async function isLastAdministrator(db: ReadDb, present: PersonTable, today: string): Promise<boolean> {
  if (present.role !== 'administrator' || present.active === 0) return false
  return (await countOtherAdministrators(db, present.user_id, today)) === 0
}

function changedFields(present: PersonTable, fields: ReturnType<typeof fieldsOf>): string[] {
  const before = fieldsOf(present)
  return Object.keys(fields).filter((key) => before[key as keyof typeof before] !== fields[key as keyof typeof fields])
}

import type {
  Identity,
  IdentityEvent,
  IdentityHouse,
  IdentityOutcome,
  InsStatus,
  IdentityStep,
} from '#app/features/identity/model.ts'
import { applyEvent, newIdentity } from '#app/features/identity/rules/events.ts'
import type { CivilStatusFields } from '#app/features/patients/model.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { type PatientRow, relist, toColumns, toFields } from '#core/features/patients/index.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import { readHouse } from './house.ts'
import { findIdentity, type HeldIdentity, strictTraitsOf } from './repository.ts'
import { type IdentityRows, identityRows } from './rows.ts'

/** Who changes an identity, and when; `userId` is `null` for the service of the night. */
export interface IdentityWriter {
  readonly userId: string | null
  readonly displayName: string
  readonly at: string
}

/** What else of the record is written together with its identity. */
export interface BesideIdentity {
  readonly fields: CivilStatusFields
  readonly hidden: number
}

/** What an event made of an identity. */
export interface IdentityChange {
  readonly row: PatientRow
  readonly identity: Identity
  readonly before: InsStatus
  readonly after: InsStatus
  readonly steps: readonly IdentityStep[]
}

/**
 * Writes an identity over the one held, with everything that repeats it: the only way in for a status, a proof, an
 * attribute or « INS KO ». Raises the version of the record by one. Tags must be written before, when they change too.
 */
export async function writeIdentity(
  db: WriteDb,
  held: HeldIdentity,
  identity: Identity,
  writer: IdentityWriter,
  beside?: BesideIdentity,
): Promise<PatientRow> {
  const { row: before } = held
  const rows = identityRows(before.patient_id, identity)
  const row: PatientRow = {
    ...before,
    ...toColumns(beside?.fields ?? fieldsWith(before, identity)),
    ...rows.copy,
    hidden: beside?.hidden ?? before.hidden,
    version: before.version + 1,
    updated_at: writer.at,
    updated_by_user_id: writer.userId,
    updated_by: writer.displayName,
  }
  const { patient_id: patientId, ...columns } = row
  await db.updateTable('patient').set(columns).where('patient.patient_id', '=', patientId).execute()
  await writeCapture(db, rows)
  if (!hasSameProofs(held.identity, identity)) await writeProofs(db, patientId, rows)
  await relist(db, before, row)
  return row
}

/**
 * Applies an event to the identity of a record and writes what it comes to. `expectedVersion`: of the record as its
 * caller saw it, or `null` for what depends on no sight of it. Nothing is written with a problem.
 */
export async function applyToIdentity(
  db: WriteDb,
  patientId: string,
  expectedVersion: number | null,
  event: IdentityEvent,
  writer: IdentityWriter,
): Promise<IdentityChange | Problem<'not-found' | 'edit.conflict' | 'identity.refused'>> {
  return applyAll(db, patientId, expectedVersion, [event], writer)
}

/** The same for events that only make sense together: all of them, or none, as one version of the record. */
export async function applyAll(
  db: WriteDb,
  patientId: string,
  expectedVersion: number | null,
  events: readonly IdentityEvent[],
  writer: IdentityWriter,
): Promise<IdentityChange | Problem<'not-found' | 'edit.conflict' | 'identity.refused'>> {
  const held = await findIdentity(db, patientId)
  if (held === null) return problem('not-found', {})
  const { row } = held
  if (expectedVersion !== null && row.version !== expectedVersion)
    return problem('edit.conflict', {
      currentVersion: row.version,
      changedBy: row.updated_by,
      changedAt: row.updated_at,
    })
  const outcome = inTurn(held.identity, events, await readHouse(db))
  if (!outcome.ok) return problem('identity.refused', { refusal: outcome.refusal })
  const written = await writeIdentity(db, held, outcome.identity, writer)
  return { ...outcome, row: written }
}

/** What several events, one after the other, make of an identity. */
function inTurn(identity: Identity, events: readonly IdentityEvent[], house: IdentityHouse): IdentityOutcome {
  const [first, ...others] = events
  if (first === undefined) throw new Error('nothing happened to this identity')
  let last = applyEvent(identity, first, house)
  for (const event of others) {
    if (!last.ok) return last
    const next = applyEvent(last.identity, event, house)
    last = next.ok ? { ...next, before: last.before, steps: [...last.steps, ...next.steps] } : next
  }
  return last
}

/** Says how the traits of a new record came in, where they were not typed: one that was is known without a row. */
export async function writeFirstCapture(
  db: WriteDb,
  row: PatientRow,
  channel: Identity['capture']['channel'],
): Promise<void> {
  const act = { at: row.created_at, userId: row.updated_by_user_id, by: row.updated_by }
  await writeCapture(db, identityRows(row.patient_id, newIdentity(strictTraitsOf(row), { channel, act })))
}

/** Makes again, from the proofs that are there, everything that repeats them; the version stays. */
export async function settleIdentity(db: WriteDb, patientId: string): Promise<void> {
  const held = await findIdentity(db, patientId)
  if (held === null) return
  const { copy, identity, numbers } = identityRows(patientId, held.identity)
  await db.updateTable('patient').set(copy).where('patient.patient_id', '=', patientId).execute()
  await db
    .updateTable('patient_identity')
    .set({ strays: identity.strays })
    .where('patient_identity.patient_id', '=', patientId)
    .execute()
  await writeNumbers(db, patientId, numbers)
}

async function writeCapture(db: WriteDb, { identity }: IdentityRows): Promise<void> {
  const { patient_id: _patientId, ...columns } = identity
  await db
    .insertInto('patient_identity')
    .values(identity)
    .onConflict((conflict) => conflict.column('patient_id').doUpdateSet(columns))
    .execute()
}

async function writeProofs(db: WriteDb, patientId: string, { proofs, numbers }: IdentityRows): Promise<void> {
  await db.deleteFrom('identity_proof').where('identity_proof.patient_id', '=', patientId).execute()
  if (proofs.length > 0)
    await db
      .insertInto('identity_proof')
      .values([...proofs])
      .execute()
  await writeNumbers(db, patientId, numbers)
}

async function writeNumbers(db: WriteDb, patientId: string, numbers: IdentityRows['numbers']): Promise<void> {
  await db.deleteFrom('patient_known_number').where('patient_known_number.patient_id', '=', patientId).execute()
  if (numbers.length > 0)
    await db
      .insertInto('patient_known_number')
      .values([...numbers])
      .execute()
}

/** Proofs are never changed in place: the same ones are the same objects. */
function hasSameProofs(a: Identity, b: Identity): boolean {
  return a.ins === b.ins && a.document === b.document && a.withdrawn === b.withdrawn
}

/** The civil status with these traits; words about the birthplace are those of the place held. */
function fieldsWith(row: PatientRow, { traits }: Identity): CivilStatusFields {
  const fields = toFields(row)
  const samePlace = fields.birthPlaceCode === traits.birthPlaceCode
  return { ...fields, ...traits, birthPlaceText: samePlace ? fields.birthPlaceText : '' }
}

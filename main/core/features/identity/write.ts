import type {
  Identity,
  IdentityEvent,
  IdentityHouse,
  IdentityOutcome,
  InsProof,
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
  const patientId = before.patient_id
  const rows = identityRows(patientId, identity)
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
  const columns = changesOf(before, row)
  await db.updateTable('patient').set(columns).where('patient.patient_id', '=', patientId).execute()
  await writeCapture(db, rows)
  const confirmed = confirmedOf(held.identity, identity)
  if (confirmed !== null) await rewriteProof(db, confirmed)
  else if (!hasSameProofs(held.identity, identity)) await writeProofs(db, patientId, rows)
  // Tags change with what a person edits, and with nothing else that comes here.
  if (beside !== undefined || Object.keys(columns).some((column) => !saidOfWriting.has(column)))
    await relist(db, before, row)
  return row
}

/** Columns that neither the order of the list nor its search show. */
const saidOfWriting: ReadonlySet<string> = new Set(['version', 'updated_at', 'updated_by_user_id', 'updated_by'])

/** The columns that are others: SQLite writes again every index of a column it is given, were it the same. */
function changesOf(before: PatientRow, row: PatientRow): Partial<PatientRow> {
  const isOther = ([column, value]: readonly [string, unknown]) => before[column as keyof PatientRow] !== value
  return Object.fromEntries(Object.entries(row).filter(isOther)) as Partial<PatientRow>
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

/** The INS of which nothing but the time it was confirmed is another, when nothing else changed: thousands in a night. */
function confirmedOf(before: Identity, { ins, document, withdrawn }: Identity): InsProof | null {
  const isAlone = before.document === document && before.withdrawn === withdrawn && before.ins !== ins
  const isSame = ins?.proofId === before.ins?.proofId && ins?.answer === before.ins?.answer
  return isAlone && isSame ? ins : null
}

async function rewriteProof(db: WriteDb, proof: InsProof): Promise<void> {
  const content = JSON.stringify(proof)
  await db.updateTable('identity_proof').set({ content }).where('identity_proof.proof_id', '=', proof.proofId).execute()
}

/** The civil status with these traits; words about the birthplace are those of the place held. */
function fieldsWith(row: PatientRow, { traits }: Identity): CivilStatusFields {
  const fields = toFields(row)
  const samePlace = fields.birthPlaceCode === traits.birthPlaceCode
  return { ...fields, ...traits, birthPlaceText: samePlace ? fields.birthPlaceText : '' }
}

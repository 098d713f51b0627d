import type {
  DocumentProof,
  Identity,
  InsProof,
  Proof,
  StrictTraits,
  WithdrawnProof,
} from '#app/features/identity/model.ts'
import type { InsAttribute } from '#app/features/patients/model.ts'
import { findRow, type PatientRow, toFields } from '#core/features/patients/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import type { IdentityProofTable, PatientIdentityTable } from './tables.ts'

/** An identity with the row of its patient, as both were read. */
export interface HeldIdentity {
  readonly row: PatientRow
  readonly identity: Identity
}

/** The identity of a record, or `null` when there is none in sight. */
export async function findIdentity(db: ReadDb, patientId: string): Promise<HeldIdentity | null> {
  const row = await findRow(db, patientId)
  return row === null ? null : { row, identity: await identityOf(db, row) }
}

/** The identities of many records at once, by identifier; those out of sight are left out. */
export async function findIdentities(
  db: ReadDb,
  patientIds: readonly string[],
): Promise<ReadonlyMap<string, HeldIdentity>> {
  if (patientIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('patient')
    .selectAll('patient')
    .where('patient.patient_id', 'in', patientIds)
    .execute()
  const known = await db
    .selectFrom('patient_identity')
    .selectAll('patient_identity')
    .where('patient_identity.patient_id', 'in', patientIds)
    .execute()
  const proofs = await db
    .selectFrom('identity_proof')
    .selectAll('identity_proof')
    .where('identity_proof.patient_id', 'in', patientIds)
    .orderBy('identity_proof.place')
    .execute()
  const knownOf = new Map(known.map((about) => [about.patient_id, about]))
  const proofsOf = Map.groupBy(proofs, (proof) => proof.patient_id)
  const held = rows.map((row) => {
    const identity = identityIn(row, knownOf.get(row.patient_id), proofsOf.get(row.patient_id) ?? [])
    return [row.patient_id, { row, identity }] as const
  })
  return new Map(held)
}

/** The identity whose patient is in this row. */
export async function identityOf(db: ReadDb, row: PatientRow): Promise<Identity> {
  const about = await db
    .selectFrom('patient_identity')
    .selectAll('patient_identity')
    .where('patient_identity.patient_id', '=', row.patient_id)
    .executeTakeFirst()
  const proofs = await db
    .selectFrom('identity_proof')
    .selectAll('identity_proof')
    .where('identity_proof.patient_id', '=', row.patient_id)
    .orderBy('identity_proof.place')
    .execute()
  return identityIn(row, about, proofs)
}

/** @param proofs of that patient, in the order in which they were withdrawn */
function identityIn(
  row: PatientRow,
  about: PatientIdentityTable | undefined,
  proofs: readonly IdentityProofTable[],
): Identity {
  return {
    traits: strictTraitsOf(row),
    capture: captureOf(about, row),
    ins: standingOf(proofs, 'ins') as InsProof | null,
    document: standingOf(proofs, 'document') as DocumentProof | null,
    attributes: JSON.parse(row.ins_attributes) as InsAttribute[],
    ko: koOf(about),
    withdrawn: proofs.flatMap(withdrawnOf),
  }
}

/** The strict traits a row holds. */
export function strictTraitsOf(row: PatientRow): StrictTraits {
  return strictTraitsIn(toFields(row))
}

/** The strict traits among what was typed. */
export function strictTraitsIn(fields: StrictTraits): StrictTraits {
  const { birthName, birthFirstNames, firstBirthFirstName, sex, birthDate, birthPlaceCode } = fields
  return { birthName, birthFirstNames, firstBirthFirstName, sex, birthDate, birthPlaceCode }
}

function captureOf(about: PatientIdentityTable | undefined, row: PatientRow): Identity['capture'] {
  if (about === undefined)
    return { channel: 'SM', act: { at: row.updated_at, userId: row.updated_by_user_id, by: row.updated_by } }
  return {
    channel: about.capture_channel,
    act: { at: about.captured_at, userId: about.captured_by_user_id, by: about.captured_by },
  }
}

function koOf(about: PatientIdentityTable | undefined): Identity['ko'] {
  if (about === undefined || about.ko_reason === null || about.ko_at === null) return null
  const act = { at: about.ko_at, userId: about.ko_by_user_id, by: about.ko_by ?? '' }
  return { reason: about.ko_reason, exchangeId: about.ko_exchange_id, act }
}

function standingOf(rows: readonly IdentityProofTable[], kind: Proof['kind']): Proof | null {
  const row = rows.find((each) => each.kind === kind && each.standing === 1)
  return row === undefined ? null : proofOf(row)
}

function withdrawnOf(row: IdentityProofTable): WithdrawnProof[] {
  if (row.because === null || row.withdrawn_at === null) return []
  const act = { at: row.withdrawn_at, userId: row.withdrawn_by_user_id, by: row.withdrawn_by ?? '' }
  return [{ proof: proofOf(row), because: row.because, act, note: row.note ?? '', final: row.final === 1 }]
}

function proofOf(row: IdentityProofTable): Proof {
  return JSON.parse(row.content) as Proof
}

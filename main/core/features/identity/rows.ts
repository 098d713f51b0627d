import type { Identity, InsNumber, Proof, WithdrawnProof } from '#app/features/identity/model.ts'
import { sameNumber, strayNumbers } from '#app/features/identity/rules/numbers.ts'
import { statusOf } from '#app/features/identity/rules/proofs.ts'
import { insRanks, type PatientRow } from '#core/features/patients/index.ts'
import type { IdentityProofTable, PatientIdentityTable, PatientKnownNumberTable } from './tables.ts'

/** What the row of a patient repeats of their identity, so that lists and searches need not read proofs. */
export type IdentityCopy = Pick<
  PatientRow,
  'ins_status' | 'ins_rank' | 'ins_attributes' | 'ins_ko' | 'ins_matricule' | 'ins_key' | 'ins_oid'
>

/** An identity as rows. */
export interface IdentityRows {
  readonly copy: IdentityCopy
  readonly identity: PatientIdentityTable
  readonly proofs: readonly IdentityProofTable[]
  readonly numbers: readonly PatientKnownNumberTable[]
}

/** The rows that hold an identity, and those that follow from it; its attributes are in the copy alone. */
export function identityRows(patientId: string, identity: Identity): IdentityRows {
  return {
    copy: copyOf(identity),
    identity: captureRow(patientId, identity),
    proofs: proofRows(patientId, identity),
    numbers: numberRows(patientId, identity),
  }
}

function copyOf(identity: Identity): IdentityCopy {
  const status = statusOf(identity)
  const number = identity.ins?.answer.number ?? null
  return {
    ins_status: status,
    ins_rank: insRanks[status],
    ins_attributes: JSON.stringify(identity.attributes),
    ins_ko: identity.ko === null ? 0 : 1,
    ins_matricule: number?.matricule ?? null,
    ins_key: number?.key ?? null,
    ins_oid: number?.oid ?? null,
  }
}

function captureRow(patientId: string, identity: Identity): PatientIdentityTable {
  const { capture, ko } = identity
  return {
    patient_id: patientId,
    capture_channel: capture.channel,
    captured_at: capture.act.at,
    captured_by_user_id: capture.act.userId,
    captured_by: capture.act.by,
    ko_reason: ko?.reason ?? null,
    ko_exchange_id: ko?.exchangeId ?? null,
    ko_at: ko?.act.at ?? null,
    ko_by_user_id: ko?.act.userId ?? null,
    ko_by: ko?.act.by ?? null,
    strays: strayNumbers(identity).length,
  }
}

function proofRows(patientId: string, { ins, document, withdrawn }: Identity): IdentityProofTable[] {
  const standing = [ins, document].flatMap((proof) => (proof === null ? [] : [proof]))
  return [
    ...standing.map((proof) => ({ ...rowOf(patientId, proof), ...stands })),
    ...withdrawn.map((gone, place) => ({ ...rowOf(patientId, gone.proof), ...withdrawal(gone, place) })),
  ]
}

function rowOf(patientId: string, proof: Proof) {
  return { proof_id: proof.proofId, patient_id: patientId, kind: proof.kind, content: JSON.stringify(proof) }
}

const stands = {
  standing: 1,
  place: null,
  because: null,
  withdrawn_at: null,
  withdrawn_by_user_id: null,
  withdrawn_by: null,
  note: null,
  final: null,
}

function withdrawal({ because, act, note, final }: WithdrawnProof, place: number) {
  return {
    standing: 0,
    place,
    because,
    withdrawn_at: act.at,
    withdrawn_by_user_id: act.userId,
    withdrawn_by: act.by,
    note,
    final: final ? 1 : 0,
  }
}

function numberRows(patientId: string, { ins, withdrawn }: Identity): PatientKnownNumberTable[] {
  const known = new Map<string, PatientKnownNumberTable>()
  const add = (number: InsNumber, source: PatientKnownNumberTable['source']) => {
    if (ins !== null && sameNumber(ins.answer.number, number)) return
    known.set(`${number.matricule} ${source}`, { patient_id: patientId, matricule: number.matricule, source })
  }
  for (const { number } of ins?.answer.history ?? []) add(number, 'former')
  for (const { proof } of withdrawn) {
    if (proof.kind !== 'ins') continue
    add(proof.answer.number, 'withdrawn')
    for (const { number } of proof.answer.history) add(number, 'withdrawn')
  }
  return [...known.values()]
}

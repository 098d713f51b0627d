import type { Act, CaptureChannel, InsKoReason, WithdrawalReason } from '#app/features/identity/model.ts'
import type { InsAttribute } from '#app/features/patients/model.ts'
import type { PatientColumns } from '#core/kernel/tables.ts'

// How these tables are kept, for whatever moves, carries, deletes or makes records (merges, archives, import, training):
//
// - The truth is `identity_proof` and `patient_identity`. `patient.ins_*`, `patient_order.ins_rank`,
//   `patient_known_number` and `patient_identity.strays` are copies that follow from them, never the other way round.
// - Nothing writes them but `writeIdentity` (a change, with a version) and `patientLife.enter` (after rows moved or came
//   from an archive: it makes every copy again from the proofs that are there). `identityRows` gives the rows of an
//   identity, for those that are written by the thousand beside their patient.
// - A patient without a row of `patient_identity` was typed by whoever wrote the record last. It needs none to exist.
// - At most one proof of each kind stands: merging two records decides first (`mergeIdentities`), then moves.

/** What is known of an identity besides its traits and proofs: how its traits came in, and why it is « INS KO ». */
export interface PatientIdentityTable {
  patient_id: string
  capture_channel: CaptureChannel
  captured_at: string
  captured_by_user_id: Act['userId']
  captured_by: string
  ko_reason: InsKoReason | null
  ko_exchange_id: string | null
  ko_at: string | null
  ko_by_user_id: string | null
  ko_by: string | null
  /** A copy: how many numbers INSi gave for this record that nothing ties to the one held. */
  strays: number
}

/** A proof, standing or withdrawn. */
export interface IdentityProofTable {
  proof_id: string
  patient_id: string
  kind: 'ins' | 'document'
  standing: number
  /** JSON of a `Proof`. */
  content: string
  /** Order in which they were withdrawn; `null`, as all that follows, of one that stands. */
  place: number | null
  because: WithdrawalReason | null
  withdrawn_at: string | null
  withdrawn_by_user_id: string | null
  withdrawn_by: string | null
  note: string | null
  final: number | null
}

/** Homonym, doubtful or fictitious, set or lifted. What holds now is in `patient.ins_attributes`. */
export interface IdentityMarkingTable {
  marking_id: string
  patient_id: string
  attribute: InsAttribute
  is_set: number
  note: string
  marked_at: string
  marked_by_user_id: string | null
  marked_by: string
}

/** A copy: a number of a record other than the one it holds, by which it is found. */
export interface PatientKnownNumberTable {
  patient_id: string
  /** 13 characters. */
  matricule: string
  /** `former`: INSi says so with the one held. `withdrawn`: of a proof that no longer stands. */
  source: 'former' | 'withdrawn'
}

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    patient_identity: PatientIdentityTable
    identity_proof: IdentityProofTable
    identity_marking: IdentityMarkingTable
    patient_known_number: PatientKnownNumberTable
  }
}

/** Tables whose rows belong to one patient. */
export const patientColumns: PatientColumns = {
  patient_identity: { column: 'patient_id' },
  identity_proof: { column: 'patient_id' },
  identity_marking: { column: 'patient_id' },
  // Made again from the proofs, wherever they go.
  patient_known_number: { column: 'patient_id', archive: 'local' },
}

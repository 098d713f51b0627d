import type { VerificationOutcome, VerificationState } from '#app/features/verification/model.ts'
import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    verification_run: VerificationRunTable
    verification_batch: VerificationBatchTable
    verification_item: VerificationItemTable
  }
}

/** One verification of many identities. */
export interface VerificationRunTable {
  run_id: string
  origin: 'night' | 'person'
  started_at: string
  started_by_user_id: string | null
  started_by: string
  state: VerificationState
  trouble: string | null
  ended_at: string | null
}

/** What is deposited together. */
export interface VerificationBatchTable {
  /** Under which the service is asked for it. */
  batch_id: string
  run_id: string
  /** `sending`: it may have come there. `collected`: some answers are to be applied yet. `abandoned`: the service does not know it; its identities are asked about anew. */
  state: 'sending' | 'deposited' | 'collected' | 'applied' | 'abandoned'
  made_at: string
  collect_at: string | null
  /** The call that brought its answers. */
  exchange_id: string | null
}

/** One identity of a run. */
export interface VerificationItemTable {
  /** Also its name in the batch. */
  item_id: string
  run_id: string
  patient_id: string
  /** The proof asked about. */
  proof_id: string
  batch_id: string | null
  state: VerificationOutcome
  /** With `asked`: what was answered, and is not applied yet. */
  code: string | null
  answered_at: string | null
}

/** A run is of this cabinet: what it found is in the identities, which go wherever their patient goes. */
export const patientColumns: PatientColumns = { verification_item: { column: 'patient_id', archive: 'local' } }

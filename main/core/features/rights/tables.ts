import type { CallReason } from '#app/features/rights/model.ts'
import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    rights_answer: RightsAnswerTable
  }
}

/** What ADRi answered, once. Never changed but by its review. */
export interface RightsAnswerTable {
  /** That of the call it came by. */
  rights_answer_id: string
  patient_id: string
  received_at: string
  asked_by: string
  asked_by_name: string
  reason: CallReason
  asked_on: string
  /** JSON of `Rights`, as it was read. */
  content: string
  reviewed_at: string | null
  reviewed_by: string | null
  reviewed_by_name: string | null
}

/** Whose each answer is: part of the record, and handed over with it. */
export const patientColumns: PatientColumns = { rights_answer: { column: 'patient_id' } }

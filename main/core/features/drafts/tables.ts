import type { DraftPlace } from '#app/features/drafts/model.ts'
import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    draft: DraftTable
    draft_count: DraftCountView
  }
}

/** What a user was typing. One row per user and place. */
export interface DraftTable {
  draft_id: string
  user_id: string
  form: DraftPlace['form']
  subject_id: string | null
  /** The subject, when it is a patient. */
  patient_id: string | null
  /** JSON. */
  fields: string
  based_on_version: number | null
  saved_at: string
}

/** How many drafts wait for a user. A view: it shows no place and no patient. */
export interface DraftCountView {
  user_id: string
  drafts: number
}

/** Which patient a draft is about: out of sight with the patient. What is not signed leaves in no archive. */
export const patientColumns: PatientColumns = { draft: { column: 'patient_id', nullable: true, archive: 'local' } }

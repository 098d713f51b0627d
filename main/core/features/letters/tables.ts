import type { LetterCategory } from '#app/features/letters/model.ts'
import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    letter: LetterTable
    letter_revision: LetterRevisionTable
    letter_template: LetterTemplateTable
  }
}

/** A letter that was validated. What it says is in its last revision. */
export interface LetterTable {
  letter_id: string
  patient_id: string
  category: LetterCategory
  author_id: string
  author_name: string
  validated_at: string
  removed_at: string | null
  removed_by: string | null
  version: number
}

/** What a letter said from one validation to the next; never rewritten. */
export interface LetterRevisionTable {
  revision_id: string
  letter_id: string
  patient_id: string
  revision: number
  title: string
  /** JSON of `LetterContent`. */
  content: string
  practitioner_name: string
  /** Its PDF, by digest. */
  blob_digest: string
  author_id: string
  author_name: string
  at: string
  reason: string
}

/** A template of the cabinet, or of one user. */
export interface LetterTemplateTable {
  template_id: string
  owner_id: string | null
  name: string
  /** JSON of `LetterTemplateFields`. */
  content: string
  updated_at: string
  updated_by: string
  removed_at: string | null
  version: number
}

/** Letters are in sight with their patient. */
export const patientColumns: PatientColumns = {
  letter: { column: 'patient_id' },
  letter_revision: { column: 'patient_id' },
}

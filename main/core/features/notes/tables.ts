import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    note: NoteTable
    note_revision: NoteRevisionTable
    glossary_phrase: GlossaryPhraseTable
    glossary_choice: GlossaryChoiceTable
  }
}

/** A signed consultation. Who signed it and when never change. */
export interface NoteTable {
  note_id: string
  patient_id: string
  /** The state it is in now. */
  revision_id: string
  revision: number
  occurred_at: string
  author_id: string
  /** « Dr Hélène MARCHAND », as it was at the signature. */
  author_name: string
  signed_at: string
  /** What it fed was withdrawn at the same instant. */
  removed_at: string | null
  removed_by: string | null
  version: number
}

/** One state of a signed consultation. Written once: a trigger refuses any change. */
export interface NoteRevisionTable {
  revision_id: string
  note_id: string
  patient_id: string
  revision: number
  /** JSON of `NoteContent`. */
  content: string
  reason: string
  author_id: string
  author_name: string
  at: string
}

/** A phrase one user writes again and again. Of no patient. */
export interface GlossaryPhraseTable {
  phrase_id: string
  user_id: string
  /** Words in lower case without accents. */
  phrase_key: string
  phrase: string
  uses: number
  last_used_at: string
}

/** Users who chose whether their glossary learns; the others' does. */
export interface GlossaryChoiceTable {
  user_id: string
  learns: number
}

/** A note and its revisions are in sight with their patient. */
export const patientColumns: PatientColumns = {
  note: { column: 'patient_id' },
  note_revision: { column: 'patient_id' },
}

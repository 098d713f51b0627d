import type { Generated } from 'kysely'
import type { EntryKind } from '#app/features/record/model.ts'
import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    record_entry: RecordEntryTable
    record_entry_text: RecordEntryTextTable
    record_search: RecordSearchTable
    record_place: RecordPlaceView
    record_word: RecordWordTable
    index_sweep: IndexSweepTable
  }
}

/** One line of the Historique of a record. */
export interface RecordEntryTable {
  /** Grows with `occurred_at`; another when that changes. */
  place: number
  entry_id: string
  patient_id: string
  kind: EntryKind
  category_id: string | null
  occurred_at: string
  title: string
  detail: string
  author_id: string | null
  author_name: string
  /** JSON of `EntryMarks`. */
  marks: string
}

/** The words of a line, as they were written. */
export interface RecordEntryTextTable {
  place: number
  patient_id: string
  text: string
}

/** A word of an entry, whoever sees it; five letters or more. */
export interface RecordWordTable {
  word: string
}

/** One row while words of deleted records are being swept out of the index. */
export interface IndexSweepTable {
  one: number
  stage: 'asked' | 'parted' | 'joining'
}

/** The places taken, whoever sees the lines. */
export interface RecordPlaceView {
  place: number
}

/** The search index; `rowid` is the place of the line. */
export interface RecordSearchTable {
  rowid: number
  tokens: string
  /** On PostgreSQL only, made by the database. */
  lexemes: Generated<string>
}

/**
 * Tables whose rows belong to one patient. `record_search`, `record_place` and `record_word` are left out on purpose: they hold
 * numbers and words, every query joins the first to `record_entry`, and a newcomer is placed among all lines.
 */
export const patientColumns: PatientColumns = {
  record_entry: { column: 'patient_id', archive: 'packed' },
  record_entry_text: { column: 'patient_id', archive: 'packed' },
}

import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    memo: MemoTable
    personal_memo: PersonalMemoTable
  }
}

/** What both kinds of memos hold. */
interface MemoColumns {
  patient_id: string
  words: string
  pinned: number
  recorded_at: string
  recorded_by: string
  recorded_by_name: string
  updated_at: string
  updated_by: string
  updated_by_name: string
  /** Set while it is removed: kept with the record, and back by `restore`. */
  removed_at: string | null
  removed_by: string | null
  version: number
}

/** A memo of the cabinet. */
export interface MemoTable extends MemoColumns {
  memo_id: string
}

/** A memo read by whoever recorded it, and by nobody else. */
export interface PersonalMemoTable extends MemoColumns {
  personal_memo_id: string
}

/**
 * Whose each memo is. Personal notes are not part of what is handed over of one record (« notes personnelles »): they follow
 * the whole cabinet only.
 */
export const patientColumns: PatientColumns = {
  memo: { column: 'patient_id' },
  personal_memo: { column: 'patient_id', archive: 'private' },
}

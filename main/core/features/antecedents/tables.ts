import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    problem: ProblemTable
    family_history: FamilyHistoryTable
    habitus: HabitusTable
    allergy: AllergyTable
    allergy_statement: AllergyStatementTable
    cim10_edition: Cim10EditionTable
    cim10_code: Cim10CodeTable
  }
}

/** What every line of structured data has beside its fields. */
export interface LineColumns {
  patient_id: string
  /** The consultation that fed it. */
  source_note_id: string | null
  recorded_at: string
  recorded_by: string
  recorded_by_name: string
  updated_at: string
  updated_by: string
  updated_by_name: string
  /** Set while the line is removed: kept with the record, and back by `restore`. */
  removed_at: string | null
  removed_by: string | null
  version: number
}

/** A pathology or an antécédent. */
export interface ProblemTable extends LineColumns {
  problem_id: string
  label: string
  code: string | null
  nature: string
  state: string
  onset: string | null
  ended: string | null
  ald_kind: string | null
  ald_number: number | null
  ald_starts_on: string | null
  ald_ends_on: string | null
  comment: string
}

/** An antécédent of the family. */
export interface FamilyHistoryTable extends LineColumns {
  family_history_id: string
  relative: string
  label: string
  code: string | null
  age: number | null
  fatal: number
  comment: string
}

/** A line of « Habitus ». */
export interface HabitusTable extends LineColumns {
  habitus_id: string
  topic: string
  consumption: string | null
  cigarettes_per_day: number | null
  pack_years: number | null
  glasses_per_week: number | null
  since: string | null
  stopped: string | null
  words: string
}

/** An allergy or an intolerance. */
export interface AllergyTable extends LineColumns {
  allergy_id: string
  substance: string
  substance_code: string | null
  class_code: string | null
  category: string
  type: string
  reaction: string
  severity: string | null
  certainty: string
  onset: string | null
  comment: string
}

/** « Aucune connue »: in force until it ends. */
export interface AllergyStatementTable {
  statement_id: string
  patient_id: string
  declared_at: string
  declared_by: string
  declared_by_name: string
  ended_at: string | null
  ended_by: string | null
}

/** One row: the imported edition of the CIM-10. */
export interface Cim10EditionTable {
  only_row: number
  edition: string
  codes: number
  imported_at: string
}

/** A code of the imported edition. */
export interface Cim10CodeTable {
  code: string
  label: string
  /** Folded words of the label and of the code, each between spaces. */
  search_words: string
}

/** Whose each line is. */
export const patientColumns: PatientColumns = {
  problem: { column: 'patient_id' },
  family_history: { column: 'patient_id' },
  habitus: { column: 'patient_id' },
  allergy: { column: 'patient_id' },
  allergy_statement: { column: 'patient_id' },
}

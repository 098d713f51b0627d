import type { ResultFlag } from '#app/features/results/model.ts'
import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    result: ResultTable
    result_value: ResultValueTable
  }
}

/** What a laboratory answered about one sample. */
export interface ResultTable {
  result_id: string
  patient_id: string
  title: string
  laboratory: string
  sampled_on: string
  comment: string
  seen_at: string | null
  /** Initials. */
  seen_by: string | null
  recorded_at: string
  recorded_by_id: string
  recorded_by: string
  updated_at: string
  updated_by_id: string
  updated_by: string
  removed_at: string | null
  removed_by: string | null
  version: number
}

/** One line of a result. */
export interface ResultValueTable {
  result_value_id: string
  result_id: string
  patient_id: string
  position: number
  panel: string
  analyte: string
  analyte_key: string
  loinc: string | null
  value: number | null
  text: string
  unit: string
  low: number | null
  high: number | null
  reference: string
  /** As given; `null` when the range decides. */
  flag: ResultFlag | null
}

/** A result is in sight with its patient, and so are its lines. */
export const patientColumns: PatientColumns = {
  result: { column: 'patient_id' },
  result_value: { column: 'patient_id' },
}

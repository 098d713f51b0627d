import type { MeasureCode } from '#app/features/measurements/model.ts'
import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    measurement: MeasurementTable
  }
}

/** One measure. */
export interface MeasurementTable {
  measurement_id: string
  patient_id: string
  /** What was measured together: the item of a note, or one entry by hand. */
  set_id: string
  source_note_id: string | null
  code: MeasureCode
  value: number
  /** The diastolic pressure. */
  second_value: number | null
  measured_at: string
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

/** A measure is in sight with its patient. */
export const patientColumns: PatientColumns = { measurement: { column: 'patient_id' } }

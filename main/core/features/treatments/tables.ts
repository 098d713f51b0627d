import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    treatment: TreatmentTable
  }
}

/** Something a patient takes, or took. */
export interface TreatmentTable {
  treatment_id: string
  patient_id: string
  drug_cis: string | null
  drug_name: string
  posology: string
  duration_count: number | null
  duration_unit: 'day' | 'week' | 'month' | null
  chronic: number
  started_on: string | null
  stopped_on: string | null
  stop_reason: string
  ald: number
  prescriber: string
  /** The last day of the last prescription of it. */
  renewed_until: string | null
  /** The consultation that fed it. */
  source_note_id: string | null
  recorded_at: string
  recorded_by: string | null
  recorded_by_name: string
  updated_at: string
  updated_by: string | null
  updated_by_name: string
  /** Set while the treatment is removed: kept with the record, and back by `treatments.restore`. */
  removed_at: string | null
  removed_by_name: string | null
  version: number
}

/** A treatment is in sight with its patient. */
export const patientColumns: PatientColumns = { treatment: { column: 'patient_id' } }

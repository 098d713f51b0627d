import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    vaccination: VaccinationTable
  }
}

/** A vaccination, given here or told. */
export interface VaccinationTable {
  vaccination_id: string
  patient_id: string
  source_note_id: string | null
  /** Codes between spaces. */
  valences: string
  vaccine: string
  rank: string
  given_on: string
  lot: string
  site: string | null
  route: string | null
  given_by: string
  declared: number
  comment: string
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

/** Whose each vaccination is. */
export const patientColumns: PatientColumns = { vaccination: { column: 'patient_id' } }

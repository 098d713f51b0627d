import type { Answer } from '#app/features/consents/model.ts'
import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    patient_consent: PatientConsentTable
  }
}

/** What a patient consents to; no row while nobody asked. */
export interface PatientConsentTable {
  patient_id: string
  privacy_policy: Answer
  mssante_citizen: Answer
  mssante_professionals: Answer
  dmp: Answer
  dmp_visible_to_patient: number
  dmp_visible_to_professionals: number
  opposes_sharing: number
  updated_at: string
  updated_by: string
  version: number
}

/** A consent is its patient's. */
export const patientColumns: PatientColumns = { patient_consent: { column: 'patient_id' } }

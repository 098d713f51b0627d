import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    prescription: PrescriptionTable
    prescription_template: PrescriptionTemplateTable
  }
}

/** A signed prescription. Only its cancellation is ever added to it. */
export interface PrescriptionTable {
  prescription_id: string
  patient_id: string
  prescribed_on: string
  content: string
  signed_at: string
  signed_by: string | null
  signed_by_name: string
  overridden: string
  not_checked: string
  /** The sheet as a PDF. */
  blob_digest: string
  cancelled_at: string | null
  cancelled_by: string | null
  cancelled_by_name: string
  cancel_reason: string
  version: number
}

/** Lines kept to be prescribed again. */
export interface PrescriptionTemplateTable {
  template_id: string
  /** `null`: of the cabinet. */
  owner_id: string | null
  name: string
  lines: string
  updated_at: string
  version: number
}

/** A prescription is in sight with its patient. */
export const patientColumns: PatientColumns = { prescription: { column: 'patient_id' } }

import type { RoleCode } from '#app/kernel/permissions.ts'
import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    person: PersonTable
    person_opening: PersonOpeningTable
    access_group: AccessGroupTable
    access_group_person: AccessGroupPersonTable
    patient_access_group: PatientAccessGroupTable
  }
}

/** A user of the cabinet. */
export interface PersonTable {
  user_id: string
  title: 'Dr' | 'Pr' | 'M.' | 'Mme' | ''
  last_name: string
  first_name: string
  role: RoleCode
  rpps: string | null
  profession: string | null
  specialty: string | null
  sector: string | null
  email_mss: string | null
  email: string | null
  phone: string | null
  mobile: string | null
  valid_until: string | null
  sees_all: number
  active: number
  version: number
  created_at: string
  updated_at: string
  updated_by: string | null
}

/** When a user last signed in. */
export interface PersonOpeningTable {
  user_id: string
  last_opened_at: string
}

/** A user with the time of their last signing in. */
export type PersonRow = PersonTable & { readonly last_opened_at: string | null }

/** « Public », one per practitioner, and those a cabinet makes. */
export interface AccessGroupTable {
  access_group_id: string
  kind: 'public' | 'practitioner' | 'custom'
  name: string
  owner_user_id: string | null
  created_at: string
}

/** Who belongs to a group, and so sees its patients. */
export interface AccessGroupPersonTable {
  user_id: string
  access_group_id: string
}

/** Which groups a patient is in. */
export interface PatientAccessGroupTable {
  patient_id: string
  access_group_id: string
}

/** Which patient a row belongs to: who may not see the patient does not see their groups either. */
export const patientColumns: PatientColumns = { patient_access_group: { column: 'patient_id' } }

import type { Generated } from 'kysely'
import type { GroupColor, GroupKind } from '#app/features/access/model.ts'
import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    access_group: AccessGroupTable
    access_group_person: AccessGroupPersonTable
    access_group_count: AccessGroupCountView
    patient_access_group: PatientAccessGroupTable
    emergency_access: EmergencyAccessTable
    emergency_acknowledgement: EmergencyAcknowledgementTable
  }
}

/** « Public », one per practitioner, and those a cabinet makes. */
export interface AccessGroupTable {
  access_group_id: string
  kind: GroupKind
  name: string
  owner_user_id: string | null
  created_at: string
  description: Generated<string>
  color: Generated<GroupColor>
  initials: Generated<string>
  tag: Generated<string>
  version: Generated<number>
  updated_at: Generated<string | null>
  updated_by: Generated<string | null>
}

/** Who belongs to a group, and so sees its patients. */
export interface AccessGroupPersonTable {
  user_id: string
  access_group_id: string
}

/** How many patients a group holds. A view: it shows no patient, and counts those out of sight as well. */
export interface AccessGroupCountView {
  access_group_id: string
  patients: number
}

/** Which groups a patient is in. « Public » always: triggers of the step 0070 see to it. */
export interface PatientAccessGroupTable {
  patient_id: string
  access_group_id: string
}

/** A record opened in an emergency to somebody who did not see it. */
export interface EmergencyAccessTable {
  emergency_id: string
  patient_id: string
  user_id: string
  /** As they were called when they asked. */
  display_name: string
  reason: string
  started_at: string
  ends_at: string
  /** When it was ended before its time. */
  ended_at: string | null
}

/** Who has said they have seen an emergency access. */
export interface EmergencyAcknowledgementTable {
  emergency_id: string
  user_id: string
  acknowledged_at: string
}

/** Which patient a row belongs to: who may not see the patient does not see their groups either. */
export const patientColumns: PatientColumns = {
  // Another cabinet has groups of its own, and puts a record that comes in those of who brings it.
  patient_access_group: { column: 'patient_id', archive: 'local' },
  emergency_access: { column: 'patient_id', archive: 'trace' },
}

import type { Departure } from '#app/features/lifecycle/model.ts'
import type { Sex } from '#app/features/patients/model.ts'
import type { GroupsPlace, PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    patient_block: PatientBlockTable
    patient_trace: PatientTraceTable
    patient_trace_access_group: PatientTraceAccessGroupTable
    patient_merge: PatientMergeTable
    patient_merge_row: PatientMergeRowTable
  }
}

/** A patient for whom no appointment may be made. */
export interface PatientBlockTable {
  patient_id: string
  reason: string
  blocked_at: string
  blocked_by_user_id: string
  blocked_by: string
}

/** What is left of a record that went. Shown to who may delete records, and is in a group the record was in. */
export interface PatientTraceTable {
  trace_id: string
  former_patient_id: string
  departure: Departure
  file_number: number
  birth_name: string
  first_birth_first_name: string
  /** JSON array of texts. */
  birth_first_names: string
  used_name: string
  used_first_name: string
  order_key: string
  sex: Sex
  birth_date: string
  birth_place_code: string
  left_at: string
  left_by_user_id: string
  left_by: string
  merged_into: string | null
  recreated_as: string | null
}

/** A group that a record was in when it went. */
export interface PatientTraceAccessGroupTable {
  trace_id: string
  access_group_id: string
}

/** A merge that can be undone. */
export interface PatientMergeTable {
  merge_id: string
  kept_patient_id: string
  other_patient_id: string
  /** JSON of a row of `patient`, these three. */
  kept_before: string
  kept_after: string
  other_before: string
  merged_at: string
  merged_by_user_id: string
  merged_by: string
}

/** What a merge did with one row. */
export interface PatientMergeRowTable {
  merge_id: string
  table_name: string
  /** JSON array: the primary key. */
  row_key: string
  became: 'moved' | 'dropped' | 'added'
  /** JSON of the row before; `null` when moving it back is enough. */
  image: string | null
}

const traceGroups: GroupsPlace = {
  table: 'patient_trace_access_group',
  column: 'trace_id',
  index: 'patient_trace_access_group_by_group',
}

/**
 * Whose the rows are. A trace is of no patient any more: it has the groups that its record was in. None leaves in an archive: refusing appointments is this cabinet’s own decision, and a merge is
 * undone where it was done.
 */
export const patientColumns: PatientColumns = {
  patient_block: { column: 'patient_id', archive: 'local' },
  patient_merge: { column: 'kept_patient_id', archive: 'local' },
  patient_trace: { column: 'trace_id', own: true, groups: traceGroups },
  patient_trace_access_group: { column: 'trace_id', groups: traceGroups },
}

import type { PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    task: TaskTable
  }
}

/** A thing to do. */
export interface TaskTable {
  task_id: string
  /** `null`: about no patient, and everybody's. */
  patient_id: string | null
  title: string
  note: string
  assigned_to: string | null
  due_on: string | null
  urgent: number
  done_at: string | null
  done_by: string | null
  created_at: string
  created_by: string
  updated_at: string
  updated_by: string
  /**
   * Set while the task is removed: out of every list, and back by `tasks.restore`. Kept as long as the cabinet, as the
   * journal that names it: it is part of what was decided about a patient.
   */
  removed_at: string | null
  version: number
}

/** A task is in sight with its patient; without one it is everybody's (GRP-2). */
export const patientColumns: PatientColumns = { task: { column: 'patient_id', nullable: true } }

import type { NamedPatient } from './PatientField.tsx'
import { TaskBoard } from './TaskBoard.tsx'

/** « Tâches »: what is to do in the whole cabinet (AGD-2). */
export function TasksScreen() {
  return <TaskBoard record={null} />
}

/** « Tâches » of one record. */
export function PatientTasks({ patient }: { readonly patient: NamedPatient }) {
  return <TaskBoard key={patient.patientId} record={patient} />
}

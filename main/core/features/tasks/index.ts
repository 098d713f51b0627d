export { tasksHandlers } from './handlers.ts'
export { patientOfTask, seesPatient } from './repository.ts'
export { patientColumns } from './tables.ts'

export { tasksHandlers } from './handlers.ts'
export { patientOfTask } from './repository.ts'
export { patientColumns } from './tables.ts'

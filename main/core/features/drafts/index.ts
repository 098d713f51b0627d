export { draftsHandlers } from './handlers.ts'
export { patientColumns } from './tables.ts'

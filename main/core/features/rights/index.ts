export { rightsHandlers } from './handlers.ts'
export { patientColumns } from './tables.ts'

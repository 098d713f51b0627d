export { handlers } from './handlers.ts'
export { patientColumns } from './tables.ts'

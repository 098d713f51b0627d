export { consentsHandlers } from './handlers.ts'
export { patientColumns } from './tables.ts'

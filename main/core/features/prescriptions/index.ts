export { prescriptionsHandlers } from './handlers.ts'
export { patientColumns, type PrescriptionTable } from './tables.ts'

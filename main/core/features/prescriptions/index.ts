export { prescriptionsHandlers } from './handlers.ts'
export { insertPrescriptions } from './repository.ts'
export { patientColumns, type PrescriptionTable } from './tables.ts'

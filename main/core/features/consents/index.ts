export { consentsHandlers } from './handlers.ts'
export { consentOf } from './repository.ts'
export { patientColumns } from './tables.ts'

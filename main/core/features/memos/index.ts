export { memosHandlers } from './handlers.ts'
export { patientOfMemo } from './repository.ts'
export { patientColumns } from './tables.ts'

export { memosHandlers } from './handlers.ts'
export { insertMemo, type NewMemo, type Stamp } from './repository.ts'
export { patientColumns } from './tables.ts'

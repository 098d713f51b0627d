export { memosHandlers } from './handlers.ts'
export { insertMemo, patientOfMemo, type NewMemo, type Stamp } from './repository.ts'
export { patientColumns } from './tables.ts'

export { putEntry, type RecordEntry, removeEntry } from './repository.ts'
export { patientColumns } from './tables.ts'

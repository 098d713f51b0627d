export { recordHandlers } from './handlers.ts'
export { entriesOf, markEntries, patientLife } from './life.ts'
export { putEntry, type RecordEntry, removeEntry } from './repository.ts'
export { patientColumns } from './tables.ts'

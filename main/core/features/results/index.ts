export { entryOf } from './entry.ts'
export { resultsHandlers } from './handlers.ts'
export { lineRowsOf, rowOf } from './repository.ts'
export { patientColumns, type ResultTable, type ResultValueTable } from './tables.ts'

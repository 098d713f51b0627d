export { draftsHandlers } from './handlers.ts'
export { discardDraft as dropDraft } from './repository.ts'
export { patientColumns } from './tables.ts'

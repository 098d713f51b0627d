export { contactsHandlers } from './handlers.ts'
export { contactRow, insertContacts } from './repository.ts'
export { patientColumns } from './tables.ts'

export { contactsHandlers } from './handlers.ts'
export { contactRow, fieldsOf as contactFieldsOf, findContact, insertContacts, relationsOf } from './repository.ts'
export { patientColumns } from './tables.ts'

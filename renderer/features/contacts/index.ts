export { ContactsScreen } from './ContactsScreen.tsx'
export { PatientRelations } from './PatientRelations.tsx'

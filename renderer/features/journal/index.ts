export { JournalSection } from './JournalSection.tsx'
export { PatientAccesses } from './PatientAccesses.tsx'

export { PatientConsents } from './PatientConsents.tsx'

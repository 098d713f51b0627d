export { vaccinationFeeder } from './feeding.ts'
export { vaccinationsHandlers } from './handlers.ts'
export {
  fieldsOf as vaccinationFieldsOf,
  findVaccinations,
  insertVaccinations,
  type NewVaccination,
} from './repository.ts'
export { patientColumns } from './tables.ts'
export { timelineEntryOf } from './timeline.ts'

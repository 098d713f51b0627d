export { printingHandlers } from './handlers.ts'
export { type PageSurroundings, type PrintedBy, surroundingsOf } from './letterhead.ts'
export { findPatient, patientOnPaper, type PatientWords, wordsOf } from './patient.ts'
export {
  factsOf,
  type ReadingDay,
  type RecordFacts,
  sayAllergy,
  sayDosage,
  sayProblem,
} from './record-facts.ts'
export { base64Of, typesetOrRefuse } from './typeset.ts'

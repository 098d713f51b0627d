export { WordsField } from './civil-status/fields/ChipsField.tsx'
export { SuggestField } from './civil-status/fields/SuggestField.tsx'
export { inTenYears, readDate } from './civil-status/reading.ts'
export { usePlaces } from './civil-status/usePlaces.ts'
export { CoverageNote } from './civil-status/CoverageSection.tsx'
export { CivilStatusEditor, type CivilStatusEditorProps } from './civil-status/CivilStatusEditor.tsx'
export { NewPatientScreen, type NewPatientScreenProps } from './creation/NewPatientScreen.tsx'
export type { NewPatientPrefill } from './creation/prefill.ts'
export { InsMarks, InsIcon, sayInsState } from './InsMark.tsx'
export { PatientList, type PatientListProps } from './list/PatientList.tsx'
export {
  bornAs,
  isChild,
  namesInUse,
  shownAge,
  shownMatricule,
  shownPhone,
  todayHere,
  writtenDate,
} from './presentation.ts'
export { usePaneSize } from './usePaneSize.ts'
export { tagTone } from './tag-tone.ts'

export { bytesOfBase64 } from './bytes.ts'
export { LetterheadSection } from './LetterheadSection.tsx'
export { PrintDialog, type PrintDialogProps } from './PrintDialog.tsx'
export { printMenuItems } from './RecordPrints.tsx'

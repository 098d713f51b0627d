export { PrescriptionEditor } from './PrescriptionEditor.tsx'
export { PrescriptionReader } from './PrescriptionReader.tsx'

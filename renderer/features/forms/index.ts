export { FormCheck, FormSelect, FormText, FormTown } from './fields.tsx'
export { FormGroup, FormPane } from './FormPane.tsx'
export { Refusal } from './Refusal.tsx'
export type { StructuredEntry, StructuredFormProps, StructuredShownProps } from './structured-entry.ts'

export { FormCheck, FormSelect, FormText, FormTown } from './fields.tsx'
export { FormGroup, FormPane, type FormPaneProps, focusField } from './FormPane.tsx'

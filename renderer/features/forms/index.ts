export { EntryPanel, type EntryPanelProps } from './EntryPanel.tsx'
export { FormCheck, FormSelect, FormText, FormTown } from './fields.tsx'
export { FormGroup, FormPane } from './FormPane.tsx'
export { Refusal } from './Refusal.tsx'
export type {
  StructuredAsideProps,
  StructuredEntry,
  StructuredFormProps,
  StructuredShownProps,
} from './structured-entry.ts'
export { ReaderHead, type ReaderHeadProps } from './ReaderHead.tsx'
export { SummaryBlock, type SummaryBlockProps, SummaryLine } from './SummaryBlock.tsx'
export type {
  EditorForm,
  EditorProps,
  EditorRequest,
  ReaderProps,
  RecordActProps,
  RecordMenuItem,
  SectionProps,
  ShownEntry,
  SummaryProps,
} from './record-panes.ts'
/** Classes of what the pane beside the Historique holds: `sheet`, its `head`, the line of its title. */
export { default as sheetClasses } from './Sheet.module.css'

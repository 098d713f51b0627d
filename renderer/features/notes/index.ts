export { GlossarySettings } from './GlossarySettings.tsx'
export { NoteEditor } from './NoteEditor.tsx'
export { NoteReader } from './NoteReader.tsx'
export { SectionsSettings } from './SectionsSettings.tsx'

export { NoteEditor } from './NoteEditor.tsx'
export { NoteReader } from './NoteReader.tsx'

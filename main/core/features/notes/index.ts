import { noteHandlers } from './handlers.ts'
import { libraryHandlers } from './section-handlers.ts'

export { titleOf as titleOfNote } from '#app/features/notes/rules.ts'
export { type NoteRevisionTable, type NoteTable, patientColumns } from './tables.ts'

/** What answers about notes, their sections and the glossary. */
export const notesHandlers = [...noteHandlers, ...libraryHandlers]

/** Words of consultations: editor, reader, sections and glossary. */
export const notesText = {
  untitled: 'Consultation',
} as const

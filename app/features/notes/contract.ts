import { z } from 'zod'
import { id, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import {
  glossaryPhrase,
  longestPhrase,
  noteContent,
  noteRevision,
  noteView,
  revisionReason,
  sectionLibrary,
} from './model.ts'

/** A note of a record out of sight is `not-found`. */
const inSight = { patients: 'visible' } as const
const noPatient = { patients: 'none', because: 'how notes are written, not what they say' } as const
const own = { anyone: 'one’s own phrases' } as const

/**
 * Signs a consultation: the note, its first revision, what it feeds and its line of the timeline in one transaction, with
 * the caller's draft gone. `noteId` is drawn by the caller: signed again with the same words after a cut, it is the same
 * note; with other words, `note.already-signed`.
 */
export const signNote = operation({
  name: 'notes.sign',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: { patient: (input) => input.patientId },
  audit: 'note.sign',
  input: z.strictObject({ noteId: id, patientId: id, content: noteContent }),
  output: z.object({ note: noteView }),
  problems: ['note.already-signed', 'note.item-refused', 'note.in-the-future'],
})

/** A signed note as it is now. A removed one is `not-found`. */
export const readNote = operation({
  name: 'notes.read',
  kind: 'query',
  needs: 'active-session',
  permission: 'record.read',
  scope: inSight,
  audit: 'note.read',
  input: z.strictObject({ noteId: id }),
  output: z.object({ note: noteView }),
  problems: [],
})

/** Changes a signed note: another revision, under its author and its date; what was signed before stays readable. */
export const reviseNote = operation({
  name: 'notes.revise',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: inSight,
  audit: 'note.revise',
  input: z.strictObject({ noteId: id, expectedVersion: version, content: noteContent, reason: revisionReason }),
  output: z.object({ note: noteView }),
  problems: ['edit.conflict', 'note.item-refused', 'note.in-the-future'],
})

/** Everything a note was, the last revision first; at most the 200 last. */
export const listRevisions = operation({
  name: 'notes.revisions',
  kind: 'query',
  needs: 'active-session',
  permission: 'record.read',
  scope: inSight,
  audit: 'note.read-revisions',
  input: z.strictObject({ noteId: id }),
  output: z.object({ revisions: z.array(noteRevision) }),
  problems: [],
})

/** Takes a note and what it fed out of the record; `notes.restore` brings both back. */
export const removeNote = operation({
  name: 'notes.remove',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: inSight,
  audit: 'note.remove',
  input: z.strictObject({ noteId: id, expectedVersion: version }),
  output: z.object({ version }),
  problems: ['edit.conflict'],
})

/** Brings a removed note back, with what its removal had withdrawn. */
export const restoreNote = operation({
  name: 'notes.restore',
  kind: 'command',
  needs: 'active-session',
  permission: 'record.write',
  scope: inSight,
  audit: 'note.restore',
  input: z.strictObject({ noteId: id, expectedVersion: version }),
  output: z.object({ note: noteView }),
  problems: ['edit.conflict'],
})

/** The sections of the cabinet's notes. */
export const getSections = operation({
  name: 'notes.sections',
  kind: 'query',
  needs: 'active-session',
  permission: { anyone: 'names of sections' },
  scope: noPatient,
  audit: { none: 'settings hold no patient' },
  input: z.strictObject({}),
  output: z.object({ sections: sectionLibrary, version }),
  problems: [],
})

/** Changes the sections of the notes to come; those written keep the words they had. */
export const saveSections = operation({
  name: 'notes.saveSections',
  kind: 'command',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: noPatient,
  audit: 'note-sections.update',
  input: z.strictObject({ sections: sectionLibrary, expectedVersion: version }),
  output: z.object({ sections: sectionLibrary, version }),
  problems: ['edit.conflict', 'note.keyword-taken'],
})

/** Ends of the phrase being typed, from what the caller signed before: the most used first, five at most. */
export const completePhrase = operation({
  name: 'notes.complete',
  kind: 'query',
  needs: 'active-session',
  permission: own,
  scope: noPatient,
  audit: { none: 'phrases without a patient, of the caller alone' },
  input: z.strictObject({ begun: z.string().trim().min(3).max(longestPhrase) }),
  output: z.object({ phrases: z.array(z.string()) }),
  problems: [],
})

/** The caller's glossary, the most used first, and whether it learns. */
export const listPhrases = operation({
  name: 'notes.glossary',
  kind: 'query',
  needs: 'active-session',
  permission: own,
  scope: noPatient,
  audit: { none: 'phrases without a patient, of the caller alone' },
  input: z.strictObject({ text: z.string().trim().max(80) }),
  output: z.object({ phrases: z.array(glossaryPhrase), total: z.int(), learns: z.boolean() }),
  problems: [],
})

/** Adds a phrase of one's own, or takes back one just forgotten. One that is there already is found again. */
export const addPhrase = operation({
  name: 'notes.addPhrase',
  kind: 'command',
  needs: 'active-session',
  permission: own,
  scope: noPatient,
  audit: { none: 'phrases without a patient, of the caller alone' },
  input: z.strictObject({ phrase: z.string().trim().min(3).max(longestPhrase) }),
  output: z.object({ phrase: glossaryPhrase }),
  problems: [],
})

/** Forgets a phrase of the caller's glossary. */
export const forgetPhrase = operation({
  name: 'notes.forgetPhrase',
  kind: 'command',
  needs: 'active-session',
  permission: own,
  scope: noPatient,
  audit: { none: 'phrases without a patient, of the caller alone' },
  input: z.strictObject({ phraseId: id }),
  output: z.object({ forgotten: z.literal(true) }),
  problems: [],
})

/** Says whether the glossary learns from what the caller signs. What it has learnt stays until it is forgotten. */
export const setLearning = operation({
  name: 'notes.setLearning',
  kind: 'command',
  needs: 'active-session',
  permission: own,
  scope: noPatient,
  audit: { none: 'a choice of the caller for themselves' },
  input: z.strictObject({ learns: z.boolean() }),
  output: z.object({ learns: z.boolean() }),
  problems: [],
})

/** The operations of `notes`, by the second part of their name. */
export const notesContract = {
  sign: signNote,
  read: readNote,
  revise: reviseNote,
  revisions: listRevisions,
  remove: removeNote,
  restore: restoreNote,
  sections: getSections,
  saveSections,
  complete: completePhrase,
  glossary: listPhrases,
  addPhrase,
  forgetPhrase,
  setLearning,
}

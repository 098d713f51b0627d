import { z } from 'zod'
import { id, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import {
  letterContent,
  letterFieldValues,
  letterRevision,
  letterTemplate,
  letterTemplateFields,
  letterView,
} from './model.ts'

const ofPatient = { patient: (input: { readonly patientId: string }) => input.patientId }
const ofNoPatient = { patients: 'none', because: 'templates hold no patient' } as const
const inTheRecord = { none: 'part of a record whose reading is journaled; what leaves it is journaled apart' } as const
/** A PDF in base64. */
const pdf = z.string()

/**
 * What the fields of a letter say of a patient today, and who may sign it. What the caller may not read in the record
 * (diseases, treatments, measures) is absent.
 */
export const letterFields = operation({
  name: 'letters.fields',
  kind: 'query',
  needs: 'active-session',
  permission: 'letter.write',
  scope: ofPatient,
  audit: inTheRecord,
  input: z.strictObject({ patientId: id, practitionerId: id.nullable() }),
  output: z.object({
    values: letterFieldValues,
    practitioners: z.array(z.object({ userId: id, displayName: z.string() })),
  }),
  problems: [],
})

/** The pages a letter would have now, fields still to fill left out. Nothing is written. */
export const previewLetter = operation({
  name: 'letters.preview',
  kind: 'query',
  needs: 'active-session',
  permission: 'letter.write',
  scope: ofPatient,
  audit: inTheRecord,
  input: z.strictObject({ patientId: id, content: letterContent }),
  output: z.object({ pdf }),
  problems: ['printing.failed'],
})

/** Freezes a letter, keeps its PDF and puts it in the Historique. Refused while a field is left to fill. */
export const validateLetter = operation({
  name: 'letters.validate',
  kind: 'command',
  needs: 'active-session',
  permission: 'letter.write',
  scope: ofPatient,
  audit: 'letter.validate',
  input: z.strictObject({ patientId: id, content: letterContent }),
  output: z.object({ letter: letterView }),
  problems: ['printing.failed', 'letter.unfilled'],
})

/** Corrects a validated letter: another revision with its author, its reason and its PDF; the former ones stay. */
export const reviseLetter = operation({
  name: 'letters.revise',
  kind: 'command',
  needs: 'active-session',
  permission: 'letter.write',
  scope: ofPatient,
  audit: 'letter.revise',
  input: z.strictObject({
    patientId: id,
    letterId: id,
    expectedVersion: version,
    content: letterContent,
    reason: z.string().trim().max(200),
  }),
  output: z.object({ letter: letterView }),
  problems: ['edit.conflict', 'printing.failed', 'letter.unfilled'],
})

/** A letter as it now is, with its PDF. */
export const openLetter = operation({
  name: 'letters.open',
  kind: 'query',
  needs: 'active-session',
  permission: 'document.read',
  scope: ofPatient,
  audit: 'letter.open',
  input: z.strictObject({ patientId: id, letterId: id }),
  output: z.object({ letter: letterView, pdf }),
  problems: [],
})

/** The states a letter went through, newest first. */
export const letterRevisions = operation({
  name: 'letters.revisions',
  kind: 'query',
  needs: 'active-session',
  permission: 'document.read',
  scope: ofPatient,
  audit: 'letter.read-revisions',
  input: z.strictObject({ patientId: id, letterId: id }),
  output: z.object({ revisions: z.array(letterRevision) }),
  problems: [],
})

/** Takes a letter out of the Historique; `letters.restore` brings it back. */
export const removeLetter = operation({
  name: 'letters.remove',
  kind: 'command',
  needs: 'active-session',
  permission: 'letter.write',
  scope: ofPatient,
  audit: 'letter.remove',
  input: z.strictObject({ patientId: id, letterId: id, expectedVersion: version }),
  output: z.object({ version }),
  problems: ['edit.conflict'],
})

/** Brings a removed letter back. */
export const restoreLetter = operation({
  name: 'letters.restore',
  kind: 'command',
  needs: 'active-session',
  permission: 'letter.write',
  scope: ofPatient,
  audit: 'letter.restore',
  input: z.strictObject({ patientId: id, letterId: id, expectedVersion: version }),
  output: z.object({ version }),
  problems: ['edit.conflict'],
})

/** The templates there are: those of the program, of the cabinet and of the caller. */
export const listLetterTemplates = operation({
  name: 'letters.templates',
  kind: 'query',
  needs: 'active-session',
  permission: { anyone: 'words of no patient, which every user may read' },
  scope: ofNoPatient,
  audit: { none: 'templates hold no patient' },
  input: z.strictObject({}),
  output: z.object({ templates: z.array(letterTemplate) }),
  problems: [],
})

/** Adds a template or changes one; `forbidden` for one of the cabinet without the right to configure it. */
export const saveLetterTemplate = operation({
  name: 'letters.saveTemplate',
  kind: 'command',
  needs: 'active-session',
  permission: { anyone: 'one’s own takes letter.write, the cabinet’s cabinet.configure: the handler judges' },
  scope: ofNoPatient,
  audit: 'letter-template.save',
  input: z.strictObject({
    /** `null`: a new one. */
    templateId: id.nullable(),
    expectedVersion: z.int().min(0),
    owner: z.enum(['cabinet', 'own']),
    fields: letterTemplateFields,
  }),
  output: z.object({ template: letterTemplate }),
  problems: ['edit.conflict'],
})

/** Removes a template; `letters.restoreTemplate` brings it back. */
export const removeLetterTemplate = operation({
  name: 'letters.removeTemplate',
  kind: 'command',
  needs: 'active-session',
  permission: { anyone: 'one’s own takes letter.write, the cabinet’s cabinet.configure: the handler judges' },
  scope: ofNoPatient,
  audit: 'letter-template.remove',
  input: z.strictObject({ templateId: id, expectedVersion: version }),
  output: z.object({ version }),
  problems: ['edit.conflict'],
})

/** Brings a removed template back. */
export const restoreLetterTemplate = operation({
  name: 'letters.restoreTemplate',
  kind: 'command',
  needs: 'active-session',
  permission: { anyone: 'one’s own takes letter.write, the cabinet’s cabinet.configure: the handler judges' },
  scope: ofNoPatient,
  audit: 'letter-template.restore',
  input: z.strictObject({ templateId: id, expectedVersion: version }),
  output: z.object({ version }),
  problems: ['edit.conflict'],
})

/** The operations of `letters`, by the second part of their name. */
export const lettersContract = {
  fields: letterFields,
  preview: previewLetter,
  validate: validateLetter,
  revise: reviseLetter,
  open: openLetter,
  revisions: letterRevisions,
  remove: removeLetter,
  restore: restoreLetter,
  templates: listLetterTemplates,
  saveTemplate: saveLetterTemplate,
  removeTemplate: removeLetterTemplate,
  restoreTemplate: restoreLetterTemplate,
}

import { z } from 'zod'
import { id } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { labelFormatId } from './label-formats.ts'
import { labelChoice, letterheadSettings, printedKind } from './model.ts'

const ofPatient = { patient: (input: { readonly patientId: string }) => input.patientId }
const previewed = { none: 'shown from an open record; what is printed of it is journaled by printing.printed' } as const
/** A PDF in base64. */
const output = z.object({ pdf: z.string() })

/** « Étiquette »: chosen facts of a patient, in so many copies, from the first place left on the sheet. */
export const makeLabels = operation({
  name: 'printing.labels',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: ofPatient,
  audit: previewed,
  input: z.strictObject({
    patientId: id,
    facts: z.array(labelChoice).min(1).max(labelChoice.options.length),
    format: labelFormatId,
    startAt: z.int().min(1).max(200),
    copies: z.int().min(1).max(200),
  }),
  output,
  problems: ['printing.failed'],
})

/** « Synthèse »: what matters of a record on a page or two. */
export const makeSummary = operation({
  name: 'printing.summary',
  kind: 'query',
  needs: 'active-session',
  permission: 'record.read',
  scope: ofPatient,
  audit: previewed,
  input: z.strictObject({ patientId: id }),
  output,
  problems: ['printing.failed'],
})

/** « Traitements en cours », as the patient reads it. */
export const makeTreatmentList = operation({
  name: 'printing.treatments',
  kind: 'query',
  needs: 'active-session',
  permission: 'record.read',
  scope: ofPatient,
  audit: previewed,
  input: z.strictObject({ patientId: id }),
  output,
  problems: ['printing.failed'],
})

/** Says that something of a record is being printed: journaled before the bytes go to a printer. */
export const notePrinted = operation({
  name: 'printing.printed',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.read',
  scope: ofPatient,
  audit: 'patient.print',
  input: z.strictObject({ patientId: id, what: printedKind, entryId: id.nullable(), copies: z.int().min(1).max(200) }),
  output: z.object({ noted: z.literal(true) }),
  problems: [],
})

/** The logo and the words at the foot of what the cabinet prints. */
export const getLetterhead = operation({
  name: 'printing.letterhead',
  kind: 'query',
  needs: 'active-session',
  permission: { anyone: 'it is printed on every letter' },
  scope: { patients: 'none', because: 'settings hold no patient' },
  audit: { none: 'settings hold no patient' },
  input: z.strictObject({}),
  output: z.object({ settings: letterheadSettings, version: z.int() }),
  problems: [],
})

/** Changes them; the image must be a plain PNG or JPEG. */
export const setLetterhead = operation({
  name: 'printing.setLetterhead',
  kind: 'command',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: { patients: 'none', because: 'settings hold no patient' },
  audit: 'letterhead.update',
  input: z.strictObject({ settings: letterheadSettings, expectedVersion: z.int().min(0) }),
  output: z.object({ settings: letterheadSettings, version: z.int() }),
  problems: ['edit.conflict', 'printing.logo-refused'],
})

/** The operations of `printing`, by the second part of their name. */
export const printingContract = {
  labels: makeLabels,
  summary: makeSummary,
  treatments: makeTreatmentList,
  printed: notePrinted,
  letterhead: getLetterhead,
  setLetterhead,
}

import { z } from 'zod'
import { id, instantUtc } from '#app/kernel/ids.ts'

/** Where typed text waits: `new-patient`, or a form of one record. One draft per user and place. */
export const draftPlace = z.strictObject({
  form: z.enum([
    'patient-civil-status',
    'new-patient',
    'person',
    'cabinet-settings',
    'task',
    'role',
    'access-group',
    'note',
    'letter',
    'prescription',
    'letter-template',
    'contact',
    'relation',
    'memo',
  ]),
  /**
   * The record, user or settings row the form edits; `null` for a creation. Of a task: the task, or the record a new one
   * is about. Of a note, a letter, a prescription: the record of a new one, or the entry of « Historique » it revises.
   */
  subjectId: id.nullable(),
})
export type DraftPlace = z.infer<typeof draftPlace>

/** The longest draft, in characters of JSON: a form filled to the brim is a small part of it, a letter of ten pages a third. */
export const longestDraft = 262_144

/** The fields of a form as typed. Bounded: it is whatever a page sends, kept for each place it names. */
export const draftFields = z
  .record(z.string().max(80), z.unknown())
  .refine((fields) => isWithin(fields, longestDraft), { message: 'too big' })

/** Whether a value is JSON of so many characters at most; nested too deep to be written, it is not. */
function isWithin(value: unknown, longest: number): boolean {
  try {
    return JSON.stringify(value).length <= longest
  } catch {
    return false
  }
}

/** What was typed and not yet saved as an act. `basedOnVersion` is what the form had read. */
export const draftView = z.object({
  place: draftPlace,
  fields: z.record(z.string(), z.unknown()),
  basedOnVersion: z.int().nullable(),
  savedAt: instantUtc,
})
export type DraftView = z.infer<typeof draftView>

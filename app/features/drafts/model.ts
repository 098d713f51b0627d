import { z } from 'zod'
import { id, instantUtc } from '#app/kernel/ids.ts'

/** Where typed text waits: `new-patient`, or a form of one record. One draft per user and place. */
export const draftPlace = z.strictObject({
  form: z.enum(['patient-civil-status', 'new-patient', 'person', 'cabinet-settings']),
  /** The record, user or settings row the form edits; `null` for a creation. */
  subjectId: id.nullable(),
})
export type DraftPlace = z.infer<typeof draftPlace>

/** What was typed and not yet saved as an act. `basedOnVersion` is what the form had read. */
export const draftView = z.object({
  place: draftPlace,
  fields: z.record(z.string(), z.unknown()),
  basedOnVersion: z.int().nullable(),
  savedAt: instantUtc,
})
export type DraftView = z.infer<typeof draftView>

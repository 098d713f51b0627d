import { z } from 'zod'
import { civilDate } from '#app/kernel/civil-date.ts'
import { id, instantUtc } from '#app/kernel/ids.ts'

/** What the Historique is made of (DOS-3). A draft is not an entry. */
export const entryKinds = [
  'consultation',
  'document',
  'letter',
  'prescription',
  'result',
  'vaccination',
  'message',
] as const
/** One of them. */
export const entryKind = z.enum(entryKinds)
export type EntryKind = z.infer<typeof entryKind>

/** What a line of the Historique says besides its words. */
export const entryMarks = z.strictObject({
  /** Frozen: a later change is a revision. */
  signed: z.boolean().optional(),
  /** Changed since it was signed. */
  revised: z.boolean().optional(),
  /** How many values of a result are out of their range. */
  abnormalCount: z.int().min(0).max(1000).optional(),
  /** A prescription with the zone of a long-term illness. */
  ald: z.boolean().optional(),
  /** It came from somebody else. */
  received: z.boolean().optional(),
})
export type EntryMarks = z.infer<typeof entryMarks>

/** One line of the Historique. `entryId` is the identifier of the thing itself: note, document, letter… */
export const timelineEntry = z.object({
  entryId: id,
  kind: entryKind,
  categoryId: id.nullable(),
  occurredAt: instantUtc,
  title: z.string(),
  /** What stands beside the title: where it comes from, how many lines. May be empty. */
  detail: z.string(),
  authorId: id.nullable(),
  /** Initials, or who sent it; at most 24 characters. */
  authorName: z.string(),
  marks: entryMarks,
})
export type TimelineEntry = z.infer<typeof timelineEntry>

/** Which lines are shown. An absent part limits nothing; an empty list of a part shows nothing. */
export const timelineFilter = z.strictObject({
  kinds: z.array(entryKind).max(entryKinds.length).optional(),
  categoryIds: z.array(id).max(100).optional(),
  /** Names as the lines show them. */
  authorNames: z.array(z.string().max(24)).max(100).optional(),
  /** First and last day, where the cabinet stands. */
  from: civilDate.optional(),
  to: civilDate.optional(),
})
export type TimelineFilter = z.infer<typeof timelineFilter>

/** How many lines of a kind there are, whatever kinds are filtered: the figures of the chips. */
export const kindCount = z.object({ kind: entryKind, count: z.int() })
export type KindCount = z.infer<typeof kindCount>

/** Where words were found in a text shown: `[from, to)` in UTF-16 units, in order, apart from each other. */
export const highlight = z.tuple([z.int(), z.int()])
export type Highlight = z.infer<typeof highlight>

/** A part of the text that was found, and where the words stand in it. */
export const snippet = z.object({ text: z.string(), highlights: z.array(highlight) })
export type Snippet = z.infer<typeof snippet>

/** A line that holds the words looked for. */
export const recordMatch = z.object({
  entry: timelineEntry,
  /** Where the words stand in the title. */
  titleHighlights: z.array(highlight),
  snippet,
})
export type RecordMatch = z.infer<typeof recordMatch>

/** The same, with whose record it is in. */
export const cabinetMatch = recordMatch.extend({
  patient: z.object({ patientId: id, displayName: z.string(), birthDate: civilDate }),
})
export type CabinetMatch = z.infer<typeof cabinetMatch>

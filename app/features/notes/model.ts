import { z } from 'zod'
import { id, instantUtc, version } from '#app/kernel/ids.ts'

/** What a note may feed. Each kind belongs to one slice, which says what its fields are and where they go. */
export const noteItemKinds = [
  'allergy',
  'problem',
  'family',
  'habitus',
  'treatment',
  'measurement',
  'vaccination',
] as const
/** One of {@link noteItemKinds}. */
export const noteItemKind = z.enum(noteItemKinds)
export type NoteItemKind = z.infer<typeof noteItemKind>

/** The longest fields of one item, in characters of JSON. */
export const longestItem = 8192
/** The longest text of one section, in characters: some ten pages. */
export const longestText = 30_000
/** The most sections a note may have. */
export const mostSections = 40
/** The most items one section may hold. */
export const mostItems = 100

/** Something structured inside a note. The slice that owns the kind judges `fields` when the note is signed. */
export const noteItem = z.strictObject({
  itemId: id,
  kind: noteItemKind,
  fields: z
    .record(z.string().max(60), z.json())
    .refine((fields) => JSON.stringify(fields).length <= longestItem, { message: 'too big' }),
})
export type NoteItem = z.infer<typeof noteItem>

/** Which section of the library: a code of the program's own (`motif`), or the identifier of one the cabinet added. */
export const sectionId = z.string().regex(/^[a-z0-9-]{1,40}$/)

/** One section of a note, with the keyword it had when it was written: a later change of the library changes no note. */
export const noteSection = z.strictObject({
  sectionId,
  keyword: z.string().trim().min(1).max(40),
  text: z.string().max(longestText),
  items: z.array(noteItem).max(mostItems),
})
export type NoteSection = z.infer<typeof noteSection>

/** What a consultation says: something, and each item once. Plain text; sections in the order they were opened. */
export const noteContent = z
  .strictObject({
    occurredAt: instantUtc,
    sections: z.array(noteSection).min(1).max(mostSections),
  })
  .refine(({ sections }) => sections.some(({ text, items }) => text.trim() !== '' || items.length > 0), {
    message: 'empty',
  })
  .refine(({ sections }) => isEachOnce(sections.flatMap(({ items }) => items.map(({ itemId }) => itemId))), {
    message: 'an item twice',
  })
export type NoteContent = z.infer<typeof noteContent>

/** Why a signed note was changed, as its author says it; may be empty. */
export const revisionReason = z.string().trim().max(200)

/** A signed note as it is now. */
export const noteView = z.object({
  noteId: id,
  patientId: id,
  content: noteContent,
  /** Who signed it first, « Dr H. MARCHAND », and when. */
  authorId: id,
  authorName: z.string(),
  signedAt: instantUtc,
  /** 1 as signed; one more for each change. */
  revision: z.int().min(1),
  revisedAt: instantUtc,
  revisedBy: z.string(),
  version,
})
export type NoteView = z.infer<typeof noteView>

/** One state a note went through. */
export const noteRevision = z.object({
  revision: z.int().min(1),
  content: noteContent,
  reason: revisionReason,
  authorId: id,
  authorName: z.string(),
  at: instantUtc,
})
export type NoteRevision = z.infer<typeof noteRevision>

/** A section as the cabinet configured it. */
export const sectionDefinition = z.strictObject({
  sectionId,
  keyword: z.string().trim().min(1).max(40),
  /** Other words that open it when typed before « : »: « ATCD », « TTT ». */
  synonyms: z.array(z.string().trim().min(1).max(40)).max(12),
  /** The structured entry it opens; `null` for text only. */
  opens: noteItemKind.nullable(),
  /** Offered as a chip in every note; otherwise opened by its keyword alone. */
  offered: z.boolean(),
})
export type SectionDefinition = z.infer<typeof sectionDefinition>

/** The sections of the cabinet, in their order. */
export const sectionLibrary = z.array(sectionDefinition).min(1).max(mostSections)

/** The longest phrase of the glossary, in characters. */
export const longestPhrase = 160

/** A phrase the glossary learned, or that its user added. */
export const glossaryPhrase = z.object({ phraseId: id, phrase: z.string(), uses: z.int(), lastUsedAt: instantUtc })
export type GlossaryPhrase = z.infer<typeof glossaryPhrase>

function isEachOnce(ids: readonly string[]): boolean {
  return new Set(ids).size === ids.length
}

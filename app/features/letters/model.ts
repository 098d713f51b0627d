import { z } from 'zod'
import { id, instantUtc, version } from '#app/kernel/ids.ts'

/** What can be put in a letter from the record, the cabinet and whom it is for; `blank` is a place to fill by hand. */
export const letterFieldName = z.enum([
  'patient.name',
  'patient.civility',
  'patient.last-name',
  'patient.first-name',
  'patient.birth-name',
  'patient.born',
  'patient.birth-date',
  'patient.age',
  'patient.address',
  'patient.phone',
  'patient.matricule',
  'patient.attending-physician',
  'practitioner.name',
  'practitioner.speciality',
  'practitioner.rpps',
  'cabinet.name',
  'cabinet.address',
  'cabinet.town',
  'cabinet.phone',
  'today',
  'recipient.name',
  'recipient.address',
  'measure.weight',
  'measure.height',
  'measure.blood-pressure',
  'measure.pulse',
  'measure.temperature',
  'record.problems',
  'record.treatments',
  'record.allergies',
  'blank',
])
export type LetterFieldName = z.infer<typeof letterFieldName>

/** What fields say of a patient today: one that is absent is not known. */
export const letterFieldValues = z.partialRecord(letterFieldName, z.string().max(4000))
export type LetterFieldValues = z.infer<typeof letterFieldValues>

const mark = z.strictObject({ type: z.enum(['bold', 'italic', 'underline']) })
const alignment = z.enum(['left', 'center', 'right', 'justify'])

const textNode = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1).max(20_000),
  marks: z.array(mark).max(3).optional(),
})
const hardBreak = z.strictObject({ type: z.literal('hardBreak'), marks: z.array(mark).max(3).optional() })
const fieldNode = z.strictObject({
  type: z.literal('field'),
  attrs: z.strictObject({ name: letterFieldName, label: z.string().max(80) }),
  marks: z.array(mark).max(3).optional(),
})
const inline = z.discriminatedUnion('type', [textNode, hardBreak, fieldNode])
/** What a line of a letter is made of. */
export type LetterInline = z.infer<typeof inline>
const line = z.array(inline).max(2000)

const paragraph = z.strictObject({
  type: z.literal('paragraph'),
  attrs: z.strictObject({ textAlign: alignment.nullable() }).optional(),
  content: line.optional(),
})
const heading = z.strictObject({
  type: z.literal('heading'),
  attrs: z.strictObject({ level: z.int().min(1).max(3), textAlign: alignment.nullable().optional() }),
  content: line.optional(),
})
const pageBreak = z.strictObject({ type: z.literal('pageBreak') })

/** A list and the lists in it. Written out rather than by reference: what is nested deeper is refused, not followed. */
export interface LetterList {
  type: 'bulletList' | 'orderedList'
  attrs?: { start?: number | undefined; type?: null | undefined } | undefined
  content: LetterListItem[]
}
/** An item of a list: a paragraph, then more paragraphs or lists. */
export interface LetterListItem {
  type: 'listItem'
  content: (z.infer<typeof paragraph> | LetterList)[]
}

/** How deep lists may stand in lists. */
export const deepestList = 4

function listsOf(depth: number): z.ZodType<LetterList> {
  const inItem: z.ZodType<z.infer<typeof paragraph> | LetterList> =
    depth <= 1 ? paragraph : z.union([paragraph, listsOf(depth - 1)])
  return z.strictObject({
    type: z.enum(['bulletList', 'orderedList']),
    attrs: z.strictObject({ start: z.int().min(0).max(9999).optional(), type: z.null().optional() }).optional(),
    content: z
      .array(z.strictObject({ type: z.literal('listItem'), content: z.array(inItem).min(1).max(50) }))
      .min(1)
      .max(300),
  })
}

const block = z.union([paragraph, heading, pageBreak, listsOf(deepestList)])
/** A paragraph, a heading, a list, the end of a page. */
export type LetterBlock = z.infer<typeof block>

/** The longest letter, in characters of JSON: some forty pages. */
export const longestLetter = 200_000

/** The words of a letter as its editor holds them. Any other kind of node, mark or attribute is refused. */
export const letterDocument = z
  .unknown()
  .refine(isSmall, { message: 'too big' })
  .pipe(z.strictObject({ type: z.literal('doc'), content: z.array(block).min(1).max(2000) }))
export type LetterDocument = z.output<typeof letterDocument>

/** Measured before anything is read: what is too big or too deep is never walked through. */
function isSmall(value: unknown): boolean {
  try {
    return JSON.stringify(value).length <= longestLetter
  } catch {
    return false
  }
}

/** What a letter is for: it decides where its template is offered and what its entry is called. */
export const letterCategory = z.enum(['letter', 'certificate'])
export type LetterCategory = z.infer<typeof letterCategory>

/** Whom a letter is for. `contactId`: of the directory, or `null` for a name typed. All empty: for nobody named. */
export const letterRecipient = z.strictObject({
  contactId: id.nullable(),
  name: z.string().trim().max(160),
  /** Speciality, street, town: one a line, as on an envelope. */
  address: z.string().trim().max(400),
})
export type LetterRecipient = z.infer<typeof letterRecipient>

/** The sizes of paper a letter may be on. */
export const letterFormat = z.enum(['A4', 'A5'])

/** A letter as written. */
export const letterContent = z.strictObject({
  category: letterCategory,
  title: z.string().trim().min(1).max(160),
  recipient: letterRecipient,
  /** Who signs it: somebody of the cabinet with an RPPS number, or `null` for the cabinet. */
  practitionerId: id.nullable(),
  format: letterFormat,
  document: letterDocument,
})
export type LetterContent = z.infer<typeof letterContent>

/** A letter validated, as it now is. */
export const letterView = z.object({
  letterId: id,
  patientId: id,
  content: letterContent,
  practitionerName: z.string(),
  authorName: z.string(),
  validatedAt: instantUtc,
  /** 1, and one more with each correction. */
  revision: z.int().min(1),
  revisedAt: instantUtc,
  revisedBy: z.string(),
  version,
})
export type LetterView = z.infer<typeof letterView>

/** One state of a letter, newest first in lists. `text` is its words in plain lines, for the difference. */
export const letterRevision = z.object({
  revision: z.int().min(1),
  title: z.string(),
  recipient: letterRecipient,
  text: z.string(),
  authorName: z.string(),
  at: instantUtc,
  reason: z.string(),
})
export type LetterRevision = z.infer<typeof letterRevision>

/** Words to start a letter from. */
export const letterTemplateFields = z.strictObject({
  name: z.string().trim().min(1).max(80),
  category: letterCategory,
  /** The title the letter begins with. */
  title: z.string().trim().min(1).max(160),
  format: letterFormat,
  document: letterDocument,
})
export type LetterTemplateFields = z.infer<typeof letterTemplateFields>

/** A template: of the cabinet, of the caller alone, or one that comes with the program (which is copied, never changed). */
export const letterTemplate = z.object({
  templateId: z.string(),
  owner: z.enum(['program', 'cabinet', 'own']),
  fields: letterTemplateFields,
  version: z.int(),
})
export type LetterTemplate = z.infer<typeof letterTemplate>

/** A template as a file carries it between cabinets. */
export const letterTemplateFile = z.strictObject({
  kind: z.literal('cabinet-ouvert-letter-template'),
  version: z.literal(1),
  template: letterTemplateFields,
})

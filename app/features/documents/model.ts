import { z } from 'zod'
import { id, instantUtc, version } from '#app/kernel/ids.ts'

/** The largest document, in bytes: refused from its declared size, before anything is sent. */
export const largestDocument = 100 * 1024 * 1024
/** Bytes of one piece of an import, and of one piece of a reading: well under what a line may carry in a frame. */
export const pieceBytes = 512 * 1024

/** Unfinished imports one person may have at once. */
export const mostUploads = 40
/** Bytes of the unfinished imports of one person, together. */
export const mostUnfinishedBytes = 4 * largestDocument
/** Pages of a document whose pages may be arranged. */
export const mostPages = 2_000

/** What a document is, told by its content and never by its name. */
export const documentKind = z.enum([
  'pdf',
  'jpeg',
  'png',
  'gif',
  'webp',
  'bmp',
  'svg',
  'tiff',
  'heic',
  'cda',
  'xml',
  'text',
  'html',
  'mail',
  'word',
  'sheet',
  'slides',
  'rich-text',
  // Made by the program itself: a file sent in is never one.
  'record-archive',
])
export type DocumentKind = z.infer<typeof documentKind>

/** Why a file is not taken in. */
export const refusalReason = z.enum([
  'empty',
  'too-large',
  'program',
  'archive',
  'macros',
  'media',
  'unknown',
  'image-too-large',
  'damaged',
])
export type RefusalReason = z.infer<typeof refusalReason>

/** How a document is looked at inside the program. */
export const shownAs = z.enum(['pdf', 'image', 'text', 'html', 'mail', 'none'])
export type ShownAs = z.infer<typeof shownAs>

/** A civil day, `2026-11-22`. */
export const documentDay = z.iso.date()

/** Quarter turns to the right, in degrees. */
export const quarterTurn = z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)])
export type QuarterTurn = z.infer<typeof quarterTurn>

/** What a person says of a document. */
export const documentFields = z.strictObject({
  title: z.string().trim().min(1).max(160),
  categoryId: id.nullable(),
  /** The day of the document itself: of the examination, of the letter. */
  documentDate: documentDay,
  /** Who it comes from, as one line; empty when not said. */
  sender: z.string().trim().max(120),
})
export type DocumentFields = z.infer<typeof documentFields>

/** How a document came. */
export const documentSource = z.enum(['import', 'scan', 'attachment', 'extract', 'export'])
export type DocumentSource = z.infer<typeof documentSource>

/** Why a version was made. */
export const versionReason = z.enum(['imported', 'turned', 'arranged', 'former'])
export type VersionReason = z.infer<typeof versionReason>

/** One state of a document's content; none is ever lost. */
export const documentVersion = z.object({
  number: z.int().min(1),
  reason: versionReason,
  bytes: z.int(),
  pages: z.int().nullable(),
  madeAt: instantUtc,
  madeBy: z.string(),
})
export type DocumentVersion = z.infer<typeof documentVersion>

/** A document without its bytes, as lists show it. */
export const documentLine = z.object({
  documentId: id,
  /** `null`: to be filed. */
  patientId: id.nullable(),
  fields: documentFields,
  kind: documentKind,
  fileName: z.string(),
  bytes: z.int(),
  pages: z.int().nullable(),
  source: documentSource,
  importedAt: instantUtc,
  importedBy: z.string(),
  version,
})
export type DocumentLine = z.infer<typeof documentLine>

/** A document with everything that is shown beside it. */
export const documentView = documentLine.extend({
  shownAs,
  /** The content shown now. */
  number: z.int().min(1),
  /** For an image: how it is turned when shown. */
  turn: quarterTurn,
  versions: z.array(documentVersion),
  updatedAt: instantUtc,
  updatedBy: z.string(),
  removed: z.boolean(),
})
export type DocumentView = z.infer<typeof documentView>

/** What an e-mail encloses. */
export const enclosure = z.object({ index: z.int(), fileName: z.string(), bytes: z.int() })
export type Enclosure = z.infer<typeof enclosure>

/** Words of a document that is not shown by its bytes. `html` is as it came: never shown before it is made safe. */
export const documentWords = z.object({
  text: z.string(),
  html: z.string().nullable(),
  mail: z
    .object({
      from: z.string(),
      to: z.string(),
      subject: z.string(),
      date: z.string(),
      enclosures: z.array(enclosure),
    })
    .nullable(),
  /** Only the beginning is given. */
  isCut: z.boolean(),
})
export type DocumentWords = z.infer<typeof documentWords>

/** One page of a new arrangement: a page of the present one, counted from 0, and how it is turned besides. */
export const arrangedPage = z.strictObject({ from: z.int().min(0).max(mostPages), turn: quarterTurn })
export type ArrangedPage = z.infer<typeof arrangedPage>

/** Tones of categories, as the design names them. */
export const categoryTone = z.enum(['grey', 'blue', 'green', 'amber', 'red', 'violet', 'teal'])
export type CategoryTone = z.infer<typeof categoryTone>

/** What a category is called, how it looks, and the words of a name or a text that suggest it. */
export const categoryFields = z.strictObject({
  name: z.string().trim().min(1).max(60),
  tone: categoryTone,
  keywords: z.array(z.string().trim().min(2).max(40)).max(40),
})
export type CategoryFields = z.infer<typeof categoryFields>

/** A category of documents of this cabinet. */
export const documentCategory = z.object({
  categoryId: id,
  fields: categoryFields,
  position: z.int(),
  /** No longer proposed; documents that have it keep it. */
  archived: z.boolean(),
  version,
})
export type DocumentCategory = z.infer<typeof documentCategory>

/** A folder of this cabinet's computer where a scanner puts its files. */
export const scanSettings = z.strictObject({ folder: z.string().trim().max(500).nullable() })
export type ScanSettings = z.infer<typeof scanSettings>

/** A file of the scan folder that was set aside. */
export const scanFault = z.object({
  fileName: z.string(),
  reason: z.union([refusalReason, z.enum(['unreadable', 'not-moved'])]),
  at: instantUtc,
})
export type ScanFault = z.infer<typeof scanFault>

/** How the scan folder goes. */
export const scanState = z.enum(['off', 'watching', 'out-of-reach'])
export type ScanState = z.infer<typeof scanState>

/** The categories of documents that every cabinet begins with. A person may rename them: they are known by their id. */
export const usualCategories = {
  biology: '0192f000-0000-7000-8000-000000000200',
  imaging: '0192f000-0000-7000-8000-000000000201',
  received: '0192f000-0000-7000-8000-000000000202',
  report: '0192f000-0000-7000-8000-000000000203',
  certificate: '0192f000-0000-7000-8000-000000000204',
  administrative: '0192f000-0000-7000-8000-000000000205',
  export: '0192f000-0000-7000-8000-000000000206',
} as const

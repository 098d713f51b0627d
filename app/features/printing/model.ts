import { z } from 'zod'
import { labelFormatId } from './label-formats.ts'

const line = z.string().max(400)
const lines = z.array(line).max(24)

/** A stretch of text with one look. Line breaks inside are kept; control characters are not drawn. */
export const textRun = z.strictObject({
  text: z.string().max(20_000),
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  underline: z.boolean().optional(),
})
export type TextRun = z.infer<typeof textRun>

const runs = z.array(textRun).max(2000)

/** How lines stand between the margins. */
export const textAlign = z.enum(['left', 'center', 'right', 'justify'])
export type TextAlign = z.infer<typeof textAlign>

/**
 * A line of a prescription, already in words: `name` in bold (« AMLODIPINE 5 mg, gélule »), `dosage` under it, then
 * `details`, one a line (« Qsp 3 mois, à renouveler 2 fois », « Non substituable (MTE) »).
 */
export const prescriptionLine = z.strictObject({
  name: line,
  dosage: z.string().max(1000),
  details: z.array(z.string().max(1000)).max(12),
})
export type PrescriptionLine = z.infer<typeof prescriptionLine>

const prescriptionLines = z.array(prescriptionLine).max(200)

/** What follows one after the other on the pages of a document. */
export const sheetBlock = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('paragraph'), runs, align: textAlign.optional() }),
  z.strictObject({ kind: z.literal('heading'), level: z.int().min(1).max(3), runs, align: textAlign.optional() }),
  /** `level` 0 is the margin; numbers of an ordered list start again at 1 under each item of the level above. */
  z.strictObject({
    kind: z.literal('list'),
    ordered: z.boolean(),
    items: z.array(z.strictObject({ level: z.int().min(0).max(4), runs })).max(500),
  }),
  /** Columns share the width by their `weights`. A first row that is a head is said again on each page. */
  z.strictObject({
    kind: z.literal('table'),
    head: z.boolean(),
    weights: z.array(z.number().positive()).min(1).max(8),
    rows: z
      .array(
        z
          .array(z.strictObject({ runs, align: textAlign.optional() }))
          .min(1)
          .max(8),
      )
      .max(1000),
  }),
  /** A title with facts under it, two columns: « Poids », « 72 kg le 12/11/2026 ». An empty label takes the whole width. */
  z.strictObject({
    kind: z.literal('facts'),
    title: line,
    rows: z.array(z.strictObject({ label: line, value: z.string().max(4000), bold: z.boolean().optional() })).max(400),
  }),
  /** Words in a frame: an allergy of a summary, « non vérifiées ». */
  z.strictObject({ kind: z.literal('notice'), runs }),
  /** Lines of an ordinary prescription. */
  z.strictObject({ kind: z.literal('prescription'), lines: prescriptionLines }),
  /**
   * The two zones of the « ordonnance bizone » (form S 3321, cerfa n° 14465): treatments of the long-term illness above,
   * the others below, each in its frame under its official title. An empty zone is crossed out, so that nobody adds to it.
   */
  z.strictObject({ kind: z.literal('two-zones'), longTerm: prescriptionLines, other: prescriptionLines }),
  /** An empty height, in millimetres. */
  z.strictObject({ kind: z.literal('space'), height: z.number().min(0).max(200) }),
  z.strictObject({ kind: z.literal('page-break') }),
])
export type SheetBlock = z.infer<typeof sheetBlock>

/** The image of a letterhead: bytes of a PNG or a JPEG already checked (`checkLogo`). */
export const sheetImage = z.strictObject({
  type: z.enum(['image/png', 'image/jpeg']),
  bytes: z.instanceof(Uint8Array) as z.ZodType<Uint8Array>,
})
export type SheetImage = z.infer<typeof sheetImage>

/** Who writes: the practitioner at the left, the cabinet at the right, each a name and lines under it. */
export const letterhead = z.strictObject({
  practitioner: z.strictObject({ name: line, lines }).nullable(),
  cabinet: z.strictObject({ name: line, lines }),
  logo: sheetImage.nullable(),
  /** Drawn as Code 128 with the digits under it, where not empty. */
  barcodes: z.strictObject({ rpps: z.string().regex(/^(\d{11})?$/), finess: z.string().regex(/^([0-9A-Z]{9})?$/) }),
})
export type Letterhead = z.infer<typeof letterhead>

/**
 * The text of an INS DataMatrix, drawn as large as its place allows with « INS à scanner » beside; empty for none. Only a
 * qualified identity has one (RNIV 1 v2.0, EXI DIF 02).
 */
const markText = z
  .string()
  .max(402)
  .refine((text) => /^(?:IS[ -~]{24,})?$/.test(text.replaceAll('\u001D', '')))

/** Pages of text: a letter, a prescription, a summary. */
export const documentSheet = z.strictObject({
  kind: z.literal('document'),
  /** The title of the file (« Courrier », « Ordonnance »): what the document is, never who it is about. */
  title: line,
  format: z.enum(['A4', 'A5']),
  /** Body text in points. */
  fontSize: z.number().min(7).max(14).optional(),
  letterhead: letterhead.nullable(),
  /** « Fictiville, le 24 novembre 2026 »; empty for none. */
  placeAndDate: line,
  /** Whom it is for, one line each, at the place of a window envelope's address. Empty for none. */
  recipient: lines,
  /**
   * The patient as first shown: a name in bold and lines, the DataMatrix before them on the first page; `footer` is said at
   * the foot of each page (name, birth date).
   */
  patient: z.strictObject({ name: line, lines, footer: line, mark: markText }).nullable(),
  /** Printed large above the text; empty for none. */
  heading: line,
  blocks: z.array(sheetBlock).max(2000),
  /** Who signs, one line each, above an empty place for the signature. It stays on the page of the last lines of text. */
  signature: z.strictObject({ lines }).nullable(),
  /** Small words at the foot of each page, above the patient and the page's number. */
  footer: z.string().max(600),
})
export type DocumentSheet = z.infer<typeof documentSheet>

/** The same label several times. */
export const labelSheet = z.strictObject({
  kind: z.literal('labels'),
  title: line,
  format: labelFormatId,
  /** The first place used of a sheet already begun, from 1, row by row. Without effect on a roll. */
  startAt: z.int().min(1).max(200),
  copies: z.int().min(1).max(200),
  lines: z.array(z.strictObject({ text: line, bold: z.boolean().optional() })).max(12),
  /** A Code 128 under the lines (a file number); empty for none. */
  barcode: z.string().regex(/^[\x20-\x7E]{0,40}$/),
  mark: markText,
})
export type LabelSheet = z.infer<typeof labelSheet>

/** What the typesetting port makes a PDF of. */
export const sheet = z.discriminatedUnion('kind', [documentSheet, labelSheet])
export type Sheet = z.infer<typeof sheet>

/** What a label may say of a patient. */
export const labelChoice = z.enum([
  'name',
  'birth-name',
  'birth-date',
  'sex',
  'address',
  'phone',
  'file-number',
  'matricule',
  'attending-physician',
  'barcode',
  'data-matrix',
])
export type LabelChoice = z.infer<typeof labelChoice>

/** What is printed, for the journal and for the printer remembered for it. */
export const printedKind = z.enum(['label', 'summary', 'treatments', 'letter', 'prescription', 'document'])
export type PrintedKind = z.infer<typeof printedKind>

/** What the cabinet adds to its name and address on what it prints. */
export const letterheadSettings = z.strictObject({
  /** An image in base64; judged by `logoRefusal`. */
  logo: z.strictObject({ type: z.enum(['image/png', 'image/jpeg']), data: z.base64().max(700_000) }).nullable(),
  footer: z.string().trim().max(300),
})
export type LetterheadSettings = z.infer<typeof letterheadSettings>

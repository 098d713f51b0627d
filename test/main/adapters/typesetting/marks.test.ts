import { describe, expect, test } from 'vitest'
import { labelFormats, type LabelFormatId } from '#app/features/printing/label-formats.ts'
import type { DocumentSheet, LabelSheet } from '#app/features/printing/model.ts'
import { pdfTypesetting } from '#main/adapters/typesetting/typesetting.ts'
import { marksOf } from '#test/world/marks.ts'
import { readPdf } from '#test/world/pdf.ts'

const { typeset } = pdfTypesetting()

const gs = '\u001D'
const markOf = (firstNames: string, birthName: string) =>
  `IS01${'0'.repeat(22)}S1297022A02077878S21.2.250.1.213.1.4.8${gs}S3${firstNames}${gs}S4${birthName}${gs}S5FS626-02-1997S72A020`
const usual = markOf('DOMINIQUE', 'ADRTROIS')
/** The longest the format allows: names of 100 letters are full, and have no separator. */
const longest = markOf('D'.repeat(100), 'A'.repeat(100)).replaceAll(new RegExp(`(?<=[DA]{100})${gs}`, 'g'), '')

const letter = (mark: string, over: Partial<DocumentSheet> = {}): DocumentSheet => ({
  kind: 'document',
  title: 'Courrier',
  format: 'A4',
  letterhead: null,
  placeAndDate: 'Fictiville, le 24 novembre 2026',
  recipient: ['Dr Paul NORMAND', '4 place du Marché'],
  heading: '',
  blocks: [],
  signature: null,
  footer: '',
  patient: { name: 'Mme ADRTROIS Dominique', lines: ['née le 26/02/1997'], footer: '', mark },
  ...over,
})

describe('the DataMatrix of a document', () => {
  test.each([
    ['A4', usual],
    ['A5', usual],
    ['A4', longest],
    ['A5', longest],
  ] as const)('on %s is read back to the letter by another program, from the dots of an office printer', async (format, text) => {
    expect(await marksOf(await typeset(letter(text, { format })), 300)).toEqual([[text]])
  })

  test('stands on the first page only, with its caption, and nothing is written over it', async () => {
    const blocks = Array.from({ length: 60 }, (_, index) => ({
      kind: 'paragraph' as const,
      runs: [{ text: `Ligne ${index} du courrier.` }],
    }))
    const bytes = await typeset(letter(usual, { blocks }))
    expect(await marksOf(bytes, 300)).toEqual([[usual], []])
    const { pages } = await readPdf(bytes)
    expect(pages[0]).toContain('INS à scanner')
    expect(pages[1]).not.toContain('INS à scanner')
  })

  test('is not there, nor its caption, for who has none', async () => {
    const bytes = await typeset(letter(''))
    expect(await marksOf(bytes, 300)).toEqual([[]])
    expect((await readPdf(bytes)).pages[0]).not.toContain('INS à scanner')
  })
})

describe('the DataMatrix of a label', () => {
  const label = (format: LabelFormatId, text: string): LabelSheet => ({
    kind: 'labels',
    title: 'Étiquettes',
    format,
    startAt: 1,
    copies: 1,
    lines: [{ text: 'ADRTROIS Dominique', bold: true }, { text: 'née le 26/02/1997' }],
    barcode: '',
    mark: text,
  })
  // The fineness of label printers, and of the sheets that go in an office printer.
  test.each(
    Object.keys(labelFormats) as LabelFormatId[],
  )('is read back from %s, even of the longest names', async (format) => {
    expect(await marksOf(await typeset(label(format, longest)), 300)).toEqual([[longest]])
  })
})

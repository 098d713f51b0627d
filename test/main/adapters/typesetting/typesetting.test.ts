import { describe, expect, test } from 'vitest'
import type { DocumentSheet, LabelSheet, SheetBlock, TextRun } from '#app/features/printing/model.ts'
import { pdfTypesetting } from '#main/adapters/typesetting/typesetting.ts'
import { askPoppler, readPdf } from '#test/world/pdf.ts'

const { typeset } = pdfTypesetting()

const letter: DocumentSheet = {
  kind: 'document',
  title: 'Courrier',
  format: 'A4',
  letterhead: {
    practitioner: { name: 'Dr Hélène MARCHAND', lines: ['Médecin généraliste'] },
    cabinet: { name: 'Cabinet du Tilleul', lines: ['12 rue des Lilas', '38000 Fictiville'] },
    logo: null,
    barcodes: { rpps: '', finess: '' },
  },
  placeAndDate: 'Fictiville, le 24 novembre 2026',
  recipient: ['Dr Paul NORMAND', '4 place du Marché'],
  patient: {
    name: 'Mme LACAZE Françoise',
    lines: ['née le 14/07/1977'],
    footer: 'LACAZE Françoise, née le 14/07/1977',
    mark: '',
  },
  heading: '',
  blocks: [],
  signature: { lines: ['Dr Hélène MARCHAND'] },
  footer: '',
}

const paragraph = (...runs: TextRun[]): SheetBlock => ({ kind: 'paragraph', runs })
const amlodipine = { name: 'AMLODIPINE 5 mg, gélule', dosage: '1 gélule le matin', details: ['Qsp 3 mois'] }

describe('a letter', () => {
  const words = 'Œdème à 37,2 °C, cœur « régulier »\u00a0: 25 €, ½ comprimé, 12\u202f500 µg, ≥ 6,1 %.'
  const sheet: DocumentSheet = {
    ...letter,
    blocks: [
      { kind: 'heading', level: 2, runs: [{ text: 'Histoire' }] },
      paragraph({ text: words }),
      paragraph(
        { text: 'Passage ' },
        { text: 'en gras', bold: true },
        { text: ' et ' },
        { text: 'penché', italic: true, underline: true },
      ),
      {
        kind: 'list',
        ordered: true,
        items: [
          { level: 0, runs: [{ text: 'Un' }] },
          { level: 1, runs: [{ text: 'Un bis' }] },
          { level: 0, runs: [{ text: 'Deux' }] },
        ],
      },
    ],
  }
  test('says its words to whoever reads the file, accents, ligatures, signs and no-break spaces included', async () => {
    const { pages } = await readPdf(await typeset(sheet))
    expect(pages).toHaveLength(1)
    // The font draws micro and mu alike, and readers give the one or the other.
    const text =
      pages[0]
        ?.normalize('NFC')
        .replaceAll(/[\u00a0\u202f]/g, ' ')
        .replaceAll('μ', 'µ') ?? ''
    for (const said of [
      words,
      'Passage en gras et penché',
      '1. Un',
      '2. Deux',
      'Dr Paul NORMAND',
      'Fictiville, le 24 novembre 2026',
      'Page 1 / 1',
    ]) {
      expect(text).toContain(said.replaceAll(/[\u00a0\u202f]/g, ' '))
    }
  })
  test('says its words whatever was set before it', async () => {
    const text = 'HTA (I10.9). Fièvre à 38,5 ; œdème… à revoir.'
    // Signs of which others are drawn: the two dots of a colon, the accents.
    await typeset({ ...letter, blocks: [paragraph({ text: 'À midi : ïîĳ ÷ … ; ½ %' })] })
    const { pages } = await readPdf(await typeset({ ...letter, blocks: [paragraph({ text })] }))
    expect(pages[0]).toContain(text)
  })
  test('is titled by what it is, never by who it is about, and is tagged', async () => {
    const read = await readPdf(await typeset(sheet))
    expect(read.title).toBe('Courrier')
    expect(read.size).toEqual([210, 297])
    expect(read.tags).toEqual(expect.arrayContaining(['H2', 'P', 'L', 'LI', 'LBody']))
  })
  test('carries every font it uses, and says it is PDF/A-3b', async ({ skip }) => {
    const bytes = await typeset(sheet)
    const fonts = await askPoppler('pdffonts', bytes)
    if (fonts === null) return skip('pdffonts is not installed (poppler-utils)')
    const lines = fonts.trim().split('\n').slice(2)
    expect(lines.length).toBeGreaterThanOrEqual(3)
    for (const line of lines) expect(line).toMatch(/\+Inter-\S+ .*yes +yes +yes/)
    const text = Buffer.from(bytes).toString('latin1')
    expect(text).toMatch(/pdfaid:part>3</)
    expect(text).toMatch(/pdfaid:conformance>B</)
    expect(await askPoppler('pdftotext', bytes)).toContain('cœur')
  })
  test('of two pages says the patient and the number on each, and signs with its last lines', async () => {
    const filled = Array.from({ length: 60 }, (_, index) => paragraph({ text: `Ligne ${index} du courrier.` }))
    const { pages } = await readPdf(await typeset({ ...letter, blocks: filled }))
    expect(pages).toHaveLength(2)
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('LACAZE Françoise, née le 14/07/1977')
      expect(page).toContain(`Page ${index + 1} / 2`)
    }
    expect(pages[1]).toContain('Ligne 59 du courrier.')
    expect(pages[1]).toContain('Dr Hélène MARCHAND')
  })
  test('never leaves a signature alone: it takes the last lines along, wherever they fall', async () => {
    for (let lines = 30; lines < 46; lines += 3) {
      const filled = Array.from({ length: lines }, (_, index) => paragraph({ text: `Ligne ${index}.` }))
      const { pages } = await readPdf(await typeset({ ...letter, blocks: filled }))
      expect(pages.at(-1)).toMatch(/Ligne \d+\..*Dr Hélène MARCHAND/)
    }
  })
  test('draws what a hostile text holds as letters, and nothing else', async () => {
    const hostile = 'a\u0000b\u202Ec\u200Bd\uD800e\u{1F600}f\u0007 (/JavaScript) Tj ET endstream'
    const bytes = await typeset({ ...letter, blocks: [paragraph({ text: hostile })] })
    const { pages } = await readPdf(bytes)
    expect(pages[0]).toContain('abcd')
    expect(pages[0]).toContain('(/JavaScript) Tj ET endstream')
    expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/\/(JavaScript|JS|Launch|OpenAction|URI)\b/)
  })
  test('cuts a word wider than the page, and a row taller than it', async () => {
    const long = 'x'.repeat(4000)
    const tall = {
      kind: 'table',
      head: true,
      weights: [1, 3],
      rows: [
        [{ runs: [{ text: 'Analyse' }] }, { runs: [{ text: 'Valeur' }] }],
        [{ runs: [{ text: 'Compte rendu' }] }, { runs: [{ text: 'ligne\n'.repeat(120) }] }],
      ],
    } satisfies SheetBlock
    const { pages } = await readPdf(await typeset({ ...letter, blocks: [paragraph({ text: long }), tall] }))
    expect(pages.join('').replaceAll(/[^x]/g, '').length).toBeGreaterThanOrEqual(4000)
    expect(pages.length).toBeGreaterThan(3)
    // The head of the table again on each page it goes on.
    expect(pages.filter((page) => page.includes('Analyse')).length).toBeGreaterThanOrEqual(3)
  })
})

describe('a prescription', () => {
  const prescription: DocumentSheet = {
    ...letter,
    title: 'Ordonnance',
    heading: 'Ordonnance',
    recipient: [],
    letterhead: letter.letterhead && { ...letter.letterhead, barcodes: { rpps: '10101010101', finess: '380000016' } },
  }
  test('has the bars of RPPS and FINESS with their digits', async () => {
    const { pages } = await readPdf(
      await typeset({ ...prescription, blocks: [{ kind: 'prescription', lines: [amlodipine] }] }),
    )
    expect(pages[0]).toContain('N° RPPS 10101010101')
    expect(pages[0]).toContain('N° AM / FINESS 380000016')
    expect(pages[0]).toContain('AMLODIPINE 5 mg, gélule')
    expect(pages[0]).toContain('1 gélule le matin')
  })
  test('of a long-term illness has the two zones of form S 3321, each line in its own', async () => {
    const other = { name: 'PARACÉTAMOL 1 g', dosage: '1 comprimé si douleur', details: [] }
    const blocks: SheetBlock[] = [{ kind: 'two-zones', longTerm: [amlodipine], other: [other] }]
    const { pages } = await readPdf(await typeset({ ...prescription, heading: 'Ordonnance bizone', blocks }))
    const order = ['AFFECTION EXONÉRANTE', 'AMLODIPINE', 'SANS RAPPORT', 'MALADIES INTERCURRENTES', 'PARACÉTAMOL']
    const places = order.map((words) => pages[0]?.indexOf(words) ?? -1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
  })
  test('fits on A5', async () => {
    const read = await readPdf(
      await typeset({ ...prescription, format: 'A5', blocks: [{ kind: 'prescription', lines: [amlodipine] }] }),
    )
    expect(read.size).toEqual([148, 210])
    expect(read.pages).toHaveLength(1)
  })
})

describe('labels', () => {
  const labels: LabelSheet = {
    kind: 'labels',
    title: 'Étiquettes',
    format: 'sheet-63x38',
    startAt: 1,
    copies: 1,
    lines: [{ text: 'LACAZE Françoise', bold: true }, { text: 'née le 14/07/1977' }],
    barcode: '',
    mark: '',
  }
  const count = (page: string | undefined) => page?.split('LACAZE Françoise').length ?? 0
  test('begin at the place asked for and go on over sheets', async () => {
    const { pages } = await readPdf(await typeset({ ...labels, startAt: 20, copies: 5 }))
    expect(pages.map((page) => count(page) - 1)).toEqual([2, 3])
  })
  test('of a roll come out one a page, in its size', async () => {
    const read = await readPdf(await typeset({ ...labels, format: 'roll-89x36', startAt: 7, copies: 3 }))
    expect(read.size).toEqual([89, 36])
    expect(read.pages.map((page) => count(page) - 1)).toEqual([1, 1, 1])
  })
  test('shorten what does not fit rather than let it run over the next one', async () => {
    const lines = [{ text: `LACAZE ${'Françoise '.repeat(30)}` }]
    const { pages } = await readPdf(await typeset({ ...labels, format: 'sheet-38x21', lines }))
    expect(pages[0]).toMatch(/…$/)
  })
})

describe('the thread', () => {
  test('is stopped when it takes too long, and another makes the next pages', async () => {
    const hurried = pdfTypesetting({ timeoutMs: 1 })
    await expect(hurried.typeset(letter)).rejects.toMatchObject({ reason: 'timeout' })
    const calm = pdfTypesetting({ timeoutMs: 20_000 })
    await expect(calm.typeset(letter)).resolves.toBeInstanceOf(Uint8Array)
  })
  test('is stopped when it takes too much memory, and the core goes on', async () => {
    const small = pdfTypesetting({ memoryMb: 24 })
    const heavy: DocumentSheet = {
      ...letter,
      blocks: Array.from({ length: 2000 }, () => paragraph({ text: 'mot '.repeat(4000) })),
    }
    await expect(small.typeset(heavy)).rejects.toMatchObject({ name: 'TypesettingFailure' })
    await expect(typeset(letter)).resolves.toBeInstanceOf(Uint8Array)
  })
  test('refuses what is no sheet, and serves the next one', async () => {
    const wrong = { ...letter, format: 'A0' } as unknown as DocumentSheet
    await expect(typeset(wrong)).rejects.toMatchObject({ name: 'TypesettingFailure' })
    await expect(typeset(letter)).resolves.toBeInstanceOf(Uint8Array)
  })
})

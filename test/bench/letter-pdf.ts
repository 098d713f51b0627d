import Document from 'pdfkit'
import type { DocumentSheet, SheetBlock } from '#app/features/printing/model.ts'
import { fontOf } from '#main/adapters/typesetting/fonts.ts'
import { pdfTypesetting } from '#main/adapters/typesetting/typesetting.ts'
import type { BenchRow } from './row.ts'

const rounds = 40
const words =
  'Je vous adresse cette patiente de 49 ans pour avis : palpitations d’effort depuis trois semaines, sans syncope ni ' +
  'douleur. L’électrocardiogramme de ce jour est sans particularité, la tension artérielle à 142/84 mmHg. '

/** A letter of two pages, of the length a referral has, with letterhead, list and signature. */
const paragraphs = 14
const blocks: SheetBlock[] = [
  ...Array.from({ length: paragraphs }, (): SheetBlock => ({ kind: 'paragraph', runs: [{ text: words + words }] })),
  { kind: 'list', ordered: false, items: [{ level: 0, runs: [{ text: 'Hypertension artérielle', bold: true }] }] },
]
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
  recipient: ['Dr Paul NORMAND', '38000 Fictiville'],
  patient: { name: 'Mme LACAZE Françoise', lines: ['née le 14/07/1977'], footer: 'LACAZE Françoise', mark: '' },
  heading: '',
  blocks,
  signature: { lines: ['Dr Hélène MARCHAND'] },
  footer: '',
}

/** The PDF of a letter of two pages, beside pdfkit alone setting the same words in the same fonts; then the first of a day. */
export async function bench(): Promise<BenchRow[]> {
  const { typeset } = pdfTypesetting()
  const startedAt = performance.now()
  await typeset(letter)
  const first = performance.now() - startedAt
  await bare()
  const measured: number[] = []
  const floors: number[] = []
  // One after the other in turn, so that what else the computer does weighs on both.
  for (let round = 0; round < rounds; round += 1) {
    measured.push(await timed(() => typeset(letter)))
    floors.push(await timed(bare))
  }
  const value = percentile(measured, 0.95)
  const floor = percentile(floors, 0.95)
  return [
    {
      name: 'PDF of a two-page letter, p95',
      value,
      unit: 'ms',
      floor,
      ratio: value / floor,
      // On a computer busy with something else both are slow: the library alone then says how much.
      budget: '≤ 150 ms, or no more than pdfkit alone',
      ok: value <= 150 || value <= floor,
    },
    {
      name: 'PDF of the first letter, thread and fonts included',
      value: first,
      unit: 'ms',
      budget: '≤ 3 s, once a session',
      ok: first <= 3000,
    },
  ]
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await act()
  return performance.now() - startedAt
}

/** What the library does by itself, in this thread: the same words one under the other, nothing measured, tagged or placed. */
async function bare(): Promise<void> {
  const document = new Document({ font: fontOf('regular') as unknown as string, size: 'A4', margin: 57 })
  const ended = new Promise((resolve) => document.once('end', resolve))
  document.on('data', () => undefined)
  document.fontSize(10)
  for (let index = 0; index < paragraphs; index += 1) document.text(words + words)
  document.end()
  await ended
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

import { type LabelFormat, labelFormats, labelsPerPage } from '#app/features/printing/label-formats.ts'
import type { LabelSheet } from '#app/features/printing/model.ts'
import type { DataMatrix } from '#main/protocols/data-matrix.ts'
import { captionHeight, drawMark } from './data-matrix.ts'
import type { Drawings } from './document.ts'
import { type Face } from './fonts.ts'
import { millimetre, Paper } from './paper.ts'

/** The largest and smallest letters of a label, in points. */
const sizes = { largest: 11, smallest: 5 } as const
const leading = 1.25

/** The pages of a label in so many copies, from the first place left on the sheet. */
export async function labelsPdf(sheet: LabelSheet, drawings: Drawings): Promise<Uint8Array<ArrayBuffer>> {
  const format: LabelFormat = labelFormats[sheet.format]
  const paper = new Paper(sheet.title, {
    width: format.page.width * millimetre,
    height: format.page.height * millimetre,
  })
  const perPage = labelsPerPage(format)
  const first = format.supply === 'roll' ? 0 : Math.min(sheet.startAt, perPage) - 1
  const label = composed(paper, sheet, { format, mark: drawings.mark })
  for (let copy = 0; copy < sheet.copies; copy += 1) {
    const place = (first + copy) % perPage
    if (copy === 0 || place === 0) paper.addPage()
    const x = (format.left + (place % format.columns) * format.stepAcross) * millimetre
    const y = (format.top + Math.floor(place / format.columns) * format.stepDown) * millimetre
    drawLabel(paper, label, { x, y, format, drawings })
  }
  return paper.bytes()
}

interface Composed {
  readonly size: number
  readonly padding: number
  readonly lines: readonly { readonly text: string; readonly face: Face }[]
  readonly bars: { readonly text: string; readonly height: number } | null
  /** Width kept at the left for the DataMatrix and the room beside it; 0 without one. */
  readonly aside: number
}

/** The widest a DataMatrix is on a label, in points. */
const markSide = 17 * millimetre
const besideMark = 1.5 * millimetre

/** The largest letters in which every line fits; a line still too long in the smallest ends with « … ». */
function composed(
  paper: Paper,
  sheet: LabelSheet,
  { format, mark }: { readonly format: LabelFormat; readonly mark: DataMatrix | null },
): Composed {
  // Labels that touch the edge of the page: printers draw nothing within some millimetres of it.
  const touches = format.left < 3 || format.top < 3
  const padding = (format.supply === 'roll' ? 1.5 : touches ? 5 : 2.5) * millimetre
  const height = format.label.height * millimetre - 2 * padding
  const aside = mark === null ? 0 : Math.min(markSide, height - captionHeight) + besideMark
  const width = format.label.width * millimetre - 2 * padding - aside
  const bars = sheet.barcode === '' ? null : { text: sheet.barcode, height: Math.min(7 * millimetre, height * 0.28) }
  const room = height - (bars === null ? 0 : bars.height + millimetre)
  const lines = sheet.lines.map(({ text, bold }) => ({
    text: paper.printable(text).replaceAll('\n', ' ').trim(),
    face: bold === true ? ('bold' as const) : ('regular' as const),
  }))
  let size = Math.max(sizes.smallest, Math.min(sizes.largest, room / (lines.length * leading)))
  while (size > sizes.smallest && lines.some(({ text, face }) => paper.widthOf(text, face, size) > width)) size -= 0.25
  const most = Math.max(1, Math.floor(room / (size * leading) + 0.001))
  return {
    size,
    padding,
    bars,
    aside,
    lines: lines.slice(0, most).map(({ text, face }) => ({ face, text: shortened(paper, text, face, size, width) })),
  }
}

function shortened(paper: Paper, text: string, face: Face, size: number, width: number): string {
  if (paper.widthOf(text, face, size) <= width) return text
  const signs = Array.from(text)
  while (signs.length > 0 && paper.widthOf(`${signs.join('')}…`, face, size) > width) signs.pop()
  return `${signs.join('')}…`
}

function drawLabel(
  paper: Paper,
  label: Composed,
  place: {
    readonly x: number
    readonly y: number
    readonly format: LabelFormat
    readonly drawings: Drawings
  },
): void {
  const { size, padding, aside } = label
  const { barcodes, mark } = place.drawings
  const x = place.x + padding + aside
  const height = place.format.label.height * millimetre
  if (mark !== null) {
    const side = aside - besideMark
    drawMark(paper, mark, {
      x: place.x + padding,
      y: place.y + (height - side - captionHeight) / 2,
      side,
      on: 'label',
    })
  }
  const taken = label.lines.length * size * leading + (label.bars === null ? 0 : label.bars.height + millimetre)
  let y = place.y + Math.max(padding, (height - taken) / 2)
  const tag = paper.tag('P')
  for (const { text, face } of label.lines) {
    const top = y
    paper.within(tag, () => paper.text(text, x, top, { face, size }))
    y += size * leading
  }
  if (label.bars === null || barcodes === null) return
  const { text, height: tall } = label.bars
  const width = place.format.label.width * millimetre - 2 * padding - aside
  paper.aside(() => barcodes(paper, text, { x, y: y + millimetre, width, height: tall }))
}

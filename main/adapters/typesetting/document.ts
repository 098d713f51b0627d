import type { DocumentSheet, Letterhead } from '#app/features/printing/model.ts'
import { paperText } from '#app/text/fr/printing.ts'
import { type DrawBarcode, drawIdentifier } from './barcode.ts'
import { type Column, stripsOf, textStrips } from './blocks.ts'
import type { DataMatrix } from '#main/protocols/data-matrix.ts'
import { captionHeight, drawMark } from './data-matrix.ts'
import { flow, type Strip } from './flow.ts'
import { inks, millimetre, Paper, type Tag } from './paper.ts'
import { drawLine, leading, linesOf } from './rich-lines.ts'

/** Paper sizes in millimetres (ISO 216), with the margins we keep. */
const formats = {
  A4: { width: 210, height: 297, side: 20, top: 14, foot: 21, size: 10 },
  A5: { width: 148, height: 210, side: 13, top: 10, foot: 18, size: 9 },
} as const

/** What is drawn of modules: bars where the letterhead has some, the DataMatrix of a patient who has one. */
export interface Drawings {
  readonly barcodes: DrawBarcode | null
  readonly mark: DataMatrix | null
}

/** The pages of a document. */
export async function documentPdf(
  sheet: DocumentSheet,
  { barcodes, mark }: Drawings,
): Promise<Uint8Array<ArrayBuffer>> {
  const format = formats[sheet.format]
  const paper = new Paper(sheet.title, { width: format.width * millimetre, height: format.height * millimetre })
  const side = format.side * millimetre
  const column: Column = { x: side, width: paper.width - 2 * side, size: sheet.fontSize ?? format.size }
  const top = format.top * millimetre
  paper.addPage()
  const letterheadEnd =
    sheet.letterhead === null ? top : drawLetterhead(paper, sheet.letterhead, { ...column, top, barcodes })
  const first = drawAddresses(paper, sheet, column, { from: letterheadEnd, mark })
  const foot = footOf(paper, sheet, column)
  const bottom = paper.height - format.foot * millimetre - foot.length * footSize * leading
  const blocks = sheet.blocks.flatMap((block) => stripsOf(paper, block, column))
  flow(paper, [...headingStrips(paper, sheet, column), ...withSignature(paper, blocks, sheet, column)], (page) => ({
    top: page === 0 ? first : top,
    bottom,
  }))
  drawFeet(paper, sheet, column, { foot, bottom })
  return paper.bytes()
}

const footSize = 7

function headingStrips(paper: Paper, sheet: DocumentSheet, column: Column): Strip[] {
  if (sheet.heading === '') return []
  const larger = { ...column, size: column.size * 1.5 }
  const strips = textStrips(paper, [{ text: sheet.heading, bold: true }], larger, {
    tag: paper.tag('H1'),
    align: 'center',
    keepsNext: true,
  })
  return [...strips, { height: column.size * 0.6, keepsNext: true, draw: () => undefined }]
}

/** Practitioner at the left, cabinet at the right, bars under each; returns where the rest may begin. */
function drawLetterhead(
  paper: Paper,
  letterhead: Letterhead,
  place: Column & { readonly top: number; readonly barcodes: DrawBarcode | null },
): number {
  const gap = 8 * millimetre
  const width = (place.width - gap) / 2
  const right = place.x + width + gap
  const { logo, practitioner, cabinet, barcodes } = letterhead
  let leftEnd = place.top
  if (logo !== null) {
    const tag = paper.tag('Figure')
    paper.within(tag, () => {
      leftEnd += paper.image(logo.bytes, place.x, place.top, {
        width: Math.min(width, 45 * millimetre),
        height: 18 * millimetre,
      })
    })
    leftEnd += 2 * millimetre
  }
  const text = (words: string, x: number, y: number, bold: boolean, size: number) => {
    let end = y
    const tag = paper.tag('P')
    for (const line of linesOf(paper, [{ text: words, bold }], size, width)) {
      paper.within(tag, () => drawLine(paper, line, { x, y: end, width, size, align: 'left' }))
      end += size * leading
    }
    return end
  }
  const column = (who: Letterhead['cabinet'], x: number, y: number) => {
    const named = who.name === '' ? y : text(who.name, x, y, true, place.size * 1.15)
    return who.lines.reduce((end, line) => (line === '' ? end : text(line, x, end, false, place.size * 0.85)), named)
  }
  if (practitioner !== null) leftEnd = column(practitioner, place.x, leftEnd)
  let rightEnd = column(cabinet, right, place.top)
  if (place.barcodes !== null && (barcodes.rpps !== '' || barcodes.finess !== '')) {
    const y = Math.max(leftEnd, rightEnd) + 2.5 * millimetre
    const bars = Math.min(width, 42 * millimetre)
    const draw = place.barcodes
    if (barcodes.rpps !== '') {
      const identifier = { name: paperText.rpps, digits: barcodes.rpps }
      leftEnd = y + drawIdentifier(paper, draw, identifier, { x: place.x, y, width: bars })
    }
    if (barcodes.finess !== '') {
      const identifier = { name: paperText.finess, digits: barcodes.finess }
      rightEnd = y + drawIdentifier(paper, draw, identifier, { x: right, y, width: bars })
    }
  }
  const end = Math.max(leftEnd, rightEnd) + 2 * millimetre
  paper.aside(() => paper.line([place.x, end], [place.x + place.width, end]))
  return end
}

/** The widest a DataMatrix is on a letter, in points: the largest one still has modules that every reader reads. */
const markSide = 17 * millimetre

/** The patient at the left, DataMatrix first; at the right whom it is for, in the window of an envelope, then place and date. */
function drawAddresses(
  paper: Paper,
  sheet: DocumentSheet,
  column: Column,
  { from, mark }: { readonly from: number; readonly mark: DataMatrix | null },
): number {
  const { size } = column
  const start = from + 5 * millimetre
  const half = column.width * 0.46
  const right = column.x + column.width - half
  const draw = (
    text: string,
    place: { readonly x: number; readonly y: number; readonly width: number },
    look: { readonly bold?: boolean; readonly tag?: Tag; readonly size?: number } = {},
  ) => {
    const letters = look.size ?? size
    const tag = look.tag ?? paper.tag('P')
    let end = place.y
    for (const line of linesOf(paper, [{ text, bold: look.bold === true }], letters, place.width)) {
      const y = end
      if (line.fragments.length > 0)
        paper.within(tag, () => drawLine(paper, line, { ...place, y, size: letters, align: 'left' }))
      end += letters * leading
    }
    return end
  }
  let rightEnd = start
  if (sheet.recipient.length > 0) {
    // 45 mm from the top edge: where the window of a French envelope begins once an A4 is folded in three.
    if (sheet.format === 'A4') rightEnd = Math.max(rightEnd, 45 * millimetre)
    const place = { x: right, width: half }
    rightEnd =
      sheet.recipient.reduce((y, line, index) => draw(line, { ...place, y }, { bold: index === 0 }), rightEnd) + size
  }
  if (sheet.placeAndDate !== '') rightEnd = draw(sheet.placeAndDate, { x: right, y: rightEnd, width: half })
  let leftEnd = start
  if (sheet.patient !== null) {
    const side = mark === null ? 0 : drawMark(paper, mark, { x: column.x, y: start, side: markSide, on: 'document' })
    const aside = side === 0 ? 0 : side + 2.5 * millimetre
    const place = { x: column.x + aside, width: half - aside }
    const tag = paper.tag('P')
    leftEnd = draw(sheet.patient.name, { ...place, y: start }, { bold: true, tag })
    // Beside a mark there is less room, and more to say.
    const letters = side === 0 ? size : size * 0.9
    for (const line of sheet.patient.lines)
      if (line !== '') leftEnd = draw(line, { ...place, y: leftEnd }, { tag, size: letters })
    if (side > 0) leftEnd = Math.max(leftEnd, start + side + captionHeight)
  }
  const end = Math.max(leftEnd, rightEnd)
  return end === start && sheet.letterhead === null ? from : end + 6 * millimetre
}

/** The text, then the signature with the last lines of text: nobody signs an empty page. */
function withSignature(paper: Paper, blocks: readonly Strip[], sheet: DocumentSheet, column: Column): Strip[] {
  const { signature } = sheet
  if (signature === null) return [...blocks]
  const width = column.width * 0.46
  const place = { ...column, x: column.x + column.width - width, width }
  const names = signature.lines
    .filter((line) => line !== '')
    .flatMap((line, index) =>
      textStrips(paper, [{ text: line }], place, {
        tag: paper.tag('P'),
        before: index === 0 ? 7 * millimetre : 0,
        keepsNext: true,
      }),
    )
  const room: Strip = { height: 20 * millimetre, draw: () => undefined }
  const kept = 3
  const text = blocks.map((strip, index) => (index >= blocks.length - kept ? { ...strip, keepsNext: true } : strip))
  return [...text, ...names, room]
}

function footOf(paper: Paper, sheet: DocumentSheet, column: Column) {
  return sheet.footer === '' ? [] : linesOf(paper, [{ text: sheet.footer }], footSize, column.width)
}

function drawFeet(
  paper: Paper,
  sheet: DocumentSheet,
  column: Column,
  { foot, bottom }: { readonly foot: ReturnType<typeof footOf>; readonly bottom: number },
): void {
  const { x, width } = column
  const size = footSize
  for (let page = 0; page < paper.pages; page += 1) {
    paper.turnTo(page)
    paper.aside(() => {
      let y = bottom + 4 * millimetre
      paper.line([x, y], [x + width, y])
      y += 1.5 * millimetre
      for (const line of foot) {
        drawLine(paper, line, { x, y, width, size, align: 'center', ink: inks.quiet })
        y += size * leading
      }
      const number = paper.printable(paperText.page(page + 1, paper.pages))
      const numberWidth = paper.widthOf(number, 'regular', size + 0.5)
      const [who] = linesOf(paper, [{ text: sheet.patient?.footer ?? '' }], size + 0.5, width - numberWidth - 12)
      if (who !== undefined) drawLine(paper, who, { x, y, width, size: size + 0.5, align: 'left' })
      paper.text(number, x + width - numberWidth, y, { face: 'regular', size: size + 0.5 })
    })
  }
}

import { identityText } from '#app/text/fr/identity.ts'
import type { DataMatrix } from '#main/protocols/data-matrix.ts'
import { millimetre, type Paper } from './paper.ts'

/** Side of a module: smaller ones are read badly on a printed letter, larger ones only take room. */
const smallestModule = 0.3 * millimetre
/** What readers promise at least (10 mil): enough on a label, which is scanned flat and near. */
const smallestOnLabel = 0.254 * millimetre
const largestModule = 0.5 * millimetre

/**
 * Draws a Data Matrix from a corner, as large as `side` and its modules allow, with a quiet zone of one module on every
 * side. Returns the side it takes, in points; 0, and nothing drawn, where there is too little room to be read.
 */
export function drawDataMatrix(
  paper: Pick<Paper, 'aside' | 'bars'>,
  matrix: DataMatrix,
  place: { readonly x: number; readonly y: number; readonly side: number },
  smallest: number = smallestModule,
): number {
  const across = matrix.size + 2
  const module = Math.min(place.side / across, largestModule)
  if (module < smallest) return 0
  paper.aside(() => {
    for (const [row, dark] of matrix.dark.entries())
      paper.bars(
        runsOf(dark).map(([from, length]) => [place.x + (from + 1) * module, length * module]),
        place.y + (row + 1) * module,
        // Rows that only touch show a white thread between them on some screens and printers.
        module * (row === matrix.size - 1 ? 1 : 1.02),
      )
  })
  return across * module
}

/** Height of the caption under a mark, in points. */
export const captionHeight = 7

/**
 * Draws the mark of an identity with its caption under it. Returns the side it takes, in points; 0, and nothing drawn,
 * where there is too little room.
 */
export function drawMark(
  paper: Paper,
  matrix: DataMatrix,
  place: { readonly x: number; readonly y: number; readonly side: number; readonly on: 'document' | 'label' },
): number {
  const side = drawDataMatrix(paper, matrix, place, place.on === 'label' ? smallestOnLabel : smallestModule)
  if (side === 0) return 0
  const words = paper.printable(identityText.mark.caption)
  const widest = paper.widthOf(words, 'regular', 5.5)
  const size = Math.min(5.5, (5.5 * side) / widest)
  const x = place.x + (side - (widest * size) / 5.5) / 2
  paper.within(paper.tag('P'), () => paper.text(words, x, place.y + side, { face: 'regular', size }))
  return side
}

/** The runs of dark modules of a row: where each begins, and how many. */
function runsOf(row: readonly boolean[]): [from: number, length: number][] {
  const runs: [from: number, length: number][] = []
  for (const [column, isDark] of row.entries()) {
    if (!isDark) continue
    const last = runs.at(-1)
    if (last !== undefined && last[0] + last[1] === column) last[1] += 1
    else runs.push([column, 1])
  }
  return runs
}

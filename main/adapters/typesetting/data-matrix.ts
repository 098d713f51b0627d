import { identityText } from '#app/text/fr/identity.ts'
import { millimetre, type Paper } from './paper.ts'

/** A square Data Matrix: `dark[row][column]`, without its quiet zone. */
export interface DataMatrix {
  readonly size: number
  readonly dark: readonly (readonly boolean[])[]
}

/** Side of a module: smaller ones are read badly on a printed letter, larger ones only take room. */
const smallestModule = 0.3 * millimetre
/** What readers promise at least (10 mil): enough on a label, which is scanned flat and near. */
const smallestOnLabel = 0.254 * millimetre
const largestModule = 0.5 * millimetre

/** Characters of the header of an INS mark, which the format wants encoded in C40 (ANS « Format datamatrix INS » v2.2). */
const headerLength = 26

/**
 * Makes Data Matrices (ISO/IEC 16022, ECC 200, square) of ASCII texts. Loaded when a sheet has one: it is a large library.
 */
export async function loadDataMatrices(): Promise<(text: string) => DataMatrix> {
  const { raw } = (await import('bwip-js/node')).default
  return (text) => {
    const options = { bcid: 'datamatrix', text, format: 'square', c40headerlength: headerLength }
    const [drawn] = raw(options)
    if (drawn === undefined || !('pixs' in drawn) || drawn.pixx !== drawn.pixy)
      throw new Error('no square Data Matrix was made')
    const { pixs, pixx: size } = drawn
    const rows = Array.from({ length: size }, (_, row) => [...pixs.slice(row * size, (row + 1) * size)])
    return { size, dark: rows.map((row) => row.map((module) => module === 1)) }
  }
}

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

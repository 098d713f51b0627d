import type { SheetBlock } from '#app/features/printing/model.ts'
import type { Column } from './blocks.ts'
import type { Strip } from './flow.ts'
import { type Paper, type Tag } from './paper.ts'
import { drawLine, leading, linesOf } from './rich-lines.ts'

type Table = Extract<SheetBlock, { kind: 'table' }>

/** A row this tall or less is never parted by the end of a page, in lines. */
const mostKeptLines = 12

/** The strips of a table: its rows line by line, a rule above each, its head again on every page. */
export function tableStrips(paper: Paper, table: Table, column: Column): Strip[] {
  const { x, width, size } = column
  const { weights } = table
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  let left = x
  const columns = weights.map((weight) => {
    const place = { x: left, width: (width * weight) / whole }
    left += place.width
    return place
  })
  const tag = paper.tag('Table')
  const rows = table.rows.map((row, index) =>
    rowStrips(paper, row, { columns, size, head: table.head && index === 0, tag }),
  )
  const end: Strip = {
    height: size * 0.4,
    draw: (y) => paper.aside(() => paper.line([x, y], [x + width, y])),
  }
  const repeated = table.head ? repeatedHead(paper, rows[0] ?? [], { x, width }) : undefined
  const withHead = (strip: Strip): Strip => (repeated === undefined ? strip : { ...strip, head: repeated })
  return rows
    .flatMap((strips, index) =>
      index === 0
        ? strips.map((strip, line) => ({
            ...strip,
            before: line === 0 ? size * 0.6 : 0,
            keepsNext: table.head || strip.keepsNext === true,
          }))
        : strips.map(withHead),
    )
    .concat(end)
}

function rowStrips(
  paper: Paper,
  row: Table['rows'][number],
  how: {
    readonly columns: readonly { readonly x: number; readonly width: number }[]
    readonly size: number
    readonly head: boolean
    readonly tag: Tag
  },
): Strip[] {
  const { size, columns } = how
  const padding = size * 0.35
  const line = paper.tag('TR', how.tag)
  const first = columns[0]?.x ?? 0
  const end = columns.at(-1)
  const cells = columns.map((place, index) => {
    const cell = row[index]
    const runs = (cell?.runs ?? []).map((run) => (how.head ? { ...run, bold: true } : run))
    return {
      x: place.x + padding,
      width: place.width - 2 * padding,
      align: cell?.align ?? 'left',
      lines: linesOf(paper, runs, size, place.width - 2 * padding),
      tag: paper.tag(how.head ? 'TH' : 'TD', line),
    }
  })
  const height = Math.max(1, ...cells.map(({ lines }) => lines.length))
  return Array.from({ length: height }, (_, index): Strip => {
    const top = index === 0 ? padding : 0
    const bottom = index === height - 1 ? padding : 0
    return {
      height: top + size * leading + bottom,
      keepsNext: index < height - 1 && height <= mostKeptLines,
      draw: (y) => {
        if (index === 0) paper.aside(() => paper.line([first, y], [(end?.x ?? 0) + (end?.width ?? 0), y]))
        for (const { lines, tag, x, width, align } of cells) {
          const text = lines[index]
          if (text === undefined || text.fragments.length === 0) continue
          paper.within(tag, () => drawLine(paper, text, { x, y: y + top, width, size, align }))
        }
      },
    }
  })
}

/** The head as it is said again: drawn beside the structure, so that a screen reader hears it once. */
function repeatedHead(
  paper: Paper,
  strips: readonly Strip[],
  place: { readonly x: number; readonly width: number },
): Strip {
  const height = strips.reduce((sum, strip) => sum + strip.height, 0)
  return {
    height,
    draw: (y) => {
      let top = y
      for (const strip of strips) {
        strip.draw(top)
        top += strip.height
      }
      paper.aside(() => paper.line([place.x, y], [place.x + place.width, y]))
    },
  }
}

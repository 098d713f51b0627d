import type { PrescriptionLine, SheetBlock, TextAlign, TextRun } from '#app/features/printing/model.ts'
import { paperText } from '#app/text/fr/printing.ts'
import type { Frame, Strip } from './flow.ts'
import { inks, millimetre, type Paper, type Tag } from './paper.ts'
import { drawLine, leading, linesOf } from './rich-lines.ts'
import { tableStrips } from './tables.ts'

/** The column blocks stand in, and the size of its text. */
export interface Column {
  readonly x: number
  readonly width: number
  readonly size: number
}

/** Text in lines, one strip each; two lines at least stay together at either end. */
export function textStrips(
  paper: Paper,
  runs: readonly TextRun[],
  column: Column,
  how: {
    readonly tag: Tag
    readonly align?: TextAlign | undefined
    readonly before?: number
    readonly keepsNext?: boolean
    readonly frame?: Frame
    readonly ink?: string
    /** Drawn at the left of the first line: a bullet, a number. */
    readonly lead?: { readonly text: string; readonly x: number; readonly tag: Tag }
  },
): Strip[] {
  const { x, width, size } = column
  const lines = linesOf(paper, runs, size, width)
  return lines.map((line, index) => ({
    height: size * leading,
    before: index === 0 ? (how.before ?? 0) : 0,
    keepsNext:
      how.keepsNext === true || index === 0 || index === lines.length - 2
        ? index < lines.length - 1 || how.keepsNext === true
        : false,
    ...(how.frame === undefined ? {} : { frame: how.frame }),
    draw: (y) => {
      const { lead } = how
      if (index === 0 && lead !== undefined) {
        paper.within(lead.tag, () => paper.text(lead.text, lead.x, y, { face: 'regular', size }))
      }
      if (line.fragments.length === 0) return
      paper.within(how.tag, () =>
        drawLine(paper, line, { x, y, width, size, align: how.align ?? 'left', ink: how.ink ?? inks.text }),
      )
    },
  }))
}

/** The strips of a block, in a column. */
export function stripsOf(paper: Paper, block: SheetBlock, column: Column): Strip[] {
  const { size } = column
  switch (block.kind) {
    case 'paragraph':
      return textStrips(paper, block.runs, column, { tag: paper.tag('P'), align: block.align, before: size * 0.45 })
    case 'heading': {
      const larger = size * ([1.35, 1.18, 1.05][block.level - 1] ?? 1)
      const runs = block.runs.map((run) => ({ ...run, bold: true }))
      const tag = paper.tag(`H${block.level}`)
      const how = { tag, align: block.align, before: larger * 0.9, keepsNext: true }
      return textStrips(paper, runs, { ...column, size: larger }, how)
    }
    case 'list':
      return listStrips(paper, block, column)
    case 'table':
      return tableStrips(paper, block, column)
    case 'facts':
      return factStrips(paper, block, column)
    case 'notice': {
      const frame: Frame = { left: column.x, width: column.width, padding: size * 0.6 }
      const inside = { ...column, x: column.x + frame.padding, width: column.width - 2 * frame.padding }
      return textStrips(paper, block.runs, inside, { tag: paper.tag('P'), before: size * 0.8, frame })
    }
    case 'prescription':
      return prescriptionStrips(paper, block.lines, column)
    case 'two-zones':
      return twoZones(paper, block, column)
    case 'space':
      return [{ height: block.height * millimetre, draw: () => undefined }]
    case 'page-break':
      return [{ height: 0, breaksPage: true, draw: () => undefined }]
  }
}

function listStrips(paper: Paper, block: Extract<SheetBlock, { kind: 'list' }>, column: Column): Strip[] {
  const { size } = column
  const list = paper.tag('L')
  const counts: number[] = []
  return block.items.flatMap((item, index) => {
    counts.length = item.level + 1
    counts[item.level] = (counts[item.level] ?? 0) + 1
    const indent = size * (1.7 + item.level * 1.7)
    const text = block.ordered ? `${counts[item.level] ?? 1}.` : item.level % 2 === 0 ? '•' : '–'
    const entry = paper.tag('LI', list)
    const lead = { text, x: column.x + indent - size * 1.35, tag: paper.tag('Lbl', entry) }
    const inside = { ...column, x: column.x + indent, width: column.width - indent }
    return textStrips(paper, item.runs, inside, {
      tag: paper.tag('LBody', entry),
      before: index === 0 ? size * 0.45 : size * 0.15,
      lead,
    })
  })
}

function factStrips(paper: Paper, block: Extract<SheetBlock, { kind: 'facts' }>, column: Column): Strip[] {
  const { x, width, size } = column
  const title = textStrips(paper, [{ text: block.title, bold: true }], column, {
    tag: paper.tag('H2'),
    before: size * 1.1,
    keepsNext: true,
  })
  const rule: Strip = {
    height: size * 0.5,
    keepsNext: true,
    draw: (y) => paper.aside(() => paper.line([x, y + size * 0.15], [x + width, y + size * 0.15])),
  }
  const labels = width * 0.3
  const rows = block.rows.flatMap((row) => {
    const tag = paper.tag('P')
    const indent = row.label === '' ? 0 : labels
    const values = textStrips(
      paper,
      [{ text: row.value, ...(row.bold === true ? { bold: true } : {}) }],
      { ...column, x: x + indent, width: width - indent },
      { tag, before: size * 0.15 },
    )
    if (row.label === '') return values
    const names = linesOf(paper, [{ text: row.label }], size, labels - size)
    const rowsOfBoth = Math.max(values.length, names.length)
    return Array.from({ length: rowsOfBoth }, (_, index): Strip => {
      const value = values[index]
      const name = names[index]
      return {
        height: size * leading,
        before: index === 0 ? size * 0.15 : 0,
        keepsNext: index < rowsOfBoth - 1 && rowsOfBoth < 6,
        draw: (y) => {
          if (name !== undefined) {
            paper.within(tag, () =>
              drawLine(paper, name, { x, y, width: labels, size, align: 'left', ink: inks.quiet }),
            )
          }
          value?.draw(y)
        },
      }
    })
  })
  return [...title, rule, ...rows]
}

function prescriptionStrips(paper: Paper, lines: readonly PrescriptionLine[], column: Column, frame?: Frame): Strip[] {
  const { size } = column
  const within = frame === undefined ? {} : { frame }
  return lines.flatMap((line) => {
    const inside = { ...column, x: column.x + size * 1.2, width: column.width - size * 1.2 }
    const under = [line.dosage, ...line.details].filter((text) => text !== '')
    const name = textStrips(paper, [{ text: line.name, bold: true }], column, {
      tag: paper.tag('P'),
      before: size * 0.9,
      keepsNext: under.length > 0,
      ...within,
    })
    const rest = under.flatMap((text, index) =>
      textStrips(paper, [{ text, ...(index > 0 ? { italic: true } : {}) }], inside, {
        tag: paper.tag('P'),
        before: size * 0.1,
        // A drug stays with its dosage and what limits it: parted, the second page would be read alone.
        keepsNext: index < under.length - 1,
        ...within,
      }),
    )
    return [...name, ...rest]
  })
}

function twoZones(paper: Paper, block: Extract<SheetBlock, { kind: 'two-zones' }>, column: Column): Strip[] {
  const zones = [
    { lines: block.longTerm, title: paperText.longTermZone, mark: paperText.longTermMark },
    { lines: block.other, title: paperText.otherZone, mark: paperText.otherMark },
  ]
  return zones.flatMap(({ lines, title, mark }, index) => {
    const padding = 3 * millimetre
    const frame: Frame = { left: column.x, width: column.width, padding, crossed: lines.length === 0 }
    const inside = { ...column, x: column.x + padding, width: column.width - 2 * padding }
    const small = { ...inside, size: column.size * 0.88 }
    const head = [
      ...textStrips(paper, [{ text: title, bold: true }], small, {
        tag: paper.tag('H2'),
        align: 'center',
        before: index === 0 ? 0 : 4 * millimetre,
        keepsNext: true,
        frame,
      }),
      ...textStrips(paper, [{ text: mark }], small, { tag: paper.tag('P'), align: 'center', keepsNext: true, frame }),
    ]
    const body = prescriptionStrips(paper, lines, inside, frame)
    const room: Strip = { height: lines.length === 0 ? 22 * millimetre : 4 * millimetre, frame, draw: () => undefined }
    return [...head, ...body, room]
  })
}

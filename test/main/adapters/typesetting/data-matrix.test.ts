import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { drawDataMatrix } from '#main/adapters/typesetting/data-matrix.ts'
import { type DataMatrix, loadDataMatrices } from '#main/protocols/data-matrix.ts'
import { millimetre } from '#main/adapters/typesetting/paper.ts'

const gs = '\u001D'
const mark = (firstNames: string, birthName: string) =>
  `IS01${'0'.repeat(22)}S1297022A02077878S21.2.250.1.213.1.4.8${gs}S3${firstNames}${gs}S4${birthName}${gs}S5FS626-02-1997S72A020`

let make: (text: string) => DataMatrix
beforeAll(async () => {
  make = await loadDataMatrices()
})

describe('the picture of an INS mark', () => {
  test.each([
    ['DOMINIQUE', 'ADRTROIS', 36],
    ['PIERRE-ALAIN MURIEL FLORIANT', "D'ECETINSI", 40],
    ['D'.repeat(100), 'A'.repeat(100), 52],
  ])('%s %s is a square of %i modules, with its edges', (firstNames, birthName, size) => {
    const { dark, ...matrix } = make(mark(firstNames, birthName))
    expect(matrix.size).toBe(size)
    expect(dark.map((row) => row.length)).toEqual(Array.from({ length: size }, () => size))
    // Left and bottom are dark; top and right, one in two.
    expect(dark.every((row) => row[0] === true)).toBe(true)
    expect(dark.at(-1)?.every((module) => module)).toBe(true)
    expect(dark[0]?.every((module, column) => module === (column % 2 === 0))).toBe(true)
    expect(dark.every((row, place) => row.at(-1) === (place % 2 === 1))).toBe(true)
  })

  test('is the one that an independent reader (ZXing 0.21.3) read back to the letter, its header in C40', () => {
    const { dark } = make(mark('DOMINIQUE', 'ADRTROIS'))
    const modules = dark.map((row) => row.map((module) => (module ? '1' : '0')).join('')).join('\n')
    expect(createHash('sha256').update(modules).digest('hex')).toBe(
      'a9a13d7c8680bfe7e182cc463cc628dd0e75148215274661e42bfc665f4aac32',
    )
  })
})

describe('drawn', () => {
  function drawn(side: number) {
    const matrix = make(mark('DOMINIQUE', 'ADRTROIS'))
    const rows: { readonly y: number; readonly bars: readonly (readonly [number, number])[] }[] = []
    const paper = {
      aside: (draw: () => void) => draw(),
      bars: (bars: readonly (readonly [number, number])[], y: number) => void rows.push({ y, bars }),
    }
    return { taken: drawDataMatrix(paper, matrix, { x: 100, y: 200, side }), rows, matrix }
  }

  test('with a quiet zone of a module on every side, no larger than it needs', () => {
    const { taken, rows, matrix } = drawn(500)
    const module = 0.5 * millimetre
    expect(taken).toBeCloseTo(38 * module)
    expect(rows).toHaveLength(36)
    expect(rows[0]?.y).toBeCloseTo(200 + module)
    const edges = rows.flatMap(({ bars }) => bars.flatMap(([x, width]) => [x, x + width]))
    expect(Math.min(...edges)).toBeCloseTo(100 + module)
    expect(Math.max(...edges)).toBeCloseTo(100 + 37 * module)
    const modules = rows.map(({ bars }) => bars.reduce((sum, [, width]) => sum + width, 0) / module)
    for (const [row, count] of modules.entries())
      expect(count).toBeCloseTo(matrix.dark[row]?.filter(Boolean).length ?? -1)
  })

  test('smaller where there is less room, and not at all where nothing could read it', () => {
    expect(drawn(38 * 0.35 * millimetre).taken).toBeCloseTo(38 * 0.35 * millimetre)
    const tooSmall = drawn(38 * 0.29 * millimetre)
    expect([tooSmall.taken, tooSmall.rows]).toEqual([0, []])
  })
})

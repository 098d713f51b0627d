import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CsvLine, CsvRefusal, decodeCsvBytes, delimiterOf, readCsv } from '#main/protocols/csv.ts'

async function all(text: string): Promise<CsvLine[]> {
  const lines: CsvLine[] = []
  for await (const line of readCsv(text)) lines.push(line)
  return lines
}

describe('bytes of a spreadsheet', () => {
  test.each([
    ['UTF-8', new TextEncoder().encode('Prénom;œ'), 'Prénom;œ'],
    ['UTF-8 with mark', new TextEncoder().encode('\uFEFFPrénom'), 'Prénom'],
    ['Windows-1252', Uint8Array.from([0x50, 0x72, 0xe9, 0x6e, 0x6f, 0x6d, 0x3b, 0x9c, 0x92]), 'Prénom;œ’'],
    ['UTF-16 with mark', Uint8Array.from([0xff, 0xfe, 0x41, 0x00, 0xe9, 0x00]), 'Aé'],
  ])('%s', (_, bytes, text) => {
    expect(decodeCsvBytes(bytes)).toBe(text)
  })
})

test.each([
  ['a;b,c;d\n1;2', ';'],
  ['a,b,c\n1;2;3;4', ','],
  ['a\tb\n', '\t'],
  ['"a;b;c",d\n', ','],
  ['seul\n1', ';'],
])('%j is separated by %j', (text, delimiter) => {
  expect(delimiterOf(text)).toBe(delimiter)
})

test('lines keep their number in the file, empty lines and line ends inside cells included', async () => {
  const text = 'a;b\r\n1;2\r\n\r\n"x\r\ny";3\r\n4;"5 ""six"""\r\n'
  expect(await all(text)).toEqual([
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', '2'] },
    { line: 4, cells: ['x\ny', '3'] },
    { line: 6, cells: ['4', '5 "six"'] },
  ])
})

test('what is written by the rules is read as it was', async () => {
  const cell = fc
    .string({ unit: fc.constantFrom('a', 'é', '"', ';', ',', '\n', "'", '1'), minLength: 1, maxLength: 8 })
    .filter((text) => text.trim() === text)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 6 }), async (rows) => {
      const text = ['x;y;z', ...rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(';'))].join(
        '\n',
      )
      expect((await all(text)).slice(1).map((line) => line.cells)).toEqual(rows)
    }),
    { numRuns: 60 },
  )
})

test.each([
  ['a quote never closed', 'a;b\n1;2\n"3;4\n5;6\n', 'structure'],
  ['text after a quote', 'a;b\n"1"x;2\n', 'structure'],
  ['a NUL', 'a;b\n1;\0\n', 'binary'],
  ['a cell of ten megabytes', `a;b\n1;${'x'.repeat(10_000_000)}\n`, 'cell-too-long'],
  ['a quote that swallows the file', `a;b\n1;"${'x;y\n'.repeat(100_000)}`, 'cell-too-long'],
])('%s is refused', async (_, text, fault) => {
  const refusal = await all(text).then(
    () => null,
    (error: unknown) => error,
  )
  expect(refusal).toBeInstanceOf(CsvRefusal)
  expect((refusal as CsvRefusal).fault).toBe(fault)
})

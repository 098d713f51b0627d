import { CsvError, type Options, parse } from 'csv-parse'

/** One line of a CSV file as read: cells, and the number of its first line in the file (1 is the header). */
export interface CsvLine {
  readonly line: number
  readonly cells: readonly string[]
}

/** Why a text is not a CSV file one can read. */
export type CsvFault = 'binary' | 'structure' | 'cell-too-long'

/** A file whose structure is lost: nothing after this line can be trusted. */
export class CsvRefusal extends Error {
  readonly fault: CsvFault
  readonly line: number
  constructor(fault: CsvFault, line: number) {
    super(`not a readable CSV file: ${fault} at line ${line}`)
    this.name = 'CsvRefusal'
    this.fault = fault
    this.line = line
  }
}

/** Characters of one line, quotes included: a patient has far less, and an unclosed quote swallows the file. */
const longestLine = 60_000
const pieceLength = 64 * 1024

/**
 * The bytes of a spreadsheet's export as text: UTF-8 with or without mark, UTF-16 with mark, else Windows-1252, which is
 * what French spreadsheets write when they do not write UTF-8.
 */
export function decodeCsvBytes(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** The sign that separates cells: whichever of `;`, `,` and tab the header line holds most, outside quotes. */
export function delimiterOf(text: string): ';' | ',' | '\t' {
  const counts = { ';': 0, ',': 0, '\t': 0 }
  let quoted = false
  for (const sign of text.slice(0, 20_000)) {
    if (sign === '"') quoted = !quoted
    else if (!quoted && (sign === '\n' || sign === '\r')) break
    else if (!quoted && (sign === ';' || sign === ',' || sign === '\t')) counts[sign] += 1
  }
  if (counts[';'] >= counts[','] && counts[';'] >= counts['\t']) return ';'
  return counts['\t'] >= counts[','] ? '\t' : ','
}

/**
 * Reads a CSV text line by line, empty lines left out, giving way to other work between pieces. Quotes as in RFC 4180.
 *
 * Throws `CsvRefusal` where the structure is lost: a quote never closed, text after a closing quote, a line longer than
 * any real one, a NUL character.
 */
export async function* readCsv(text: string): AsyncGenerator<CsvLine> {
  const nul = text.indexOf('\0')
  if (nul !== -1) throw new CsvRefusal('binary', lineAt(text, nul))
  const options: Options = {
    bom: true,
    delimiter: delimiterOf(text),
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestLine,
    info: true,
    trim: true,
    record_delimiter: '\n',
  }
  const parser = parse(options)
  let line = 1
  try {
    parser.on('error', () => undefined)
    // One sort of line end, or the lines inside a quoted cell are miscounted.
    const feeding = feed(parser, text.replaceAll(/\r\n?/g, '\n'))
    for await (const item of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const { record, info } = item
      // `info.lines` counts to the end of the record: a quoted cell may hold line ends of its own.
      const inner = record.reduce((count, cell) => count + (cell.split('\n').length - 1), 0)
      line = info.lines
      yield { line: line - inner, cells: record }
    }
    await feeding
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const at = typeof error['lines'] === 'number' ? error['lines'] : line
    throw new CsvRefusal(error.code === 'CSV_MAX_RECORD_SIZE' ? 'cell-too-long' : 'structure', at)
  }
}

async function feed(parser: ReturnType<typeof parse>, text: string): Promise<void> {
  for (let from = 0; from < text.length; from += pieceLength) {
    if (parser.destroyed) return
    if (!parser.write(text.slice(from, from + pieceLength))) {
      await new Promise<void>((resolve) => {
        const go = (): void => {
          parser.off('drain', go)
          parser.off('close', go)
          resolve()
        }
        parser.on('drain', go)
        parser.on('close', go)
      })
    }
  }
  if (!parser.destroyed) parser.end()
}

function lineAt(text: string, place: number): number {
  return text.slice(0, place).split('\n').length
}

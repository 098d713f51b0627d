/** A line of a file that was refused: where, which field, why (a code that `app/text` words). */
export interface RefusedCim10Line {
  readonly line: number
  readonly field: 'code' | 'label' | 'file'
  readonly reason: Cim10FileReason
}

/** Why a file of codes, or one of its lines, is refused. */
export type Cim10FileReason =
  | 'empty'
  | 'not-text'
  | 'too-many'
  | 'no-label'
  | 'not-a-code'
  | 'label-too-long'
  | 'control-character'
  | 'twice'

export type Cim10File =
  | { readonly ok: true; readonly codes: readonly { readonly code: string; readonly label: string }[] }
  | { readonly ok: false; readonly refused: readonly RefusedCim10Line[] }

/** More than twice the whole ATIH edition. */
export const mostCodes = 100_000
const longestLabel = 400
/** A file of something else would be refused line after line: the first ones say enough. */
const mostRefused = 100

/**
 * Reads a file of the CIM-10, all or nothing. One code a line, its label after it, between « ; », « | » or tabs: `E119;Diabète
 * sucré de type 2…`, or the file of the ATIH (`LIBCIM10MULTI.TXT`: code, three flags, short label, long label), whose last
 * field is kept. A code is written with or without its dot; a first line of titles is passed over; a code may come twice
 * with one label.
 */
export function readCim10File(text: string): Cim10File {
  if (text.includes('\0')) return refusal(1, 'file', 'not-text')
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const separator = separatorOf(lines)
  const codes = new Map<string, string>()
  const refused: RefusedCim10Line[] = []
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || (codes.size === 0 && refused.length === 0 && isTitles(line))) continue
    const read = readLine(cells(line, separator))
    if ('reason' in read) refused.push({ line: index + 1, ...read })
    else if ((codes.get(read.code) ?? read.label) === read.label) codes.set(read.code, read.label)
    else refused.push({ line: index + 1, field: 'code', reason: 'twice' })
    if (codes.size > mostCodes) return refusal(index + 1, 'file', 'too-many')
    if (refused.length >= mostRefused) break
  }
  if (refused.length > 0) return { ok: false, refused }
  if (codes.size === 0) return refusal(1, 'file', 'empty')
  return { ok: true, codes: [...codes].map(([code, label]) => ({ code, label })) }
}

/** A code as it is printed: `E119`, `e11.9` and `E11.9 ` give `E11.9`; `B24+0` gives `B24.+0`. `null` for anything else. */
export function printedCim10Code(written: string): string | null {
  const [, category, rest] = /^([A-Z]\d{2})\.?([0-9+*-]{0,5})$/.exec(written.trim().toUpperCase()) ?? []
  if (category === undefined || rest === undefined) return null
  return rest === '' ? category : `${category}.${rest}`
}

function refusal(line: number, field: RefusedCim10Line['field'], reason: Cim10FileReason): Cim10File {
  return { ok: false, refused: [{ line, field, reason }] }
}

function separatorOf(lines: readonly string[]): string {
  const first = lines.find((line) => line.trim() !== '' && !isTitles(line)) ?? ''
  return ['|', '\t', ';'].find((separator) => first.includes(separator)) ?? ';'
}

function isTitles(line: string): boolean {
  return /^"?\s*(code|cim)/i.test(line)
}

type ReadLine =
  | { readonly code: string; readonly label: string }
  | { readonly field: 'code' | 'label'; readonly reason: Cim10FileReason }

function readLine(fields: readonly string[]): ReadLine {
  const code = printedCim10Code(fields[0] ?? '')
  if (code === null) return { field: 'code', reason: 'not-a-code' }
  const label = (fields.slice(1).findLast((field) => field.trim() !== '') ?? '').trim().replace(/ {2,}/g, ' ')
  if (label === '' || /^[\d\s]+$/.test(label)) return { field: 'label', reason: 'no-label' }
  if (/\p{Cc}/u.test(label)) return { field: 'label', reason: 'control-character' }
  if (label.length > longestLabel) return { field: 'label', reason: 'label-too-long' }
  return { code, label }
}

/** The fields of a line; one between quotes may hold the separator, and quotes doubled. */
function cells(line: string, separator: string): readonly string[] {
  if (!line.includes('"')) return line.split(separator)
  const found: string[] = []
  let cell = ''
  let quoted = false
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at] ?? ''
    if (quoted && sign === '"' && line[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (sign === '"' && (quoted || cell.trim() === '')) quoted = !quoted
    else if (sign === separator && !quoted) {
      found.push(cell)
      cell = ''
    } else cell += sign
  }
  return [...found, cell]
}

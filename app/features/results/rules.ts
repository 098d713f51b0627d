import { nameKey } from '#app/kernel/letters.ts'
import type { ResultFields, ResultFlag, ResultLine } from './model.ts'

/** What a line says of its value: what the laboratory gave, or where the number stands in its range. */
export function flagOf(line: Pick<ResultLine, 'value' | 'low' | 'high' | 'flag'>): ResultFlag | null {
  if (line.flag !== null) return line.flag
  const { value, low, high } = line
  if (value === null || (low === null && high === null)) return null
  if (high !== null && value > high) return 'high'
  if (low !== null && value < low) return 'low'
  return 'normal'
}

/** Whether a value stands out. */
export function isAbnormal(flag: ResultFlag | null): boolean {
  return flag !== null && flag !== 'normal'
}

/** How many values of a result stand out. */
export function countAbnormal(lines: readonly ResultLine[]): number {
  return lines.filter((line) => isAbnormal(flagOf(line))).length
}

/** The same analyte, however it is written: what earlier values are found by. */
export function analyteKey(analyte: string): string {
  return nameKey(analyte)
}

const titleParts = 3

/** What the Historique calls a result: its title, or its first panels and analytes. */
export function titleOf({ title, lines }: Pick<ResultFields, 'title' | 'lines'>): string {
  if (title !== '') return title
  const names = [...new Set(lines.map(({ panel, analyte }) => (panel === '' ? analyte : panel)))]
  return names.slice(0, titleParts).join(', ') + (names.length > titleParts ? '…' : '')
}

/** Everything a result is found by. */
export function wordsOf({ laboratory, comment, lines }: ResultFields): string {
  return [laboratory, ...lines.flatMap(({ panel, analyte, text }) => [panel, analyte, text]), comment]
    .filter((text) => text !== '')
    .join('\n')
}

/**
 * Reads the limits of a range as reports write them: « 4,0 – 6,0 », « < 0,70 », « > 60 », « 3.5-5.1 », « ≤ 5 ». `null` for
 * anything else, which is kept as it is written. « < » keeps its limit as the highest value that is not out of range.
 */
export function readRange(typed: string): { readonly low: number | null; readonly high: number | null } | null {
  const text = typed.replace(/\s+/gu, ' ').trim()
  const number = '(-?\\d+(?:[.,]\\d+)?)'
  const between = new RegExp(`^${number} ?(?:-|–|—|à|a) ?${number}$`, 'u').exec(text)
  if (between !== null) {
    const [low, high] = [numeric(between[1]), numeric(between[2])]
    return low <= high ? { low, high } : null
  }
  const [, sign, limit] = new RegExp(`^(<|≤|<=|inf\\.?|>|≥|>=|sup\\.?) ?(?:à )?${number}$`, 'iu').exec(text) ?? []
  if (sign === undefined || limit === undefined) return null
  return /^[<≤i]/iu.test(sign) ? { low: null, high: numeric(limit) } : { low: numeric(limit), high: null }
}

/** Reads a value as it is typed: a number when it is one, otherwise words. */
export function readValue(typed: string): { readonly value: number | null; readonly text: string } {
  const text = typed.replace(/\s+/gu, ' ').trim()
  const plain = text.replace(/(\d) (?=\d{3}(?:\D|$))/g, '$1').replace(',', '.')
  return /^-?\d{1,12}(?:\.\d{1,6})?$/.test(plain) ? { value: Number(plain), text: '' } : { value: null, text }
}

function numeric(text = ''): number {
  return Number(text.replace(',', '.'))
}

/** « HM » for Hélène MARCHAND, « JLM » for Jean-Luc MARTIN. */
export function initialsOf(firstName: string, lastName: string): string {
  const first = firstName.split(/[\s-]+/u).map((part) => part.slice(0, 1))
  return [...first, lastName.slice(0, 1)].join('').toLocaleUpperCase('fr')
}

/** A day already gone as people type it (19/11/2026, 191126, 19.11.26, 2026-11-19); `null` for anything else. */
export function readPastDay(typed: string, today: string): string | null {
  const text = typed.trim()
  const [, isoYear, isoMonth, isoDay] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const [, day = '', month = '', year = ''] =
    isoYear === undefined
      ? (/^(\d{1,2})[\s/.-]+(\d{1,2})[\s/.-]+(\d{4}|\d{2})$/.exec(text) ??
        /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(text) ??
        [])
      : ['', isoDay, isoMonth, isoYear]
  if (year === '') return null
  const whole =
    year.length === 2 ? `${Number(today.slice(0, 2)) - (`20${year}` > today.slice(0, 4) ? 1 : 0)}${year}` : year
  const read = `${whole}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${read}T00:00:00.000Z`)
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === read
  return exists && read <= today ? read : null
}

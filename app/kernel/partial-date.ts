import { z } from 'zod'
import { toPlainCapitals } from './letters.ts'

/**
 * A day, a month or a year of somebody's story, `AAAA-MM-JJ` as text: `2014-00-00` when only the year is known,
 * `2014-05-00` when the day is not. Unlike a civil date it is a real one: a day that does not exist is refused.
 */
export const partialDate = z.string().refine(isPartialDate, { message: 'not a date' })
export type PartialDate = z.infer<typeof partialDate>

/** Whether a text is a {@link partialDate}: a day without a month is not one, nor is 30 February. */
export function isPartialDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  if (year === '' || Number(year) < 1800 || Number(month) > 12) return false
  if (month === '00') return day === '00'
  return Number(day) <= daysIn(Number(year), Number(month))
}

/**
 * Reads a day, a month or a year as people type it: 2014, 05/2014, « mai 2014 », 12/05/2014, 120514, 12052014,
 * « 12 mai 14 », 2014-05-12; unknown parts as 00. A year of two digits is the latest one that is not after `today`.
 * Gives `null` when it is none of these or does not exist. A date after `today` is read: what is expected has one too.
 */
export function readPartialDate(typed: string, today: string): PartialDate | null {
  const text = toPlainCapitals(typed)
    .trim()
    .replace(/\b1ER\b/, '1')
  const parts = partsOf(text)
  if (parts === null) return null
  const date = [yearOf(parts.year, today), two(parts.month), two(parts.day)].join('-')
  return isPartialDate(date) ? date : null
}

/**
 * Compares two dates by what both know of themselves: `2014-00-00` and `2014-05-12` are the same. Negative when the first
 * is before.
 */
export function comparePartialDates(first: PartialDate, second: PartialDate): number {
  const known = Math.min(knownPart(first).length, knownPart(second).length)
  const [a, b] = [first.slice(0, known), second.slice(0, known)]
  return a === b ? 0 : a < b ? -1 : 1
}

/** The part that is known: `2014`, `2014-05` or `2014-05-12`. */
export function knownPart(date: PartialDate): string {
  return date.replace(/(-00)+$/, '')
}

const monthNames = ['JANV', 'FEVR', 'MARS', 'AVRI', 'MAI', 'JUIN', 'JUIL', 'AOUT', 'SEPT', 'OCTO', 'NOVE', 'DECE']

interface Parts {
  readonly year: string
  readonly month: string
  readonly day: string
}

function partsOf(text: string): Parts | null {
  const iso = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/.exec(text)
  if (iso !== null) return { year: iso[1] ?? '', month: iso[2] ?? '', day: iso[3] ?? '00' }
  const compact = /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(text)
  if (compact !== null) return { day: compact[1] ?? '', month: compact[2] ?? '', year: compact[3] ?? '' }
  const words = text.split(/[\s/.-]+/).filter((word) => word !== '')
  const year = words.at(-1) ?? ''
  if (!/^(\d{4}|\d{2})$/.test(year) || words.length > 3) return null
  if (words.length === 1) return year.length === 4 ? { year, month: '00', day: '00' } : null
  const month = monthOf(words.at(-2) ?? '')
  const day = words.length === 3 ? (words[0] ?? '') : '00'
  return month === null || !/^\d{1,2}$/.test(day) ? null : { year, month, day }
}

function monthOf(word: string): string | null {
  if (/^\d{1,2}$/.test(word)) return word
  const found = word.length < 3 ? -1 : monthNames.findIndex((name) => name.startsWith(word.slice(0, 4)))
  // « jui » is June or July: nobody guesses.
  return found === -1 || word === 'JUI' ? null : String(found + 1)
}

function yearOf(year: string, today: string): string {
  if (year.length === 4) return year
  const century = Number(today.slice(0, 2))
  return `${Number(year) > Number(today.slice(2, 4)) ? century - 1 : century}${year}`
}

function two(part: string): string {
  return part.padStart(2, '0')
}

function daysIn(year: number, month: number): number {
  const lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return lengths[month - 1] ?? 0
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

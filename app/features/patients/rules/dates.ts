import { interpretBirthDate } from '#app/kernel/birth-date.ts'
import type { CivilDate } from '#app/kernel/civil-date.ts'
import { toPlainCapitals } from '#app/kernel/letters.ts'

export { interpretBirthDate }

/** Why a typed date is refused. */
export type DateRefusal =
  | { readonly code: 'date.empty' | 'date.format' | 'date.month' | 'date.future' | 'date.too-old' }
  /** The day does not exist: « Février 1958 a 28 jours. » */
  | { readonly code: 'date.day'; readonly month: number; readonly year: number; readonly days: number }

/** `partial`: a day or a month is unknown (`00`). `lunar`: the month is above 12, as Assurance Maladie carries some. */
export type DateKind = 'full' | 'partial' | 'lunar'

export type DateReading =
  | { readonly ok: true; readonly date: CivilDate; readonly kind: DateKind }
  | { readonly ok: false; readonly refusal: DateRefusal }

const oldestAgeInYears = 130

const monthWords = [
  'JANVIER',
  'FEVRIER',
  'MARS',
  'AVRIL',
  'MAI',
  'JUIN',
  'JUILLET',
  'AOUT',
  'SEPTEMBRE',
  'OCTOBRE',
  'NOVEMBRE',
  'DECEMBRE',
] as const

/** The month a word or its beginning names (« juil », « févr. »), or `null` when none or several do (« jui »). */
export function monthFromWord(word: string): number | null {
  const capitals = toPlainCapitals(word)
  if (capitals.length < 3) return null
  const found = monthWords.filter((month) => month.startsWith(capitals))
  return found.length === 1 && found[0] !== undefined ? monthWords.indexOf(found[0]) + 1 : null
}

/**
 * Reads a date as people type it: 14/07/1977, 14.07.77, 14071977, 140777, « 14 juil 77 », 1977-07-14; unknown parts as
 * 00 (00/07/1977) or left out (07/1977, 1977). A year of two digits is the latest one that is not after `today`.
 *
 * Refuses a day that does not exist, a date after `today`, and one more than 130 years before it.
 */
export function parseDate(typed: string, today: CivilDate): DateReading {
  const text = toPlainCapitals(typed)
    .trim()
    .replace(/\b1ER\b/, '1')
  if (text === '') return { ok: false, refusal: { code: 'date.empty' } }
  const parts = partsOf(text)
  if (parts === null) return { ok: false, refusal: { code: 'date.format' } }
  const year = parts.year.length === 2 ? centuryOf(parts, today) : Number(parts.year)
  return checkDate(`${String(year).padStart(4, '0')}-${parts.month}-${parts.day}`, today)
}

interface Parts {
  readonly day: string
  readonly month: string
  readonly year: string
}

function partsOf(text: string): Parts | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text)
  if (iso) return { year: iso[1] ?? '', month: two(iso[2]), day: two(iso[3]) }
  const compact = /^(\d{2})(\d{2})(\d{2}|\d{4})$/.exec(text.replace(/\s/g, ''))
  if (compact) return { day: compact[1] ?? '', month: compact[2] ?? '', year: compact[3] ?? '' }
  const words = text.split(/[\s/.,-]+/).filter((word) => word !== '')
  const [first, second, third] = words
  if (words.length === 3 && isDay(first) && third !== undefined && isYear(third)) {
    const month = monthOf(second)
    return month === null ? null : { day: two(first), month, year: third }
  }
  if (words.length === 2 && second !== undefined && isYear(second)) {
    const month = monthOf(first)
    return month === null ? null : { day: '00', month, year: second }
  }
  if (words.length === 1 && /^\d{4}$/.test(first ?? '')) return { day: '00', month: '00', year: first ?? '' }
  return null
}

function monthOf(word: string | undefined): string | null {
  if (word === undefined) return null
  if (/^\d{1,2}$/.test(word)) return two(word)
  const month = monthFromWord(word)
  return month === null ? null : two(String(month))
}

function isDay(word: string | undefined): boolean {
  return word !== undefined && /^\d{1,2}$/.test(word)
}

function isYear(word: string): boolean {
  return /^(\d{2}|\d{4})$/.test(word)
}

function two(digits: string | undefined): string {
  return (digits ?? '').padStart(2, '0')
}

function centuryOf(parts: Parts, today: CivilDate): number {
  const century = Number(today.slice(0, 2)) * 100
  const year = century + Number(parts.year)
  const lunar = Number(parts.month) > 12
  return `${year}-${lunar ? '01' : parts.month}-${parts.day}` > today ? year - 100 : year
}

/** Judges a date already in the form `AAAA-MM-JJ`: known parts must exist, not be after `today`, nor too old. */
export function checkDate(date: string, today: CivilDate): DateReading {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  const year = Number(found?.[1])
  const month = Number(found?.[2])
  const day = Number(found?.[3])
  if (found === null || year === 0) return { ok: false, refusal: { code: 'date.format' } }
  const lunar = month > 12
  // A month of Assurance Maladie above 12 says nothing of the day's limit.
  const days = lunar || month === 0 ? 31 : daysInMonth(year, month)
  if (day > days) {
    return lunar || month === 0
      ? { ok: false, refusal: { code: 'date.month' } }
      : { ok: false, refusal: { code: 'date.day', month, year, days } }
  }
  const known = lunar || month === 0 ? date.slice(0, 4) : day === 0 ? date.slice(0, 7) : date
  if (known > today.slice(0, known.length)) return { ok: false, refusal: { code: 'date.future' } }
  if (Number(today.slice(0, 4)) - year > oldestAgeInYears) return { ok: false, refusal: { code: 'date.too-old' } }
  return { ok: true, date, kind: lunar ? 'lunar' : month === 0 || day === 0 ? 'partial' : 'full' }
}

/** Days of a month of the Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** JJ/MM/AAAA, unknown parts as 00. */
export function formatDate(date: CivilDate): string {
  return `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`
}

/** An age in the unit one would say it in. */
export interface Age {
  readonly value: number
  readonly unit: 'years' | 'months' | 'days'
}

/**
 * Age on a day, as one says it: in days before one month, in months before two years, in years after. Unknown parts of
 * the birth date are interpreted. `null` before birth.
 */
export function ageAt(birthDate: CivilDate, on: CivilDate): Age | null {
  const born = interpretBirthDate(birthDate).date
  if (born > on) return null
  const months = monthsBetween(born, on)
  if (months >= 24) return { value: Math.floor(months / 12), unit: 'years' }
  if (months >= 1) return { value: months, unit: 'months' }
  return { value: Math.round((Date.parse(on) - Date.parse(born)) / 86_400_000), unit: 'days' }
}

function monthsBetween(from: CivilDate, to: CivilDate): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4))
  const months = years * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7))
  const lastDay = daysInMonth(Number(to.slice(0, 4)), Number(to.slice(5, 7)))
  // Born on the 31st: the month is over on the last day of a shorter one.
  return Number(to.slice(8)) < Math.min(Number(from.slice(8)), lastDay) ? months - 1 : months
}

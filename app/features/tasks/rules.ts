import type { CivilDate } from '#app/kernel/civil-date.ts'

/** How near the day of a task is. `none`: no day was set. */
export type DueState = 'late' | 'today' | 'tomorrow' | 'later' | 'none'

/** How near the day of a task is, seen from `today`. A task done is never late: ask only of those to do. */
export function dueState(dueOn: CivilDate | null, today: CivilDate): DueState {
  if (dueOn === null) return 'none'
  if (dueOn < today) return 'late'
  if (dueOn === today) return 'today'
  return dueOn === dayAfter(today, 1) ? 'tomorrow' : 'later'
}

/** Why a typed day is refused. */
export type DueRefusal = 'due.format' | 'due.no-such-day' | 'due.past' | 'due.too-far'

export type DueReading =
  | { readonly ok: true; readonly date: CivilDate }
  | { readonly ok: false; readonly refusal: DueRefusal }

/** The farthest a task may be due: later, it is not a task of this cabinet but a slip of the finger. */
export const farthestDueInYears = 10

/**
 * Reads the day a task is due as people type it: 26/11/2026, 261126, 26112026, 2026-11-26, « 26 nov 26 », « 26/11 » and
 * « 26 novembre » (the next one), « aujourd’hui », « demain », « après-demain », « lundi » (the next one), « +3 »,
 * « dans 3 jours », « dans 2 semaines », « dans 6 mois ». Capitals and accents are free.
 *
 * Refuses a day that does not exist, one before `today` and one more than ten years away.
 */
export function readDueDay(typed: string, today: CivilDate): DueReading {
  const text = folded(typed)
  const date = wordDay(text, today) ?? writtenDay(text, today)
  if (date === null) return { ok: false, refusal: 'due.format' }
  if (!exists(date)) return { ok: false, refusal: 'due.no-such-day' }
  if (date < today) return { ok: false, refusal: 'due.past' }
  if (date > `${Number(today.slice(0, 4)) + farthestDueInYears}${today.slice(4)}`) {
    return { ok: false, refusal: 'due.too-far' }
  }
  return { ok: true, date }
}

/** The day so many days after another. */
export function dayAfter(date: CivilDate, days: number): CivilDate {
  const [year, month, day] = numbers(date)
  return written(new Date(Date.UTC(year, month - 1, day + days)))
}

/** The same day so many months later, or the last day of that month when it is shorter. */
export function monthAfter(date: CivilDate, months: number): CivilDate {
  const [year, month, day] = numbers(date)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return written(new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))))
}

const weekdays = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi']
const months = [
  'janvier',
  'fevrier',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'aout',
  'septembre',
  'octobre',
  'novembre',
  'decembre',
]
const daysFromToday: Readonly<Record<string, number>> = { "aujourd'hui": 0, demain: 1, 'apres-demain': 2 }

function wordDay(text: string, today: CivilDate): CivilDate | null {
  const named = daysFromToday[text.replace(/^apres demain$/, 'apres-demain')]
  if (named !== undefined) return dayAfter(today, named)
  const weekday = weekdays.indexOf(text)
  if (weekday !== -1) {
    const [year, month, day] = numbers(today)
    const present = new Date(Date.UTC(year, month - 1, day)).getUTCDay()
    // Said on a Monday, « lundi » is the next one.
    return dayAfter(today, ((weekday - present + 6) % 7) + 1)
  }
  const [, count, unit = 'j'] = /^(?:dans |\+ ?)(\d{1,3})(?: ?(j|jours?|s|sem|semaines?|mois))?$/.exec(text) ?? []
  if (count === undefined) return null
  if (unit === 'mois') return monthAfter(today, Number(count))
  return dayAfter(today, Number(count) * (unit.startsWith('s') ? 7 : 1))
}

function writtenDay(text: string, today: CivilDate): CivilDate | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  if (iso !== null) return civil(iso[1], iso[2], iso[3])
  const compact = /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(text.replaceAll(' ', ''))
  if (compact !== null) return civil(compact[3], compact[2], compact[1])
  const [day, monthWord, year, ...more] = text.split(/[\s/.,-]+/).filter((part) => part !== '')
  if (day === undefined || monthWord === undefined || more.length > 0) return null
  if (!/^\d{1,2}$/.test(day) || (year !== undefined && !/^(\d{2}|\d{4})$/.test(year))) return null
  const month = monthNumber(monthWord)
  if (month === null) return null
  if (year !== undefined) return civil(year, month, day)
  const thisYear = civil(today.slice(0, 4), month, day)
  return thisYear !== null && thisYear < today ? civil(String(Number(today.slice(0, 4)) + 1), month, day) : thisYear
}

function monthNumber(word: string): string | null {
  if (/^\d{1,2}$/.test(word)) return word
  const found = word.length < 3 ? [] : months.filter((month) => month.startsWith(word))
  return found.length === 1 && found[0] !== undefined ? String(months.indexOf(found[0]) + 1) : null
}

/** A year of two digits is of this century: tasks are ahead. */
function civil(year = '', month = '', day = ''): CivilDate {
  return `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

function exists(date: CivilDate): boolean {
  const [year, month, day] = numbers(date)
  return written(new Date(Date.UTC(year, month - 1, day))) === date
}

function written(date: Date): CivilDate {
  return date.toISOString().slice(0, 10)
}

function numbers(date: CivilDate): readonly [number, number, number] {
  const [year, month, day] = date.split('-')
  return [Number(year), Number(month), Number(day)]
}

function folded(typed: string): string {
  return typed
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/\b1er\b/, '1')
    .replace(/\s+/g, ' ')
    .trim()
}

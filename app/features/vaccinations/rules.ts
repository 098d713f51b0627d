import type { CivilDate } from '#app/kernel/civil-date.ts'
import { searchWords } from '#app/kernel/letters.ts'
import {
  type CalendarReason,
  type CalendarRule,
  type CalendarStep,
  calendarRules,
  papillomavirusFromFifteen,
  rotaTeq,
  seasonalRules,
} from './calendar.ts'
import { type Valence, type VaccinationFields, valence as valences } from './model.ts'

/** Where somebody stands for one valence. */
export type Standing =
  /** Nothing is asked today; `nextOn`: the day the next dose is due, `null` when none is. */
  | { readonly state: 'done'; readonly nextOn: CivilDate | null }
  /** A dose is asked: since `dueOn`, or from it when it is ahead; late from `lateOn`. */
  | { readonly state: 'due'; readonly dueOn: CivilDate; readonly lateOn: CivilDate }
  | { readonly state: 'late'; readonly dueOn: CivilDate; readonly lateOn: CivilDate }
  /** The calendar asks nothing at this age, of this birth. */
  | { readonly state: 'not-concerned' }
  /** Nothing is asked until this day: of what each autumn brings, once its campaign is over. */
  | { readonly state: 'later'; readonly nextOn: CivilDate }
  /** The calendar of 2025 does not judge it by age and doses alone. */
  | { readonly state: 'not-computed' }

/** A line of the table of valences. */
export interface ValenceLine {
  readonly valence: Valence
  readonly standing: Standing
  /** The rule applied; `null` when the calendar has none that age alone decides. */
  readonly because: CalendarReason | null
  /** Doses of the record, the last first. */
  readonly doses: readonly VaccinationFields[]
}

/** Of whom the calendar is asked. */
export interface CalendarSubject {
  readonly birthDate: CivilDate
  readonly today: CivilDate
  readonly vaccinations: readonly VaccinationFields[]
}

/**
 * Where somebody stands for each valence of the calendar, and for those they have received: only what the record holds is
 * counted. An unknown day of birth is taken as the first, and of an adult an unknown month as January; of a dose, the
 * fifteenth and July.
 */
export function readCalendar(subject: CalendarSubject): readonly ValenceLine[] {
  return valences.options.flatMap((valence) => {
    const doses = subject.vaccinations
      .filter((one) => one.valences.includes(valence))
      .toSorted((first, second) => (first.givenOn < second.givenOn ? 1 : -1))
    const read = readValence(valence, doses, subject)
    const isShown = doses.length > 0 || (read.because !== null && read.standing.state !== 'not-concerned')
    return isShown ? [{ valence, doses, ...read }] : []
  })
}

/** What is asked now or soon, the latest first: late ones, due ones, then those due within `months`. */
export function dueList(lines: readonly ValenceLine[], today: CivilDate, months: number): readonly ValenceLine[] {
  const horizon = monthsAfter(today, months)
  const when = ({ standing }: ValenceLine): string =>
    standing.state === 'late' || standing.state === 'due'
      ? standing.dueOn
      : standing.state === 'later'
        ? standing.nextOn
        : standing.state === 'done'
          ? (standing.nextOn ?? '9999')
          : '9999'
  const rank = ({ standing }: ValenceLine): number => (standing.state === 'late' ? 0 : standing.state === 'due' ? 1 : 2)
  return lines
    .filter((line) => rank(line) < 2 || when(line) <= horizon)
    .toSorted((first, second) => rank(first) - rank(second) || (when(first) < when(second) ? -1 : 1))
}

function readValence(
  valence: Valence,
  doses: readonly VaccinationFields[],
  { birthDate, today }: CalendarSubject,
): Pick<ValenceLine, 'standing' | 'because'> {
  const birth = exactDay(birthDate, '01', '01')
  const age = monthsBetween(birth, today)
  const seasonal = seasonalRules.find((rule) => rule.valence === valence)
  if (seasonal !== undefined) {
    if (age < seasonal.ageFrom) return { standing: { state: 'not-concerned' }, because: seasonal.because }
    return { standing: seasonStanding(doses, today), because: seasonal.because }
  }
  const rules = calendarRules.filter((rule) => rule.valence === valence)
  const rule = rules.find((one) => concerns(one, birth, age))
  if (rule !== undefined) {
    // Of a child, the months decide: without the month of birth, nothing does.
    const isComputed = age >= adult || isMonthKnown(birthDate)
    const standing: Standing = isComputed ? standingOf(rule, doses, birth, today) : { state: 'not-computed' }
    return { standing, because: rule.because }
  }
  const ahead = rules.find((one) => isBorn(one, birth) && age < (one.ageFrom ?? 0))
  if (ahead !== undefined) return { standing: { state: 'not-concerned' }, because: ahead.because }
  const past = rules.at(-1)
  return past === undefined
    ? { standing: { state: 'not-computed' }, because: null }
    : { standing: { state: 'not-concerned' }, because: past.because }
}

function concerns(rule: CalendarRule, birth: CivilDate, age: number): boolean {
  return isBorn(rule, birth) && age >= (rule.ageFrom ?? 0) && age < (rule.ageBefore ?? Number.POSITIVE_INFINITY)
}

function isBorn({ bornFrom = '', bornTo = '9999' }: CalendarRule, birth: CivilDate): boolean {
  return birth >= bornFrom && birth <= bornTo
}

function standingOf(
  rule: CalendarRule,
  received: readonly VaccinationFields[],
  birth: CivilDate,
  today: CivilDate,
): Standing {
  if (rule.notComputed === true) return { state: 'not-computed' }
  const counted = received.filter((dose) => counts(rule, dose))
  // Another vaccine alone: the time to leave after it depends on which.
  if (counted.length === 0 && received.length > 0 && isOfChosenVaccines(rule)) return { state: 'not-computed' }
  const days = counted.map(({ givenOn }) => exactDay(givenOn, '07', '15')).toSorted()
  const steps = stepsFor(rule, received, days, birth)
  const next = nextStep(steps, days, birth, today)
  if (next === null) return { state: 'done', nextOn: null }
  const last = days.at(-1)
  const byAge = monthsAfter(birth, next.at)
  const byGap = last === undefined ? byAge : monthsAfter(last, next.gap)
  const dueOn = byGap > byAge ? byGap : byAge
  if (dueOn > today) return { state: 'done', nextOn: dueOn }
  const lateByAge = monthsAfter(birth, next.late)
  const lateOn = lateByAge > dueOn ? lateByAge : monthsAfter(dueOn, 1)
  return { state: today < lateOn ? 'due' : 'late', dueOn, lateOn }
}

/** The doses of a rule for somebody: some vaccines and some ages have a scheme of their own. */
function stepsFor(
  rule: CalendarRule,
  received: readonly VaccinationFields[],
  days: readonly CivilDate[],
  birth: CivilDate,
): readonly CalendarStep[] {
  const first = days[0]
  if (rule.because === 'rotavirus' && received.some((dose) => nameOf(dose).startsWith(rotaTeq.name))) {
    return [...rule.steps, { at: 4, late: 5, gap: 1 }]
  }
  const { from, gaps } = papillomavirusFromFifteen
  if (rule.because === 'papillomavirus' && first !== undefined && monthsBetween(birth, first) >= from) {
    return [...rule.steps.slice(0, 1), ...gaps.map((gap) => ({ at: from, late: from, gap }))]
  }
  return rule.steps
}

/** Eighteen years, in months. */
const adult = 216

/** The dose that comes next, or `null` when none does. */
function nextStep(
  steps: readonly CalendarStep[],
  days: readonly CivilDate[],
  birth: CivilDate,
  today: CivilDate,
): CalendarStep | null {
  const boosters = steps.filter((step) => step.from !== undefined)
  const primary = steps.filter((step) => step.from === undefined)
  const firstBooster = boosters[0]
  const age = monthsBetween(birth, today)
  const ages = days.map((day) => monthsBetween(birth, day))
  const reached = boosters.findLastIndex(({ from = 0 }) => ages.some((received) => received >= from))
  // Of adults, and after a booster, the first doses of childhood are taken as received: few have their proof.
  if (firstBooster === undefined || (reached === -1 && age < adult)) {
    const missing = primary[ages.length]
    if (missing !== undefined || firstBooster === undefined) return missing ?? null
  }
  const after = boosters.slice(reached + 1)
  // Boosters missed are not made up one by one: the one of today's age stands for them.
  return after.findLast(({ at }) => at <= age) ?? after[0] ?? null
}

function seasonStanding(doses: readonly VaccinationFields[], today: CivilDate): Standing {
  const year = Number(today.slice(0, 4))
  // A season goes from one September to the next August; its campaign opens in the autumn.
  const start = today.slice(5) >= '09-01' ? year : year - 1
  const [season, next] = [`${start}-09-01`, `${start + 1}-10-01`]
  if (doses.some(({ givenOn }) => isMonthKnown(givenOn) && exactDay(givenOn, '10', '15') >= season))
    return { state: 'done', nextOn: next }
  // « 2026 » alone may be the winter before or this autumn.
  const isUnsure = doses.some(
    ({ givenOn }) => !isMonthKnown(givenOn) && [start, start + 1].includes(Number(givenOn.slice(0, 4))),
  )
  if (isUnsure) return { state: 'not-computed' }
  const [dueOn, lateOn] = [`${start}-10-01`, `${start + 1}-03-01`]
  if (today < dueOn) return { state: 'later', nextOn: dueOn }
  return today < lateOn ? { state: 'due', dueOn, lateOn } : { state: 'later', nextOn: next }
}

function isOfChosenVaccines({ only, not }: CalendarRule): boolean {
  return only !== undefined || not !== undefined
}

function counts({ only, not }: CalendarRule, dose: VaccinationFields): boolean {
  const name = nameOf(dose)
  if (not?.some((start) => name.startsWith(start)) === true) return false
  return only === undefined || only.some((start) => name.startsWith(start))
}

function nameOf({ vaccine }: VaccinationFields): string {
  return searchWords(vaccine).join(' ')
}

/** Whether the month of a date is one of the twelve: not `00`, nor that of a « date lunaire ». */
function isMonthKnown(date: string): boolean {
  const month = Number(date.slice(5, 7))
  return month >= 1 && month <= 12
}

/** A day where some of the date is not known; a month of a « date lunaire » is not one. */
function exactDay(date: string, month: string, day: string): CivilDate {
  const [year = '', knownMonth = '', knownDay = ''] = date.split('-')
  if (knownMonth === '00' || Number(knownMonth) > 12) return `${year}-${month}-${knownMonth === '00' ? day : '01'}`
  return `${year}-${knownMonth}-${knownDay === '00' ? day : knownDay}`
}

/** Whole months between two days. */
export function monthsBetween(from: CivilDate, to: CivilDate): number {
  const [fromYear, fromMonth, fromDay] = numbers(from)
  const [toYear, toMonth, toDay] = numbers(to)
  return (toYear - fromYear) * 12 + toMonth - fromMonth - (toDay < fromDay ? 1 : 0)
}

/** The same day so many months later, or the last day of that month when it is shorter. */
export function monthsAfter(date: CivilDate, months: number): CivilDate {
  const [year, month, day] = numbers(date)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10)
}

function numbers(date: CivilDate): readonly [number, number, number] {
  const [year, month, day] = date.split('-')
  return [Number(year), Number(month), Number(day)]
}

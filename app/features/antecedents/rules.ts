import { comparePartialDates, type PartialDate } from '#app/kernel/partial-date.ts'
import {
  type Ald,
  type Allergies,
  type AllergyView,
  type HabitusFields,
  type HabitusTopic,
  habitusTopic,
  type ProblemFields,
} from './model.ts'

/**
 * What is known of somebody's allergies. A list is a list whatever was stated before; a statement holds while there is no
 * list; without either, nothing is known, which never reads as « aucune ».
 */
export function allergyState(
  entries: readonly AllergyView[],
  statement: { readonly declaredAt: string; readonly declaredBy: string } | null,
): Allergies {
  if (entries.length > 0) return { state: 'list', entries: entries.toSorted(graverFirst) }
  return statement === null ? { state: 'unknown' } : { state: 'none', statement }
}

const gravity = { severe: 0, moderate: 1, mild: 2 } as const

/** Allergies before intolerances, severe ones first, then as they were recorded. */
function graverFirst(first: AllergyView, second: AllergyView): number {
  const rank = ({ fields }: AllergyView) =>
    (fields.type === 'allergy' ? 0 : 10) + (fields.severity === null ? 1.5 : gravity[fields.severity])
  return rank(first) - rank(second) || (first.recordedAt < second.recordedAt ? -1 : 1)
}

/** Followed pathologies before antécédents, those « en ALD » first, then the last begun; those without a date at the end. */
export function inProblemOrder<T extends { readonly fields: ProblemFields }>(problems: readonly T[]): readonly T[] {
  return problems.toSorted(
    (first, second) =>
      rankOf(first.fields) - rankOf(second.fields) || laterFirst(first.fields.onset, second.fields.onset),
  )
}

function rankOf({ state, ald }: ProblemFields): number {
  return state === 'past' ? 2 : ald === null ? 1 : 0
}

function laterFirst(first: PartialDate | null, second: PartialDate | null): number {
  if (first === null || second === null) return (first === null ? 1 : 0) - (second === null ? 1 : 0)
  return -comparePartialDates(first, second)
}

/** Lines in the order of their topics, what was said last of one first. */
export function inTopicOrder<T extends { readonly fields: HabitusFields; readonly recordedAt: string }>(
  lines: readonly T[],
): readonly T[] {
  const place = ({ fields }: T) => habitusTopic.options.indexOf(fields.topic)
  return lines.toSorted(
    (first, second) => place(first) - place(second) || (first.recordedAt < second.recordedAt ? 1 : -1),
  )
}

/** Topics that have one answer at a time: what was said last is true, what was said before is history. */
const oneAnswer: ReadonlySet<HabitusTopic> = new Set(['tobacco', 'alcohol'])

/** The identifiers of lines that a later one of the same topic replaced. */
export function supersededHabitus(
  lines: readonly { readonly entryId: string; readonly fields: HabitusFields; readonly recordedAt: string }[],
): ReadonlySet<string> {
  const last = new Map<HabitusTopic, { readonly entryId: string; readonly recordedAt: string }>()
  for (const line of lines) {
    const known = last.get(line.fields.topic)
    if (known === undefined || known.recordedAt <= line.recordedAt) last.set(line.fields.topic, line)
  }
  return new Set(
    lines
      .filter(({ fields, entryId }) => oneAnswer.has(fields.topic) && last.get(fields.topic)?.entryId !== entryId)
      .map(({ entryId }) => entryId),
  )
}

/** Packs of twenty cigarettes a day, by years smoked; to one decimal. */
export function packYearsOf(cigarettesPerDay: number, years: number): number {
  return Math.round((cigarettesPerDay / 20) * years * 10) / 10
}

/**
 * Pack-years of a tobacco line from its figures, or `null` when they do not say: cigarettes a day since a year, until the
 * year it stopped or until `today`.
 */
export function computedPackYears(fields: HabitusFields, today: string): number | null {
  if (fields.topic !== 'tobacco' || fields.cigarettesPerDay === null || fields.since === null) return null
  if (fields.use === 'former' && fields.stopped === null) return null
  const until = fields.stopped ?? today
  const years = Number(until.slice(0, 4)) - Number(fields.since.slice(0, 4))
  return years < 0 ? null : packYearsOf(fields.cigarettesPerDay, years)
}

/** Whether an ALD is open on a day: one without dates is. */
export function isAldOpen({ startsOn, endsOn }: Ald, today: string): boolean {
  return (
    (startsOn === null || comparePartialDates(startsOn, today) <= 0) &&
    (endsOn === null || comparePartialDates(endsOn, today) >= 0)
  )
}

/** Why what is written of a pathology does not hold together; by field, `null` when it does. */
export function problemRemark({ onset, end, ald }: Pick<ProblemFields, 'onset' | 'end' | 'ald'>): 'end' | 'ald' | null {
  if (onset !== null && end !== null && comparePartialDates(end, onset) < 0) return 'end'
  const starts = ald?.startsOn ?? null
  const ends = ald?.endsOn ?? null
  return starts !== null && ends !== null && comparePartialDates(ends, starts) < 0 ? 'ald' : null
}

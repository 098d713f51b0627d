/** What growth curves are drawn of; `index` is the body mass index. */
export type GrowthMeasure = 'weight' | 'height' | 'head-circumference' | 'index'

/** The sexes that the tables know. */
export type GrowthSex = 'F' | 'M'

/** Box-Cox power, median and coefficient of variation of a measure at one age. */
export type Lms = readonly [l: number, m: number, s: number]

/** Successive months of one standard, measured in one way. */
export interface GrowthSegment {
  readonly fromMonth: number
  readonly rows: readonly Lms[]
}

/** The tables of a standard, youngest segment first. */
export type GrowthTables = Readonly<Record<GrowthMeasure, Readonly<Record<GrowthSex, readonly GrowthSegment[]>>>>

/** Rows of L, M and S, one a month, as they are published. */
export function skewed(fromMonth: number, text: string): GrowthSegment {
  return { fromMonth, rows: inGroups(text, 3).map(([l = Number.NaN, m = 0, s = 0]) => [l, m, s]) }
}

/** Rows of M and S, one a month, of a measure whose L is 1 at every age. */
export function symmetric(fromMonth: number, text: string): GrowthSegment {
  return { fromMonth, rows: inGroups(text, 2).map(([m = 0, s = 0]) => [1, m, s]) }
}

function inGroups(text: string, size: number): readonly (readonly number[])[] {
  const numbers = text.trim().split(/\s+/u).map(Number)
  return Array.from({ length: numbers.length / size }, (_, place) => numbers.slice(place * size, (place + 1) * size))
}

/** Days in a month of age, as the WHO counts them. */
const daysInMonth = 30.4375

/**
 * Age in months, with decimals, at a day or an instant; `null` when a part of the birth is unknown or no day of the
 * calendar, or when it comes after.
 */
export function ageInMonths(birthDate: string, at: string): number | null {
  const day = at.slice(0, 10)
  const [born, then] = [Date.parse(birthDate), Date.parse(day)]
  // `Date.parse` turns 31 February into March.
  if (Number.isNaN(born) || new Date(born).toISOString().slice(0, 10) !== birthDate) return null
  const days = Math.round((then - born) / 86_400_000)
  return days >= 0 ? days / daysInMonth : null
}

/**
 * L, M and S at an age in months, between the two nearest months in proportion; `null` outside the tables. At 24 months and
 * after, those of a child measured standing.
 */
export function parametersAt(segments: readonly GrowthSegment[], months: number): Lms | null {
  const place = segments.findLastIndex(({ fromMonth }) => fromMonth <= months)
  const segment = segments[place]
  if (segment === undefined) return null
  const whole = Math.floor(months)
  const before = segment.rows[whole - segment.fromMonth]
  if (before === undefined || whole === months) return before ?? null
  const next = segments[place + 1]
  const after =
    segment.rows[whole + 1 - segment.fromMonth] ?? (next?.fromMonth === whole + 1 ? next.rows[0] : undefined)
  if (after === undefined) return null
  const part = months - whole
  const between = (index: 0 | 1 | 2) => before[index] + part * (after[index] - before[index])
  return [between(0), between(1), between(2)]
}

/** Ages in months between which there are tables; `null` when there is none. */
export function agesOf(segments: readonly GrowthSegment[]): readonly [first: number, last: number] | null {
  const [first, last] = [segments[0], segments.at(-1)]
  return first === undefined || last === undefined ? null : [first.fromMonth, last.fromMonth + last.rows.length - 1]
}

/** The measure of a child `z` standard deviations from the median. */
export function valueAt([l, m, s]: Lms, z: number): number {
  return l === 0 ? m * Math.exp(s * z) : m * (1 + l * s * z) ** (1 / l)
}

/**
 * Standard deviations from the median. Beyond ± 3, in steps of the distance between 2 and 3, as the WHO defines it for what
 * is not symmetric (weight, body mass index): farther out there were no children to learn the skewness from.
 */
export function zScore(lms: Lms, value: number): number {
  const [l, m, s] = lms
  const z = l === 0 ? Math.log(value / m) / s : ((value / m) ** l - 1) / (l * s)
  if (Math.abs(z) <= 3) return z
  const side = Math.sign(z)
  const third = valueAt(lms, 3 * side)
  return side * (3 + Math.abs(value - third) / Math.abs(third - valueAt(lms, 2 * side)))
}

/** Share of children below a z-score, in per cent (normal distribution; Abramowitz and Stegun 7.1.26, to 0.00002). */
export function centileOf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.327_591_1 * x)
  const series =
    t * (0.254_829_592 + t * (-0.284_496_736 + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))))
  const upper = 50 * series * Math.exp(-x * x)
  return z < 0 ? upper : 100 - upper
}

/** The centiles that are drawn, with their z-scores. */
export const drawnCentiles = [
  { centile: 3, z: -1.880_794 },
  { centile: 15, z: -1.036_433 },
  { centile: 50, z: 0 },
  { centile: 85, z: 1.036_433 },
  { centile: 97, z: 1.880_794 },
] as const

/** Where a child's value stands among children of the same age and sex. */
export interface GrowthStanding {
  readonly z: number
  /** 0–100. */
  readonly centile: number
}

/** Where a value stands at an age in months; `null` where the tables say nothing. */
export function standingOf(segments: readonly GrowthSegment[], months: number, value: number): GrowthStanding | null {
  const lms = parametersAt(segments, months)
  if (lms === null || value <= 0) return null
  const z = zScore(lms, value)
  return { z, centile: centileOf(z) }
}

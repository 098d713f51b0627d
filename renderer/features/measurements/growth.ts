import { useEffect, useMemo, useState } from 'react'
import {
  ageInMonths,
  agesOf,
  drawnCentiles,
  type GrowthMeasure,
  type GrowthSegment,
  type GrowthSex,
  type GrowthStanding,
  type GrowthTables,
  parametersAt,
  standingOf,
  valueAt,
} from '#app/features/measurements/growth.ts'
import { ageInYears } from '#app/features/measurements/rules.ts'
import type { Sex } from '#app/features/patients/model.ts'
import type { Series } from './series.ts'

/** Whose growth it is. */
export interface GrowingPerson {
  readonly sex: Sex
  /** Civil date; parts may be unknown (`00`). */
  readonly birthDate: string
}

/** One centile curve: a value at each age of the chart, `null` where it stops. */
export interface GrowthCurve {
  readonly centile: number
  readonly values: readonly (number | null)[]
}

/** A child's values among the curves of the children of the same sex. Ages in months. */
export interface GrowthChart {
  readonly measure: GrowthMeasure
  readonly sex: GrowthSex
  /** Every age at which something is drawn, in order. */
  readonly ages: readonly number[]
  readonly values: readonly (number | null)[]
  readonly curves: readonly GrowthCurve[]
  readonly first: number
  readonly last: number
  /** By the key of the point; those that the tables say nothing of are not in it. */
  readonly standings: ReadonlyMap<string, GrowthStanding>
}

/** What can be said of growth: nothing (an adult, a pressure), nothing for want of a sex or a birth, or a chart. */
export type Growth =
  | { readonly kind: 'none' | 'unknown' | 'waiting' }
  | { readonly kind: 'outside'; readonly measure: GrowthMeasure }
  | { readonly kind: 'chart'; readonly chart: GrowthChart }

/** Where the curves end, for who was measured then. */
const grownAt = 19
const lastMonth = grownAt * 12

/** The growth of somebody in one series; the tables are loaded only for who was measured as a child. */
export function useGrowth(series: Series, person: GrowingPerson): Growth {
  const { sex, birthDate } = person
  const measure = growthMeasureOf(series.key)
  const isOfChild = measure !== null && series.points.some(({ at }) => (ageInYears(birthDate, at) ?? grownAt) < grownAt)
  const known = isOfChild && sex !== 'I' && ageInMonths(birthDate, series.points[0].at) !== null ? sex : null
  const tables = useTables(known !== null)
  return useMemo(() => {
    if (measure === null || !isOfChild) return { kind: 'none' }
    if (known === null) return { kind: 'unknown' }
    if (tables === null) return { kind: 'waiting' }
    const chart = growthChart(series, measure, known, birthDate, tables)
    return chart === null ? { kind: 'outside', measure } : { kind: 'chart', chart }
  }, [series, measure, isOfChild, known, birthDate, tables])
}

function useTables(wanted: boolean): GrowthTables | null {
  const [tables, setTables] = useState<GrowthTables | null>(null)
  useEffect(() => {
    if (!wanted) return
    let isShown = true
    const load = async () => {
      const { whoGrowth } = await import('#app/features/measurements/growth-tables.ts')
      if (isShown) setTables(whoGrowth)
    }
    void load()
    return () => {
      isShown = false
    }
  }, [wanted])
  return tables
}

function growthMeasureOf(key: string): GrowthMeasure | null {
  return key === 'weight' || key === 'height' || key === 'head-circumference' || key === 'index' ? key : null
}

/** What is drawn of a series; `null` when none of its values was measured at an age of the tables. */
export function growthChart(
  series: Series,
  measure: GrowthMeasure,
  sex: GrowthSex,
  birthDate: string,
  tables: GrowthTables,
): GrowthChart | null {
  const segments = tables[measure][sex]
  const measured = series.points
    .flatMap(({ key, at, value }) => {
      const age = ageInMonths(birthDate, at)
      return age === null || age > lastMonth ? [] : [{ key, age, value, standing: standingOf(segments, age, value) }]
    })
    .toReversed()
  const standings = new Map(
    measured.flatMap(({ key, standing }) => (standing === null ? [] : [[key, standing] as const])),
  )
  const [youngest, oldest] = [measured[0], measured.at(-1)]
  if (standings.size === 0 || youngest === undefined || oldest === undefined) return null
  const [first, last] = frameOf(youngest.age, oldest.age, agesOf(segments)?.[1] ?? lastMonth)
  const { lasts, gaps } = breaksOf(segments, last)
  const ages = inOrder([
    ...measured.map(({ age }) => age),
    ...Array.from({ length: Math.floor(last - first) + 1 }, (_, month) => first + month),
    ...[...lasts, ...gaps].filter((age) => age > first && age < last),
    last,
  ])
  const valueOf = new Map(measured.map(({ age, value }) => [age, value]))
  return {
    measure,
    sex,
    ages,
    values: ages.map((age) => valueOf.get(age) ?? null),
    curves: drawnCentiles.map(({ centile, z }) => ({
      centile,
      values: ages.map((age) => {
        const lms = gaps.has(age) ? null : parametersAt(segments, age)
        return lms === null ? null : valueAt(lms, z)
      }),
    })),
    first,
    last,
    standings,
  }
}

/** Too short to be seen, in months. */
const hair = 0.001

/**
 * Where a curve stops before the next starts: at 24 months, lower, for children measured standing; and after 60, where the
 * reference is not the standard any more. `lasts`: the last ages before; `gaps`: those at which nothing is drawn.
 */
function breaksOf(segments: readonly GrowthSegment[], lastShown: number) {
  const lasts: number[] = []
  const gaps = new Set<number>()
  for (const [place, { fromMonth }] of segments.entries()) {
    const end = agesOf(segments.slice(0, place))?.[1]
    if (end === undefined) continue
    gaps.add(fromMonth - hair)
    if (end < fromMonth) gaps.add(end + hair)
    else lasts.push(fromMonth - 2 * hair)
    if (end === fromMonth && fromMonth === lastShown) gaps.add(fromMonth)
  }
  return { lasts, gaps }
}

/** The ages to show, in months: a frame that a child's values fill, on whole years as soon as possible. */
function frameOf(youngest: number, oldest: number, lastOfTables: number): readonly [first: number, last: number] {
  const end = [6, 12, 24, 60, 120, lastMonth].find((month) => month >= oldest) ?? oldest
  const last = oldest > lastOfTables ? end : Math.min(end, lastOfTables)
  return [[60, 24].find((month) => youngest >= month && last > month) ?? 0, last]
}

function inOrder(ages: readonly number[]): readonly number[] {
  return [...new Set(ages)].toSorted((a, b) => a - b)
}

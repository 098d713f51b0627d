import { type Measurement, type MeasureCode, measureCodes } from '#app/features/measurements/model.ts'
import {
  bodyMassIndexes,
  bodyMassIndexFlag,
  flagOf,
  type MeasuredPerson,
  type MeasureFlag,
} from '#app/features/measurements/rules.ts'
import type { AnalyteSeries } from '#app/features/results/model.ts'
import { measurementsText as fr } from '#app/text/fr/measurements.ts'

/** One value of a series, newest first. */
export interface SeriesPoint {
  readonly key: string
  /** ISO 8601: an instant, or a day for a sample. */
  readonly at: string
  readonly value: number
  readonly second: number | null
  readonly flag: MeasureFlag
  /** « 152/88 ». */
  readonly shown: string
  /** Where it comes from. */
  readonly measurement?: Measurement
  readonly resultId?: string
}

/** Something measured over time. */
export interface Series {
  readonly key: string
  readonly name: string
  readonly unit: string
  readonly points: readonly [SeriesPoint, ...SeriesPoint[]]
  /** Lines to draw beside the values, and where they come from. */
  readonly limits: readonly number[]
  readonly limitsSay: string
}

/** Every series of a record that has a value: measures in their order, then analyses by name. */
export function seriesOf(
  measurements: readonly Measurement[],
  analytes: readonly AnalyteSeries[],
  person: MeasuredPerson,
): readonly Series[] {
  const measures = measureCodes.flatMap((code) => measureSeries(code, measurements, person))
  return [...measures, ...indexSeries(measurements, person), ...analytes.flatMap(analyteSeries)]
}

function measureSeries(code: MeasureCode, all: readonly Measurement[], person: MeasuredPerson): readonly Series[] {
  const points = all
    .filter((one) => one.code === code)
    .map(
      (measurement): SeriesPoint => ({
        key: measurement.measurementId,
        at: measurement.measuredAt,
        value: measurement.value,
        second: measurement.second,
        flag: flagOf(measurement, person, measurement.measuredAt),
        shown: fr.sayValue(measurement),
        measurement,
      }),
    )
  const isJudged = code === 'blood-pressure' && points.some(({ flag }) => flag !== null)
  return withPoints(points, {
    key: code,
    name: fr.longNames[code],
    unit: fr.units[code],
    limits: isJudged ? [140, 90] : [],
    limitsSay: isJudged ? fr.section.thresholds.pressure : '',
  })
}

function indexSeries(all: readonly Measurement[], person: MeasuredPerson): readonly Series[] {
  const points = bodyMassIndexes(all, person)
    .map(
      ({ measuredAt, value }, place): SeriesPoint => ({
        key: `index-${place}`,
        at: measuredAt,
        value,
        second: null,
        flag: bodyMassIndexFlag(value, person, measuredAt),
        shown: fr.sayValue({ value, second: null }),
      }),
    )
    .toReversed()
  // Only an adult is judged by them.
  const isAdult = points.some(({ at, value }) => bodyMassIndexFlag(value + 100, person, at) === 'high')
  return withPoints(points, {
    key: 'index',
    name: fr.index.longName,
    unit: fr.index.unit,
    limits: isAdult ? [18.5, 25, 30] : [],
    limitsSay: isAdult ? fr.section.thresholds.index : '',
  })
}

function analyteSeries({ analyte, unit, low, high, points }: AnalyteSeries): readonly Series[] {
  const shown = points.map(
    (point): SeriesPoint => ({
      key: `${point.resultId}-${point.sampledOn}`,
      at: point.sampledOn,
      value: point.value,
      second: null,
      flag: directionOf(point.flag),
      shown: fr.sayValue({ value: point.value, second: null }),
      resultId: point.resultId,
    }),
  )
  const limits = [low, high].filter((limit) => limit !== null)
  return withPoints(shown.toReversed(), {
    key: `${analyte} ${unit}`,
    name: analyte,
    unit,
    limits,
    limitsSay: limits.length === 0 ? '' : fr.section.thresholds.range,
  })
}

function directionOf(flag: AnalyteSeries['points'][number]['flag']): MeasureFlag {
  if (flag === 'high' || flag === 'very-high') return 'high'
  return flag === 'low' || flag === 'very-low' ? 'low' : null
}

function withPoints(points: readonly SeriesPoint[], series: Omit<Series, 'points'>): readonly Series[] {
  const [first, ...others] = points
  return first === undefined ? [] : [{ ...series, points: [first, ...others] }]
}

import { describe, expect, test } from 'vitest'
import {
  ageInMonths,
  agesOf,
  centileOf,
  drawnCentiles,
  type GrowthMeasure,
  type GrowthSex,
  parametersAt,
  standingOf,
  valueAt,
  zScore,
} from '#app/features/measurements/growth.ts'
import { whoGrowth } from '#app/features/measurements/growth-tables.ts'

const day = (days: number) => days / 30.4375
const z = (measure: GrowthMeasure, sex: GrowthSex, months: number, value: number) =>
  standingOf(whoGrowth[measure][sex], months, value)?.z

describe('the WHO tables', () => {
  test.each([
    ['weight', 'F', [0, 120], 120 + 1],
    ['height', 'M', [0, 228], 228 + 2],
    ['head-circumference', 'F', [0, 60], 60 + 1],
    ['index', 'M', [0, 228], 228 + 2],
  ] as const)('%s, %s: a row for every month of %o', (measure, sex, ages, count) => {
    const segments = whoGrowth[measure][sex]
    expect(agesOf(segments)).toEqual(ages)
    expect(segments.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(count)
  })

  // A digit wrong in one row breaks the smoothness of the published curves.
  test('every column is smooth from one month to the next', () => {
    for (const sexes of Object.values(whoGrowth)) {
      for (const { fromMonth, rows } of Object.values(sexes).flat()) {
        const settled = fromMonth === 0 ? rows.slice(7) : rows
        for (const [column, allowed] of [
          [0, 0.001],
          [1, 0.016],
          [2, 0.0001],
        ] as const) {
          const third = differences(differences(differences(settled.map((row) => row[column]))))
          expect(Math.max(...third.map(Math.abs))).toBeLessThan(allowed)
        }
      }
    }
  })
})

/**
 * The worked examples that the WHO publishes with its R packages « anthro » and « anthroplus », to two decimals; and one of
 * E. Grellety (figshare 4294085), a girl of 365 days.
 */
describe('z-scores published elsewhere', () => {
  test.each([
    ['weight', 'F', day(365), 9, 0.05],
    ['height', 'F', 24, 77.5, -2.55],
    ['height', 'M', 8, 60, -4.81],
    ['height', 'M', 9, 60.7, -5.02],
    ['height', 'M', day(987), 72.16, -6.09],
    ['height', 'M', 100, 100, -5.04],
    ['weight', 'M', 100, 30, 0.87],
    ['index', 'M', 100, 30, 5.03],
    ['height', 'F', 110, 90, -7.06],
    ['weight', 'F', 110, 40, 1.78],
    ['index', 'F', 110, 49.382_72, 7.37],
  ] as const)('%s, %s, %s months, %s', (measure, sex, months, value, expected) => {
    expect(z(measure, sex, months, value)).toBeCloseTo(expected, 1.99)
  })
})

/** Values that the growth charts of the Royal College of Paediatrics and Child Health draw for the same standards. */
describe('centiles published elsewhere', () => {
  test.each([
    ['weight', 'M', 6, 15, 7.0764],
    ['weight', 'M', 6, 85, 8.8811],
    ['weight', 'F', 18, 3, 8.1723],
    ['weight', 'F', 18, 97, 12.9922],
    ['height', 'M', 36, 15, 92.2417],
    ['height', 'M', 36, 85, 99.9253],
    ['height', 'F', 3, 3, 55.8437],
    ['height', 'F', 3, 97, 63.7621],
    ['head-circumference', 'M', 12, 15, 44.7346],
    ['head-circumference', 'M', 12, 85, 47.3976],
    ['head-circumference', 'F', 6, 3, 39.7494],
    ['head-circumference', 'F', 6, 97, 44.6496],
    ['index', 'M', 9, 15, 15.801],
    ['index', 'M', 9, 85, 18.6912],
    ['index', 'F', 48, 3, 12.9455],
    ['index', 'F', 48, 97, 18.2968],
    ['weight', 'M', 96, 15, 22.0316],
    ['weight', 'M', 96, 85, 29.6796],
    ['weight', 'F', 72, 3, 15.5129],
    ['weight', 'F', 72, 97, 27.2725],
    ['height', 'M', 180, 15, 160.8698],
    ['height', 'M', 180, 85, 177.0462],
    ['height', 'F', 132, 3, 132.4922],
    ['height', 'F', 132, 97, 157.4936],
    ['index', 'M', 144, 15, 15.7337],
    ['index', 'M', 144, 85, 20.0516],
    ['index', 'F', 216, 3, 16.6775],
    ['index', 'F', 216, 97, 28.8684],
  ] as const)('%s, %s, %s months, centile %s: %s', (measure, sex, months, centile, expected) => {
    const lms = parametersAt(whoGrowth[measure][sex], months)
    const at = drawnCentiles.find((one) => one.centile === centile)
    expect(lms === null || at === undefined ? null : valueAt(lms, at.z)).toBeCloseTo(expected, 2.5)
  })

  test.each([
    ['weight', 'M', 0, 3.3464],
    ['weight', 'F', 0, 3.2322],
    ['height', 'F', 12, 74.015],
    ['head-circumference', 'M', 0, 34.4618],
  ] as const)('the median of %s, %s, at %s months is %s', (measure, sex, months, median) => {
    expect(parametersAt(whoGrowth[measure][sex], months)?.[1]).toBe(median)
  })
})

describe('between and beyond the months', () => {
  test('a child is measured standing from 24 months', () => {
    const { F } = whoGrowth.height
    expect(parametersAt(F, 24)?.[1]).toBe(85.7153)
    expect(parametersAt(F, 23.999)?.[1]).toBeCloseTo(86.414, 3)
  })

  test('halfway between two months is halfway between their figures, from one standard to the other too', () => {
    expect(parametersAt(whoGrowth.weight.M, 0.5)?.[1]).toBeCloseTo((3.3464 + 4.4709) / 2, 10)
    expect(parametersAt(whoGrowth.weight.M, 60.5)?.[1]).toBeCloseTo((18.3366 + 18.5057) / 2, 10)
  })

  test.each([
    ['weight', 120, false],
    ['weight', 120.01, true],
    ['head-circumference', 60, false],
    ['head-circumference', 60.5, true],
    ['height', 228, false],
    ['height', 229, true],
    ['height', -0.5, true],
  ] as const)('%s at %s months: nothing said %s', (measure, months, isNothing) => {
    expect(standingOf(whoGrowth[measure].F, months, 50) === null).toBe(isNothing)
  })

  test('a power of zero is the logarithm', () => {
    expect(valueAt([0, 10, 0.1], 1)).toBeCloseTo(10 * Math.exp(0.1), 12)
    expect(zScore([0, 10, 0.1], 10 * Math.exp(0.2))).toBeCloseTo(2, 12)
    expect(valueAt([1e-9, 10, 0.1], 1)).toBeCloseTo(valueAt([0, 10, 0.1], 1), 6)
  })

  test.each([
    -5, -3.2, -3, -1, 0, 2.4, 3, 3.7,
  ])('a z-score of %s beyond 3 grows by equal steps, before it returns', (score) => {
    const lms = [-1.5, 16, 0.1] as const
    const third = valueAt(lms, 3 * Math.sign(score))
    const step = third - valueAt(lms, 2 * Math.sign(score))
    const value = Math.abs(score) <= 3 ? valueAt(lms, score) : third + (Math.abs(score) - 3) * step
    expect(zScore(lms, value)).toBeCloseTo(score, 10)
  })

  test.each([
    [0, 50],
    [1, 84.1345],
    [-1.880_794, 3],
    [1.036_433, 85],
    [-3, 0.135],
  ])('z %s is the centile %s', (score, centile) => {
    expect(centileOf(score)).toBeCloseTo(centile, 3)
  })
})

describe('the age', () => {
  test.each([
    ['2026-01-15', '2026-01-15T22:00:00.000Z', 0],
    ['2025-01-15', '2026-01-15', 365 / 30.4375],
    ['2024-02-29', '2025-03-01', 366 / 30.4375],
    ['2026-01-15', '2026-01-14', null],
    ['2026-00-00', '2026-06-14', null],
    ['2026-03-00', '2026-06-14', null],
    ['2026-22-10', '2026-12-14', null],
    ['2026-02-30', '2026-12-14', null],
    ['0000-00-00', '2026-12-14', null],
  ])('of %s at %s is %s months', (birth, at, months) => {
    expect(ageInMonths(birth, at)).toBe(months)
  })
})

function differences(values: readonly number[]): readonly number[] {
  return values.slice(1).map((value, place) => value - (values[place] ?? 0))
}

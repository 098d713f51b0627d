import { describe, expect, test } from 'vitest'
import { isToBeChecked, isWithinLimits, measureKinds } from '#app/features/measurements/limits.ts'
import { type MeasureCode, measurementFields } from '#app/features/measurements/model.ts'
import {
  ageInYears,
  bodyMassIndex,
  bodyMassIndexes,
  bodyMassIndexFlag,
  flagOf,
  readMeasures,
} from '#app/features/measurements/rules.ts'

const one = (code: MeasureCode, value: number, second: number | null = null) => ({
  code,
  value,
  second,
})
const adult = { birthDate: '1958-11-09' }
const child = { birthDate: '2020-01-10' }
const at = '2026-11-24T13:31:00.000Z'

describe('what may be written', () => {
  test.each([
    [one('blood-pressure', 152, 88), true],
    [one('blood-pressure', 152), false],
    [one('blood-pressure', 88, 152), false],
    [one('blood-pressure', 152, 152), false],
    [one('blood-pressure', 152.5, 88), false],
    [one('blood-pressure', 15, 8), false],
    [one('weight', 78.4), true],
    [one('weight', 3.245), true],
    [one('weight', 784), false],
    [one('weight', -3), false],
    [one('weight', 78.4, 3), false],
    [one('height', 1.62), false],
    [one('height', 162), true],
    [one('temperature', 36.8), true],
    [one('temperature', 368), false],
    [one('oxygen-saturation', 101), false],
    [one('pain', 0), true],
    [one('pain', 11), false],
    [one('pain', 4.5), false],
  ])('%o: %s', (measure, expected) => {
    expect(isWithinLimits(measure)).toBe(expected)
    expect(measurementFields.safeParse({ readings: [measure] }).success).toBe(expected)
  })

  test('the same thing is not measured twice at once', () => {
    expect(measurementFields.safeParse({ readings: [one('pulse', 70), one('pulse', 72)] }).success).toBe(false)
  })

  test.each([
    [one('weight', 251), true],
    [one('weight', 78.4), false],
    [one('blood-pressure', 60, 40), true],
    [one('blood-pressure', 180, 155), true],
    [one('blood-pressure', 152, 88), false],
    [one('temperature', 42.5), true],
  ])('%o is to be checked: %s', (measure, expected) => {
    expect(isToBeChecked(measure)).toBe(expected)
  })

  test('what is usual is possible, of every code', () => {
    for (const { possible, usual } of Object.values(measureKinds)) {
      expect(possible[0]).toBeLessThanOrEqual(usual[0])
      expect(possible[1]).toBeGreaterThanOrEqual(usual[1])
    }
  })
})

describe('measures as they are typed', () => {
  test.each([
    ['TA 15/8', [one('blood-pressure', 150, 80)]],
    ['TA 152/88', [one('blood-pressure', 152, 88)]],
    ['TA: 152 / 88 mmHg', [one('blood-pressure', 152, 88)]],
    ['ta 15,2/8,8', [one('blood-pressure', 152, 88)]],
    ['152/88', [one('blood-pressure', 152, 88)]],
    ['tension artérielle à 130/70', [one('blood-pressure', 130, 70)]],
    ['poids 78,4', [one('weight', 78.4)]],
    ['Poids = 78.4 kg', [one('weight', 78.4)]],
    ['poids 3245 g', [one('weight', 3.245)]],
    ['taille 162', [one('height', 162)]],
    ['taille 1,62', [one('height', 162)]],
    ['taille 1m62', [one('height', 162)]],
    ['taille 1,62 m', [one('height', 162)]],
    ['tour de taille 94 cm', [one('waist', 94)]],
    ['T° 36,8', [one('temperature', 36.8)]],
    ['T 38', [one('temperature', 38)]],
    ['température 36,8 °C', [one('temperature', 36.8)]],
    ['sat 97 %', [one('oxygen-saturation', 97)]],
    ['SpO2 97%', [one('oxygen-saturation', 97)]],
    ['FC 74/min', [one('pulse', 74)]],
    ['FR 16', [one('respiratory-rate', 16)]],
    ['dextro 1,24 g/L', [one('glycaemia', 1.24)]],
    ['glycémie capillaire 6,9 mmol/l', [one('glycaemia', 1.24)]],
    ['EVA 4/10', [one('pain', 4)]],
    ['PC 38,5 cm', [one('head-circumference', 38.5)]],
    [
      'TA 152/88, pouls 74, poids 78,4 kg ; taille 162 T 36,8',
      [
        one('blood-pressure', 152, 88),
        one('pulse', 74),
        one('weight', 78.4),
        one('height', 162),
        one('temperature', 36.8),
      ],
    ],
  ])('%s', (typed, expected) => {
    expect(readMeasures(typed)).toEqual(expected)
  })

  test.each([
    '',
    'le 15/8 au soir',
    'TA',
    'TA 15',
    'TA 152/88 fatigue',
    'poids stable',
    'poids 78 poids 79',
    'taux 12',
    '15/8/2026',
    '15/8',
    '10/8',
    'TA 15/08',
    'TA 12/8/5',
    'tai 162',
    'poids 78,4 livres',
    'taille 162 pouces',
  ])('%s says no measure', (typed) => {
    expect(readMeasures(typed)).toBeNull()
  })

  test('a long text is judged at once', () => {
    const start = performance.now()
    expect(readMeasures('ta '.repeat(20_000))).toBeNull()
    expect(performance.now() - start).toBeLessThan(200)
  })
})

describe('what stands out', () => {
  test.each([
    [one('blood-pressure', 152, 88), adult, 'high'],
    [one('blood-pressure', 139, 89), adult, null],
    [one('blood-pressure', 130, 90), adult, 'high'],
    [one('blood-pressure', 85, 50), adult, 'low'],
    [one('blood-pressure', 152, 88), child, null],
    [one('temperature', 38), child, 'high'],
    [one('temperature', 36.8), adult, null],
    [one('glycaemia', 1.4), adult, null],
  ])('%o of %o: %s', (measure, person, expected) => {
    expect(flagOf(measure, person, at)).toBe(expected)
  })

  test.each([
    [29.9, adult, 'high'],
    [25, adult, 'high'],
    [24.9, adult, null],
    [18.5, adult, null],
    [18.4, adult, 'low'],
    [29.9, child, null],
  ])('an index of %s of %o: %s', (value, person, expected) => {
    expect(bodyMassIndexFlag(value, person, at)).toBe(expected)
  })

  test.each([
    ['1958-11-09', '2026-11-08T10:00:00.000Z', 67],
    ['1958-11-09', '2026-11-09T10:00:00.000Z', 68],
    ['1958-00-00', '2026-11-09T10:00:00.000Z', 68],
    ['0000-00-00', '2026-11-09T10:00:00.000Z', null],
  ])('born %s, at %s: %s', (birth, instant, expected) => {
    expect(ageInYears(birth, instant)).toBe(expected)
  })
})

describe('body mass index', () => {
  test('is that of the design: 78,4 kg and 162 cm', () => {
    expect(bodyMassIndex(78.4, 162)).toBe(29.9)
    expect(bodyMassIndex(77.1, 162)).toBe(29.4)
  })

  const dated = (code: 'weight' | 'height', value: number, day: string) => ({
    ...one(code, value),
    measuredAt: `${day}T10:00:00.000Z`,
  })

  test('takes the last height known, whatever the order of writing', () => {
    const series = [
      dated('weight', 78.4, '2026-11-24'),
      dated('weight', 77.1, '2026-08-26'),
      dated('height', 162, '2014-03-01'),
    ]
    expect(bodyMassIndexes(series, adult).map(({ value }) => value)).toEqual([29.4, 29.9])
    expect(bodyMassIndexes([dated('height', 162, '2027-01-01'), ...series.slice(0, 2)], adult)).toEqual([])
  })

  test('of a child, wants a height of the same month', () => {
    const series = [
      dated('height', 90, '2022-06-01'),
      dated('weight', 13, '2022-06-20'),
      dated('weight', 14, '2022-09-01'),
    ]
    expect(bodyMassIndexes(series, child).map(({ value }) => value)).toEqual([16])
  })
})

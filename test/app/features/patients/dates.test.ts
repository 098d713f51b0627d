import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ageAt,
  checkDate,
  daysInMonth,
  formatDate,
  interpretBirthDate,
  parseDate,
} from '#app/features/patients/rules/dates.ts'

const today = '2026-11-24'

describe('a date is read as people type it', () => {
  test.each([
    ['14/07/1977', '1977-07-14', 'full'],
    ['14071977', '1977-07-14', 'full'],
    ['140777', '1977-07-14', 'full'],
    ['14 juil 77', '1977-07-14', 'full'],
    ['14 juil. 1977', '1977-07-14', 'full'],
    ['14.07.77', '1977-07-14', 'full'],
    ['14-7-1977', '1977-07-14', 'full'],
    ['1977-07-14', '1977-07-14', 'full'],
    ['1er août 2020', '2020-08-01', 'full'],
    ['3 févr 45', '1945-02-03', 'full'],
    ['29/02/2000', '2000-02-29', 'full'],
    ['00/07/1977', '1977-07-00', 'partial'],
    ['00/00/1931', '1931-00-00', 'partial'],
    ['07/1977', '1977-07-00', 'partial'],
    ['1931', '1931-00-00', 'partial'],
    ['12/30/1960', '1960-30-12', 'lunar'],
    // The latest year that is not in the future.
    ['24/11/26', '2026-11-24', 'full'],
    ['25/11/26', '1926-11-25', 'full'],
  ])('%s', (typed, date, kind) => {
    expect(parseDate(typed, today)).toEqual({ ok: true, date, kind })
  })

  test.each([
    ['', { code: 'date.empty' }],
    ['hier', { code: 'date.format' }],
    ['14 jui 77', { code: 'date.format' }],
    ['32/01/1977', { code: 'date.day', month: 1, year: 1977, days: 31 }],
    ['31/02/1958', { code: 'date.day', month: 2, year: 1958, days: 28 }],
    ['29/02/1900', { code: 'date.day', month: 2, year: 1900, days: 28 }],
    ['40/00/1958', { code: 'date.month' }],
    ['25/11/2026', { code: 'date.future' }],
    ['00/12/2026', { code: 'date.future' }],
    ['01/01/1895', { code: 'date.too-old' }],
    ['00/00/0000', { code: 'date.format' }],
  ])('« %s » is refused', (typed, refusal) => {
    expect(parseDate(typed, today)).toEqual({ ok: false, refusal })
  })

  test('a date shown can be typed again', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2026-11-24'), noInvalidDate: true }),
        (instant) => {
          const date = instant.toISOString().slice(0, 10)
          expect(parseDate(formatDate(date), today)).toEqual({ ok: true, date, kind: 'full' })
        },
      ),
    )
  })

  test('whatever is typed, a date accepted exists', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789/ .-juilfévrmars'), maxLength: 14 }), (typed) => {
        const reading = parseDate(typed, today)
        if (!reading.ok || reading.kind !== 'full') return
        const [year = 0, month = 0, day = 0] = reading.date.split('-').map(Number)
        expect(day).toBeLessThanOrEqual(daysInMonth(year, month))
        expect(reading.date <= today).toBe(true)
        expect(checkDate(reading.date, today).ok).toBe(true)
      }),
    )
  })
})

test.each([
  ['1977-07-14', '1977-07-14', false],
  ['1977-07-00', '1977-07-01', true],
  ['1977-00-14', '1977-01-14', true],
  ['1977-00-00', '1977-12-31', true],
  ['1977-30-00', '1977-12-31', true],
])('%s is interpreted as %s (EXI ID 11)', (typed, date, interpreted) => {
  expect(interpretBirthDate(typed)).toEqual({ date, interpreted })
})

test.each([
  ['1958-11-09', 68, 'years'],
  ['1958-11-25', 67, 'years'],
  ['2024-11-24', 2, 'years'],
  ['2024-11-25', 23, 'months'],
  ['2026-10-24', 1, 'months'],
  ['2026-10-25', 30, 'days'],
  ['2026-11-24', 0, 'days'],
  ['1950-00-00', 75, 'years'],
] as const)('born on %s, aged %i %s', (born, value, unit) => {
  expect(ageAt(born, today)).toEqual({ value, unit })
})

test('nobody has an age before birth', () => {
  expect(ageAt('2026-11-25', today)).toBeNull()
})

test('born on the 31st, a month older on the last day of a shorter month', () => {
  expect(ageAt('2026-08-31', '2026-09-30')).toEqual({ value: 1, unit: 'months' })
})

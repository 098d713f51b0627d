import { expect, test } from 'vitest'
import { comparePartialDates, isPartialDate, knownPart, readPartialDate } from '#app/kernel/partial-date.ts'

const today = '2026-11-24'

test.each([
  ['2014', '2014-00-00'],
  ['05/2014', '2014-05-00'],
  ['mai 2014', '2014-05-00'],
  ['12/05/2014', '2014-05-12'],
  ['12.5.2014', '2014-05-12'],
  ['12052014', '2014-05-12'],
  ['120514', '2014-05-12'],
  ['12 mai 14', '2014-05-12'],
  ['1er févr. 2016', '2016-02-01'],
  ['12/05/77', '1977-05-12'],
  ['2014-05-12', '2014-05-12'],
  ['00/00/2014', '2014-00-00'],
  ['00/05/2014', '2014-05-00'],
  ['29/02/2024', '2024-02-29'],
  ['12/2030', '2030-12-00'],
])('« %s » is %s', (typed, date) => {
  expect(readPartialDate(typed, today)).toBe(date)
})

test.each([
  '',
  'hier',
  '30/02/2024',
  '29/02/2023',
  '13/2014',
  '12/00/2014',
  '32/01/2014',
  '1700',
  '14',
  'jui 2014',
  '1/2/3/2014',
])('« %s » is no date', (typed) => {
  expect(readPartialDate(typed, today)).toBeNull()
})

test('a day without its month, or that does not exist, is not kept', () => {
  expect(['2014-00-00', '2014-05-00', '2014-05-31'].map(isPartialDate)).toEqual([true, true, true])
  expect(['2014-00-12', '2014-06-31', '2014-13-00', '14-05-12', ''].map(isPartialDate)).toEqual(
    Array.from({ length: 5 }, () => false),
  )
})

test('two dates are compared by what both know', () => {
  expect(comparePartialDates('2014-00-00', '2014-05-12')).toBe(0)
  expect(comparePartialDates('2013-12-31', '2014-00-00')).toBeLessThan(0)
  expect(comparePartialDates('2014-06-00', '2014-05-12')).toBeGreaterThan(0)
  expect(knownPart('2014-05-00')).toBe('2014-05')
})

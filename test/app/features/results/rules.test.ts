import { describe, expect, test } from 'vitest'
import { resultFields, type ResultLine } from '#app/features/results/model.ts'
import {
  analyteKey,
  countAbnormal,
  flagOf,
  initialsOf,
  readRange,
  readValue,
  titleOf,
} from '#app/features/results/rules.ts'

const line = (change: Partial<ResultLine> = {}): ResultLine => ({
  panel: '',
  analyte: 'HbA1c',
  loinc: null,
  value: 7.9,
  text: '',
  unit: '%',
  low: 4,
  high: 6,
  reference: '',
  flag: null,
  ...change,
})

test.each([
  [line(), 'high'],
  [line({ value: 6 }), 'normal'],
  [line({ value: 3.9 }), 'low'],
  [line({ value: 7.9, high: null }), 'normal'],
  [line({ value: 3, high: null }), 'low'],
  [line({ low: null, high: null }), null],
  [line({ value: null, text: 'Négatif' }), null],
  [line({ value: null, text: '> 500', flag: 'very-high' }), 'very-high'],
  [line({ value: 5, flag: 'low' }), 'low'],
])('%o: %s', (judged, expected) => {
  expect(flagOf(judged)).toBe(expected)
})

test('what stands out is counted', () => {
  expect(countAbnormal([line(), line({ value: 5 }), line({ value: 1 }), line({ low: null, high: null })])).toBe(2)
})

describe('what may be written', () => {
  const fields = { title: '', laboratory: '', sampledOn: '2026-11-19', comment: '', lines: [line()] }
  test.each([
    [{}, true],
    [{ lines: [] }, false],
    [{ lines: [line({ text: 'Négatif' })] }, false],
    [{ lines: [line({ value: null })] }, false],
    [{ lines: [line({ low: 7 })] }, false],
    [{ lines: [line({ loinc: '4548-4' })] }, true],
    [{ lines: [line({ loinc: 'HBA1C' })] }, false],
    [{ sampledOn: '2026-02-30' }, false],
    [{ laboratory: 'x'.repeat(121) }, false],
  ])('%o: %s', (change, expected) => {
    expect(resultFields.safeParse({ ...fields, ...change }).success).toBe(expected)
  })
})

test.each([
  ['4,0 – 6,0', { low: 4, high: 6 }],
  ['3.5-5.1', { low: 3.5, high: 5.1 }],
  ['< 0,70', { low: null, high: 0.7 }],
  ['≤ 5', { low: null, high: 5 }],
  ['> 60', { low: 60, high: null }],
  ['de 4 à 6', null],
  ['6 - 4', null],
  ['négatif', null],
  ['', null],
])('the range %s', (typed, expected) => {
  expect(readRange(typed)).toEqual(expected)
})

test.each([
  ['7,9', { value: 7.9, text: '' }],
  ['1 250', { value: 1250, text: '' }],
  ['12 34', { value: null, text: '12 34' }],
  ['-0.5', { value: -0.5, text: '' }],
  ['> 500', { value: null, text: '> 500' }],
  ['  Négatif ', { value: null, text: 'Négatif' }],
])('the value %s', (typed, expected) => {
  expect(readValue(typed)).toEqual(expected)
})

test('a result without a title is called by its panels and analytes', () => {
  const lines = [
    line(),
    line({ analyte: 'Créatinine' }),
    line({ analyte: 'LDL', panel: 'Bilan lipidique' }),
    line({ analyte: 'HDL', panel: 'Bilan lipidique' }),
  ]
  expect(titleOf({ title: '', lines })).toBe('HbA1c, Créatinine, Bilan lipidique')
  expect(titleOf({ title: '', lines: [...lines, line({ analyte: 'Potassium' })] })).toBe(
    'HbA1c, Créatinine, Bilan lipidique…',
  )
  expect(titleOf({ title: 'Bilan', lines })).toBe('Bilan')
})

test('an analyte is the same however it is written', () => {
  expect(analyteKey('LDL-cholestérol')).toBe(analyteKey('LDL Cholesterol'))
  expect(analyteKey('LDL')).not.toBe(analyteKey('HDL'))
})

test.each([
  ['Hélène', 'MARCHAND', 'HM'],
  ['Jean-Luc', 'Étienne', 'JLÉ'],
])('%s %s: %s', (first, last, expected) => {
  expect(initialsOf(first, last)).toBe(expected)
})

import { expect, test } from 'vitest'
import { cardModelOf } from '#app/devices/card-models.ts'

const professional = [
  ['3BAC00402A001225006480000310009000', 'CPS3'],
  ['3B8F80010031B86404B0ECC1739401808290000E', 'CPS3 sans contact'],
  ['3B9B188001001225006480040100009044', 'CPS4'],
  ['3B9B188001001225006480000401009044', 'CPS4'],
  ['3BDC18FF00001225006480000401009000', 'CPS4'],
  ['3BAC00402A001225006480820212009000', 'CPS2'],
] as const

test.each(professional)('every ATR of a professional card is recognised, whole: %s', (atr, model) => {
  expect(cardModelOf(atr)).toEqual({ kind: 'cps', model })
  expect(cardModelOf(atr.toLowerCase())).toEqual({ kind: 'cps', model })
  // One byte of it is another card.
  expect(cardModelOf(`${atr.slice(0, -2)}77`).kind).toBe('unknown')
  expect(cardModelOf(atr.slice(0, -2)).kind).toBe('unknown')
})

test.each(['43', '44', '45', '46', '47', '48', '49', '4B', '4C'])('the Vitale 2 of byte %s is recognised', (byte) => {
  expect(cardModelOf(`3B75130000${byte}09EA9000`)).toEqual({ kind: 'vitale', model: 'Vitale 2' })
})

test.each([
  '3B751300004509FA9000',
  '3F6525002209699000',
  '3F65250052096A9000',
  '3F652500A4096A9000',
])('the Vitale card %s is recognised', (atr) => {
  expect(cardModelOf(atr).kind).toBe('vitale')
})

test.each(['', '3B00', '3B6E00000031C071C6640000', 'not hexadecimal'])('« %s » is of no known card', (atr) => {
  expect(cardModelOf(atr)).toEqual({ kind: 'unknown', model: '' })
})

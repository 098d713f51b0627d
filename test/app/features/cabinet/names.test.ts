import { expect, test } from 'vitest'
import { cabinetName } from '#app/features/cabinet/model.ts'

test.each([
  'Cabinet du Tilleul',
  'Conseil médical',
  'Dr. Aubert & associés (Lyon)',
  'L’Ormeau',
])('%s is a name', (name) => {
  expect(cabinetName.safeParse(name).success).toBe(true)
})

test.each([
  'CON',
  'nul',
  'Aux.',
  'com1',
  'LPT9 .',
  'prn.cabinet',
  '..',
  '.caché',
  'a/b',
  'Cabinet.',
  'a\u202Eb',
  'a\0b',
])('%j is not one on every system', (name) => {
  expect(cabinetName.safeParse(name).success).toBe(false)
})

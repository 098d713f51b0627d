import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatNir,
  insOids,
  natureOfOid,
  nirKey,
  nirWarnings,
  parseNir,
} from '#app/features/patients/rules/matricule.ts'

describe('the key of a NIR', () => {
  test.each([
    ['2751263220749', '74'],
    ['297022A020778', '78'],
    ['160012B020777', '13'],
    ['1090763220834', '89'],
    ['2360663220836', '56'],
    ['180032B020401', '23'],
    ['1090763220888', '35'],
    ['1810363220456', '76'],
    ['2581133514987', '15'],
  ])('%s has key %s', (body, key) => {
    expect(nirKey(body)).toBe(key)
  })

  test('one wrong digit is always caught', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 99_999_999 }),
        (place, add, tail) => {
          const body = `25811${String(tail).padStart(8, '0')}`
          const wrong = body.slice(0, place) + String((Number(body[place]) + add) % 10) + body.slice(place + 1)
          expect(nirKey(wrong)).not.toBe(nirKey(body))
        },
      ),
    )
  })
})

describe('reading a number', () => {
  test('spaces do not matter, a missing key is computed', () => {
    expect(parseNir('2 58 11 33 514 987 15')).toEqual({ ok: true, body: '2581133514987', key: '15', keyWasTyped: true })
    expect(parseNir('297022a020778')).toEqual({ ok: true, body: '297022A020778', key: '78', keyWasTyped: false })
  })

  test.each([
    '',
    '12345',
    '9581133514987',
    '2581133514987 1',
    '258113351498715 0',
    '2582C33514987',
  ])('« %s » is no number', (typed) => {
    expect(parseNir(typed)).toEqual({ ok: false, code: 'nir.format' })
  })

  test('a wrong key says which one is expected', () => {
    expect(parseNir('258113351498716')).toEqual({ ok: false, code: 'nir.key', expected: '15' })
  })

  test('it is shown in groups', () => {
    expect(formatNir('258113351498715')).toBe('2 58 11 33 514 987 15')
    expect(formatNir('297022A02077878')).toBe('2 97 02 2A 020 778 78')
  })
})

test('what does not agree with the traits is noticed, and nothing more', () => {
  const traits = { sex: 'F', birthDate: '1958-11-09', birthPlaceCode: '33514' } as const
  expect(nirWarnings('2581133514987', traits)).toEqual([])
  expect(nirWarnings('1591233063987', traits)).toEqual(['nir.sex', 'nir.year', 'nir.month', 'nir.place'])
  expect(nirWarnings('2582033514987', { ...traits, birthDate: '1958-00-00' })).toEqual([])
})

test('the nature comes from the OID', () => {
  expect(Object.values(insOids).map(natureOfOid)).toEqual(['NIR', 'NIA', 'TEST', 'DEMO'])
  expect(natureOfOid('1.2.250.1.213.1.4.2')).toBeNull()
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstNameBeginsList, listOrderKey, toInsName } from '#app/features/patients/rules/names.ts'

describe('the INS character set', () => {
  test.each([
    ['Éric', 'ERIC'],
    ['Œuvrard', 'OEUVRARD'],
    ['Lætitia', 'LAETITIA'],
    ['Strauß', 'STRAUSS'],
    ['Søndergaard', 'SONDERGAARD'],
    ['Łukasz', 'LUKASZ'],
    ['Nguyễn', 'NGUYEN'],
    ['Yılmaz', 'YILMAZ'],
    ['D’Almeida', "D'ALMEIDA"],
    ['Jean‑Pierre', 'JEAN-PIERRE'],
    ['  de   La Fuente ', 'DE LA FUENTE'],
    ["d'Aeïon", "D'AEION"],
  ])('%s becomes %s', (typed, value) => {
    expect(toInsName(typed, 'birth-name')).toEqual({ value, faults: [] })
  })

  test.each([
    ['birth-name', 'DUPONT2', [{ code: 'name.signs', signs: ['2'] }]],
    ['birth-name', 'A/B_C', [{ code: 'name.signs', signs: ['/', '_'] }]],
    ['birth-name', 'Иванов', [{ code: 'name.signs', signs: ['И', 'В', 'А', 'Н', 'О'] }, { code: 'name.empty' }]],
    ['birth-name', '-DUPONT', [{ code: 'name.start' }]],
    ['birth-name', 'A--B', []],
    ['birth-name', 'A---B', [{ code: 'name.double-hyphen' }]],
    ['first-name', 'A--B', [{ code: 'name.double-hyphen' }]],
    ['first-name', 'ANNE-', [{ code: 'name.end' }]],
    ['birth-name', "D''A", [{ code: 'name.doubled' }]],
    ['birth-name', "D' A", [{ code: 'name.doubled' }]],
    ['birth-name', '?', [{ code: 'name.signs', signs: ['?'] }, { code: 'name.empty' }]],
  ] as const)('%s « %s »', (kind, typed, faults) => {
    expect(toInsName(typed, kind).faults).toEqual(faults)
  })

  test('a name without fault holds nothing but the set, and is its own form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (typed) => {
        const { value, faults } = toInsName(typed, 'first-name')
        if (faults.length > 0) return
        expect(value).toMatch(/^[A-Z' ][A-Z' -]*$/)
        expect(toInsName(value, 'first-name')).toEqual({ value, faults: [] })
      }),
    )
  })
})

test.each([
  ['ANNE SOPHIE', ['ANNE-SOPHIE', 'MARIE'], true],
  ['Anne', ['Anne', 'Sophie'], true],
  ['ANNE', ['ANNE-SOPHIE'], true],
  ['ANN', ['ANNE'], false],
  ['Sophie', ['Anne', 'Sophie'], false],
  ['', ['Anne'], false],
])('« %s » begins %j: %s', (first, list, begins) => {
  expect(firstNameBeginsList(first, list)).toBe(begins)
})

test('the list is in the order of names used, else of birth, whole names before longer ones', () => {
  const key = (usedName: string, birthName: string, first: string) =>
    listOrderKey({ usedName, birthName, usedFirstName: '', firstBirthFirstName: first })
  const sorted = [key('Lacazette', '', 'Anne'), key('', 'LACAZE', 'Zoé'), key('LACAZE', 'BERTIN', 'Éloïse')].toSorted()
  expect(sorted).toEqual(['lacaze eloise', 'lacaze zoe', 'lacazette anne'])
})

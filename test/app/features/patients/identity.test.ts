import { describe, expect, test } from 'vitest'
import { compareForDuplicate, distance, type KnownPerson } from '#app/features/patients/rules/duplicates.ts'
import { changedStrictTraits, statusAfterEdit, type StrictTraits } from '#app/features/patients/rules/identity.ts'

const traits: StrictTraits = {
  birthName: 'Bertin',
  birthFirstNames: ['Françoise', 'Anne'],
  firstBirthFirstName: 'Françoise',
  sex: 'F',
  birthDate: '1958-11-09',
  birthPlaceCode: '33514',
}

describe('a changed strict trait drops the status (RNIV)', () => {
  test.each([
    ['birthName', { birthName: 'BERTAIN' }],
    ['birthFirstNames', { birthFirstNames: ['Françoise'] }],
    ['firstBirthFirstName', { firstBirthFirstName: 'Anne' }],
    ['sex', { sex: 'M' }],
    ['birthDate', { birthDate: '1958-11-10' }],
    ['birthPlaceCode', { birthPlaceCode: '99999' }],
  ] as const)('%s', (name, change) => {
    const after = { ...traits, ...change } as StrictTraits
    expect(changedStrictTraits(traits, after)).toEqual([name])
    for (const status of ['provisional', 'retrieved', 'validated', 'qualified'] as const) {
      expect(statusAfterEdit(status, traits, after)).toBe('provisional')
    }
  })

  test('an accent, a case or a typographic apostrophe is not a change', () => {
    const after = {
      ...traits,
      birthName: 'BERTIN',
      firstBirthFirstName: 'FRANCOISE',
      birthFirstNames: ['FRANCOISE', 'ANNE'],
    }
    expect(statusAfterEdit('qualified', traits, after)).toBe('qualified')
  })
})

describe('duplicates', () => {
  const manon: KnownPerson = {
    birthName: 'LACAZE',
    usedName: '',
    firstName: 'Manon',
    birthDate: '2001-07-14',
    sex: 'F',
  }
  test.each([
    ['the same traits', {}, 'same-traits', 98],
    ['a name written otherwise', { birthName: 'Lacâze', firstName: 'MANON' }, 'same-traits', 98],
    [
      'the married name where the birth name was',
      { birthName: 'DURAND', usedName: 'Lacaze' },
      'same-name-and-birth',
      92,
    ],
    ['another sex', { sex: 'M' }, 'same-name-and-birth', 92],
    ['name and first name exchanged', { birthName: 'MANON', firstName: 'Lacaze' }, 'swapped-names', 90],
    ['a letter wrong', { birthName: 'LACASE' }, 'close-name-and-birth', 82],
    ['two letters exchanged', { firstName: 'Maonn' }, 'close-name-and-birth', 82],
    ['a digit of the date wrong', { birthDate: '2001-07-15' }, 'same-names', 76],
    ['no date', { birthDate: null }, 'same-names', 60],
    ['a homonym born another year', { birthDate: '1948-03-02' }, 'same-names', 40],
  ] as const)('%s', (_, change, reason, score) => {
    expect(compareForDuplicate(manon, { ...manon, ...change })).toEqual({ score, reasons: [reason] })
  })

  test.each([
    ['twins', { firstName: 'Clara' }],
    ['twins of close first names and another sex', { firstName: 'Manom', sex: 'M' }],
    ['short first names that differ by a letter', { firstName: 'Léo' }],
    ['another family born the same day', { birthName: 'PEYRAT' }],
    ['nobody typed yet', { birthName: '' }],
  ] as const)('never %s', (_, change) => {
    expect(
      compareForDuplicate(
        {
          ...manon,
          firstName: change && 'firstName' in change && change.firstName === 'Léo' ? 'Léa' : manon.firstName,
        },
        { ...manon, ...change },
      ),
    ).toBeNull()
  })

  test('the same matricule is the same person, whatever the names', () => {
    const other = { ...manon, birthName: 'X', firstName: 'Y', matricule: '2010733514901' }
    expect(compareForDuplicate({ ...manon, matricule: '2010733514901' }, other)?.score).toBe(100)
  })

  test.each([
    ['', '', 0],
    ['lacaze', 'lacaze', 0],
    ['lacaze', 'lacase', 1],
    ['manon', 'maonn', 1],
    ['abc', '', 3],
    ['dupont', 'dupond', 1],
    ['martin', 'marin', 1],
  ])('%s and %s are %i apart', (a, b, apart) => {
    expect(distance(a, b)).toBe(apart)
    expect(distance(b, a)).toBe(apart)
  })
})

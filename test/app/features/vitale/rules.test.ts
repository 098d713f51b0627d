import { describe, expect, it } from 'vitest'
import {
  birthDatesOf,
  birthPlaceOf,
  differencesOf,
  isWorthSaying,
  type KnownIdentity,
  matchOf,
  ownNirOf,
  prefillOf,
} from '#app/features/vitale/rules.ts'
import { durandMarie } from '#test/world/patients.ts'
import { durandFamily, nir, onCard } from '#test/world/vitale.ts'

const today = '2026-11-22'
const [mother = onCard({}), son = onCard({}), daughter = onCard({})] = durandFamily

function recordOf(fields: Partial<typeof durandMarie> = {}, matricule: string | null = null): KnownIdentity {
  return { matricule, fields: { ...durandMarie, ...fields } }
}
const covered = (insuredNir: string) => ({ ...durandMarie.coverage, insuredNir })

describe('the number that is theirs', () => {
  it.each([
    ['certified as their own', son, son.ownNir],
    ['of the insured, who they are', mother, mother.insuredNir],
    ['of the insured, on whom they depend', daughter, null],
    ['of the insured, when nothing says who they are', onCard({ insuredNir: nir('2770733063021') }), null],
  ])('is the one %s', (_which, person, own) => {
    expect(ownNirOf(person)).toBe(own)
  })
})

describe('dates without a century', () => {
  it.each([
    [null, '120714', ['1912-07-14', '2012-07-14']],
    [null, '770714', ['1977-07-14']],
    [null, '264014', ['1926-40-14', '2026-40-14']],
    [null, 'ABCDEF', []],
    [null, null, []],
    ['1958-50-14', null, ['1958-50-14']],
  ])('%s and %s may be %s', (birthDate, birthDateOnCard, dates) => {
    expect(birthDatesOf({ birthDate, birthDateOnCard }, today)).toEqual(dates)
  })
})

describe('a record is that of a beneficiary', () => {
  const body = (mother.insuredNir ?? '').slice(0, 13)
  it.each([
    [
      'by their own number, whatever the names',
      mother,
      recordOf({ birthName: 'Autre', birthDate: '1950-01-01' }, body),
      'matricule',
    ],
    [
      'by the number of the insured, their date and first name',
      daughter,
      recordOf({
        birthName: 'Petit',
        usedName: '',
        birthFirstNames: ['Léa-Rose'],
        firstBirthFirstName: 'Léa-Rose',
        birthDate: '2010-03-02',
        coverage: covered(mother.insuredNir ?? ''),
      }),
      'insured',
    ],
    [
      'by names and date, accents and hyphens aside',
      onCard({ usedName: 'LEFEVRE NOEL', firstName: 'ANNE SOPHIE', birthDate: '1990-02-01' }),
      recordOf({
        birthName: 'Lefèvre-Noël',
        birthFirstNames: ['Anne-Sophie'],
        firstBirthFirstName: 'Anne-Sophie',
        usedFirstName: '',
        birthDate: '1990-02-01',
      }),
      'traits',
    ],
    [
      'by the name of use of the record',
      onCard({ usedName: 'GARNIER', firstName: 'MARIE', birthDate: '1977-07-14' }),
      recordOf({ usedName: 'Garnier' }),
      'traits',
    ],
    [
      'with all their first names in one',
      onCard({ birthName: 'DURAND', firstName: 'MARIE LOUISE', birthDate: '1977-07-14' }),
      recordOf(),
      'traits',
    ],
    [
      'with a lunar date written the same',
      onCard({ birthName: 'DURAND', firstName: 'MARIE', birthDate: '1977-50-14' }),
      recordOf({ birthDate: '1977-50-14' }),
      'traits',
    ],
    [
      'in either century',
      onCard({ birthName: 'DURAND', firstName: 'MARIE', birthDateOnCard: '120714' }),
      recordOf({ birthDate: '2012-07-14' }),
      'traits',
    ],
    [
      'perhaps, when only the date differs',
      mother,
      recordOf({ birthDate: '1977-07-15', coverage: covered(mother.insuredNir ?? '') }),
      'close',
    ],
    ['not when only the date differs, without the number', mother, recordOf({ birthDate: '1977-07-15' }), null],
    [
      'not of their twin',
      daughter,
      recordOf({
        birthFirstNames: ['Paul'],
        firstBirthFirstName: 'Paul',
        usedFirstName: '',
        birthDate: '2010-03-02',
        coverage: covered(mother.insuredNir ?? ''),
      }),
      null,
    ],
    ['not of the mother for her child', daughter, recordOf({ coverage: covered(mother.insuredNir ?? '') }), null],
    [
      'not by a number alone that may be another’s',
      onCard({ insuredNir: mother.insuredNir }),
      recordOf({}, body),
      null,
    ],
    ['not with nothing to compare', onCard({}), recordOf({ birthName: '', usedName: '' }), null],
  ])('%s', (_why, person, record, reason) => {
    expect(matchOf(person, record, today)).toBe(reason)
  })
})

describe('what is filled in of a new record', () => {
  it('is what the card says, each name where it belongs', () => {
    const person = onCard({ ...mother, usedName: 'GARNIER', insuredNir: '2770733063021' })
    expect(prefillOf(person, person.birthDate, { code: '33063', name: 'Bordeaux' })).toEqual({
      birthName: 'DURAND',
      usedName: 'GARNIER',
      firstName: 'MARIE',
      birthDate: '1977-07-14',
      sex: 'F',
      birthPlaceCode: '33063',
      birthPlaceName: 'Bordeaux',
      addressLine: '12 RUE DES LILAS',
      addressComplement: '',
      postalCode: '33000',
      town: 'BORDEAUX',
      insuredNir: nir('2770733063021'),
      birthRank: 1,
      regime: '01',
      nameUncertain: false,
    })
  })

  it('says that a name alone may not be that of birth, and takes neither sex nor place from another’s number', () => {
    const person = onCard({ usedName: 'GARNIER', firstName: 'MARIE', insuredNir: mother.insuredNir })
    expect(birthPlaceOf(person)).toBeNull()
    expect(prefillOf(person, null, null)).toMatchObject({
      birthName: 'GARNIER',
      usedName: '',
      sex: null,
      birthDate: null,
      nameUncertain: true,
    })
  })

  it('takes no number that a record may not hold', () => {
    expect(prefillOf(onCard({ insuredNir: '9770733063021' }), null, null).insuredNir).toBe('')
  })

  it('finds the place of birth in their own number, of Corsica too', () => {
    expect([birthPlaceOf(son), birthPlaceOf(onCard({ ownNir: '161022A004008' })), birthPlaceOf(daughter)]).toEqual([
      '33063',
      '2A004',
      null,
    ])
  })
})

describe('« Carte / Dossier »', () => {
  it('says nothing where accents and case alone differ, nor of what the card leaves out', () => {
    expect(
      differencesOf(onCard({ birthName: 'DURAND', firstName: 'MARIE', birthDate: '1977-07-14' }), durandMarie, today),
    ).toEqual([])
    expect(differencesOf(onCard({}), durandMarie, today)).toEqual([])
  })

  it('lists what differs in the order of the form, and says at once what is of civil status', () => {
    const person = onCard({
      birthName: 'DUPOND',
      usedName: 'GARNIER',
      firstName: 'MARTINE',
      birthDate: '1977-07-15',
      insuredNir: nir('2770733063021'),
      birthRank: 2,
      scheme: '02',
    })
    const found = differencesOf(person, durandMarie, today)
    expect(found.map(({ field, card, record }) => [field, card, record])).toEqual([
      ['birthName', 'DUPOND', 'Durand'],
      ['usedName', 'GARNIER', 'Durand'],
      ['firstName', 'MARTINE', 'Marie'],
      ['birthDate', '1977-07-15', '1977-07-14'],
      ['insuredNir', nir('2770733063021'), ''],
      ['birthRank', '2', ''],
      ['regime', '02', ''],
    ])
    expect(isWorthSaying(found)).toBe(true)
    expect(isWorthSaying(found.filter(({ field }) => ['insuredNir', 'birthRank', 'regime'].includes(field)))).toBe(
      false,
    )
    expect(isWorthSaying([{ field: 'insuredNir', card: '1', record: '2' }])).toBe(true)
  })
})

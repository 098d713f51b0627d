import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AskedPerson,
  asksForBirthName,
  type InsiQuery,
  retries,
  searchSequence,
} from '#app/features/identity/rules/ladder.ts'
import { insiTraits } from '#app/features/identity/rules/traits.ts'
import type { StrictTraits } from '#app/features/identity/model.ts'
import { dominique } from './identities.ts'

const person = (traits: Partial<StrictTraits> = {}, used: Partial<AskedPerson> = {}): AskedPerson => ({
  traits: { ...dominique, ...traits },
  usedName: '',
  usedFirstName: '',
  ...used,
})

const asked = (who: AskedPerson): InsiQuery[] => {
  const reading = insiTraits(who.traits)
  if (!reading.ok) throw new Error('not sendable')
  return [...searchSequence(reading.traits)]
}
const proposed = (who: AskedPerson, found: 'none' | 'several' = 'none') =>
  retries(who, asked(who), found).map(({ reason, query, changes }) => ({
    reason,
    name: query.birthName,
    first: query.firstNames,
    changes,
  }))

describe('one search (the CNDA test book)', () => {
  test.each([
    [
      ['Ola', 'Catarina'],
      ['OLA', 'CATARINA', 'OLA CATARINA'],
    ],
    [
      ['Pierre', 'Paul', 'Jacques'],
      ['PIERRE', 'PAUL', 'JACQUES', 'PIERRE PAUL JACQUES'],
    ],
    [['Pierre-Alain'], ['PIERRE-ALAIN']],
  ])('%j asks %j', (names, questions) => {
    const [first = ''] = names
    expect(
      asked(person({ birthFirstNames: names, firstBirthFirstName: first })).map((query) => query.firstNames),
    ).toEqual(questions)
  })

  test('the place is not sent at first', () => {
    expect(asked(person()).map(({ birthPlaceCode }) => birthPlaceCode)).toEqual([null])
  })
})

describe('after « several »: the other first names, then the place', () => {
  test('in this order, none asked before', () => {
    const who = person({ birthFirstNames: ['Leonardo', 'Ser'], firstBirthFirstName: 'Leonardo' })
    const first = asked(who).slice(0, 1)
    expect(retries(who, first, 'several').map(({ query }) => [query.firstNames, query.birthPlaceCode])).toEqual([
      ['LEONARDO SER', null],
      ['LEONARDO', '2A020'],
      ['LEONARDO SER', '2A020'],
    ])
    expect(retries(who, asked(who), 'several').map(({ reason }) => reason)).toEqual(['with-place', 'with-place'])
  })

  test('nothing is left where the place is unknown', () => {
    expect(proposed(person({ birthPlaceCode: '99999' }), 'several')).toEqual([])
  })
})

describe('after « none »', () => {
  test.each([
    ['DURAND', 'Martin', 'MARTIN', 'names-exchanged'],
    ['DURAND-MARTIN', 'Martin', 'DURAND', 'married-name-taken-off'],
    ['MARTIN DURAND', 'Martin', 'DURAND', 'married-name-taken-off'],
    ['MARTIN', 'Durand Martin', 'DURAND', 'married-name-taken-off'],
    ['MARTIN NÉE DURAND', '', 'DURAND', 'birth-name-after-born'],
    ['DURAND ÉPOUSE MARTIN', '', 'DURAND', 'birth-name-after-born'],
    ['MARTIN', 'Martin née Durand', 'DURAND', 'birth-name-after-born'],
  ])('« %s », used name « %s »: %s', (birthName, usedName, expected, reason) => {
    const proposals = proposed(person({ birthName }, { usedName }))
    expect(proposals).toContainEqual({ reason, name: expected, first: 'DOMINIQUE', changes: ['birthName'] })
  })

  test.each([
    ['LE-GUEN', ['LE GUEN']],
    ['LE GUEN', ['LE-GUEN']],
    ["D'AEION", ['D AEION', 'DAEION']],
    ['MARTIN--DURAND', ['MARTIN DURAND', 'MARTIN-DURAND']],
  ])('%s is also written %j, which changes nothing of the person', (birthName, writings) => {
    const proposals = proposed(person({ birthName })).filter(({ changes }) => changes.length === 0)
    expect(proposals.map(({ name }) => name)).toEqual(writings)
  })

  test('the first name used, then the other sex last, each as a change to accept', () => {
    const proposals = retries(person({}, { usedFirstName: 'Dominika' }), asked(person()), 'none')
    expect(proposals.map(({ reason, changes }) => [reason, ...changes])).toEqual([
      ['used-first-name', 'firstBirthFirstName', 'birthFirstNames'],
      ['other-sex', 'sex'],
    ])
    expect(proposals.at(-1)?.query.sex).toBe('M')
  })

  test('a month above 12 is also asked as Assurance Maladie carries it', () => {
    const who = person({ birthDate: '1950-20-05' })
    expect(asked(who)[0]?.birthDate).toBe('1950-01-05')
    expect(retries(who, asked(who), 'none')[0]).toMatchObject({
      reason: 'lunar-date',
      query: { birthDate: '1950-20-05' },
    })
  })

  test('a place that was sent is taken off', () => {
    const [query] = asked(person())
    if (query === undefined) throw new Error('no query')
    const withPlace = { ...query, birthPlaceCode: '2A020' }
    expect(retries(person(), [withPlace], 'none').map(({ reason }) => reason)).toContain('all-first-names')
    expect(retries(person(), [query, withPlace], 'none').map(({ reason }) => reason)).toEqual(['other-sex'])
  })

  test('an indeterminate sex proposes nothing: it is chosen first', () => {
    expect(retries(person({ sex: 'I' }), [], 'none')).toEqual([])
  })
})

describe('the birth name is asked for', () => {
  test.each([
    ['', 'Martin', 'M', true],
    ['Martin', 'MARTIN', 'F', true],
    ['Martin', 'MARTIN', 'M', false],
    ['Martin', '', 'F', false],
    ['Durand', 'Martin', 'F', false],
  ] as const)('birth name « %s », used « %s », %s: %s', (birthName, usedName, sex, expected) => {
    expect(asksForBirthName(person({ birthName, sex }, { usedName }))).toBe(expected)
  })
})

test('whatever the names, no question is asked twice, empty, or out of the bounds of INSi', () => {
  const name = fc.stringMatching(/^[A-Za-zÉéç' -]{1,20}$/)
  fc.assert(
    fc.property(
      name,
      name,
      name,
      fc.constantFrom('none' as const, 'several' as const),
      (birthName, used, first, found) => {
        const who = person(
          { birthName, birthFirstNames: [first, 'Anne'], firstBirthFirstName: first },
          { usedName: used, usedFirstName: used },
        )
        const reading = insiTraits(who.traits)
        const before = reading.ok ? [...searchSequence(reading.traits)] : []
        const keys = [...before, ...retries(who, before, found).map(({ query }) => query)].map((query) =>
          JSON.stringify(query),
        )
        expect(new Set(keys).size).toBe(keys.length)
        for (const { query } of retries(who, before, found)) {
          expect(query.birthName).toMatch(/^[A-Z'][A-Z' -]*$/)
          expect(query.birthName).toMatch(/[A-Z]/)
          expect(query.firstNames).toMatch(/^[A-Z'](?:[A-Z' -]*[A-Z])?$/)
          expect(query.firstNames).not.toMatch(/--/)
        }
      },
    ),
  )
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchRanges, parseSearch, type Searchable, searchTokens } from '#app/features/patients/rules/search.ts'

const francoise: Searchable = {
  birthName: 'BERTIN',
  usedName: 'LACAZE-D’ŒUVRARD',
  birthFirstNames: ['Françoise', 'Anne-Marie'],
  firstBirthFirstName: 'Françoise',
  usedFirstName: 'Françoise',
  birthDate: '1958-11-09',
  phones: ['06 39 98 14 52', '+33 5 36 49 20 71', ''],
  email: 'francoise.bertin33@example.org',
  fileNumber: 2744,
  matricule: '2581133514987',
  matriculeKey: '15',
  tags: [{ tagId: '01970000-0000-7000-8000-0000000000c1', name: 'À revoir' }],
  hidden: false,
  rcp: false,
  vsmReminder: false,
  insKo: false,
}

/** Answers as the index does: every term, one of its ways, each word whole or begun. */
function finds(text: string, record: Searchable): boolean {
  const tokens = searchTokens(record)
  return parseSearch(text).every((term) =>
    term.ways.some((way) =>
      way.every((word) => tokens.some((token) => (word.prefix ? token.startsWith(word.text) : token === word.text))),
    ),
  )
}

describe('a record is found by', () => {
  test.each([
    'lac',
    'LACAZE',
    'lacaze fran',
    'françoise bertin',
    'FRANCOISE',
    'oeuvrard',
    'd’œuvrard',
    "d'oeuv",
    'lacaze doeuvrard',
    'lacaze-d’œuvrard',
    'anne marie',
    'annemarie',
    'anne-m',
    'ber',
    '09/11/1958',
    '9/11/1958',
    '09111958',
    '091158',
    '9 nov 58',
    '9 novembre 1958',
    '1958',
    '11/1958',
    '09.11.58',
    '0639981452',
    '06 39 98 14 52',
    '0639',
    '06 39',
    '1452',
    '14 52',
    '981452',
    '81452',
    '+33639981452',
    '0033 6 39 98 14 52',
    '2071',
    '0536492071',
    '2744',
    '2 744',
    '2744 1958',
    'lacaze 1958',
    '2581133514987',
    '2 58 11 33 514 987 15',
    '258113351498715',
    'francoise.bertin33@example.org',
    'francoise.bertin33@ex',
    'bertin33',
    'revoir',
    'a revoir',
    '',
  ])('« %s »', (text) => {
    expect(finds(text, francoise)).toBe(true)
  })

  test.each([
    'caze',
    'lacaze michel',
    '10/11/1958',
    '258113351498',
    '2581133514986',
    '0639981453',
    '33514',
    'rcp',
    '_v',
    '_h',
    'example.org',
    'bertin34',
    '258113351498716',
  ])('never « %s »', (text) => {
    expect(finds(text, francoise)).toBe(false)
  })

  test('each of its own words, whatever their case and accents', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('LACAZE', 'ŒUVRARD', 'BERTIN', 'Françoise', 'Anne-Marie'),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        (word, length, upper) => {
          const begun = [...word].slice(0, length).join('')
          expect(finds(upper ? begun.toUpperCase() : begun.toLowerCase(), francoise)).toBe(true)
        },
      ),
    )
  })

  test('nothing typed leaves the folded alphabet', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        for (const term of parseSearch(text))
          for (const way of term.ways) for (const word of way) expect(word.text).toMatch(/^[_a-z0-9]+$/)
      }),
    )
  })
})

describe('what is marked', () => {
  test.each([
    ['LACAZE', 'lac', ['LAC']],
    ['DELACOURT', 'lac', ['LAC']],
    ['DELACOURT', 'la', []],
    ['Jean-Pierre', 'jeanp', ['Jean-P']],
    ['Jean-Pierre', 'pierre jean', ['Jean', 'Pierre']],
    ['BENSAÏD', 'bensaid', ['BENSAÏD']],
    ['Œuvrard', 'oe', ['Œ']],
    ['14/07/1977', '14071977', ['14/07/1977']],
    ['14/07/1977', '1977', ['1977']],
    ['06 39 98 14 52', '1452', ['14 52']],
    ['Éric', '', []],
    ['E\u0301ric', 'er', ['E\u0301r']],
  ])('%s for « %s »', (text, query, marked) => {
    expect(matchRanges(text, query).map(([from, to]) => text.slice(from, to))).toEqual(marked)
  })

  test('ranges are in order, apart, and inside the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.string({ maxLength: 8 }), (text, query) => {
        let last = 0
        for (const [from, to] of matchRanges(text, query)) {
          expect(from).toBeGreaterThanOrEqual(last)
          expect(to).toBeGreaterThan(from)
          last = to
        }
        expect(last).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})

import { describe, expect, test } from 'vitest'
import type { AnsweredTraits, FormerNumber, InsiAnswer, InsNumber } from '#app/features/identity/model.ts'
import { compareTraits, traitsFrom } from '#app/features/identity/rules/comparison.ts'
import { readMark, writeMark } from '#app/features/identity/rules/data-matrix.ts'
import { hasRightKey } from '#app/features/identity/rules/numbers.ts'
import { statusOf } from '#app/features/identity/rules/proofs.ts'
import { recognise } from '#app/features/identity/rules/recognition.ts'
import { exchangedIdentity } from '#app/features/identity/rules/showing.ts'
import { insOids } from '#app/kernel/ins-oid.ts'
import { after, answer, born, happens, number } from './identities.ts'

type Persona = readonly [
  name: string,
  list: string,
  sex: 'F' | 'M',
  date: string,
  place: string | null,
  matricule: string,
  key: string,
  oid: string,
  former: readonly (readonly [matricule: string, key: string])[],
]

/** The public people of the qualification service that INSi answers, with the numbers it gives them. */
const personas: readonly Persona[] = [
  ['ADRUN', 'ZOE', 'F', '1975-12-31', '63220', '2751263220749', '74', insOids.nir, []],
  ['ADRTROIS', 'DOMINIQUE', 'F', '1997-02-26', '2A020', '297022A020778', '78', insOids.nir, []],
  ['ADRTROIS', 'TOUSSAINT', 'M', '1960-01-01', '2B020', '160012B020777', '13', insOids.nir, []],
  [
    'ECETINSI',
    'PIERRE-ALAIN MURIEL FLORIANT',
    'M',
    '2009-07-14',
    '63220',
    '1090763220834',
    '89',
    insOids.nir,
    [
      ['2090763220834', '39'],
      ['2090663220123', '55'],
    ],
  ],
  ['NESSI', 'MICHELANGELO ANTHONY', 'M', '2010-08-07', null, '1100863220830', '60', insOids.nir, []],
  ['TCHITCHI', 'CATARINA BELLA', 'F', '1936-06-21', null, '2360663220836', '56', insOids.nir, []],
  ['CORSE', 'ANTHONY', 'M', '1980-03-02', '2B020', '180032B020401', '23', insOids.nir, [['180032B020401', '23']]],
  [
    'HERMANN',
    'GATIEN',
    'M',
    '1981-03-24',
    null,
    '1810363220456',
    '60',
    insOids.nir,
    [
      ['1810363220456', '60'],
      ['2810363220456', '10'],
    ],
  ],
  ['PROVISOIRE', 'MATRICULE', 'M', '2009-07-01', null, '1090763220888', '35', insOids.nia, []],
]

function answerOf([
  birthName,
  firstNames,
  sex,
  birthDate,
  birthPlaceCode,
  matricule,
  key,
  oid,
  former,
]: Persona): InsiAnswer {
  const numberOf = ([value, itsKey]: readonly [string, string]): InsNumber => ({ matricule: value, key: itsKey, oid })
  const history = former.map((one): FormerNumber => ({ number: numberOf(one), from: '2019-03-01', to: '2019-02-28' }))
  const traits: AnsweredTraits = { birthName, firstName: null, firstNames, sex, birthDate, birthPlaceCode }
  return { number: numberOf([matricule, key]), history, traits }
}

describe('the public people of the qualification service', () => {
  test.each(
    personas.map((persona) => ({ persona, title: `${persona[0]} ${persona[1]}` })),
  )('$title: found, qualified, printed, scanned back to the same record', ({ persona }) => {
    const given = answerOf(persona)
    const traits = traitsFrom(given.traits)
    if (traits === null) throw new Error('no traits')
    expect(compareTraits(traits, given.traits)).toEqual([])
    const identity = after(
      [happens.insi(given), happens.document(traits.birthDate > '2008-03-02' ? 'CC' : 'CN')],
      born(traits),
    )
    expect(statusOf(identity)).toBe('qualified')
    expect(identity.withdrawn).toEqual([])
    const exchanged = exchangedIdentity(identity)
    const mark = exchanged === null ? null : writeMark(exchanged)
    const scan = mark?.ok === true ? readMark(mark.text) : null
    if (scan === null || !scan.ok) throw new Error('not read back')
    // Numbers whose key is not the one computed are INSi's own: a word, not a refusal.
    expect(scan.notices).toEqual(hasRightKey(given.number) ? [] : ['key'])
    const { number: scanned, ...rest } = scan.identity
    const named = { number: scanned, traits: { ...rest, firstName: null } }
    expect(recognise(identity, named)).toBe('certain')
    const others = personas
      .filter((other) => other !== persona)
      .map((other) => after([happens.insi(answerOf(other))], born(traitsFrom(answerOf(other).traits) ?? traits)))
    expect(others.map((other) => recognise(other, named))).toEqual(others.map(() => null))
  })

  test('only one of them has a key that is not the one computed', () => {
    expect(
      personas
        .map(answerOf)
        .filter((given) => !hasRightKey(given.number))
        .map(({ number: { matricule } }) => matricule),
    ).toEqual(['1810363220456'])
  })
})

describe('whose record it is', () => {
  const retrieved = after([happens.insi()])
  const replaced = after([
    happens.insi(answer({}, { history: [{ number: number('2970222020778'), from: null, to: null }] })),
  ])
  const named = (change: Partial<AnsweredTraits> = {}, its: InsNumber | null = number('297022A020778')) => ({
    number: its,
    traits: { ...answer().traits, ...change },
  })
  test.each([
    ['the same in everything', retrieved, named(), 'certain'],
    ['more first names there', retrieved, named({ firstNames: 'DOMINIQUE ANNE' }), 'certain'],
    ['the same number, another sex', retrieved, named({ sex: 'M' }), 'number-only'],
    ['a number replaced since', replaced, named({}, number('2970222020778')), 'former-number'],
    ['a number withdrawn since', after([happens.verified(false)], retrieved), named(), 'former-number'],
    ['the same traits, no number there', retrieved, named({}, null), 'traits-only'],
    ['the same traits, no number here', born(), named(), 'traits-only'],
    ['the same traits, another number', retrieved, named({}, number('2751263220749')), 'other-number'],
    ['the same number under another OID', retrieved, named({}, number('297022A020778', insOids.nia)), 'other-number'],
    ['another date, no number', retrieved, named({ birthDate: '1997-02-27' }, null), null],
    ['too little said', born(), named({ birthDate: null }, null), null],
  ] as const)('%s: %s', (_name, identity, elsewhere, expected) => {
    expect(recognise(identity, elsewhere)).toBe(expected)
  })

  test('an answer that says too little makes no record', () => {
    for (const silent of ['birthName', 'firstNames', 'sex', 'birthDate'] as const)
      expect(traitsFrom({ ...answer().traits, [silent]: null })).toBeNull()
    expect(traitsFrom({ ...answer().traits, birthPlaceCode: null })?.birthPlaceCode).toBe('99999')
  })
})

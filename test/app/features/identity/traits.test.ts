import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnsweredTraits, StrictTraits } from '#app/features/identity/model.ts'
import { asAnswered, changedTraits, compareTraits, takeTraits } from '#app/features/identity/rules/comparison.ts'
import { hasRightKey, inForce, strayNumbers } from '#app/features/identity/rules/numbers.ts'
import { answerStands } from '#app/features/identity/rules/proofs.ts'
import { documentRefusals, insiTraits, traitWarnings } from '#app/features/identity/rules/traits.ts'
import { after, answer, born, dominique, happens, number } from './identities.ts'

const held = (change: Partial<StrictTraits> = {}): StrictTraits => ({ ...dominique, ...change })
const answered = (change: Partial<AnsweredTraits> = {}): AnsweredTraits => ({ ...answer().traits, ...change })

describe('traits within the bounds of INSi (SEL-MP-043 §2)', () => {
  test.each([
    [{ birthName: 'd’Œuvrard' }, "D'OEUVRARD"],
    [{ birthName: "'t Hooft" }, "'T HOOFT"],
    [{ birthName: 'Martin--Durand' }, 'MARTIN--DURAND'],
    [{ birthName: 'Łukasz  Ñandú' }, 'LUKASZ NANDU'],
  ])('%j is sent %s', (change, sent) => {
    const reading = insiTraits(held(change))
    expect(reading.ok && reading.traits.birthName).toBe(sent)
    expect(reading.ok && reading.rewritten).toContainEqual({ trait: 'birthName', held: change.birthName, sent })
  })

  test.each([
    [{ birthName: 'M4RTIN_' }, 'birthName', 'name.signs', { signs: '4 _' }],
    [{ birthName: '-MARTIN' }, 'birthName', 'name.start', {}],
    [{ birthName: "D''ARC" }, 'birthName', 'name.doubled', {}],
    [{ birthName: "D' ARC" }, 'birthName', 'name.doubled', {}],
    [{ birthName: 'A---B' }, 'birthName', 'name.double-hyphen', {}],
    [{ birthName: '' }, 'birthName', 'name.empty', {}],
    [{ birthName: 'A'.repeat(101) }, 'birthName', 'name.too-long', { most: '100' }],
    [{ birthFirstNames: ['Anne--Marie'], firstBirthFirstName: 'Anne' }, 'birthFirstNames', 'name.double-hyphen', {}],
    [{ birthFirstNames: ['Anne-'], firstBirthFirstName: 'Anne' }, 'birthFirstNames', 'name.end', {}],
    [{ birthFirstNames: [] }, 'birthFirstNames', 'name.empty', {}],
    [{ firstBirthFirstName: 'Anne' }, 'firstBirthFirstName', 'first-name.not-in-list', { name: 'Anne' }],
    [{ sex: 'I' as const }, 'sex', 'sex.indeterminate', {}],
    [{ birthDate: '1997-02-30' }, 'birthDate', 'date.day', { date: '1997-02-30' }],
    [{ birthDate: '1900-02-29' }, 'birthDate', 'date.day', { date: '1900-02-29' }],
    [{ birthDate: '0000-01-01' }, 'birthDate', 'date.format', { date: '0000-01-01' }],
    [{ birthPlaceCode: '2C020' }, 'birthPlaceCode', 'place.format', { place: '2C020' }],
  ])('%j is refused: %s %s', (change, trait, code, data) => {
    const reading = insiTraits(held(change))
    expect(reading.ok ? [] : reading.refusals).toContainEqual({ trait, code, data })
  })

  test('a list longer than a DataMatrix carries', () => {
    const names = Array.from({ length: 12 }, () => 'Maximilienne')
    expect(documentRefusals(held({ birthFirstNames: names, firstBirthFirstName: 'Maximilienne' }))).toEqual([
      { trait: 'birthFirstNames', code: 'name.too-long', data: { most: '100' } },
    ])
  })

  test.each([
    ['1997-02-26', '1997-02-26', false],
    ['1997-02-00', '1997-02-01', true],
    ['1997-00-26', '1997-01-26', true],
    ['1997-00-00', '1997-12-31', true],
    ['1997-20-26', '1997-01-26', true],
  ])('%s is asked as %s (EXI ID 11, ID 12)', (birthDate, sent, interpreted) => {
    expect(insiTraits(held({ birthDate }))).toMatchObject({ ok: true, interpreted, traits: { birthDate: sent } })
  })

  test('a place nobody knows is not sent, and deserves a look', () => {
    const unknown = held({ birthPlaceCode: '99999', birthDate: '1997-00-00' })
    expect(insiTraits(unknown)).toMatchObject({ ok: true, traits: { birthPlaceCode: null } })
    expect(traitWarnings(unknown)).toEqual(['place.unknown', 'date.interpreted', 'first-name.whole-list'])
    expect(traitWarnings(held({ birthFirstNames: ['Dominique', 'Anne'] }))).toEqual([])
  })

  test('whatever is typed is sent within the bounds or refused by name, never cut', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (typed) => {
        const reading = insiTraits(held({ birthName: typed }))
        if (reading.ok) {
          expect(reading.traits.birthName).toMatch(/^[A-Z'][A-Z' -]*$/)
          expect(reading.traits.birthName).not.toMatch(/''| '|' {1}| {2}|---/)
        } else expect(reading.refusals.length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('what differs', () => {
  test.each([
    ['nothing', {}, {}, []],
    ['accents and case', { birthName: 'ÀDRTRÖIS' }, {}, []],
    ['a hyphen', { birthName: 'ADR-TROIS' }, { birthName: 'ADR TROIS' }, [['birthName', 'writing']]],
    ['a married name', { birthName: 'Durand' }, {}, [['birthName', 'different']]],
    ['more first names at INSi', {}, { firstNames: 'DOMINIQUE MARIE' }, [['birthFirstNames', 'completion']]],
    ['more first names here', { birthFirstNames: ['Dominique', 'Marie'] }, {}, [['birthFirstNames', 'less']]],
    [
      'a longer first name',
      {},
      { firstNames: 'DOMINIQUETTE' },
      [
        ['birthFirstNames', 'different'],
        ['firstBirthFirstName', 'different'],
      ],
    ],
    [
      'a compound first name, its hyphen as a space (EXI ID 10)',
      { birthFirstNames: ['Anne Sophie'], firstBirthFirstName: 'Anne Sophie' },
      { firstNames: 'ANNE-SOPHIE' },
      [['birthFirstNames', 'writing']],
    ],
    [
      'the second first name held as the first',
      { birthFirstNames: ['Dominique', 'Marie'], firstBirthFirstName: 'Dominique' },
      { firstNames: 'MARIE DOMINIQUE' },
      [
        ['birthFirstNames', 'different'],
        ['firstBirthFirstName', 'different'],
      ],
    ],
    ['sex', { sex: 'M' as const }, {}, [['sex', 'different']]],
    ['an indeterminate sex', { sex: 'I' as const }, {}, [['sex', 'different']]],
    ['a date', { birthDate: '1997-02-27' }, {}, [['birthDate', 'different']]],
    ['a date made whole by the rule', { birthDate: '1997-00-00' }, { birthDate: '1997-12-31' }, []],
    ['a lunar date', { birthDate: '1997-20-26' }, { birthDate: '1997-20-26' }, []],
    ['a place INSi knows', { birthPlaceCode: '99999' }, {}, [['birthPlaceCode', 'completion']]],
    ['a place INSi does not know', {}, { birthPlaceCode: null }, [['birthPlaceCode', 'less']]],
    ['two places', { birthPlaceCode: '33063' }, {}, [['birthPlaceCode', 'different']]],
    ['places nobody knows', { birthPlaceCode: '99999' }, { birthPlaceCode: null }, []],
  ])('%s', (_name, ofHeld, ofAnswer, expected) => {
    const differences = compareTraits(held(ofHeld), answered(ofAnswer))
    expect(differences.map(({ trait, kind }) => [trait, kind])).toEqual(expected)
  })

  test('side by side, both in the INS character set', () => {
    expect(compareTraits(held({ birthName: 'Lefèvre' }), answered())).toEqual([
      { trait: 'birthName', kind: 'different', held: 'LEFEVRE', answered: 'ADRTROIS' },
    ])
  })

  test('accepting every difference leaves none, but the place INSi does not give', () => {
    const name = fc.constantFrom('ADRTROIS', 'ADR-TROIS', 'Lefèvre', "D'ARC")
    const names = fc.constantFrom('DOMINIQUE', 'DOMINIQUE MARIE', 'ANNE-SOPHIE', 'MARIE DOMINIQUE', 'ANNE SOPHIE')
    fc.assert(
      fc.property(name, names, name, names, fc.boolean(), (mine, myNames, theirs, theirNames, silent) => {
        const list = myNames.split(' ')
        const before = held({ birthName: mine, birthFirstNames: list, firstBirthFirstName: list[0] ?? '' })
        const said = answered({
          birthName: asInsiWrites(theirs),
          firstNames: theirNames,
          ...(silent ? { birthPlaceCode: null } : {}),
        })
        const wanted = compareTraits(before, said).map(({ trait }) => trait)
        const taken = takeTraits(before, said, wanted)
        expect(compareTraits(taken, said).filter(({ kind }) => kind !== 'less')).toEqual([])
        expect(answerStands(said, taken)).toBe(true)
        expect(documentRefusals(taken)).toEqual([])
        expect(takeTraits(before, said, [])).toEqual(before)
      }),
    )
  })

  test('accents are kept where only they differ', () => {
    const before = held({ birthName: 'Àdrtroïs', birthFirstNames: ['Zoé'], firstBirthFirstName: 'Zoé' })
    const said = answered({ firstNames: 'ZOE MARIE' })
    expect(takeTraits(before, said, ['birthName', 'birthFirstNames', 'firstBirthFirstName'])).toMatchObject({
      birthName: 'Àdrtroïs',
      birthFirstNames: ['Zoé', 'MARIE'],
      firstBirthFirstName: 'Zoé',
    })
  })

  test('the first first name is taken of the list when what is held does not begin it', () => {
    const before = held({ birthFirstNames: ['Alain'], firstBirthFirstName: 'Alain' })
    const said = answered({ firstNames: 'PIERRE-ALAIN MURIEL FLORIANT' })
    expect(takeTraits(before, said, ['birthFirstNames', 'firstBirthFirstName'])).toMatchObject({
      birthFirstNames: ['PIERRE-ALAIN', 'MURIEL', 'FLORIANT'],
      firstBirthFirstName: 'PIERRE-ALAIN',
    })
  })

  test('another beginning of the same list is a change of the identity, an accent is not', () => {
    const list = { birthFirstNames: ['Anne Sophie'] }
    const one = held({ ...list, firstBirthFirstName: 'Anne' })
    expect(changedTraits(one, held({ ...list, firstBirthFirstName: 'Anne Sophie' }))).toEqual(['firstBirthFirstName'])
    expect(changedTraits(dominique, held({ birthName: 'ÂDRTROIS' }))).toEqual([])
    expect(compareTraits(one, asAnswered(one))).toEqual([])
  })
})

describe('matricules', () => {
  test.each([
    ['2751263220749', '74', true],
    ['297022A020778', '78', true],
    ['160012B020777', '13', true],
    ['1090763220888', '35', true],
    ['1810363220456', '60', false],
    ['2810363220456', '10', false],
    ['297022C020778', '78', false],
  ])('%s with %s: %s', (matricule, key, right) => {
    expect(hasRightKey({ matricule, key })).toBe(right)
  })

  const [a, b] = [number('1090763220834'), number('2090763220834')]
  const bare = (one: typeof a) => ({ number: one, history: [] })
  const replacing = (one: typeof a, former: typeof a) => ({
    number: one,
    history: [{ number: former, from: null, to: null }],
  })
  test.each([
    ['the same', bare(a), bare(a), 'same'],
    ['the second is a former one', replacing(a, b), bare(b), 'first'],
    ['the first is a former one', bare(b), replacing(a, b), 'second'],
    ['nothing ties them', bare(a), bare(b), null],
    ['each is former for the other', replacing(a, b), replacing(b, a), null],
    ['the same digits, waiting and final', bare(a), bare({ ...a, oid: '1.2.250.1.213.1.4.9' }), null],
  ] as const)('%s: %s', (_name, first, second, expected) => {
    expect(inForce(first, second)).toBe(expected)
  })

  test('a number that INSi gave once and that nothing ties to the one held is a stray', () => {
    const other = number('2751263220749')
    const two = after([happens.insi(), happens.insi(answer({}, { number: other }))])
    expect(strayNumbers(two)).toEqual([other])
    expect(strayNumbers(after([happens.insi()]))).toEqual([])
    expect(strayNumbers(born())).toEqual([])
    const first = after([happens.insi()])
    const corrected = after(
      [happens.withdrawn(first.ins?.proofId ?? ''), happens.insi(answer({}, { number: other }))],
      first,
    )
    expect(strayNumbers(corrected)).toEqual([])
  })
})

/** As INSi writes it. */
function asInsiWrites(name: string): string {
  return name === 'Lefèvre' ? 'LEFEVRE' : name
}

import { describe, expect, test } from 'vitest'
import { standingOn } from '#app/features/rights/rules.ts'
import { understood } from '#core/features/rights/understanding.ts'
import { readAdriAnswer } from '#main/protocols/rights/adri-answer.ts'
import { nirOid, type Persona } from '#test/simulators/insi/personas.ts'
import { rightsAnswer } from '#test/simulators/insi/answers.ts'
import { rightsContent, type RightsTrait } from '#test/simulators/insi/rights.ts'

const today = '2026-11-22'
const person: Persona = {
  birthName: "D'ALMEIDA & FILS",
  firstNames: 'JEAN MARIE',
  sex: 'M',
  birthDate: '1979-10-05',
  birthPlace: '33063',
  number: '1791033063944',
  key: '05',
  oid: nirOid,
}

function answered(traits: readonly RightsTrait[], more: Partial<Persona> = {}) {
  const content = rightsContent({ ...person, ...more }, today, traits)
  const xml = `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>${content}</e:Body></e:Envelope>`
  const answer = readAdriAnswer(200, new TextEncoder().encode(xml))
  if (answer.kind !== 'rights') throw new Error(answer.kind)
  return understood(answer.rights)
}

describe('what an answer means', () => {
  test('common rights', () => {
    expect(answered([])).toEqual({
      answeredOn: today,
      birthName: "D'ALMEIDA & FILS",
      firstName: 'JEAN',
      birthDate: '1979-10-05',
      birthRank: 1,
      certifiedNir: '179103306394405',
      addressLines: ['', '', '', '', ''],
      quality: 'insured',
      periods: [{ from: '2026-01-01', to: '2026-12-31' }],
      situations: [],
      untold: [],
      familyDoctor: 'declared',
      scheme: '01',
      fund: '331',
      centre: '0000',
      mutual: null,
    })
  })

  test.each([
    ['ald', '1'],
    ['c2s', '01'],
    ['leaving-c2s', '10'],
    ['maternity', 'FMAT'],
    ['work-accident', 'FACC'],
    ['disability', 'FINV'],
    ['state-medical-aid', 'FAME'],
    ['alsace-moselle', 'FALM'],
  ] as const)('%s, with its code', (trait, code) => {
    expect(answered([trait]).situations).toMatchObject([{ kind: trait, code, from: '2026-01-01' }])
  })

  test('several at once', () => {
    const { situations } = answered(['ald', 'c2s', 'disability', 'alsace-moselle'])
    expect(situations.map(({ kind }) => kind)).toEqual(['ald', 'disability', 'alsace-moselle', 'c2s'])
  })

  test('a code that no public text tells is given as it came, and no meaning is made up', () => {
    const { situations, untold } = answered(['untold-code'])
    expect(situations).toEqual([])
    expect(untold).toEqual([{ code: '0999', from: '2026-01-01', to: null }])
  })

  test('no declared médecin traitant', () => {
    expect(answered(['no-doctor']).familyDoctor).toBe('none')
  })

  test('a child of the insured', () => {
    expect(answered([], { insured: '2770733063021' }).quality).toBe('child')
  })

  test('the complementary cover that the fund manages', () => {
    expect(answered(['mutual']).mutual).toEqual({
      number: '75500017',
      guarantees: 'RESPONSABLE',
      from: '2026-01-01',
      to: '2026-12-31',
    })
  })

  test.each([
    ['ended', 'ended', '2025-12-31'],
    ['to-come', 'to-come', '2027-12-31'],
    ['renewed', 'open', '2027-12-31'],
    ['no-period', 'not-told', null],
  ] as const)('%s: %s until %s', (trait, state, to) => {
    expect(standingOn(answered([trait]).periods, today)).toMatchObject({ state, to })
  })
})

test('whoever is not among the known people has the common rights', () => {
  const answer = readAdriAnswer(200, new TextEncoder().encode(rightsAnswer(person, today)))
  expect(answer).toMatchObject({ kind: 'rights', rights: { coverage: [{ situation: '0100', ald: '0' }] } })
})

test('a list that does not end is cut, and read all the same', () => {
  const more = '<codeCouverture><codeSituation>FMAT</codeSituation></codeCouverture>'.repeat(60)
  const xml = `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><r>${more}</r></e:Body></e:Envelope>`
  const answer = readAdriAnswer(200, new TextEncoder().encode(xml))
  expect(answer.kind === 'rights' && answer.rights.coverage).toHaveLength(40)
})

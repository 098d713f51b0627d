import { describe, expect, it, test } from 'vitest'
import type { Situation, UnderstoodRights } from '#app/features/rights/model.ts'
import {
  isSomebodyElse,
  type KnownCoverage,
  presentSituations,
  proposalsOf,
  questionOf,
  reasonToAsk,
  standingOn,
  withAccepted,
} from '#app/features/rights/rules.ts'
import { durandMarie } from '#test/world/patients.ts'
import { durandFamily, nir, onCard } from '#test/world/vitale.ts'

const today = '2026-11-22'
const period = (from: string | null, to: string | null) => ({ from, to })
const thisYear = period('2026-01-01', '2026-12-31')

describe('whether the coverage stands, and until when', () => {
  it.each([
    ['within its days', [thisYear], { state: 'open', ...thisYear }],
    ['on its last day', [period('2026-01-01', today)], { state: 'open', from: '2026-01-01', to: today }],
    ['the day after', [period('2026-01-01', '2026-11-21')], { state: 'ended', from: '2026-01-01', to: '2026-11-21' }],
    ['until further notice', [period('2020-01-01', null)], { state: 'open', from: '2020-01-01', to: null }],
    ['not begun', [period('2027-01-01', null)], { state: 'to-come', from: '2027-01-01', to: null }],
    ['nothing told', [], { state: 'not-told', from: null, to: null }],
    ['a period without a day', [period(null, null)], { state: 'not-told', from: null, to: null }],
    [
      'one period after the other, in any order: they are one',
      [period('2027-01-01', '2027-12-31'), thisYear],
      { state: 'open', from: '2026-01-01', to: '2027-12-31' },
    ],
    [
      'a day without rights between two: the first one ends',
      [thisYear, period('2027-01-02', '2027-12-31')],
      { state: 'open', ...thisYear },
    ],
    [
      'the last of those that ended',
      [period('2020-01-01', '2020-12-31'), period('2024-01-01', '2024-12-31')],
      {
        state: 'ended',
        from: '2024-01-01',
        to: '2024-12-31',
      },
    ],
  ])('%s', (_what, periods, standing) => {
    expect(standingOn(periods, today)).toEqual(standing)
  })

  test('situations that are over or not begun are left out, and none is told twice', () => {
    const one = (kind: Situation['kind'], from: string, to: string | null): Situation => ({ kind, code: 'x', from, to })
    const told = [
      one('ald', '2020-01-01', null),
      one('maternity', '2025-01-01', '2025-09-01'),
      one('ald', '2026-01-01', null),
      one('c2s', '2027-01-01', null),
    ]
    expect(presentSituations(told, today)).toEqual([told[0]])
  })
})

describe('when rights are asked for by the program itself (reference §4.2)', () => {
  const known = { lastAnsweredOn: null, today }
  const card = { rights: [thisYear] }
  it.each([
    ['targeted, rights that stand', 'targeted', card, null],
    ['targeted, no card', 'targeted', null, 'card-absent'],
    ['targeted, no rights told', 'targeted', { rights: [] }, 'rights-absent'],
    ['targeted, rights over', 'targeted', { rights: [period('2025-01-01', '2025-12-31')] }, 'rights-expired'],
    ['targeted, rights to come', 'targeted', { rights: [period('2027-01-01', null)] }, 'rights-expired'],
    ['targeted, ALD', 'targeted', { ...card, exemption: 'ALD EXONERANTE' }, 'situation'],
    ['targeted, maternity', 'targeted', { ...card, exemption: 'Maternité' }, 'situation'],
    ['targeted, work accident', 'targeted', { ...card, exemption: 'ACCIDENT DU TRAVAIL' }, 'situation'],
    ['targeted, AME', 'targeted', { ...card, exemption: 'AME' }, 'situation'],
    ['targeted, C2S', 'targeted', { ...card, c2s: '1' }, 'situation'],
    ['targeted, leaving the C2S', 'targeted', { ...card, c2s: '10' }, 'situation'],
    ['targeted, a marker that says none', 'targeted', { ...card, c2s: '00', exemption: '' }, null],
    ['systematic', 'systematic', card, 'systematic'],
    ['manual, whatever the card', 'manual', { rights: [] }, null],
  ] as const)('%s', (_what, mode, onIt, reason) => {
    expect(reasonToAsk(mode, onIt, known)).toBe(reason)
  })

  it('never again on the day of an answer', () => {
    for (const mode of ['targeted', 'systematic'] as const) {
      expect(reasonToAsk(mode, { rights: [] }, { lastAnsweredOn: today, today })).toBeNull()
      expect(reasonToAsk(mode, null, { lastAnsweredOn: today, today })).toBeNull()
    }
  })
})

describe('the question', () => {
  const [mother = onCard({}), son = onCard({}), daughter = onCard({})] = durandFamily
  const insured = { number: '2770733063021', key: nir('2770733063021').slice(13) }
  const known = (more: Partial<KnownCoverage> = {}): KnownCoverage => ({
    fields: durandMarie,
    ins: null,
    card: null,
    last: null,
    ...more,
  })
  const covered = (coverage: Partial<typeof durandMarie.coverage>, birthDate = durandMarie.birthDate) => ({
    birthDate,
    coverage: { ...durandMarie.coverage, ...coverage },
  })

  it('of the insured, by their card', () => {
    const card = { ...mother, fund: '331', centre: '0000' }
    expect(questionOf(known({ card }), today)).toEqual({
      ok: true,
      question: {
        on: today,
        scheme: '01',
        fund: '331',
        centre: '0000',
        insured,
        own: null,
        birthDate: '1977-07-14',
        birthRank: 1,
      },
    })
  })

  it('of a child, by the number of the parent and the rank, with their own number where it is certified', () => {
    expect(questionOf(known({ card: son }), today)).toMatchObject({
      question: { insured, own: { number: '1100333063044' }, birthDate: '2010-03-02', birthRank: 1 },
    })
    expect(questionOf(known({ card: daughter }), today)).toMatchObject({
      question: { insured, own: null, birthRank: 2 },
    })
  })

  it('without the card, by the record', () => {
    const fields = covered({ insuredNir: nir('2770733063021'), regime: '02', birthRank: 2 })
    expect(questionOf(known({ fields }), today)).toMatchObject({
      question: { scheme: '02', fund: null, centre: null, insured, birthRank: 2, birthDate: durandMarie.birthDate },
    })
  })

  it('says what it lacks, and never takes the own number of somebody for that of the insured', () => {
    const ins = { matricule: '1100333063044', key: '33', oid: '1.2.250.1.213.1.4.8' }
    const empty = covered({ insuredNir: '', regime: '', birthRank: null }, '0000-00-00')
    expect(questionOf(known({ fields: empty, ins }), today)).toEqual({
      ok: false,
      missing: ['insuredNir', 'regime', 'birthDate'],
    })
    const last = { scheme: '01', fund: '331', centre: '0000', quality: 'child' as const }
    const fields = covered({ insuredNir: '', regime: '' })
    expect(questionOf(known({ fields, ins, last }), today)).toEqual({ ok: false, missing: ['insuredNir'] })
    expect(questionOf(known({ fields, ins, last: { ...last, quality: 'insured' } }), today)).toMatchObject({
      question: { scheme: '01', fund: '331', insured: { number: ins.matricule }, own: { number: ins.matricule } },
    })
  })

  it('takes the fund of another answer for the same scheme only', () => {
    const last = { scheme: '01', fund: '331', centre: '0000', quality: null }
    const fields = covered({ insuredNir: nir('2770733063021'), regime: '02' })
    expect(questionOf(known({ fields, last }), today)).toMatchObject({ question: { scheme: '02', fund: null } })
  })

  it('never takes a NIA for a certified NIR', () => {
    const fields = covered({ insuredNir: nir('2770733063021'), regime: '01' })
    const ins = { matricule: '1100333063044', key: '33', oid: '1.2.250.1.213.1.4.9' }
    expect(questionOf(known({ fields, ins }), today)).toMatchObject({ question: { own: null } })
  })
})

const nothing: UnderstoodRights = {
  answeredOn: today,
  birthName: null,
  firstName: null,
  birthDate: null,
  birthRank: null,
  certifiedNir: null,
  addressLines: ['', '', '', '', ''],
  quality: null,
  periods: [],
  situations: [],
  untold: [],
  familyDoctor: null,
  scheme: null,
  fund: null,
  centre: null,
  mutual: null,
}

describe('what is proposed to the civil status', () => {
  const fields = {
    ...durandMarie,
    addressLine: '4 rue des Bains',
    addressComplement: '',
    postalCode: '33780',
    town: 'Soulac-sur-Mer',
    coverage: { ...durandMarie.coverage, insuredNir: '', birthRank: null, regime: '01', amcNumber: '' },
    attendingPhysician: { name: 'Dr H. MARCHAND', rpps: '' },
  }
  const told: UnderstoodRights = {
    ...nothing,
    quality: 'insured',
    certifiedNir: nir('2770733063021'),
    birthRank: 1,
    scheme: '02',
    mutual: { number: '75500017', guarantees: null, from: null, to: null },
    addressLines: ['', 'BAT B', '', '12 QUAI DES PINS', '33500 LIBOURNE'],
    familyDoctor: 'none',
  }

  it('is each line that the answer says otherwise, in the order of the form', () => {
    expect(proposalsOf(told, fields)).toEqual([
      { field: 'insuredNir', record: '', rights: nir('2770733063021') },
      { field: 'birthRank', record: '', rights: '1' },
      { field: 'regime', record: '01', rights: '02' },
      { field: 'amcNumber', record: '', rights: '75500017' },
      {
        field: 'address',
        record: '4 rue des Bains, 33780 Soulac-sur-Mer',
        rights: 'BAT B, 12 QUAI DES PINS, 33500 LIBOURNE',
      },
      { field: 'attendingPhysician', record: 'Dr H. MARCHAND', rights: '' },
    ])
  })

  it('is nothing where the answer says nothing, or the same in other letters', () => {
    expect(proposalsOf(nothing, fields)).toEqual([])
    const same = { ...nothing, addressLines: ['', '', '', '4 RUE DES BAINS', '33780 SOULAC SUR MER'], scheme: '01' }
    expect(proposalsOf(same, fields)).toEqual([])
  })

  it('never takes the number of a child for that of the insured', () => {
    expect(proposalsOf({ ...nothing, quality: 'child', certifiedNir: nir('1100333063044') }, fields)).toEqual([])
  })

  it('is nothing that no record may hold: a number with the key of another, a text where a number is', () => {
    const wrong = { ...nothing, quality: 'insured' as const, certifiedNir: '277073306302100', scheme: 'RG' }
    const mutual = { number: 'x'.repeat(40), guarantees: null, from: null, to: null }
    expect(proposalsOf({ ...wrong, mutual, addressLines: ['', '', '', '12 QUAI', 'LIBOURNE'] }, fields)).toEqual([])
  })

  it('writes the lines accepted, and no other', () => {
    expect(withAccepted(fields, told, [])).toEqual(fields)
    expect(withAccepted(fields, told, ['regime'])).toEqual({
      ...fields,
      coverage: { ...fields.coverage, regime: '02' },
    })
    const all = withAccepted(
      fields,
      told,
      proposalsOf(told, fields).map(({ field }) => field),
    )
    expect(all).toEqual({
      ...fields,
      addressLine: '12 QUAI DES PINS',
      addressComplement: 'BAT B',
      postalCode: '33500',
      town: 'LIBOURNE',
      coverage: {
        ...fields.coverage,
        insuredNir: nir('2770733063021'),
        birthRank: 1,
        regime: '02',
        amcNumber: '75500017',
      },
      attendingPhysician: { name: '', rpps: '' },
    })
    expect(proposalsOf(told, all)).toEqual([])
    // A line that is not proposed any more cannot be accepted.
    expect(withAccepted(all, told, ['attendingPhysician', 'regime'])).toEqual(all)
  })
})

describe('an answer about somebody else', () => {
  const of = (more: Partial<UnderstoodRights>) =>
    isSomebodyElse({ ...nothing, ...more }, { birthDate: '1977-07-14', birthName: 'Lefèvre', usedName: 'Garnier' })
  it.each([
    ['says nothing', {}, false],
    ['the same, in capitals', { birthName: 'LEFEVRE', birthDate: '1977-07-14' }, false],
    ['the name in use', { birthName: 'GARNIER' }, false],
    ['another name', { birthName: 'MARTIN' }, true],
    ['another date', { birthDate: '1977-07-15' }, true],
    ['a lunar date is no other date', { birthDate: '1977-20-00' }, false],
  ])('%s', (_what, more, isElse) => {
    expect(of(more)).toBe(isElse)
  })
})

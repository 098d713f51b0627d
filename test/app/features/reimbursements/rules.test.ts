import { describe, expect, test } from 'vitest'
import type { VitaleBeneficiary } from '#app/devices/workstation.ts'
import type { CareLine } from '#app/features/reimbursements/model.ts'
import { countCare, filterCare, holderOf, monthsBefore } from '#app/features/reimbursements/rules.ts'
import { matchOf } from '#app/features/vitale/rules.ts'
import { durandMarie } from '#test/world/patients.ts'
import { durandFamily, nir, onCard } from '#test/world/vitale.ts'

const today = '2026-11-22'
const [marie, paul, lea] = durandFamily as [
  (typeof durandFamily)[number],
  (typeof durandFamily)[number],
  (typeof durandFamily)[number],
]
const insured = { number: '2770733063021', key: nir('2770733063021').slice(13) }
const record = {
  matricule: null,
  fields: { ...durandMarie, birthName: 'DURAND', firstBirthFirstName: 'Marie', birthDate: '1977-07-14' },
}
const asked = (person: VitaleBeneficiary, of: typeof record) => holderOf(person, of.fields, matchOf(person, of, today))
const ofPaul = {
  matricule: null,
  fields: { ...record.fields, firstBirthFirstName: 'Paul', birthFirstNames: ['Paul'], birthDate: '2010-03-02' },
}

describe('who is asked about', () => {
  test('the person of the record, as the card has them', () => {
    expect(asked(marie, record)).toEqual({
      ok: true,
      holder: {
        insured,
        own: null,
        scheme: '01',
        fund: null,
        centre: null,
        birthName: 'DURAND',
        usedName: '',
        firstName: 'MARIE',
        birthDate: '1977-07-14',
        birthRank: 1,
      },
    })
  })

  test('a child under the number of their mother, with their own where it is certified', () => {
    expect(asked(paul, ofPaul)).toMatchObject({
      holder: { insured, own: { number: '1100333063044' }, birthDate: '2010-03-02' },
    })
  })

  test.each([
    ['their twin', lea, ofPaul],
    ['their mother', marie, ofPaul],
    ['another birth date', { ...marie, birthDate: '1977-07-15' }, record],
    ['nobody in particular', onCard({}), record],
  ])('never somebody else: %s', (_, person, of) => {
    expect(asked(person, of)).toEqual({ ok: false, because: 'other-person' })
  })

  test('what the card leaves out, the record says', () => {
    const said = {
      ...record,
      fields: { ...record.fields, coverage: { ...record.fields.coverage, regime: '02', birthRank: 2 } },
    }
    const person = { ...marie, scheme: null, fund: '331', birthRank: null, birthDate: null, birthDateOnCard: '770714' }
    expect(asked(person, said)).toMatchObject({
      // A fund is one of a régime: it is not sent with another.
      holder: { scheme: '02', fund: null, birthRank: 2, birthDate: '1977-07-14' },
    })
  })

  test('what neither says is asked for', () => {
    const bare = { ...record, fields: { ...record.fields, coverage: { ...record.fields.coverage, regime: '' } } }
    expect(asked({ ...marie, insuredNir: null, scheme: null }, bare)).toEqual({
      ok: false,
      because: 'incomplete',
      missing: ['insuredNir', 'regime'],
    })
  })
})

test.each([
  ['2026-11-22', 12, '2025-11-22'],
  ['2024-02-29', 12, '2023-02-28'],
  ['2026-03-31', 1, '2026-02-28'],
  ['2026-01-15', 3, '2025-10-15'],
])('%s, %i months before: %s', (day, months, expected) => {
  expect(monthsBefore(day, months)).toBe(expected)
})

describe('what is looked at', () => {
  const line = (kind: CareLine['kind'], from: string, to: string | null = null): CareLine => ({
    kind,
    from,
    to,
    code: null,
    label: 'x',
    quantity: null,
    executor: null,
    prescriber: null,
  })
  const lines = [
    line('pharmacy', '2026-11-02'),
    line('sick-leave', '2026-08-20', '2026-09-10'),
    line('pharmacy', '2026-08-20'),
    line('unknown', '2026-01-02', '2025-12-31'),
  ]

  test('kinds that have some, in their order', () => {
    expect(countCare(lines)).toEqual([
      { kind: 'pharmacy', count: 2 },
      { kind: 'sick-leave', count: 1 },
      { kind: 'unknown', count: 1 },
    ])
  })

  test('all of them, one kind, or what lasted until a day', () => {
    expect(filterCare(lines, { kinds: [], since: null })).toEqual(lines)
    expect(filterCare(lines, { kinds: ['pharmacy'], since: null })).toEqual([lines[0], lines[2]])
    expect(filterCare(lines, { kinds: [], since: '2026-09-01' })).toEqual([lines[0], lines[1]])
    // An end before its beginning is not believed.
    expect(filterCare(lines, { kinds: ['unknown'], since: '2026-01-02' })).toEqual([lines[3]])
  })
})

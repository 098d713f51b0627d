import { expect, test } from 'vitest'
import type { AllergyView, HabitusFields, ProblemFields } from '#app/features/antecedents/model.ts'
import { twinOf } from '#app/features/antecedents/twins.ts'
import { blankAllergy } from '#app/features/antecedents/allergy-reading.ts'
import { blankHabitus, blankProblem } from '#app/features/antecedents/reading.ts'
import {
  allergyState,
  computedPackYears,
  inProblemOrder,
  isAldOpen,
  problemRemark,
  supersededHabitus,
} from '#app/features/antecedents/rules.ts'

const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T08:00:00.000Z`

function allergy(substance: string, day: number, more: Partial<AllergyView['fields']> = {}): AllergyView {
  return {
    entryId: `01980000-0000-7000-8000-0000000000${String(day).padStart(2, '0')}`,
    sourceNoteId: null,
    recordedAt: at(day),
    recordedBy: 'Dr A. MARCHAND',
    updatedAt: at(day),
    updatedBy: 'Dr A. MARCHAND',
    version: 1,
    fields: { ...blankAllergy, substance, ...more },
  }
}

const statement = { declaredAt: at(1), declaredBy: 'Dr A. MARCHAND' }

test('allergies are unknown, none or a list, and never one for another', () => {
  expect(allergyState([], null)).toEqual({ state: 'unknown' })
  expect(allergyState([], statement)).toEqual({ state: 'none', statement })
  expect(allergyState([allergy('Latex', 2)], null).state).toBe('list')
  expect(allergyState([allergy('Latex', 2)], statement).state).toBe('list')
})

test('severe allergies are first, intolerances last', () => {
  const listed = allergyState(
    [
      allergy('Lactose', 1, { type: 'intolerance', severity: 'severe' }),
      allergy('Pollens', 2),
      allergy('Kiwi', 3, { severity: 'mild' }),
      allergy('Pénicillines', 4, { severity: 'severe' }),
      allergy('Acariens', 5),
    ],
    null,
  )
  expect(listed.state === 'list' ? listed.entries.map(({ fields }) => fields.substance) : []).toEqual([
    'Pénicillines',
    'Pollens',
    'Acariens',
    'Kiwi',
    'Lactose',
  ])
})

const problem = (label: string, more: Partial<ProblemFields> = {}) => ({ fields: { ...blankProblem, label, ...more } })

test('what is followed comes before what is past, ALD first, the last begun first', () => {
  const ald = { kind: 'listed', number: 8, startsOn: null, endsOn: null } as const
  const ordered = inProblemOrder([
    problem('Cholécystectomie', { state: 'past', onset: '2003-00-00' }),
    problem('Sans date'),
    problem('Hypothyroïdie', { onset: '2009-00-00' }),
    problem('HTA', { onset: '2011-05-00' }),
    problem('Diabète', { onset: '2014-00-00', ald }),
  ])
  expect(ordered.map(({ fields }) => fields.label)).toEqual([
    'Diabète',
    'HTA',
    'Hypothyroïdie',
    'Sans date',
    'Cholécystectomie',
  ])
})

const habitus = (entryId: string, day: number, more: Partial<HabitusFields>) => ({
  entryId,
  recordedAt: at(day),
  fields: { ...blankHabitus, ...more },
})

test('a later word on tobacco replaces the one before, not those on other topics', () => {
  const replaced = supersededHabitus([
    habitus('smoker', 1, { topic: 'tobacco' }),
    habitus('stopped', 2, { topic: 'tobacco' }),
    habitus('walk', 1, { topic: 'activity' }),
    habitus('swim', 2, { topic: 'activity' }),
    habitus('wine', 1, { topic: 'alcohol' }),
  ])
  expect([...replaced]).toEqual(['smoker'])
})

test.each<[Partial<HabitusFields>, number | null]>([
  [{ cigarettesPerDay: 20, since: '1996-00-00', use: 'current' }, 30],
  [{ cigarettesPerDay: 10, since: '1996-00-00', use: 'former', stopped: '2006-00-00' }, 5],
  [{ cigarettesPerDay: 10, since: '1996-00-00', use: 'former' }, null],
  [{ cigarettesPerDay: 10, since: null }, null],
  [{ cigarettesPerDay: 10, since: '2030-00-00' }, null],
  [{ topic: 'alcohol', cigarettesPerDay: 10, since: '1996-00-00' }, null],
])('pack-years of %j are %s', (fields, packYears) => {
  expect(computedPackYears({ ...blankHabitus, ...fields }, '2026-11-24')).toBe(packYears)
})

test.each([
  [null, null, true],
  ['2020-00-00', null, true],
  ['2026-12-01', null, false],
  [null, '2026-11-23', false],
  ['2020-00-00', '2026-11-00', true],
])('an ALD from %s to %s is open today: %s', (startsOn, endsOn, open) => {
  expect(isAldOpen({ kind: 'listed', number: 8, startsOn, endsOn }, '2026-11-24')).toBe(open)
})

test('an end before its beginning is remarked', () => {
  expect(problemRemark({ onset: '2014-00-00', end: '2013-00-00', ald: null })).toBe('end')
  expect(problemRemark({ onset: '2014-00-00', end: '2014-00-00', ald: null })).toBeNull()
  const ald = { kind: 'off-list', number: null, startsOn: '2020-02-00', endsOn: '2020-01-00' } as const
  expect(problemRemark({ onset: null, end: null, ald })).toBe('ald')
})

test('a line of the same thing is found before it is written twice', () => {
  const stamp = {
    sourceNoteId: null,
    recordedAt: '2026-05-28T08:00:00.000Z',
    recordedBy: '',
    updatedAt: '2026-05-28T08:00:00.000Z',
    updatedBy: '',
    version: 1,
  }
  const penicillins = { ...blankAllergy, substance: 'Pénicillines' }
  const diabetes = { ...blankProblem, label: 'Diabète de type 2', code: 'E11' }
  const view = {
    problems: [{ entryId: 'p', ...stamp, fields: diabetes }],
    family: [],
    habitus: [],
    allergies: { state: 'list' as const, entries: [{ entryId: 'a', ...stamp, fields: penicillins }] },
  }
  const allergy = (substance: string) => ({ kind: 'allergy' as const, fields: { ...blankAllergy, substance } })
  const problem = (label: string, code: string | null) => ({
    kind: 'problem' as const,
    fields: { ...blankProblem, label, code },
  })
  expect(twinOf(allergy('pénicilline'), view, null)?.entryId).toBe('a')
  expect(twinOf(allergy('pénicilline'), view, 'a')).toBeNull()
  expect(twinOf(allergy('Latex'), view, null)).toBeNull()
  expect(twinOf(problem('diabete de type 2', null), view, null)?.entryId).toBe('p')
  expect(twinOf(problem('DT2', 'E11'), view, null)?.entryId).toBe('p')
  expect(twinOf(problem('', null), view, null)).toBeNull()
})

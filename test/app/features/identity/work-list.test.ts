import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupsOfSame, hashOn, hashStart } from '#app/features/identity/rules/groups.ts'
import { type ListedIdentity, workList } from '#app/features/identity/rules/work-list.ts'

let made = 0
const listed = (more: Partial<ListedIdentity> = {}): ListedIdentity => {
  made += 1
  return {
    patientId: `p${String(made).padStart(4, '0')}`,
    hasIns: false,
    hasDocument: false,
    attributes: [],
    ko: null,
    matricule: '',
    formerMatricules: [],
    strays: 0,
    birthNameKey: `nom${made}`,
    usedNameKey: '',
    firstNameKey: 'anne',
    sex: 'F',
    birthDate: '1960-01-01',
    ...more,
  }
}
const reasonsOf = (...patients: ListedIdentity[]) =>
  workList(patients).items.map(({ patientId, reasons, others }) => [
    patients.findIndex((patient) => patient.patientId === patientId),
    [...reasons],
    others.map((other) => patients.findIndex((patient) => patient.patientId === other)),
  ])

describe('what is to be looked at', () => {
  test.each([
    ['INSi found nobody', listed({ ko: 'none' }), ['none']],
    ['INSi found several', listed({ ko: 'several' }), ['several']],
    ['no longer confirmed', listed({ hasDocument: true, ko: 'not-confirmed' }), ['not-confirmed']],
    ['a stray number', listed({ hasIns: true, strays: 1 }), ['collision']],
    ['a doubt', listed({ attributes: ['doubtful'] }), ['doubtful']],
    ['no birth name', listed({ birthNameKey: '' }), ['birth-name-missing']],
    [
      'a birth name that is the used one',
      listed({ birthNameKey: 'durand', usedNameKey: 'durand' }),
      ['birth-name-is-used-name'],
    ],
    [
      'several of them',
      listed({ ko: 'none', attributes: ['doubtful'], birthNameKey: '' }),
      ['none', 'doubtful', 'birth-name-missing'],
    ],
  ])('%s', (_name, patient, reasons) => {
    expect(reasonsOf(patient)).toEqual([[0, reasons, []]])
  })

  test.each([
    ['a provisional identity', listed()],
    ['the same name of a man', listed({ sex: 'M', birthNameKey: 'durand', usedNameKey: 'durand' })],
    [
      'the same name, which INSi has confirmed',
      listed({ hasIns: true, birthNameKey: 'durand', usedNameKey: 'durand' }),
    ],
    [
      'the same name, which a document has confirmed',
      listed({ hasDocument: true, birthNameKey: 'durand', usedNameKey: 'durand' }),
    ],
    ['a fictitious one', listed({ attributes: ['fictitious'], ko: 'none', strays: 1, birthNameKey: '' })],
  ])('not %s', (_name, patient) => {
    expect(reasonsOf(patient)).toEqual([])
  })

  test('two records with one matricule, held or former', () => {
    const [a, b, c] = [
      listed({ matricule: '2751263220749', hasIns: true }),
      listed({ matricule: '2751263220749', hasIns: true }),
      listed({ matricule: '2751263220751', hasIns: true, formerMatricules: ['2751263220749', '2751263220751'] }),
    ]
    expect(reasonsOf(a, b, c)).toEqual([
      [0, ['same-matricule'], [1, 2]],
      [1, ['same-matricule'], [0, 2]],
      [2, ['same-matricule'], [0, 1]],
    ])
    expect(reasonsOf(c)).toEqual([])
  })

  test('two records with the same traits, unless both are marked homonyms', () => {
    const twin = { birthNameKey: 'martin', firstNameKey: 'lea' }
    const marked = listed({ ...twin, attributes: ['homonym'] })
    expect(reasonsOf(listed(twin), listed(twin))).toEqual([
      [0, ['same-traits'], [1]],
      [1, ['same-traits'], [0]],
    ])
    expect(reasonsOf(marked, listed({ ...twin, attributes: ['homonym'] }))).toEqual([])
    expect(reasonsOf(marked, listed(twin))).toEqual([[1, ['same-traits'], [0]]])
    for (const other of [
      { sex: 'M' as const },
      { birthDate: '1960-01-02' },
      { firstNameKey: 'leo' },
      { birthNameKey: 'martine' },
    ])
      expect(reasonsOf(listed(twin), listed({ ...twin, ...other }))).toEqual([])
    expect(reasonsOf(listed({ ...twin, firstNameKey: '' }), listed({ ...twin, firstNameKey: '' }))).toEqual([])
  })

  test('gravest first, then the oldest person', () => {
    const list = workList([
      listed({ ko: 'none', birthDate: '1990-01-01', hasDocument: true }),
      listed({ ko: 'none', birthDate: '1940-01-01' }),
      listed({ strays: 1, hasIns: true, hasDocument: true }),
      listed({ hasIns: true }),
    ])
    expect(list.items.map(({ reasons: [first], status }) => [first, status])).toEqual([
      ['collision', 'qualified'],
      ['none', 'provisional'],
      ['none', 'validated'],
    ])
    expect(list.reasons).toMatchObject({ none: 2, collision: 1, doubtful: 0 })
    expect(list.statuses).toEqual({ provisional: 1, validated: 1, retrieved: 1, qualified: 1 })
  })

  test('a botched import of one person does not name a thousand records on each of its thousand rows', () => {
    const same = Array.from({ length: 1000 }, () => listed({ birthNameKey: 'martin', firstNameKey: 'lea' }))
    const { items } = workList(same)
    expect(items).toHaveLength(1000)
    expect(Math.max(...items.map(({ others }) => others.length))).toBe(20)
  })
})

test('groups are those a map would find, whatever the hash', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'ab', 'ba', '', 'martin', 'durand'), { maxLength: 60 })
  fc.assert(
    fc.property(words, fc.boolean(), (items, poor) => {
      const given = items.map((word, place) => ({ word, place }))
      const found = groupsOfSame(
        given,
        ({ word }) => (word === '' ? null : poor ? 7 : hashOn(hashStart, word)),
        (a, b) => a.word === b.word,
      )
      const expected = Object.values(Object.groupBy(given, ({ word }) => `w${word}`))
        .filter((group) => group !== undefined)
        .filter((group) => group.length > 1 && group[0]?.word !== '')
      expect(found).toEqual(expected.toSorted((a, b) => (a[0]?.place ?? 0) - (b[0]?.place ?? 0)))
    }),
  )
})

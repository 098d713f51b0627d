import { describe, expect, test } from 'vitest'
import {
  emptyTreatment,
  parseDoses,
  parseDuration,
  parseTreatment,
  withLineRead,
} from '#app/features/treatments/rules/posology.ts'
import { lastDay, isTaken, withRenewals } from '#app/features/treatments/rules/course.ts'
import { sayDoses, sayDosesInWords, sayDuration, sayTreatment } from '#app/text/fr/treatments.ts'

const doses = (morning: number, noon: number, evening: number, night = 0) => ({ morning, noon, evening, night })

test.each([
  ['1-0-1', doses(1, 0, 1)],
  ['1-0-1-1', doses(1, 0, 1, 1)],
  ['½-0-0', doses(0.5, 0, 0)],
  ['1/2-0-1/2', doses(0.5, 0, 0.5)],
  ['0,5 - 0 - 1', doses(0.5, 0, 1)],
  ['1-0', null],
  ['24/11-2-1', null],
  ['un-0-1', null],
  ['', null],
] as const)('doses « %s »', (text, expected) => {
  expect(parseDoses(text)).toEqual(expected)
})

test.each([
  ['3 mois', { count: 3, unit: 'month' }],
  ['10j', { count: 10, unit: 'day' }],
  ['2 semaines', { count: 2, unit: 'week' }],
  ['pendant 5 jours', { count: 5, unit: 'day' }],
  ['3/j', null],
  ['tous les 3 jours', null],
  ['depuis 3 mois', null],
  ['1 j sur 2', null],
  ['mois', null],
] as const)('duration « %s »', (text, expected) => {
  expect(parseDuration(text)).toEqual(expected)
})

describe('a line as it is typed', () => {
  test.each([
    ['Ramipril 10 mg, 1-0-0', 'Ramipril 10 mg', '1-0-0', null, ''],
    ['metformine 1000 1-0-1 3 mois', 'metformine 1000', '1-0-1', '3\u00a0mois', ''],
    ['Ramipril : passer à 10 mg, 1 le matin. Reste inchangé.', 'Ramipril 10 mg', '1-0-0', null, ''],
    ['introduire atorvastatine 20 mg, 1 le soir', 'atorvastatine 20 mg', '0-0-1', null, ''],
    ['Doliprane 1 g si besoin', 'Doliprane 1 g', '', null, ''],
    ['amoxicilline 1 g 1 matin et soir pendant 7 jours', 'amoxicilline 1 g', '1-0-1', '7\u00a0jours', ''],
    ['Lévothyrox 75 µg 1 cp le matin', 'Lévothyrox 75 µg', '1-0-0', null, ''],
    ['Kardegic 75 mg, 1 sachet à midi', 'Kardegic 75 mg', '0-1-0', null, ''],
    ['Ventoline 100 µg, 2 bouffées si besoin', 'Ventoline 100 µg', '', null, '2 bouffées'],
    ['Kardegic 75 le matin', 'Kardegic 75', '', null, 'le matin'],
    ['Ramipril 5 le matin', 'Ramipril 5', '', null, 'le matin'],
    ['Eliquis 5 matin et soir', 'Eliquis 5', '', null, 'matin et soir'],
    ['metformine 1000 matin et soir', 'metformine 1000', '', null, 'matin et soir'],
    ['Doliprane 1 le matin', 'Doliprane', '1-0-0', null, ''],
    ['bisoprolol 2,5 mg 1/2-0-1', 'bisoprolol 2,5 mg', '0,5-0-1', null, ''],
    ['Lantus 0-0-0-20', 'Lantus', '0-0-0-20', null, ''],
    ['insuline rapide 12-11-24 unités', 'insuline rapide', '12-11-24', null, 'unités'],
    ['Prolia 60 mg, 1 injection tous les 6 mois', 'Prolia 60 mg', '', null, '1 injection tous les 6 mois'],
    ['Ramipril 5 mg 1-0-0, depuis 3 mois', 'Ramipril 5 mg', '1-0-0', null, 'depuis 3 mois'],
    ['ramipril 5 mg depuis 12-11-2024', 'ramipril 5 mg', '', null, 'depuis 12-11-2024'],
    ['Kardegic 160 mg, 1 jour sur 2', 'Kardegic 160 mg', '', null, '1 jour sur 2'],
    ['paracétamol 1 g, 3/j, 5 jours', 'paracétamol 1 g', '', '5\u00a0jours', '3/j'],
  ] as const)('%s', (line, name, said, duration, text) => {
    const parsed = parseTreatment(line)
    expect(parsed).not.toBeNull()
    if (parsed === null) return
    expect(parsed.drug).toEqual({ cis: null, name })
    expect(parsed.posology.doses === null ? '' : sayDoses(parsed.posology.doses)).toBe(said)
    expect(parsed.duration === null ? null : sayDuration(parsed.duration)).toBe(duration)
    expect(parsed.posology.text).toBe(text)
    expect(parsed.posology.asNeeded).toBe(line.includes('si besoin'))
  })

  test.each([
    'Reste inchangé',
    'Prend ses comprimés le matin',
    'arrêt ramipril 5 mg',
    'LDL 1,62 g/L',
    'CRP 45 mg/l',
    'Protéinurie 0,3 g/24 h',
    'Ramipril 5 mg arrêté',
    'Stop Kardegic 75 mg',
    'pas d’ibuprofène 400 mg',
    'ne pas donner ibuprofène 400 mg',
    'allergie amoxicilline 1 g',
    'Arrêt de travail 3 jours',
    'Revoir dans 3 mois',
    'diminuer ramipril à 2,5 mg',
    'ramipril 5 mg 12-03-24',
    'ramipril 5 mg le 12-11-24',
    'Ramipril 5 1/2-0-1',
    'Contrôle ionogramme et créatinine à 15 jours',
    'Bien toléré, poursuivre',
    'TA 152/88',
    '1-0-1',
    '',
    `${'a'.repeat(400)} 10 mg`,
  ])('not a treatment: %s', (line) => {
    const parsed = parseTreatment(line)
    // « à 15 jours » says when, not what: the words before it are no drug’s name that a strength would confirm.
    if (line.startsWith('Contrôle')) expect(parsed?.posology.doses ?? null).toBeNull()
    else expect(parsed).toBeNull()
  })

  test('is read in less than a millisecond, however it is written', () => {
    const hostile = `${'1-0-'.repeat(70)} matin`.slice(0, 300)
    const begun = performance.now()
    for (let turn = 0; turn < 100; turn += 1) parseTreatment(hostile)
    expect((performance.now() - begun) / 100).toBeLessThan(5)
  })
})

test('said again as it is read', () => {
  const parsed = parseTreatment('Ramipril 10 mg, 1-0-0, 3 mois')
  expect(parsed).not.toBeNull()
  if (parsed !== null) expect(sayTreatment(parsed)).toBe('Ramipril 10 mg, 1-0-0, 3\u00a0mois')
  expect(sayDosesInWords(doses(2, 0, 1), 'comprimé')).toBe('2 comprimés le matin, 1 le soir')
  expect(sayDosesInWords(doses(0, 0, 0.5, 1), '')).toBe('0,5 le soir, 1 au coucher')
})

test.each([
  ['2026-11-24', { count: 3, unit: 'month' }, '2027-02-23'],
  ['2026-11-30', { count: 3, unit: 'month' }, '2027-02-27'],
  ['2026-01-31', { count: 1, unit: 'month' }, '2026-02-27'],
  ['2026-11-24', { count: 1, unit: 'week' }, '2026-11-30'],
  ['2026-12-31', { count: 1, unit: 'day' }, '2026-12-31'],
] as const)('from %s for %o, until %s', (from, lasting, until) => {
  expect(lastDay(from, lasting)).toBe(until)
})

test('renewals add as many times the duration', () => {
  expect(withRenewals({ count: 3, unit: 'month' }, 2)).toEqual({ count: 9, unit: 'month' })
})

test('what is taken on a day', () => {
  const short = { ...emptyTreatment, startedOn: '2026-11-20', duration: { count: 5, unit: 'day' as const } }
  expect(isTaken(short, null, '2026-11-24')).toBe(true)
  expect(isTaken(short, null, '2026-11-25')).toBe(false)
  expect(isTaken(short, '2026-12-01', '2026-11-25')).toBe(true)
  expect(isTaken({ ...short, chronic: true }, null, '2030-01-01')).toBe(true)
  expect(isTaken({ ...short, chronic: true, stoppedOn: '2026-11-24' }, null, '2026-11-24')).toBe(false)
  expect(isTaken({ ...short, stoppedOn: '2026-11-25' }, null, '2026-11-24')).toBe(true)
  // Begun in a month of which the day is not known: nothing says that it is over.
  expect(isTaken({ ...short, startedOn: '2020-05-00' }, null, '2026-11-24')).toBe(true)
})

describe('a whole line written as the name of a drug', () => {
  const named = (name: string, cis: string | null = null) => ({ ...emptyTreatment, drug: { cis, name } })

  test('goes to the fields of the treatment', () => {
    const fields = withLineRead({ ...named('ramipril 10 mg 1-0-0 3 mois'), chronic: true })
    expect(fields.drug).toEqual({ cis: null, name: 'ramipril 10 mg' })
    expect(sayTreatment(fields)).toBe('ramipril 10 mg, 1-0-0, 3 mois')
    expect(fields.chronic).toBe(true)
    expect(withLineRead(fields)).toEqual(fields)
  })

  test.each([
    ['a drug that was chosen', named('RAMIPRIL 10 mg 1-0-0', '60000001')],
    ['a name alone', named('Lévothyroxine')],
  ])('leaves %s', (_, fields) => {
    expect(withLineRead(fields)).toEqual(fields)
  })

  test('says nothing of what the line does not', () => {
    const fields = { ...named('ramipril 10 mg'), posology: { ...emptyTreatment.posology, text: 'au repas' } }
    expect(withLineRead(fields).posology.text).toBe('au repas')
  })
})

import { expect, test } from 'vitest'
import { brandAtStart, findBrands } from '#app/features/vaccinations/brands.ts'
import type { Valence, VaccinationFields } from '#app/features/vaccinations/model.ts'
import { blankVaccination, readVaccination } from '#app/features/vaccinations/reading.ts'
import { dueList, monthsAfter, monthsBetween, readCalendar } from '#app/features/vaccinations/rules.ts'

const today = '2026-11-24'

function dose(vaccine: string, givenOn: string): VaccinationFields {
  return { ...blankVaccination(today), vaccine, givenOn, valences: [...(brandAtStart(vaccine)?.valences ?? [])] }
}

function standingOf(valence: Valence, birthDate: string, vaccinations: readonly VaccinationFields[] = []) {
  return readCalendar({ birthDate, today, vaccinations }).find((line) => line.valence === valence)?.standing
}

test.each<[string, Valence, string, readonly [string, string][], object | undefined]>([
  ['a child of one month waits for two', 'tetanus', '2026-10-24', [], { state: 'done', nextOn: '2026-12-24' }],
  [
    'at two months and a week it is due',
    'tetanus',
    '2026-09-17',
    [],
    { state: 'due', dueOn: '2026-11-17', lateOn: '2026-12-17' },
  ],
  [
    'at four months without any, late since three',
    'tetanus',
    '2026-07-24',
    [],
    { state: 'late', dueOn: '2026-09-24', lateOn: '2026-10-24' },
  ],
  [
    'the second comes two months after a late first',
    'tetanus',
    '2026-05-24',
    [['Hexyon', '2026-10-20']],
    { state: 'done', nextOn: '2026-12-20' },
  ],
  [
    'three doses of childhood: the next at six',
    'poliomyelitis',
    '2024-01-10',
    [
      ['Hexyon', '2024-03-10'],
      ['Hexyon', '2024-05-10'],
      ['Hexyon', '2024-12-10'],
    ],
    { state: 'done', nextOn: '2030-01-10' },
  ],
  [
    'at five and a half, unvaccinated: the first dose is asked, not the booster',
    'tetanus',
    '2021-05-24',
    [],
    { state: 'late', dueOn: '2021-07-24', lateOn: '2021-08-24' },
  ],
  [
    'booster of 25 received at 23: the next at 45',
    'tetanus',
    '2000-01-10',
    [['Repevax', '2023-05-10']],
    { state: 'done', nextOn: '2045-01-10' },
  ],
  [
    'booster of 25 never received at 30',
    'tetanus',
    '1996-01-10',
    [['Revaxis', '2008-01-10']],
    { state: 'late', dueOn: '2021-01-10', lateOn: '2022-01-10' },
  ],
  [
    'at 68 without any booster known: the one of 65',
    'tetanus',
    '1958-11-09',
    [],
    { state: 'late', dueOn: '2023-11-09', lateOn: '2024-11-09' },
  ],
  [
    'at 68, booster of 65 done: the next at 75',
    'tetanus',
    '1958-11-09',
    [['Revaxis', '2024-02-01']],
    { state: 'done', nextOn: '2033-11-09' },
  ],
  [
    'whooping cough ends with the booster of 25',
    'pertussis',
    '1996-01-10',
    [['Repevax', '2021-02-10']],
    { state: 'done', nextOn: null },
  ],
  [
    'after 39 years of age it is no longer asked',
    'pertussis',
    '1980-01-10',
    [['Repevax', '2005-02-10']],
    { state: 'not-concerned' },
  ],
  [
    'hepatitis B is caught up until 15',
    'hepatitis-b',
    '2012-01-10',
    [],
    { state: 'late', dueOn: '2012-03-10', lateOn: '2012-04-10' },
  ],
  ['and not after', 'hepatitis-b', '2008-01-10', [], undefined],
  [
    'pneumococcus: from 65',
    'pneumococcus',
    '1961-11-20',
    [],
    { state: 'due', dueOn: '2026-11-20', lateOn: '2027-11-20' },
  ],
  [
    'after a former vaccine, the time to leave is not computed',
    'pneumococcus',
    '1958-11-09',
    [['Pneumovax', '2026-06-01']],
    { state: 'not-computed' },
  ],
  [
    'the vaccine of 20 serotypes counts',
    'pneumococcus',
    '1958-11-09',
    [['Prevenar 20', '2025-06-01']],
    { state: 'done', nextOn: null },
  ],
  [
    'meningococci ACWY of infants born since 2025',
    'meningococcus-acwy',
    '2026-02-24',
    [],
    { state: 'late', dueOn: '2026-08-24', lateOn: '2026-09-24' },
  ],
  [
    'of children born before, former calendars decide',
    'meningococcus-b',
    '2023-02-24',
    [['Bexsero', '2023-05-24']],
    { state: 'not-computed' },
  ],
  [
    'of adolescents from 11',
    'meningococcus-acwy',
    '2014-11-24',
    [],
    { state: 'due', dueOn: '2025-11-24', lateOn: '2029-11-24' },
  ],
  [
    'a dose at ten stands for it',
    'meningococcus-acwy',
    '2014-11-24',
    [['Nimenrix', '2025-01-10']],
    { state: 'done', nextOn: null },
  ],
  [
    'measles: second dose from 16 months',
    'measles',
    '2025-06-24',
    [['Priorix', '2026-06-24']],
    { state: 'due', dueOn: '2026-10-24', lateOn: '2027-01-24' },
  ],
  ['born before 1980: nothing is asked', 'measles', '1979-12-31', [], undefined],
  [
    'born in 1980 without any: asked',
    'measles',
    '1980-01-01',
    [],
    { state: 'late', dueOn: '1981-01-01', lateOn: '1981-02-01' },
  ],
  [
    'papillomavirus: second dose six months later',
    'papillomavirus',
    '2014-11-24',
    [['Gardasil 9', '2026-02-10']],
    { state: 'due', dueOn: '2026-08-10', lateOn: '2030-05-24' },
  ],
  [
    'begun at 15: a third dose',
    'papillomavirus',
    '2010-11-24',
    [
      ['Gardasil 9', '2026-01-10'],
      ['Gardasil 9', '2026-03-10'],
    ],
    { state: 'late', dueOn: '2026-07-10', lateOn: '2026-08-10' },
  ],
  [
    'shingles from 65, two doses',
    'zoster',
    '1958-11-09',
    [['Shingrix', '2026-10-09']],
    { state: 'done', nextOn: '2026-12-09' },
  ],
  [
    'after the former live vaccine, the time to leave is not computed',
    'zoster',
    '1961-11-20',
    [['Zostavax', '2026-10-09']],
    { state: 'not-computed' },
  ],
  [
    'one dose of the vaccine in use after the former one: the second follows',
    'zoster',
    '1950-11-20',
    [
      ['Zostavax', '2020-10-09'],
      ['Shingrix', '2026-10-24'],
    ],
    { state: 'done', nextOn: '2026-12-24' },
  ],
  ['a child of two, born before the calendar', 'meningococcus-acwy', '2024-06-10', [], { state: 'not-computed' }],
  ['a child of two, born before the calendar', 'meningococcus-b', '2024-06-10', [], { state: 'not-computed' }],
  ['between twenty and twenty-six', 'papillomavirus', '2004-06-10', [], { state: 'not-computed' }],
  ['a child of five and a half months: weeks decide', 'rotavirus', '2026-06-10', [], { state: 'not-computed' }],
  ['bronchiolitis virus from 75', 'rsv', '1951-01-10', [], { state: 'due', dueOn: '2026-01-10', lateOn: '2027-01-10' }],
  [
    'flu of this autumn',
    'influenza',
    '1958-11-09',
    [['Grippe', '2025-10-21']],
    { state: 'due', dueOn: '2026-10-01', lateOn: '2027-03-01' },
  ],
  [
    'flu received this autumn',
    'influenza',
    '1958-11-09',
    [['Vaxigrip', '2026-10-21']],
    { state: 'done', nextOn: '2027-10-01' },
  ],
  [
    'an unlisted one is shown, not judged',
    'yellow-fever',
    '1958-11-09',
    [['Stamaril', '2010-10-21']],
    { state: 'not-computed' },
  ],
])('%s', (_, valence, birthDate, received, standing) => {
  expect(
    standingOf(
      valence,
      birthDate,
      received.map(([vaccine, day]) => dose(vaccine, day)),
    ),
  ).toEqual(standing)
})

test('unknown parts of dates do not stop the reckoning', () => {
  expect(standingOf('tetanus', '1958-00-00')?.state).toBe('late')
  expect(standingOf('tetanus', '1958-31-42')?.state).toBe('late')
  expect(standingOf('tetanus', '1958-11-09', [dose('Revaxis', '2024-00-00')])).toEqual({
    state: 'done',
    nextOn: '2033-11-09',
  })
})

test('the list of what is due has the late ones first, and nothing far away', () => {
  const lines = readCalendar({ birthDate: '1958-11-09', today, vaccinations: [dose('Shingrix', '2026-10-09')] })
  const due = dueList(lines, today, 6)
  expect(due.map(({ valence }) => valence)).toEqual([
    'diphtheria',
    'tetanus',
    'poliomyelitis',
    'pneumococcus',
    'influenza',
    'covid-19',
    'zoster',
  ])
  expect(dueList(lines, today, 0).map(({ valence }) => valence)).not.toContain('zoster')
})

test('months are counted by their days, and fall on a day that exists', () => {
  expect(monthsBetween('2026-01-31', '2026-02-28')).toBe(0)
  expect(monthsBetween('2026-01-28', '2026-02-28')).toBe(1)
  expect(monthsAfter('2026-01-31', 1)).toBe('2026-02-28')
})

test.each([
  [
    'Repevax 12/03/2024 lot A123',
    {
      vaccine: 'Repevax',
      givenOn: '2024-03-12',
      lot: 'A123',
      valences: ['diphtheria', 'tetanus', 'poliomyelitis', 'pertussis'],
      declared: false,
    },
  ],
  [
    'Vaccination : vaxigrip bras gauche IM',
    { vaccine: 'Vaxigrip', givenOn: today, site: 'left-arm', route: 'intramuscular', valences: ['influenza'] },
  ],
  ['rappel DTP 2019 déclaré', { vaccine: 'DTP', rank: 'Rappel', givenOn: '2019-00-00', declared: true }],
  [
    'ROR 2e dose 05/2012',
    { vaccine: 'ROR', rank: '2e dose', givenOn: '2012-05-00', valences: ['measles', 'mumps', 'rubella'] },
  ],
  ['Vaccin inconnu 2001', { vaccine: 'inconnu', valences: [], givenOn: '2001-00-00' }],
])('« %s » is read', (typed, fields) => {
  expect(readVaccination(typed, today)).toMatchObject(fields)
})

test('a vaccination of tomorrow, or of nothing, is not read', () => {
  expect(readVaccination('Repevax 25/11/2026', today)).toBeNull()
  expect(readVaccination('Vaccination : 12/03/2024', today)).toBeNull()
})

test('a vaccine is found by the beginning of its name', () => {
  expect(findBrands('prev', 3).map(({ name }) => name)).toEqual(['Prevenar 20', 'Prevenar 13', 'Prevenar'])
  expect(findBrands('', 3)).toEqual([])
  expect(brandAtStart('Prevenar 13 en 2012')?.name).toBe('Prevenar 13')
})

test.each(['2026-05-12', '2026-09-15'])('out of its campaign, on %s, flu is neither asked nor « à jour »', (day) => {
  const lines = readCalendar({ birthDate: '1950-01-10', today: day, vaccinations: [] })
  expect(lines.find(({ valence }) => valence === 'influenza')?.standing).toEqual({
    state: 'later',
    nextOn: '2026-10-01',
  })
  expect(dueList(lines, day, 0).map(({ valence }) => valence)).not.toContain('influenza')
})

test.each([
  'grippe à faire',
  'vaccin grippe refusé',
  'Vaccins à jour',
  'DTP prévu en 2026',
  'pas de vaccin contre la grippe',
  'Repevax prescrit',
  'rappel DTP à prévoir',
  'Gardasil proposé',
  'Shingrix : non',
])('« %s » was not given: nothing is read', (typed) => {
  expect(readVaccination(typed, today)).toBeNull()
})

test.each([
  ['a child whose month of birth is not known', 'tetanus', '2024-00-00', [], { state: 'not-computed' }],
  ['an adult whose month of birth is not known', 'zoster', '1950-00-00', [], { state: 'late' }],
  ['a « date lunaire »', 'zoster', '1950-31-00', [], { state: 'late' }],
  ['a dose of this year without its month', 'influenza', '1950-01-10', ['2026-00-00'], { state: 'not-computed' }],
  ['a dose of years ago without its month', 'influenza', '1950-01-10', ['2019-00-00'], { state: 'due' }],
] as const)('dates partly known: %s', (_what, valence, birthDate, days, standing) => {
  const doses = days.map((day) => dose('Grippe', day))
  expect(standingOf(valence, birthDate, doses)).toMatchObject(standing)
})

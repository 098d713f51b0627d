import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { VitaleCard } from '#app/devices/workstation.ts'
import { CardReadings } from '#core/kernel/card-readings.ts'
import type { Seat } from '#core/kernel/session-table.ts'
import { closeFor, endOf, type ExampleWorld } from '#test/main/core/kernel/example-subjects.ts'
import { openWorld, testPassword, type World, type WorldSeat } from '#test/world/open-world.ts'
import { durandMarie } from '#test/world/patients.ts'
import { durandFamily, insertVitale, nir, onCard, vitaleCardOf } from '#test/world/vitale.ts'

const { access, cabinet, journal, patients, sessions, vitale } = contract

const people = {
  people: { anna: 'practitioner', zoe: { roleKey: 'practitioner', seesAllPatients: false }, lise: 'secretary' },
} as const

let world: World<'anna' | 'zoe' | 'lise'>
beforeAll(async () => {
  world = await openWorld(people)
})
afterAll(() => world[Symbol.asyncDispose]())

/** The same family under another name: the tests share one cabinet. */
const familyOf = (birthName: string) => durandFamily.map((person) => ({ ...person, birthName }))

/** The reading of a card at a seat. */
async function readAt(seat: WorldSeat, beneficiaries: typeof durandFamily, more: Partial<VitaleCard> = {}) {
  await insertVitale(seat, () => vitaleCardOf(beneficiaries, more))
  return (await seat.must(vitale.read, { reader: null })).reading
}

test('a card of three says who each may be here: the one found, the one to choose, the one to create', async () => {
  const lise = world.as('lise')
  const marie = await lise.createPatient()
  const child = {
    birthFirstNames: ['Paul'],
    firstBirthFirstName: 'Paul',
    usedFirstName: '',
    birthDate: '2010-03-02',
    sex: 'M' as const,
  }
  await lise.createPatient(child)
  await lise.createPatient({ ...child, usedName: 'Petit' })
  const { beneficiaries, demonstration, source } = await readAt(lise, durandFamily)
  expect({ demonstration, source }).toEqual({ demonstration: false, source: 'api-lecture' })
  expect(
    beneficiaries.map(({ firstName, insured, birthRank, matches }) => [
      firstName,
      insured,
      birthRank,
      matches.map(({ reason }) => reason),
    ]),
  ).toEqual([
    ['MARIE', true, 1, ['traits']],
    ['PAUL', false, 1, ['traits', 'traits']],
    ['LÉA-ROSE', false, 2, []],
  ])
  expect(beneficiaries[0]?.matches[0]?.patient.patientId).toBe(marie)
  // No number of the card goes to the screen.
  expect(JSON.stringify(beneficiaries)).not.toMatch(/\d{13}/)
})

test('the missing one is filled in, created as from a card, and then found', async () => {
  const lise = world.as('lise')
  const family = familyOf('PRUNIER')
  const { readingId } = await readAt(lise, family)
  const { prefill } = await lise.must(vitale.prefill, { readingId, index: 1 })
  expect(prefill).toMatchObject({
    birthName: 'PRUNIER',
    firstName: 'PAUL',
    sex: 'M',
    birthDate: '2010-03-02',
    birthPlaceCode: '33063',
    birthPlaceName: expect.stringContaining('Bordeaux') as string,
    nameUncertain: false,
  })
  const fields = {
    ...durandMarie,
    birthName: prefill.birthName,
    usedName: '',
    usedFirstName: '',
    firstBirthFirstName: prefill.firstName,
    birthFirstNames: [prefill.firstName],
    sex: 'M' as const,
    birthDate: prefill.birthDate ?? '',
    coverage: {
      insuredNir: prefill.insuredNir,
      birthRank: prefill.birthRank,
      regime: prefill.regime,
      amcNumber: '',
      amcMemberNumber: '',
    },
  }
  const { record } = await lise.must(patients.create, { fields, tagIds: [], capture: 'vitale-card' })
  const again = await readAt(lise, family)
  expect(again.beneficiaries[1]?.matches).toMatchObject([
    { reason: 'insured', differs: false, patient: { patientId: record.patientId } },
  ])
  const { lines } = await world
    .as('anna')
    .must(journal.ofPatient, { patientId: record.patientId, filter: {}, limit: 50 })
  expect(lines.find(({ act }) => act === 'patient.create')?.details).toContainEqual(
    expect.objectContaining({ value: 'carte Vitale' }),
  )
  // Digests and salts are left aside: thirteen digits may follow one another in them.
  const kept = JSON.stringify(await world.journal(), (name, value: unknown) =>
    /digest|salt/.test(name) ? undefined : value,
  )
  expect(kept).toContain('vitale.read')
  expect(kept).not.toMatch(/\D\d{13}\D|\D\d{15}\D|PRUNIER/)
})

test('a record out of sight does not exist, neither found nor compared', async () => {
  const { groups } = await world.as('admin').must(access.groups, {})
  const hidden = await world.as('anna').createPatient({ birthName: 'Cachée', usedName: 'Cachée' })
  const { version } = await world.as('anna').must(access.ofPatient, { patientId: hidden })
  const own = groups.find(({ ownerUserId }) => ownerUserId === world.userId('anna'))?.groupId ?? ''
  await world
    .as('anna')
    .must(access.assign, { patientId: hidden, expectedVersion: version, groupIds: [own], mayLoseSight: false })
  const zoe = world.as('zoe')
  const { readingId, beneficiaries } = await readAt(zoe, familyOf('CACHEE'))
  expect(beneficiaries[0]?.matches).toEqual([])
  expect(await zoe.call(vitale.compare, { readingId, index: 0, patientId: hidden })).toMatchObject({
    problem: 'not-found',
  })
})

test('a card that says otherwise is compared line by line, and changes nothing', async () => {
  const lise = world.as('lise')
  const patientId = await lise.createPatient({ birthName: 'Hêtre', usedName: 'Hêtre' })
  const card = [onCard({ ...familyOf('HETRE')[0], usedName: 'GARNIER' })]
  const { readingId, beneficiaries } = await readAt(lise, card)
  expect(beneficiaries[0]?.matches).toMatchObject([{ reason: 'traits', differs: true }])
  const { differences } = await lise.must(vitale.compare, { readingId, index: 0, patientId })
  expect(differences).toEqual([
    { field: 'usedName', card: 'GARNIER', record: 'Hêtre' },
    { field: 'insuredNir', card: nir('2770733063021'), record: '' },
    { field: 'birthRank', card: '1', record: '' },
    { field: 'regime', card: '01', record: '' },
  ])
  const { record } = await lise.must(patients.read, { patientId })
  expect(record.version).toBe(1)
})

test.each([
  [
    'at lock',
    async (seat: WorldSeat) => {
      await seat.must(sessions.lock, { reason: 'button' })
      await seat.must(sessions.unlock, { userId: seat.userId, password: testPassword })
    },
  ],
  ['when it is told to be', async (seat: WorldSeat) => void (await seat.must(vitale.forget, {}))],
  ['when another card is read', async (seat: WorldSeat) => void (await seat.must(vitale.read, { reader: null }))],
])('what was read is forgotten %s', async (_when, forget) => {
  const anna = world.as('anna')
  const { readingId } = await readAt(anna, durandFamily)
  expect((await anna.call(vitale.prefill, { readingId, index: 0 })).ok).toBe(true)
  await forget(anna)
  expect(await anna.call(vitale.prefill, { readingId, index: 0 })).toMatchObject({ problem: 'vitale.reading-over' })
})

test('a reading is of one seat and one session, and of who is on the card', async () => {
  const [anna, lise] = [world.as('anna'), world.as('lise')]
  const { readingId } = await readAt(anna, durandFamily)
  await readAt(lise, durandFamily)
  expect(await lise.call(vitale.prefill, { readingId, index: 0 })).toMatchObject({ problem: 'vitale.reading-over' })
  expect(await anna.call(vitale.prefill, { readingId, index: 3 })).toMatchObject({ problem: 'vitale.reading-over' })
  await anna.must(vitale.prefill, { readingId, index: 2 })
})

test('the person says the century, and only one the card allows', async () => {
  const anna = world.as('anna')
  const { readingId, beneficiaries } = await readAt(anna, [
    onCard({ birthName: 'DURAND', firstName: 'JEANNE', birthDateOnCard: '120714' }),
  ])
  expect(beneficiaries[0]).toMatchObject({ birthDate: null, possibleBirthDates: ['1912-07-14', '2012-07-14'] })
  const ask = (birthDate?: string) =>
    anna.call(vitale.prefill, { readingId, index: 0, ...(birthDate === undefined ? {} : { birthDate }) })
  expect(await ask('2012-07-14')).toMatchObject({ value: { prefill: { birthDate: '2012-07-14' } } })
  expect(await ask()).toMatchObject({ value: { prefill: { birthDate: null } } })
  expect(await ask('2013-07-14')).toMatchObject({ problem: 'invalid-input' })
})

test('a demonstration card is read, and creates nobody in a cabinet of patients', async () => {
  const anna = world.as('anna')
  const { readingId, demonstration } = await readAt(anna, durandFamily, { demonstration: true, source: 'card' })
  expect(demonstration).toBe(true)
  expect(await anna.call(vitale.prefill, { readingId, index: 2 })).toMatchObject({
    problem: 'vitale.demonstration-card',
  })
})

test('the training cabinet reads training cards only, and creates from them', async () => {
  await using other = await openWorld()
  await closeFor(other as ExampleWorld)
  const seat = other.stranger()
  const made = await seat.call(cabinet.prepareTraining, { patients: 5 })
  if (!made.ok) throw new Error(made.problem)
  await endOf(seat, made.value.jobId)
  const known = await seat.call(cabinet.trainingAccounts, {})
  const doctor = known.ok ? known.value.accounts.find(({ role }) => role === 'practitioner') : undefined
  if (!known.ok || known.value.cabinetId === null || doctor === undefined) throw new Error('no training cabinet')
  const { userId, password } = doctor
  await seat.call(cabinet.open, { cabinetId: known.value.cabinetId, userId, password })
  await insertVitale(seat, () => vitaleCardOf(durandFamily))
  expect(await seat.call(vitale.read, { reader: null })).toMatchObject({ problem: 'vitale.real-card' })
  await insertVitale(seat, () => vitaleCardOf(durandFamily, { demonstration: true }))
  const read = await seat.call(vitale.read, { reader: null })
  if (!read.ok) throw new Error(read.problem)
  const { readingId } = read.value.reading
  expect(await seat.call(vitale.prefill, { readingId, index: 1 })).toMatchObject({ ok: true })
})

test('a card that does not answer is said by its reason, and nothing is kept', async () => {
  const anna = world.as('anna')
  // Nobody follows what is asked of the readers of that seat.
  const refused = await world.as('doctor').call(vitale.read, { reader: null })
  expect(refused).toMatchObject({ problem: 'device.refused', data: { because: 'device.absent' } })
  for (const problem of ['card.absent', 'card.withdrawn', 'card.unreadable', 'card.too-old'] as const) {
    await insertVitale(anna, () => ({ ok: false, problem }))
    expect(await anna.call(vitale.read, { reader: null })).toMatchObject({
      problem: 'device.refused',
      data: { because: problem },
    })
  }
})

test('a reading lasts five minutes, and its end is that of nothing else', () => {
  const waiting: { ms: number; call: () => void; stopped: boolean }[] = []
  const ports = {
    random: { id: () => `reading ${waiting.length}`, bytes: () => new Uint8Array() },
    timers: {
      after: (ms: number, call: () => void) => {
        const timer = { ms, call, stopped: false }
        waiting.push(timer)
        return () => {
          timer.stopped = true
        }
      },
      every: () => () => undefined,
    },
  }
  const { value: card } = vitaleCardOf(durandFamily)
  const seat = { id: 'seat', session: { sessionId: 'session', lockedAt: null } } as unknown as Seat
  const readings = new CardReadings(ports).for(seat)
  const first = readings.keep(card)
  const second = readings.keep(card)
  expect(readings.find(first)).toBeNull()
  expect(readings.find(second)).toEqual(card)
  expect(waiting.map(({ ms, stopped }) => [ms, stopped])).toEqual([
    [300_000, true],
    [300_000, false],
  ])
  waiting[1]?.call()
  expect(readings.find(second)).toBeNull()
  const other = { ...seat, session: null } as unknown as Seat
  expect(() => new CardReadings(ports).for(other).keep(card)).toThrow('nobody is at this seat')
})

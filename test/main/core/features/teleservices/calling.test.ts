import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { JobView } from '#app/features/jobs/model.ts'
import { trainingUsers } from '#app/features/cabinet/training.ts'
import type { MemorySeat } from '#main/wire/index.ts'
import { endOf } from '#test/main/core/kernel/example-subjects.ts'
import { openTraining, type TrainingWorld } from '#test/main/core/features/psc/training.ts'
import type { StartedTeleservices } from '#test/simulators/insi/start.ts'
import { cardAtSeat } from '#test/world/card-at-seat.ts'
import { durandMarie } from '#test/world/patients.ts'
import { insertVitale, onCard, vitaleCardOf } from '#test/world/vitale.ts'

const { cabinet, identity, jobs, patients, psc, sessions, teleservices, vitale } = contract

let world: TrainingWorld
let service: StartedTeleservices
beforeAll(async () => {
  world = await openTraining()
  service = await world.teleservices.simulated()
})
afterAll(() => world[Symbol.asyncDispose]())
afterEach(() => service.behave({ kind: 'honest' }))

const zoe = {
  by: 'traits',
  birthName: 'ADRUN',
  firstNames: 'ZOE',
  sex: 'F',
  birthDate: '1975-12-31',
  birthPlaceCode: null,
} as const

async function newRecord(seat: MemorySeat): Promise<string> {
  const fields = { ...durandMarie, birthName: 'Adrun', usedName: '', birthFirstNames: ['Zoé'], birthDate: '1975-12-31' }
  const { record } = await world.must(seat, patients.create, {
    fields: { ...fields, firstBirthFirstName: 'Zoé', usedFirstName: '' },
    tagIds: [],
  })
  return record.patientId
}

async function ask(seat: MemorySeat, patientId: string, search: Parameters<typeof askOf>[0] = zoe) {
  const { jobId } = await world.must(seat, identity.ask, { patientId, search: askOf(search) })
  return jobId
}

function askOf(search: Omit<typeof zoe, 'birthName' | 'firstNames'> & { birthName: string; firstNames: string }) {
  return search
}

async function ended(seat: MemorySeat, patientId: string, search?: Parameters<typeof askOf>[0]): Promise<JobView> {
  const jobId = await ask(seat, patientId, search)
  await endOf(seat, jobId)
  return (await world.must(seat, jobs.get, { jobId })).job
}

async function traces(seat: MemorySeat, patientId: string) {
  const { exchanges } = await world.must(seat, teleservices.exchanges, { patientId, before: null, limit: 50 })
  return exchanges
}

async function seatOf(lastName: string): Promise<MemorySeat> {
  const seat = world.stranger()
  const user = trainingUsers('2099-12-31').find(({ fields }) => fields.lastName === lastName)
  const { cabinetId } = world
  await world.must(seat, cabinet.open, { cabinetId, userId: world.userId(lastName), password: user?.password ?? '' })
  return seat
}

const askedBefore = () => service.service.asked.length

describe('who calls', () => {
  test('without a card, the certificate of the training cabinet: the answer waits, and nothing of the record moved', async () => {
    const seat = await seatOf('Leroux')
    const patientId = await newRecord(seat)
    const job = await ended(seat, patientId)
    expect(job).toMatchObject({ state: 'done', kind: 'insi', problem: null })
    expect(service.service.asked.at(-1)).toEqual({
      line: 'certificate',
      operation: 'WS_INS2',
      answered: '00',
      faults: [],
    })
    const { identity: view } = await world.must(seat, identity.read, { patientId })
    expect(view.version).toBe(1)
    expect(view.matricule).toBeNull()
    expect(view.pending?.exchangeId).toBe(job.result?.exchangeId)
    expect(view.pending?.answer).toMatchObject({ number: { matricule: '2751263220749', key: '74' } })
    expect(await traces(seat, patientId)).toMatchObject([
      { operation: 'traits', mode: 'certificate', outcome: '00', problem: null },
    ])
    seat.close()
  })

  test('with their card in the reader, an assertion that it signs', async () => {
    const { doctor: seat } = world
    const patientId = await newRecord(seat)
    const card = await cardAtSeat(seat, 'cps-marchand')
    const job = await ended(seat, patientId)
    await card.withdraw()
    expect(job.state).toBe('done')
    expect(card.asked).toEqual(['readProfessionalCard', 'signDigest'])
    expect(service.service.asked.at(-1)).toEqual({ line: 'card', operation: 'WS_INS2', answered: '00', faults: [] })
    expect(await traces(seat, patientId)).toMatchObject([{ mode: 'card', outcome: '00' }])
  })

  test('who left their card and the seat: nothing is asked of whoever came after', async () => {
    const seat = await seatOf('Marchand')
    const patientId = await newRecord(seat)
    const card = await cardAtSeat(seat, 'cps-marchand')
    const { promise: gone, resolve: goOn } = Promise.withResolvers<void>()
    const { training } = world.teleservices
    const delayed = { training: () => gone.then(training) }
    Object.assign(world.teleservices, delayed)
    const before = askedBefore()
    const jobId = await ask(seat, patientId)
    await expect.poll(() => card.asked).toEqual(['readProfessionalCard'])
    await expect.poll(async () => (await world.must(seat, jobs.get, { jobId })).job.phase).toBe('signing')
    await world.must(seat, sessions.signOut, {})
    const user = trainingUsers('2099-12-31').find(({ fields }) => fields.lastName === 'Leroux')
    const next = { cabinetId: world.cabinetId, userId: world.userId('Leroux'), password: user?.password ?? '' }
    await world.must(seat, cabinet.open, next)
    const after = await cardAtSeat(seat, 'cps-marchand')
    Object.assign(world.teleservices, { training })
    goOn()
    await expect
      .poll(async () => (await traces(world.doctor, patientId)).map(({ outcome }) => outcome))
      .toEqual(['device.refused'])
    expect(after.asked).toEqual([])
    expect(askedBefore()).toBe(before)
    await after.withdraw()
    seat.close()
  })

  test('with somebody else’s card left in the reader, nothing is signed with it', async () => {
    const { doctor: seat } = world
    const patientId = await newRecord(seat)
    const card = await cardAtSeat(seat, 'cps-belkacem')
    const job = await ended(seat, patientId)
    await card.withdraw()
    expect(job.state).toBe('done')
    expect(card.asked).toEqual(['readProfessionalCard'])
    expect(await traces(seat, patientId)).toMatchObject([{ mode: 'certificate' }])
  })

  test('with Pro Santé Connect, an assertion that nobody signed, through the proxy', async () => {
    const seat = world.stranger()
    const { cabinetId } = world
    const who = { userId: world.userId('Belkacem') }
    const { attemptId } = await world.must(seat, psc.begin, { cabinetId, who, channel: 'MOBILE' })
    const asked = await world.simulator.telephone.nextRequest()
    await world.simulator.telephone.answer(asked.requestId, true)
    await world.must(seat, psc.progress, { attemptId })
    await world.must(seat, psc.enter, { attemptId, activity: 0 })
    const patientId = await newRecord(seat)
    const job = await ended(seat, patientId)
    expect(job.problem).toBeNull()
    expect(service.service.asked.at(-1)).toEqual({ line: 'card', operation: 'WS_INS2', answered: '00', faults: [] })
    expect(await traces(seat, patientId)).toMatchObject([{ mode: 'psc', outcome: '00' }])
    await world.must(seat, sessions.signOut, {})
    seat.close()
  })

  test.each([
    'cancelled',
    'pin.blocked',
    'card.withdrawn',
  ] as const)('a card that answers %s ends the call unsent, with its trace', async (because) => {
    const { doctor: seat } = world
    const patientId = await newRecord(seat)
    const card = await cardAtSeat(seat, 'cps-marchand')
    card.refuse(because)
    const before = askedBefore()
    const job = await ended(seat, patientId)
    await card.withdraw()
    expect(job).toMatchObject({ state: 'failed', problem: { problem: 'device.refused', data: { because } } })
    expect(askedBefore()).toBe(before)
    expect(await traces(seat, patientId)).toMatchObject([{ outcome: 'device.refused', mode: 'card' }])
  })
})

describe('what comes back', () => {
  test.each([
    ['01', 'insi.no-match', 'none'],
    ['02', 'insi.several-matches', 'several'],
  ] as const)('%s raises « INS KO » at once', async (code, problem, reason) => {
    service.behave({ kind: { code } })
    const { doctor: seat } = world
    const patientId = await newRecord(seat)
    expect(await ended(seat, patientId)).toMatchObject({ state: 'failed', problem: { problem, data: { code } } })
    const { identity: view } = await world.must(seat, identity.read, { patientId })
    expect(view).toMatchObject({ version: 2, pending: null, lastCall: { outcome: code } })
    expect(view.identity.ko).toMatchObject({ reason, exchangeId: view.lastCall?.exchangeId })
  })

  const faults = [
    [{ status: 503 }, 'insi.unavailable', 'http 503'],
    [{ status: 302 }, 'insi.request-refused', 'http 302'],
    [{ body: 'ceci n’est pas du XML' }, 'insi.unreadable', 'structure'],
    [{ body: '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>' }, 'insi.unreadable', 'forbidden'],
    ['cut', 'teleservice.no-answer', 'cut'],
    ['hang-up', 'teleservice.no-answer', 'cut'],
    ['flood', 'teleservice.no-answer', 'garbled'],
    [
      { fault: { side: 'Sender', subcode: 'siram_100', code: 'desir_550' } },
      'insi.software-unknown',
      'siram_100/desir_550',
    ],
    [{ fault: { side: 'Receiver', subcode: 'siram_40', code: 'insi_102' } }, 'insi.search-failed', 'siram_40/insi_102'],
  ] as const
  test.each(
    faults,
  )('%j: a named problem, its trace, and a record that nothing touched', async (kind, problem, outcome) => {
    service.behave({ kind })
    const { doctor: seat } = world
    const patientId = await newRecord(seat)
    const before = askedBefore()
    const job = await ended(seat, patientId)
    expect(job).toMatchObject({ state: 'failed', problem: { problem } })
    // Received once, never sent again.
    expect(askedBefore()).toBe(before + 1)
    expect(await traces(seat, patientId)).toMatchObject([{ outcome, problem }])
    const { identity: view } = await world.must(seat, identity.read, { patientId })
    expect(view).toMatchObject({ version: 1, pending: null, matricule: null, identity: { ko: null, ins: null } })
  })

  test('a slow service leaves the seat free, tells its phases, and may be cancelled: nothing but the trace', async () => {
    service.behave({ kind: { delay: 3_000 } })
    const { doctor: seat } = world
    const patientId = await newRecord(seat)
    const from = performance.now()
    const jobId = await ask(seat, patientId)
    expect(performance.now() - from).toBeLessThan(1_000)
    await expect.poll(async () => (await world.must(seat, jobs.get, { jobId })).job.phase).toBe('calling')
    expect(await seat.call(identity.ask, { patientId, search: zoe })).toMatchObject({
      problem: 'identity.call-running',
    })
    expect(await traces(seat, patientId)).toMatchObject([{ outcome: null }])
    await world.must(seat, jobs.steer, { jobId, to: 'cancel' })
    await endOf(seat, jobId)
    expect((await world.must(seat, jobs.get, { jobId })).job.state).toBe('cancelled')
    expect(await traces(seat, patientId)).toMatchObject([{ outcome: 'cancelled', problem: null }])
    const { identity: view } = await world.must(seat, identity.read, { patientId })
    expect(view).toMatchObject({ version: 1, pending: null })
    expect(view.identity.ko).toBeNull()
  })

  test('the journal says who, and nothing of the patient', async () => {
    const { doctor: seat } = world
    const patientId = await newRecord(seat)
    const job = await ended(seat, patientId)
    const { lines } = await world.must(seat, contract.journal.ofPatient, { patientId, filter: {}, limit: 50 })
    expect(lines.map(({ act }) => act)).toEqual(expect.arrayContaining(['identity.ask', 'teleservice.answered']))
    const ofCalls = lines.filter(({ act }) => act.startsWith('teleservice') || act === 'identity.ask')
    const said = JSON.stringify(ofCalls.map(({ details }) => details))
    expect(said).not.toMatch(/ADRUN|ZOE|2751263220749|1975-12-31/)
    expect(JSON.stringify(world.log)).not.toMatch(/ADRUN|2751263220749/)
    expect(job.result?.exchangeId).toBeDefined()
  })
})

describe('by the Vitale card read at this seat', () => {
  // The grandson of Mme Lacaze, as the training card has him.
  const gabin = onCard({
    birthName: 'LACAZE',
    usedName: null,
    firstName: 'GABIN',
    birthDate: '2016-04-12',
    birthRank: 1,
    insuredNir: '258113351498715',
    ownNir: null,
    quality: 6,
  })

  test('INSi finds a child by the number of whom insures them', async () => {
    const seat = await seatOf('Leroux')
    const patientId = await newRecord(seat)
    await insertVitale(seat, () => vitaleCardOf([gabin], { demonstration: true }))
    const { reading } = await world.must(seat, vitale.read, { reader: null })
    const search = { by: 'vitale', readingId: reading.readingId, index: 0 } as const
    const { jobId } = await world.must(seat, identity.ask, { patientId, search })
    await endOf(seat, jobId)
    expect(service.service.asked.at(-1)).toEqual({
      line: 'certificate',
      operation: 'WS_INS1',
      answered: '00',
      faults: [],
    })
    const { identity: view } = await world.must(seat, identity.read, { patientId })
    expect(view.pending).toMatchObject({
      channel: 'CV',
      answer: { traits: { birthName: 'LACAZE', firstNames: 'GABIN' } },
    })
    seat.close()
  })

  test('a card that says too little, or that is read no more, is refused before anything is sent', async () => {
    const seat = await seatOf('Leroux')
    const patientId = await newRecord(seat)
    await insertVitale(seat, () => vitaleCardOf([{ ...gabin, insuredNir: null }], { demonstration: true }))
    const { reading } = await world.must(seat, vitale.read, { reader: null })
    const before = askedBefore()
    const search = { by: 'vitale', readingId: reading.readingId, index: 0 } as const
    expect(await seat.call(identity.ask, { patientId, search })).toMatchObject({
      problem: 'teleservice.request-refused',
      data: { reason: 'number' },
    })
    expect(await seat.call(identity.ask, { patientId, search: { ...search, index: 1 } })).toMatchObject({
      problem: 'vitale.reading-over',
    })
    expect(askedBefore()).toBe(before)
    seat.close()
  })
})

test('nobody doubtful is asked about, and nothing is sent that INSi would refuse', async () => {
  const { doctor: seat } = world
  const patientId = await newRecord(seat)
  const before = askedBefore()
  const job = await ended(seat, patientId, { ...zoe, birthName: 'ÉLÉONORE' })
  expect(job).toMatchObject({ problem: { problem: 'teleservice.request-refused', data: { reason: 'birth-name' } } })
  await world.must(seat, identity.mark, {
    patientId,
    expectedVersion: 1,
    attribute: 'doubtful',
    set: true,
    note: 'Carte d’une autre personne',
  })
  expect(await seat.call(identity.ask, { patientId, search: zoe })).toMatchObject({
    problem: 'identity.refused',
    data: { refusal: 'identity.doubtful' },
  })
  expect(askedBefore()).toBe(before)
})

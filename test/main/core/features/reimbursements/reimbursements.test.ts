import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { JobView } from '#app/features/jobs/model.ts'
import { careHistory } from '#app/features/reimbursements/model.ts'
import type { StartedTeleservices } from '#test/simulators/insi/start.ts'
import { type CardSeat, holdCards, rppsOf } from '#test/world/card-seat.ts'
import { openWorld, testPassword, type World, type WorldSeat } from '#test/world/open-world.ts'
import { readyToCall } from '#test/world/teleservices.ts'
import { nir, onCard, vitaleCardOf } from '#test/world/vitale.ts'

const { jobs, reimbursements, sessions, teleservices, vitale } = contract

const insuredNir = nir('2581133514987')
const francoise = onCard({
  usedName: 'LACAZE',
  firstName: 'FRANÇOISE',
  birthDate: '1958-11-09',
  insuredNir,
  quality: 0,
  scheme: '01',
})
const gabin = onCard({ ...francoise, firstName: 'GABIN', birthDate: '2016-04-12', quality: 6 })
const familyCard = vitaleCardOf([francoise, gabin]).value

let world: World<'marchand' | 'belkacem' | 'secretary'>
let simulator: StartedTeleservices
let marchand: WorldSeat
let cards: CardSeat
let patientId: string

beforeAll(async () => {
  world = await openWorld({
    people: {
      marchand: { roleKey: 'practitioner', lastName: 'Marchand', firstName: 'Hélène', rpps: rppsOf('cps-marchand') },
      belkacem: { roleKey: 'practitioner', lastName: 'Belkacem', rpps: rppsOf('cps-belkacem') },
      secretary: 'secretary',
    },
  })
  simulator = await world.teleservices.simulated()
  await readyToCall(world)
  marchand = world.as('marchand')
  cards = await holdCards(marchand)
  const claims = { billingNumber: '331012349', amoSpecialty: '01', sector: 'SA07' }
  await marchand.must(teleservices.updateOwnClaims, { claims, expectedVersion: 0 })
  patientId = await marchand.createPatient({
    birthName: 'BERTIN',
    usedName: 'LACAZE',
    birthFirstNames: ['Françoise'],
    firstBirthFirstName: 'Françoise',
    sex: 'F',
    birthDate: '1958-11-09',
  })
})

afterAll(() => world[Symbol.asyncDispose]())

beforeEach(async () => {
  simulator.behave({ kind: 'honest' })
  cards.professional = 'cps-marchand'
  cards.vitale = familyCard
  await marchand.must(reimbursements.forget, { patientId })
})

async function readCard(): Promise<string> {
  return (await marchand.must(vitale.read, { reader: null })).reading.readingId
}

async function ended(jobId: string): Promise<JobView> {
  await expect.poll(async () => (await marchand.must(jobs.get, { jobId })).job.state).not.toBe('running')
  return (await marchand.must(jobs.get, { jobId })).job
}

async function ask(index = 0): Promise<JobView> {
  const { jobId } = await marchand.must(reimbursements.ask, { patientId, readingId: await readCard(), index })
  return ended(jobId)
}

async function held(seat = marchand) {
  return (await seat.must(reimbursements.read, { patientId })).history
}

describe('asked with both cards', () => {
  test('twelve months of care are there, for this session of this seat', async () => {
    expect(await ask()).toMatchObject({ kind: 'hri', state: 'done', result: { exchangeId: expect.any(String) } })
    expect(simulator.service.asked.at(-1)).toEqual({ line: 'card', operation: 'HRi', answered: 'history', faults: [] })
    const history = careHistory.parse(await held())
    expect(history).toMatchObject({ unread: 0, asSupposed: true })
    expect(Date.parse(history.keptUntil) - Date.parse(history.answeredAt)).toBe(15 * 60_000)
    expect(history.lines.length).toBeGreaterThan(10)
    expect(history.lines[0]).toMatchObject({ kind: 'pharmacy', label: 'PARACETAMOL 1 G, COMPRIME, BOITE DE 8' })
    // A colleague who sees the record asks for themselves.
    expect(await held(world.as('belkacem'))).toBeNull()
  })

  test('nothing of it is on the disk, nor in a log: only that it was asked, and how it ended', async () => {
    await ask()
    await held()
    const [trace] = (await world.rowsOf('teleservice_exchange')).filter((one) => one.service === 'hri').toReversed()
    expect(trace).toMatchObject({
      operation: 'reimbursements',
      patient_id: patientId,
      outcome: 'history',
      answer: null,
    })
    const everything = await world.onTheDisk((database) => {
      const tables = database.prepare(`select name from sqlite_master where type = 'table'`).all() as { name: string }[]
      return tables.map(({ name }) => JSON.stringify(database.prepare(`select * from "${name}"`).all())).join('')
    })
    const lines = careHistory.parse(await held()).lines.flatMap(({ label }) => (label === null ? [] : [label]))
    expect(lines.filter((label) => everything.includes(label))).toEqual([])
    expect(JSON.stringify(world.log.lines)).not.toMatch(/PARACETAMOL|2581133514987/)
  })

  test('who asked and each time it is shown stand in the journal, without a number nor a care', async () => {
    const before = (await world.lastLine())?.sequence ?? 0
    await ask()
    await held()
    const lines = (await world.journal(before)).filter(({ act }) => !act.startsWith('vitale'))
    expect(lines.map(({ act, patient_id: of }) => [act, of])).toEqual([
      ['reimbursements.ask', patientId],
      ['teleservice.answered', patientId],
      ['reimbursements.read', patientId],
    ])
    expect(JSON.stringify(lines)).not.toMatch(/25811|LACAZE|PARACETAMOL/)
    expect(lines.map(({ actor_user_id: who }) => who)).toEqual(lines.map(() => world.userId('marchand')))
  })

  test('it is gone when it is taken away, and when the seat locks', async () => {
    await ask()
    expect(await held()).not.toBeNull()
    await marchand.must(reimbursements.forget, { patientId })
    expect(await held()).toBeNull()
    await ask()
    await marchand.must(sessions.lock, { reason: 'button' })
    await marchand.must(sessions.unlock, { userId: marchand.userId, password: testPassword })
    expect(await held()).toBeNull()
  })
})

describe('not asked', () => {
  const asked = () => simulator.service.asked.length

  test('for somebody else of the card, nor with the card of somebody else', async () => {
    const before = asked()
    const readingId = await readCard()
    const call = (index: number) => marchand.call(reimbursements.ask, { patientId, readingId, index })
    expect(await call(1)).toMatchObject({ problem: 'reimbursements.other-person' })
    expect(await call(2)).toMatchObject({ problem: 'vitale.reading-over' })
    cards.vitale = vitaleCardOf([{ ...francoise, birthDate: '1958-11-10' }]).value
    const close = await marchand.call(reimbursements.ask, { patientId, readingId: await readCard(), index: 0 })
    expect(close).toMatchObject({ problem: 'reimbursements.other-person' })
    expect(asked()).toBe(before)
  })

  test('without the régime, which neither the card nor the record says', async () => {
    cards.vitale = vitaleCardOf([{ ...francoise, scheme: null }]).value
    const reply = await marchand.call(reimbursements.ask, { patientId, readingId: await readCard(), index: 0 })
    expect(reply).toMatchObject({ problem: 'reimbursements.card-incomplete', data: { missing: ['regime'] } })
  })

  test('with a card of demonstration in a cabinet of patients', async () => {
    cards.vitale = vitaleCardOf([francoise], { demonstration: true }).value
    const reply = await marchand.call(reimbursements.ask, { patientId, readingId: await readCard(), index: 0 })
    expect(reply).toMatchObject({ problem: 'vitale.demonstration-card' })
  })

  test.each([
    null,
    'cps-belkacem',
  ])('by the certificate of the cabinet, with the card %s in the reader', async (card) => {
    const before = asked()
    cards.professional = card
    expect(await ask()).toMatchObject({ state: 'failed', problem: { problem: 'teleservice.professional-needed' } })
    expect([asked(), await held()]).toEqual([before, null])
  })

  test('by a secretary, who may neither ask nor see', async () => {
    const secretary = world.as('secretary')
    const input = { patientId, readingId: await readCard(), index: 0 }
    expect(await secretary.call(reimbursements.ask, input)).toMatchObject({ problem: 'forbidden' })
    expect(await secretary.call(reimbursements.read, { patientId })).toMatchObject({ problem: 'forbidden' })
  })

  test('with what was read at another seat', async () => {
    const input = { patientId, readingId: await readCard(), index: 0 }
    expect(await world.as('belkacem').call(reimbursements.ask, input)).toMatchObject({ problem: 'vitale.reading-over' })
  })
})

describe('whatever the service does, nothing is believed that was not read', () => {
  test.each<[string, Parameters<StartedTeleservices['behave']>[0]['kind'], string]>([
    ['stopped', { fault: { side: 'Receiver', subcode: 'siram_40', code: 'desir_1020' } }, 'hri.unavailable'],
    [
      'software unknown',
      { fault: { side: 'Sender', subcode: 'siram_100', code: 'desir_550' } },
      'hri.software-unknown',
    ],
    ['no right', { fault: { side: 'Sender', subcode: null, code: 'desir_560' } }, 'hri.access-refused'],
    ['a fault of no list', { fault: { side: 'Sender', subcode: 'siram_40', code: 'hri_1' } }, 'hri.request-refused'],
    ['broken', { status: 500 }, 'hri.failed'],
    ['too busy', { status: 503 }, 'hri.unavailable'],
    ['a page', { body: '<!DOCTYPE html><html/>' }, 'hri.unreadable'],
    ['more than anybody would read', 'flood', 'teleservice.no-answer'],
    ['cut', 'cut', 'teleservice.no-answer'],
  ])('%s: %s', async (_, kind, problem) => {
    simulator.behave({ kind, times: 1 })
    expect(await ask()).toMatchObject({ state: 'failed', problem: { problem } })
    expect(await held()).toBeNull()
  })

  test('stopped by the person while the service is silent: only the trace', async () => {
    simulator.behave({ kind: 'silence', times: 1 })
    const { jobId } = await marchand.must(reimbursements.ask, { patientId, readingId: await readCard(), index: 0 })
    const again = await marchand.call(reimbursements.ask, { patientId, readingId: await readCard(), index: 0 })
    expect(again).toMatchObject({ problem: 'reimbursements.call-running' })
    await expect.poll(async () => (await marchand.must(jobs.get, { jobId })).job.phase).toBe('calling')
    await marchand.must(jobs.steer, { jobId, to: 'cancel' })
    expect(await ended(jobId)).toMatchObject({ state: 'cancelled' })
    const [trace] = (await world.rowsOf('teleservice_exchange')).toReversed()
    expect([trace?.outcome, await held()]).toEqual(['cancelled', null])
  })

  test('what comes after the seat was locked is kept for nobody', async () => {
    simulator.behave({ kind: { delay: 150 }, times: 1 })
    const { jobId } = await marchand.must(reimbursements.ask, { patientId, readingId: await readCard(), index: 0 })
    await expect.poll(async () => (await marchand.must(jobs.get, { jobId })).job.phase).toBe('calling')
    await marchand.must(sessions.lock, { reason: 'button' })
    await expect.poll(() => simulator.service.asked.at(-1)?.answered).toBe('history')
    await marchand.must(sessions.unlock, { userId: marchand.userId, password: testPassword })
    await ended(jobId)
    expect(await held()).toBeNull()
  })
})

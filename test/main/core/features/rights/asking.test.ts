import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { JobView } from '#app/features/jobs/model.ts'
import type { MisbehaviourKind } from '#test/simulators/insi/misbehave.ts'
import type { StartedTeleservices } from '#test/simulators/insi/start.ts'
import { type CardSeat, holdCards, rppsOf } from '#test/world/card-seat.ts'
import { openWorld, type World, type WorldSeat } from '#test/world/open-world.ts'
import { durandMarie } from '#test/world/patients.ts'
import { durandAtService, tellsClaims } from '#test/world/rights.ts'
import { readyToCall } from '#test/world/teleservices.ts'
import { durandFamily, nir, vitaleCardOf } from '#test/world/vitale.ts'

const { jobs, memos, patients, rights, vitale } = contract

const people = {
  people: { anna: { roleKey: 'practitioner', rpps: rppsOf('cps-marchand') }, lise: 'secretary' },
} as const

let world: World<'anna' | 'lise'>
let anna: WorldSeat
let cards: CardSeat
let services: StartedTeleservices

beforeAll(async () => {
  world = await openWorld(people)
  anna = world.as('anna')
  cards = await holdCards(anna, { professional: 'cps-marchand', vitale: vitaleCardOf(durandFamily).value })
  await readyToCall(world)
  await tellsClaims(anna)
  services = await world.teleservices.simulated()
  const mother = durandAtService.number
  services.service.add(durandAtService)
  services.service.add({
    ...durandAtService,
    firstNames: 'LEA-ROSE',
    birthDate: '2010-03-02',
    number: '2100333063045',
    key: nir('2100333063045').slice(13),
    insured: mother,
    rank: 2,
  })
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => {
  cards.professional = 'cps-marchand'
  services.behave({ kind: 'honest' })
})

const covered = { ...durandMarie.coverage, insuredNir: nir('2770733063021'), regime: '01' }
const dated = { birthDate: '1977-07-14', coverage: covered }

/** Follows a call to its end, or until something is true of it. */
async function followed(jobId: string, until: (job: JobView) => boolean = ({ endedAt }) => endedAt !== null) {
  for (;;) {
    const { job } = await anna.must(jobs.get, { jobId })
    if (until(job)) return job
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function ask(patientId: string) {
  const { jobId } = await anna.must(rights.ask, { patientId, card: null, reason: 'asked' })
  return followed(jobId)
}

const exchangesOf = async (patientId: string) =>
  (await world.rowsOf('teleservice_exchange')).filter((row) => row.patient_id === patientId)
const answersOf = async (patientId: string) =>
  (await world.rowsOf('rights_answer')).filter((row) => row.patient_id === patientId)

test('by the card of somebody else, nothing is asked: their rights would stand in this record', async () => {
  const stranger = { usedName: '', birthFirstNames: ['Paul'], firstBirthFirstName: 'Paul', usedFirstName: '' }
  const patientId = await anna.createPatient({ ...dated, ...stranger, birthName: 'Martin', birthDate: '1960-01-05' })
  const { readingId } = (await anna.must(vitale.read, { reader: null })).reading
  const before = services.service.asked.length
  const reply = await anna.call(rights.ask, { patientId, card: { readingId, index: 0 }, reason: 'asked' })
  expect(reply).toMatchObject({ problem: 'rights.other-person' })
  expect(services.service.asked.length).toBe(before)
})

test('signed by the card of the professional: the answer is kept with its trace, and the record is not touched', async () => {
  const patientId = await anna.createPatient(dated)
  const before = (await anna.must(patients.read, { patientId })).record
  const job = await ask(patientId)
  expect(job).toMatchObject({ kind: 'adri', state: 'done', problem: null })
  const { last, due } = (await anna.must(rights.read, { patientId, card: null })).rights
  expect(last).toMatchObject({
    rightsId: job.result?.exchangeId,
    askedBy: before.updatedBy,
    reason: 'asked',
    standing: { state: 'open' },
    isSomebodyElse: false,
    rights: { familyDoctor: 'declared', quality: 'insured' },
  })
  expect(due).toBeNull()
  expect((await anna.must(patients.read, { patientId })).record).toEqual(before)
  expect(await exchangesOf(patientId)).toMatchObject([
    { service: 'adri', mode: 'card', outcome: 'rights', answer: null },
  ])
  expect(services.service.asked.at(-1)).toMatchObject({ operation: 'ADRi', answered: 'rights', faults: [] })
  // Codes, and nothing of whom it is about.
  const lines = await world.auditOf(patientId)
  expect(lines.map(({ operation }) => operation)).toContain('rights.ask')
  expect(lines.map(({ details }) => details).join()).not.toMatch(/277073|DURAND|1977/i)
})

test('a child on the card of a parent is asked for by the number of the parent and the rank', async () => {
  const first = { birthFirstNames: ['Léa-Rose'], firstBirthFirstName: 'Léa-Rose', usedFirstName: '' }
  const patientId = await anna.createPatient({ birthDate: '2010-03-02', ...first })
  const { reading } = await anna.must(vitale.read, { reader: null })
  const card = { readingId: reading.readingId, index: 2 }
  const { due } = (await anna.must(rights.read, { patientId, card })).rights
  expect(due).toBe('rights-absent')
  const { jobId } = await anna.must(rights.ask, { patientId, card, reason: 'rights-absent' })
  expect((await followed(jobId)).state).toBe('done')
  const { last } = (await anna.must(rights.read, { patientId, card: null })).rights
  expect(last).toMatchObject({
    reason: 'rights-absent',
    rights: { quality: 'child', birthRank: 2, firstName: 'LEA-ROSE' },
  })
})

test.each<readonly [string, MisbehaviourKind, string, string]>([
  ['a page that is no SOAP', { status: 503 }, 'adri.unavailable', 'http 503'],
  ['a refusal', { status: 403 }, 'adri.access-refused', 'http 403'],
  ['an error of the server', { status: 500 }, 'adri.failed', 'http 500'],
  [
    'a software that is not known',
    { fault: { side: 'Sender', subcode: 'siram_100', code: 'desir_550' } },
    'adri.software-unknown',
    'siram_100/desir_550',
  ],
  [
    'a service that is stopped',
    { fault: { side: 'Receiver', subcode: 'siram_40', code: 'desir_1020' } },
    'adri.unavailable',
    'siram_40/desir_1020',
  ],
  [
    'a fault whose code is in no list',
    { fault: { side: 'Receiver', subcode: null, code: 'adr_1' } },
    'adri.failed',
    'adr_1',
  ],
  ['what is no answer', { body: '<r/>' }, 'adri.unreadable', 'envelope'],
  ['hostile XML', { body: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }, 'adri.unreadable', 'forbidden'],
  ['a line that is cut in the middle', 'cut', 'teleservice.no-answer', 'cut'],
  ['more than anybody would read', 'flood', 'teleservice.no-answer', 'garbled'],
])('%s: said by its name, and nothing is kept but the trace', async (_what, kind, problem, outcome) => {
  const patientId = await anna.createPatient(dated)
  const asked = services.service.asked.length
  services.behave({ kind })
  expect(await ask(patientId)).toMatchObject({ state: 'failed', problem: { problem } })
  expect(await answersOf(patientId)).toEqual([])
  expect(await exchangesOf(patientId)).toMatchObject([{ outcome, problem }])
  // Received, whatever came of it: it is not asked again.
  expect(services.service.asked.length - asked).toBe(1)
})

test('nobody by that number, date and rank: what to look at is said', async () => {
  const patientId = await anna.createPatient({ ...dated, coverage: { ...covered, birthRank: 3 } })
  expect(await ask(patientId)).toMatchObject({ state: 'failed', problem: { problem: 'adri.request-refused' } })
})

test('while the service takes its time the consultation goes on; a second call waits for the first, which may be stopped', async () => {
  const patientId = await anna.createPatient(dated)
  services.behave({ kind: { delay: 3_000 }, times: 1 })
  const { jobId } = await anna.must(rights.ask, { patientId, card: null, reason: 'asked' })
  await followed(jobId, ({ phase }) => phase === 'calling')
  const fields = { text: 'Vu ce jour', personal: false, pinned: false }
  const began = performance.now()
  await anna.must(memos.save, { patientId, memoId: null, expectedVersion: null, fields })
  expect(performance.now() - began).toBeLessThan(1_000)
  expect(await anna.call(rights.ask, { patientId, card: null, reason: 'asked' })).toMatchObject({
    problem: 'rights.call-running',
  })
  await anna.must(jobs.steer, { jobId, to: 'cancel' })
  expect((await followed(jobId)).state).toBe('cancelled')
  expect(await answersOf(patientId)).toEqual([])
  expect(await exchangesOf(patientId)).toMatchObject([{ outcome: 'cancelled' }])
  expect((await ask(patientId)).state).toBe('done')
})

test('without a card of the professional, and without Pro Santé Connect, nothing is sent', async () => {
  const patientId = await anna.createPatient(dated)
  const asked = services.service.asked.length
  cards.professional = null
  expect(await ask(patientId)).toMatchObject({ problem: { problem: 'teleservice.professional-needed' } })
  // Nor by whoever has no number of their own: the certificate of the cabinet is no proof here.
  expect(await world.as('lise').call(rights.ask, { patientId, card: null, reason: 'asked' })).toMatchObject({
    problem: 'teleservice.professional-needed',
  })
  expect(services.service.asked).toHaveLength(asked)
})

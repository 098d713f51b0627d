/** Rows this test reads; naming the tables here lets the compiler know them. */
export type { RightsAnswerTable } from '#core/features/rights/tables.ts'
export type { TeleserviceExchangeTable } from '#core/features/teleservices/tables.ts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { JobView } from '#app/features/jobs/model.ts'
import type { StartedTeleservices } from '#test/simulators/insi/start.ts'
import { holdCards, rppsOf } from '#test/world/card-seat.ts'
import { openWorld, type World, type WorldSeat } from '#test/world/open-world.ts'
import { durandMarie } from '#test/world/patients.ts'
import { durandAtService, tellsClaims } from '#test/world/rights.ts'
import { readyToCall } from '#test/world/teleservices.ts'
import { nir } from '#test/world/vitale.ts'

const { identity, jobs, lifecycle, patients, rights } = contract

let world: World<'anna'>
let anna: WorldSeat
let services: StartedTeleservices
beforeAll(async () => {
  world = await openWorld({ people: { anna: { roleKey: 'practitioner', rpps: rppsOf('cps-marchand') } } })
  anna = world.as('anna')
  await holdCards(anna, { professional: 'cps-marchand' })
  await readyToCall(world)
  await tellsClaims(anna)
  services = await world.teleservices.simulated()
  services.service.add(durandAtService)
})
afterAll(() => world[Symbol.asyncDispose]())
afterEach(() => services.behave({ kind: 'honest' }))

const covered = { ...durandMarie.coverage, insuredNir: nir('2770733063021'), regime: '01' }
const search = {
  by: 'traits',
  birthName: 'DURAND',
  firstNames: 'MARIE',
  sex: 'F',
  birthDate: '1977-07-14',
  birthPlaceCode: null,
} as const

const calls = [
  ['insi', (patientId: string) => anna.must(identity.ask, { patientId, search })],
  ['adri', (patientId: string) => anna.must(rights.ask, { patientId, card: null, reason: 'asked' })],
] as const

async function jobThat(jobId: string, isSo: (job: JobView) => boolean): Promise<JobView> {
  for (;;) {
    const { job } = await anna.must(jobs.get, { jobId })
    if (isSo(job)) return job
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const isOver = ({ endedAt }: JobView) => endedAt !== null
const isCalling = ({ phase }: JobView) => phase === 'calling'
const exchanges = () => world.rowsOf('teleservice_exchange')

test.each(
  calls,
)('%s: a record deleted while it is asked about stays so, and nothing of the answer is kept', async (service, ask) => {
  const patientId = await anna.createPatient({ birthDate: '1977-07-14', coverage: covered })
  services.behave({ kind: { delay: 400 } })
  const { jobId } = await ask(patientId)
  await jobThat(jobId, isCalling)
  const reply = await anna.call(lifecycle.delete, { patientId, expectedVersion: 1, typedName: 'Durand Marie' })
  expect(reply).toMatchObject({ ok: true })
  expect(await jobThat(jobId, isOver)).toMatchObject({ state: 'failed', problem: { problem: 'not-found' } })
  expect(
    (await exchanges()).filter(
      (row) => row.patient_id === patientId || (row.service === service && row.outcome === null),
    ),
  ).toEqual([])
  expect((await world.rowsOf('rights_answer')).filter((row) => row.patient_id === patientId)).toEqual([])
})

test('none found for a record merged meanwhile raises « INS KO » on nobody', async () => {
  const kept = await anna.createPatient({ birthDate: '1977-07-14' })
  const other = await anna.createPatient({ birthDate: '1977-07-14', coverage: covered })
  const before = (await anna.must(patients.read, { patientId: kept })).record.version
  services.behave({ kind: { delay: 400 } })
  const nobody = { ...search, birthName: 'INCONNUE' }
  const { jobId } = await anna.must(identity.ask, { patientId: other, search: nobody })
  const rightsJob = await anna.must(rights.ask, { patientId: other, card: null, reason: 'asked' })
  await jobThat(jobId, isCalling)
  await jobThat(rightsJob.jobId, isCalling)
  const choices = { fields: [], singles: [] }
  await anna.must(lifecycle.merge, {
    keptPatientId: kept,
    otherPatientId: other,
    keptVersion: before,
    otherVersion: 1,
    choices,
  })
  expect(await jobThat(jobId, isOver)).toMatchObject({ state: 'failed', problem: { problem: 'not-found' } })
  expect(await jobThat(rightsJob.jobId, isOver)).toMatchObject({ state: 'failed', problem: { problem: 'not-found' } })
  const { identity: view } = await anna.must(identity.read, { patientId: kept })
  expect(view.identity.ko).toBeNull()
  expect((await exchanges()).filter(({ ended_at }) => ended_at === null)).toEqual([])
})

test.each(calls)('%s: asked twice at once, it is called once', async (_service, ask) => {
  const patientId = await anna.createPatient({ birthDate: '1977-07-14', coverage: covered })
  services.behave({ kind: { delay: 200 } })
  const before = services.service.asked.length
  const both = await Promise.allSettled([ask(patientId), ask(patientId)])
  for (const one of both) if (one.status === 'fulfilled') await jobThat(one.value.jobId, isOver)
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(services.service.asked.length - before).toBe(1)
})

const answerTo = (relatesTo: string) =>
  `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><e:Header><a:RelatesTo>${relatesTo}</a:RelatesTo></e:Header><e:Body><r:RESULTAT xmlns:r="http://www.cnamts.fr/INSiResultat"><r:CR><r:CodeCR>01</r:CodeCR></r:CR></r:RESULTAT></e:Body></e:Envelope>`

test('an answer to another message is believed of nobody', async () => {
  const patientId = await anna.createPatient({ birthDate: '1977-07-14' })
  const ended = async (relatesTo: string) => {
    services.behave({ kind: { body: answerTo(relatesTo) } })
    const { jobId } = await anna.must(identity.ask, { patientId, search })
    const { problem } = await jobThat(jobId, isOver)
    return { problem, ko: (await anna.must(identity.read, { patientId })).identity.identity.ko }
  }
  const another = await ended('uuid:0193a000-0000-7000-8000-000000000001')
  expect(another).toMatchObject({ problem: { problem: 'teleservice.no-answer', data: { fault: 'garbled' } }, ko: null })
  expect(await ended('http://service.exemple/sans-rapport')).toMatchObject({ problem: { problem: 'insi.no-match' } })
})

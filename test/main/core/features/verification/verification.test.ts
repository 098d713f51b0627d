/** Rows this test reads; naming the table here lets the compiler know it. */
export type { VerificationRunTable } from '#core/features/verification/tables.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { VerificationRun } from '#app/features/verification/model.ts'
import { TeleserviceFailure, type TeleserviceFault } from '#core/ports/index.ts'
import type { StartedTeleservices } from '#test/simulators/insi/start.ts'
import { openWorld, type World } from '#test/world/open-world.ts'
import { readyToCall } from '#test/world/teleservices.ts'
import { insOf, withIns } from '#test/world/verified-identities.ts'

const { identity, verification } = contract

let world: World<'rita'>
let service: StartedTeleservices
/** Numbers given so far: each test has identities of its own. */
let given = 0

beforeAll(async () => {
  world = await openWorld({ people: { rita: 'secretary' } })
  await readyToCall(world)
  service = await world.teleservices.simulated()
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => {
  service.service.asked.length = 0
})

/** Identities that are due: so many that are right, then so many that are not. */
async function due(right: number, wrong = 0) {
  const made: { readonly patientId: string; readonly order: number; readonly isWrong: boolean }[] = []
  for (let one = 1; one <= right + wrong; one += 1) {
    given += 1
    const isWrong = one > right
    made.push({ patientId: await withIns(world, given, isWrong), order: given, isWrong })
  }
  return {
    patients: made.map(({ patientId }) => patientId),
    /** How many times INSi was asked about each. */
    asked: () =>
      made.map(({ order, isWrong }) => service.service.verification.asked.get(insOf(order, isWrong).matricule) ?? 0),
    numbers: made.map(({ order, isWrong }) => insOf(order, isWrong).matricule),
  }
}

const operationsAsked = () => service.service.asked.map(({ operation }) => operation)

async function overview() {
  return world.as('doctor').must(verification.overview, {})
}

/** The last run, once it is as wanted. */
async function runThat(isWanted: (run: VerificationRun) => boolean): Promise<VerificationRun> {
  for (let tries = 0; tries < 400; tries += 1) {
    const [run] = (await overview()).runs
    if (run !== undefined && isWanted(run)) return run
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`the run never is so: ${JSON.stringify((await overview()).runs)}`)
}

const isOver = (run: VerificationRun) => run.state === 'done'
describe('a run asked for by somebody', () => {
  test('confirms what is right, takes away what is not, says so in the report and the journal, and asks nobody twice', async () => {
    const { patients, asked, numbers } = await due(3, 1)
    const rita = world.as('rita')
    expect((await rita.must(verification.overview, {})).due).toBe(4)
    const { runId } = await rita.must(verification.start, {})
    const run = await runThat(isOver)
    expect(run).toMatchObject({ runId, origin: 'person', trouble: null, counts: { confirmed: 3, 'not-confirmed': 1 } })

    const [right = '', , , wrong = ''] = patients
    const held = (await rita.must(identity.read, { patientId: right })).identity.identity
    expect(held.ins?.verifiedAt).toBe(
      held.ins?.verifiedAt?.slice(0, 4) === world.clock.now().slice(0, 4) ? held.ins?.verifiedAt : '',
    )
    const fallen = (await rita.must(identity.read, { patientId: wrong })).identity
    expect(fallen.identity).toMatchObject({ ins: null, ko: { reason: 'not-confirmed' } })
    expect(fallen.history).toMatchObject([{ because: 'not-confirmed' }])
    const { record } = await rita.must(contract.patients.open, { patientId: right })
    expect(record.updatedBy).not.toBe('Cabinet Ouvert')

    const report = await rita.must(verification.report, { runId, outcome: 'not-confirmed', offset: 0, limit: 50 })
    expect(report).toMatchObject({ total: 1, lines: [{ code: '01', patient: { patientId: wrong } }] })
    const work = await rita.must(identity.workList, { reason: 'not-confirmed', offset: 0, limit: 50 })
    expect(work.items.map(({ patient }) => patient.patientId)).toEqual([wrong])

    const lines = await world.auditOf(wrong)
    expect(lines.at(-1)).toMatchObject({ act: 'patient.read' })
    const verified = lines.find(({ act }) => act === 'identity.verified')
    expect(verified).toMatchObject({ service: 'verification', patient_id: wrong })
    expect(JSON.parse(verified?.details ?? '')).toMatchObject({ identity: 'retrieved > provisional' })
    for (const { details } of await world.journal()) for (const number of numbers) expect(details).not.toContain(number)

    expect((await overview()).due).toBe(0)
    expect(await rita.call(verification.start, {})).toMatchObject({ ok: false, problem: 'verification.nothing-due' })
    expect(asked()).toEqual([1, 1, 1, 1])
  })

  test('who is due is asked of the proofs: not one confirmed lately, of the Application carte Vitale, hidden or deceased', async () => {
    const { patients } = await due(1)
    const [patientId = ''] = patients
    const dueWith = async (statement: string, ...values: readonly (string | number)[]) => {
      await world.onTheDisk((database) => void database.prepare(statement).run(...values, patientId))
      // The core looks at the file again once it has written in it.
      await world.as('doctor').createPatient()
      return (await overview()).due
    }
    const proofWith = (path: string, value: string) =>
      dueWith(`update identity_proof set content = json_set(content, '${path}', ?) where patient_id = ?`, value)
    const patientWith = (column: string, value: number) =>
      dueWith(`update patient set ${column} = ? where patient_id = ?`, value)
    expect((await overview()).due).toBe(1)
    expect(await patientWith('deceased', 1)).toBe(0)
    expect(await patientWith('deceased', 0)).toBe(1)
    expect(await patientWith('hidden', 1)).toBe(0)
    expect(await patientWith('hidden', 0)).toBe(1)
    expect(await proofWith('$.verifiedAt', world.clock.now())).toBe(0)
    expect(await proofWith('$.verifiedAt', '2021-03-01T09:00:00.000Z')).toBe(1)
    expect(await proofWith('$.channel', 'AV')).toBe(0)
  })

  test('a service that is stopped keeps it waiting; resumed, it asks only for what was not answered', async () => {
    const { asked } = await due(2)
    service.behave({ kind: { status: 503 }, times: 1 })
    const doctor = world.as('doctor')
    const { runId } = await doctor.must(verification.start, {})
    const waits = await runThat(({ trouble, underWay }) => trouble !== null && !underWay)
    expect(waits).toMatchObject({ state: 'running', trouble: { problem: 'insi.unavailable' }, counts: { asked: 2 } })
    expect(await doctor.call(verification.start, {})).toMatchObject({ ok: false, problem: 'verification.running' })
    await doctor.must(verification.steer, { runId, to: 'resume' })
    expect((await runThat(isOver)).counts.confirmed).toBe(2)
    expect(operationsAsked()).toEqual(['WS_INS4', 'WS_INS5', 'WS_INS4', 'WS_INS5'])
    expect(asked()).toEqual([1, 1])
  })

  test('a service that refuses pauses it until somebody resumes it', async () => {
    await due(1)
    service.behave({ kind: { fault: { side: 'Sender', subcode: null, code: 'desir_560' } }, times: 1 })
    await world.as('doctor').must(verification.start, {})
    const paused = await runThat(({ state, underWay }) => state === 'paused' && !underWay)
    expect(paused.trouble).toEqual({ problem: 'insi.access-refused', data: { code: 'desir_560' } })
    await world.as('doctor').must(verification.steer, { runId: paused.runId, to: 'resume' })
    expect((await runThat(isOver)).trouble).toBeNull()
  })

  test('paused, it asks nothing; cancelled, what was answered stays and the rest is due', async () => {
    await due(2)
    const doctor = world.as('doctor')
    service.behave({ kind: { delay: 150 }, times: 1 })
    const { runId } = await doctor.must(verification.start, {})
    await doctor.must(verification.steer, { runId, to: 'pause' })
    const paused = await runThat(({ underWay }) => !underWay)
    expect(paused.state).toBe('paused')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(operationsAsked()).not.toContain('WS_INS5')
    const { run } = await doctor.must(verification.steer, { runId, to: 'cancel' })
    expect(run).toMatchObject({ state: 'cancelled', counts: { confirmed: 0 } })
    expect((await overview()).due).toBe(2)
    expect(await doctor.call(verification.steer, { runId, to: 'resume' })).toMatchObject({
      problem: 'verification.over',
    })
  })

  test('an identity changed while INSi was asked is left as it is', async () => {
    const { patients } = await due(0, 1)
    const [patientId = ''] = patients
    service.behave({ kind: { status: 503 }, times: 1 })
    const doctor = world.as('doctor')
    const { runId } = await doctor.must(verification.start, {})
    await runThat(({ trouble, underWay }) => trouble !== null && !underWay)
    const { identity: seen } = await doctor.must(identity.read, { patientId })
    const gone = { patientId, expectedVersion: seen.version, proofId: seen.identity.ins?.proofId ?? '' }
    await doctor.must(identity.reverse, { ...gone, to: 'withdrawn', note: 'Erreur' })
    await doctor.must(verification.steer, { runId, to: 'resume' })
    expect((await runThat(isOver)).counts).toMatchObject({ changed: 1, 'not-confirmed': 0 })
    const { identity: after } = await doctor.must(identity.read, { patientId })
    expect(after.identity.ko).toBeNull()
  })

  test('a service that lost a batch is asked anew, and left alone when it loses them all', async () => {
    await due(1)
    const { verification: verified } = service.service
    const collect = verified.collect.bind(verified)
    verified.collect = (batchId) => {
      verified.forget()
      return collect(batchId)
    }
    await world.as('doctor').must(verification.start, {})
    const { trouble, state } = await runThat(({ underWay }) => !underWay)
    expect({ trouble, state }).toMatchObject({ state: 'paused', trouble: { problem: 'insi.request-refused' } })
    verified.collect = collect
    const [paused] = (await overview()).runs
    await world.as('doctor').must(verification.steer, { runId: paused?.runId ?? '', to: 'resume' })
    expect((await runThat(isOver)).counts.confirmed).toBe(1)
  })

  test.each([
    'timeout',
    'cut',
  ] as const)('a deposit whose answer is lost (%s) is asked for before it is sent again', async (fault) => {
    const lost: { fault: TeleserviceFault | null } = { fault }
    await due(2)
    const post = world.teleservices.post.bind(world.teleservices)
    world.teleservices.post = async (request) => {
      const reply = await post(request)
      if (lost.fault === null) return reply
      lost.fault = null
      throw new TeleserviceFailure(fault)
    }
    const doctor = world.as('doctor')
    const { runId } = await doctor.must(verification.start, {})
    await runThat(({ trouble, underWay }) => trouble !== null && !underWay)
    await doctor.must(verification.steer, { runId, to: 'resume' })
    expect((await runThat(isOver)).counts.confirmed).toBe(2)
    expect(operationsAsked()).toEqual(['WS_INS4', 'WS_INS5'])
  })
})

describe('one identity', () => {
  test('a secretary asks about it; confirmed or not, it is said at once', async () => {
    const { patients } = await due(1, 1)
    const rita = world.as('rita')
    for (const patientId of patients) {
      const { jobId } = await rita.must(identity.verify, { patientId })
      await expect.poll(async () => (await rita.must(contract.jobs.get, { jobId })).job.state).toBe('done')
    }
    const [right = '', wrong = ''] = patients
    expect((await rita.must(identity.read, { patientId: right })).identity).toMatchObject({
      identity: { ins: { verifiedAt: expect.any(String) as string }, ko: null },
      lastCall: { operation: 'verification', outcome: '00' },
    })
    expect((await rita.must(identity.read, { patientId: wrong })).identity.identity).toMatchObject({
      ins: null,
      ko: { reason: 'not-confirmed' },
    })
    expect(await rita.call(identity.verify, { patientId: wrong })).toMatchObject({
      problem: 'identity.refused',
      data: { refusal: 'identity.nothing-to-verify' },
    })
  })
})

describe('the night', () => {
  /** So late that the clock of the cabinet shows that hour, tomorrow. */
  const tomorrowAt = (hour: number) => {
    const now = new Date(world.clock.now())
    const here = Number(
      new Intl.DateTimeFormat('fr', { timeZone: 'Europe/Paris', hour: '2-digit', hourCycle: 'h23' })
        .format(now)
        .slice(0, 2),
    )
    world.clock.forward(((24 - here + hour) * 60 - now.getUTCMinutes() + 20) * 60_000)
  }
  const rounds = async () => {
    await world.timers.tickWhole()
    world.clock.forward(31_000)
    await world.timers.tickWhole()
  }

  test('by day nothing is asked; at the hour that is set the program begins by itself, nobody being signed in', async () => {
    const { asked } = await due(2)
    const { settings, version } = await overview()
    const changed = { ...settings, byNight: true, hour: 2 }
    await world.as('admin').must(verification.updateSettings, { settings: changed, expectedVersion: version })
    const before = await world.rowsOf('verification_run')
    tomorrowAt(15)
    await rounds()
    expect(await world.rowsOf('verification_run')).toEqual(before)
    await world.onlyStays('admin')
    await world.as('admin').call(contract.sessions.signOut, {})
    tomorrowAt(2)
    await rounds()
    const run = (await world.rowsOf('verification_run')).find(({ origin }) => origin === 'night')
    expect(run).toMatchObject({ origin: 'night', state: 'done', started_by: '' })
    expect(asked()).toEqual([1, 1])
    const began = (await world.journal()).find(({ act }) => act === 'verification.began')
    expect(began).toMatchObject({ service: 'verification', actor_user_id: null })
    await rounds()
    expect(await world.rowsOf('verification_run')).toHaveLength(before.length + 1)
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { TeleserviceFailure, type TeleservicePost } from '#core/ports/index.ts'
import { openEgress } from '#main/adapters/egress/egress.ts'
import { addressOf } from '#main/adapters/teleservices/addresses.ts'
import { callTeleservices } from '#main/adapters/teleservices/teleservices.ts'
import type { RunningTeleservices } from '#main/adapters/teleservices/training-teleservices.ts'
import { startTeleservices, type StartedTeleservices } from '#test/simulators/insi/start.ts'
import { keptLog } from '#test/world/log.ts'

let service: StartedTeleservices
let running: RunningTeleservices
beforeAll(async () => {
  service = await startTeleservices()
  const establishment = await service.establishment('INSI-MANU', '318751275100020')
  running = { ...service, establishment }
})
afterAll(() => service.stop())

const log = keptLog()
const callsWith = (changes: Partial<RunningTeleservices> = {}) =>
  callTeleservices({
    egress: openEgress({ logger: log, elapsedMs: () => performance.now() }),
    startSimulator: async () => ({ ...running, stop: async () => undefined, ...changes }),
  })

function post(changes: Partial<TeleservicePost> = {}): TeleservicePost {
  return {
    service: 'insi',
    place: { environment: 'training', authorities: [] },
    line: { kind: 'certificate', identity: running.establishment },
    contentType: 'application/soap+xml; charset=utf-8; action="urn:essai"',
    body: '<essai>ADRUN</essai>',
    signal: new AbortController().signal,
    ...changes,
  }
}

async function faultOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'answered',
    (error: unknown) => (error instanceof TeleserviceFailure ? error.fault : String(error)),
  )
}

test('each line takes what it should: a certificate that opens it, and none on the other', async () => {
  const calls = callsWith()
  expect((await calls.post(post())).status).toBe(500)
  expect((await calls.post(post({ line: { kind: 'card' } }))).status).toBe(500)
  // The line of establishments does not open to whoever shows nothing.
  expect(await faultOf(callsWith({ cardUrl: running.certificateUrl }).post(post({ line: { kind: 'card' } })))).not.toBe(
    'answered',
  )
})

test('a server that another authority certified is not believed, and one that is away is said to be', async () => {
  const other = await startTeleservices()
  expect(await faultOf(callsWith({ authority: other.authority }).post(post()))).toBe('certificate')
  await other.stop()
  expect(await faultOf(callsWith({ certificateUrl: other.certificateUrl }).post(post()))).toBe('unreachable')
})

test('who gave up gets nothing, and nothing of what was sent is in a log', async () => {
  service.behave({ kind: { delay: 2_000 }, times: 1 })
  const gone = new AbortController()
  const call = faultOf(callsWith().post(post({ signal: gone.signal })))
  setTimeout(() => gone.abort(), 50)
  expect(await call).toBe('cancelled')
  expect(JSON.stringify(log)).not.toContain('ADRUN')
})

test('training never leaves this computer, and the world is never a simulator', async () => {
  const calls = callsWith({ cardUrl: 'https://services-ps.ameli.fr/lps' })
  expect(await faultOf(calls.post(post({ line: { kind: 'card' } })))).toBe('unreachable')
  for (const servers of ['qualification', 'production'] as const) {
    for (const line of ['card', 'certificate'] as const) {
      expect(new URL(addressOf('insi', servers, line)).hostname).toMatch(/\.ameli\.fr$/)
    }
  }
})

test('a training service that does not start says so, and is started again at the next call', async () => {
  let starts = 0
  const calls = callTeleservices({
    egress: openEgress({ logger: log, elapsedMs: () => performance.now() }),
    startSimulator: async () => {
      starts += 1
      if (starts === 1) throw new Error('absent')
      return { ...running, stop: async () => undefined }
    },
  })
  expect(await faultOf(calls.post(post()))).toBe('not-started')
  expect(await faultOf(calls.post(post()))).toBe('answered')
  expect(starts).toBe(2)
})

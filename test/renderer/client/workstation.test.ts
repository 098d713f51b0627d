import { once } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, expect, test, vi } from 'vitest'
import { contract } from '#app/contract.ts'
import { WorkstationDesk } from '#main/wire/workstation.ts'
import { answerDevices } from '#renderer/client/device-agent.ts'
import { Agreements } from '#renderer/client/agreements.ts'
import { PinRequests } from '#renderer/client/pin-requests.ts'
import { type SessionCard, SessionCardWatch } from '#renderer/client/session-card.ts'
import { WorkstationKeeper, workstationOverSocket } from '#renderer/client/workstation-line.ts'
import { type TestWorkstation, testWorkstation } from '#test/world/workstation.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean()
  vi.useRealTimers()
})

/** A page's line to a workstation whose process can be killed and started again. */
function lineTo(first: TestWorkstation | null, comesUnasked = true) {
  let present = first === null ? null : new WorkstationDesk(first)
  const sent: unknown[] = []
  const open: MessagePort[] = []
  const ended: Promise<unknown>[] = []
  const keeper = new WorkstationKeeper({
    open: ({ opened, heard, closed }) => {
      const { port1, port2 } = new MessageChannel()
      open.push(port1)
      ended.push(once(port1, 'close'))
      port1.on('message', heard)
      port1.on('close', closed)
      if (present === null) port1.close()
      else present.serve(port2, { ownCabinets: true })
      opened()
      return {
        send: (frame) => {
          sent.push(frame)
          port1.postMessage(frame)
        },
        drop: () => port1.close(),
      }
    },
    againMs: () => (comesUnasked ? null : 20),
  })
  cleanups.push(() => {
    present = null
    for (const port of open) port.close()
    // A port says it is closed later than it is: heard once the test is over, it would be by another page.
    return Promise.all(ended)
  })
  return {
    keeper,
    sent,
    kill: () => {
      present = null
      for (const port of open.splice(0)) port.close()
    },
    start: (next: TestWorkstation) => {
      present = new WorkstationDesk(next)
      keeper.renew()
    },
  }
}

const statusOf = (keeper: WorkstationKeeper) => () => keeper.view().status

test('the state is live; a process that dies is lost, and back with its successor’s state', async () => {
  const workstation = testWorkstation()
  const { keeper, kill, start } = lineTo(workstation)
  const views: string[] = []
  keeper.subscribe(() => views.push(keeper.view().status))
  expect(keeper.view()).toMatchObject({ status: 'connecting', state: null, workstation: null })
  keeper.renew()
  await expect.poll(statusOf(keeper)).toBe('ready')
  workstation.insert('8025/28')
  await expect.poll(() => keeper.view().state?.readers[0]?.status).toBe('card')
  const { workstation: former, generation } = keeper.view()
  kill()
  await expect.poll(statusOf(keeper)).toBe('lost')
  // What was last seen is still known, and nothing can be asked.
  expect(keeper.view()).toMatchObject({ workstation: null, state: { readers: [{ status: 'card' }] } })
  await expect(former?.readProfessionalCard({})).rejects.toThrow(Error)
  start(testWorkstation())
  await expect.poll(statusOf(keeper)).toBe('ready')
  expect(keeper.view()).toMatchObject({ state: { readers: [{ status: 'empty' }] }, generation: generation + 1 })
  expect(views.filter((status) => status === 'lost')).toHaveLength(1)
})

test('what is asked when the process dies is refused, not left waiting', async () => {
  const workstation = testWorkstation()
  const { keeper, kill } = lineTo({ ...workstation, readVitaleCard: () => new Promise(() => undefined) })
  keeper.renew()
  await expect.poll(statusOf(keeper)).toBe('ready')
  const asked = keeper.view().workstation?.readVitaleCard({ reader: null })
  setTimeout(kill, 30)
  await expect(asked).rejects.toThrow(Error)
})

test('a host that never gives a line is a seat without readers, asked again now and then', async () => {
  const { keeper, start } = lineTo(null, false)
  keeper.renew()
  await expect.poll(statusOf(keeper)).toBe('absent')
  start(testWorkstation())
  await expect.poll(statusOf(keeper)).toBe('ready')
})

test('a page of another computer asks for no line at all', () => {
  const opened = vi.fn()
  vi.stubGlobal('WebSocket', opened)
  for (const hostname of ['192.168.1.10', 'poste-accueil.local', 'localhost.evil.example', '127.0.0.2']) {
    expect(workstationOverSocket({ hostname, host: `${hostname}:8443` }).view().status).toBe('absent')
  }
  expect(opened).not.toHaveBeenCalled()
  vi.unstubAllGlobals()
})

/** The card of a session, followed over a line. */
async function followed(cardNumber: string) {
  const workstation = testWorkstation()
  workstation.insert('8025/28')
  const line = lineTo(workstation)
  const told: SessionCard[] = []
  line.keeper.renew()
  const begin = () => {
    const watch = new SessionCardWatch(line.keeper, cardNumber, (card) => told.push(card))
    cleanups.push(() => watch.dispose())
  }
  return { workstation, ...line, told, begin }
}

test('a card is seen as long as it is not withdrawn, and gone at once when it is', async () => {
  const { workstation, told, begin } = await followed('8025/28')
  begin()
  await expect.poll(() => told).toEqual(['seen'])
  workstation.withdraw()
  await expect.poll(() => told).toEqual(['seen', 'gone'])
  // Back, it is another insertion: the code is needed, and whoever locked unlocks.
  workstation.insert('8025/28')
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(told).toEqual(['seen', 'gone'])
})

test('another card in its place, or another when the page begins anew, is not the card', async () => {
  const replaced = await followed('8025/28')
  replaced.begin()
  await expect.poll(() => replaced.told).toEqual(['seen'])
  replaced.workstation.insert('8025/29')
  await expect.poll(() => replaced.told).toEqual(['seen', 'gone'])
  const other = await followed('8025/30')
  other.begin()
  await expect.poll(() => other.told).toEqual(['gone'])
})

test('a page that begins anew without the card has lost it at once', async () => {
  const { workstation, keeper, told, begin } = await followed('8025/28')
  workstation.withdraw()
  await expect.poll(statusOf(keeper)).toBe('ready')
  begin()
  await expect.poll(() => told).toEqual(['gone'])
})

test('readers lost for more than two seconds are a card gone; back before, the card is read again', async () => {
  const { keeper, told, begin, kill, start } = await followed('8025/28')
  begin()
  await expect.poll(() => told).toEqual(['seen'])
  kill()
  await expect.poll(statusOf(keeper)).toBe('lost')
  const successor = testWorkstation()
  // The same number of insertion, as another process gives it: only reading the card tells that it is the same.
  successor.insert('8025/28')
  start(successor)
  await expect.poll(statusOf(keeper)).toBe('ready')
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(told).toEqual(['seen'])
  kill()
  const lostAt = performance.now()
  await expect.poll(() => told, { timeout: 4_000 }).toEqual(['seen', 'gone'])
  expect(performance.now() - lostAt).toBeGreaterThan(1_900)
  const impostor = await followed('8025/28')
  impostor.begin()
  await expect.poll(() => impostor.told).toEqual(['seen'])
  impostor.kill()
  await expect.poll(statusOf(impostor.keeper)).toBe('lost')
  const another = testWorkstation()
  another.insert('8025/99')
  impostor.start(another)
  await expect.poll(() => impostor.told).toEqual(['seen', 'gone'])
})

const digest = 'd'.repeat(43)
const request = { kind: 'signDigest', requestId: 'r1', cardNumber: null, algorithm: 'sha-256', digest } as const

/** A core that asks what the test pushes, and keeps what it is answered. */
function coreThatAsks() {
  const events: unknown[] = []
  const answers: unknown[] = []
  const calls: string[] = []
  let wake = () => undefined as void
  const client = {
    call: async (operation: unknown, input: unknown) => {
      if (operation === contract.devices.answer) {
        calls.push('answer')
        answers.push(input)
        return { ok: true, value: { taken: true } }
      }
      calls.push('watch')
      return { ok: true, value: followedEvents() }
    },
  }
  async function* followedEvents() {
    for (;;) {
      const event = events.shift()
      if (event === undefined) await new Promise<void>((resolve) => (wake = resolve))
      else yield event
    }
  }
  return {
    client: client as never,
    answers,
    calls,
    push: (event: unknown) => {
      events.push(event)
      wake()
    },
  }
}

async function agent() {
  const workstation = testWorkstation()
  const line = lineTo(workstation)
  line.keeper.renew()
  await expect.poll(statusOf(line.keeper)).toBe('ready')
  const pins = new PinRequests()
  const core = coreThatAsks()
  const agreements = new Agreements()
  cleanups.push(answerDevices(core.client, line.keeper, { pins, agreements }))
  return { workstation, line, pins, agreements, core }
}

test('a page does what its core asks, and answers in its kind', async () => {
  const { core } = await agent()
  core.push({ kind: 'asked', request: { kind: 'readVitaleCard', requestId: 'r0', reader: null } })
  await expect
    .poll(() => core.answers)
    .toEqual([{ requestId: 'r0', answer: { kind: 'readVitaleCard', outcome: { ok: false, problem: 'card.absent' } } }])
})

test('calls to the Assurance Maladie are signed once their holder agreed, and no longer once the card is another', async () => {
  const { workstation, line, agreements, core } = await agent()
  const call = { ...request, purpose: 'teleservice' } as const
  const insertion = workstation.insert('8025/28')
  await line.keeper.view().workstation?.enterPin({ insertion, pin: '1234' })
  // No screen can ask: nothing is signed.
  core.push({ kind: 'asked', request: { ...call, requestId: 'c0' } })
  await expect
    .poll(() => core.answers)
    .toMatchObject([{ requestId: 'c0', answer: { outcome: { ok: false, problem: 'cancelled' } } }])
  cleanups.push(agreements.subscribe(() => undefined))
  core.push({ kind: 'asked', request: { ...call, requestId: 'c1' } })
  await expect.poll(() => agreements.current()?.requestId).toBe('c1')
  expect(workstation.signed).toEqual([])
  agreements.current()?.agree()
  await expect.poll(() => core.answers.length).toBe(2)
  core.push({ kind: 'asked', request: { ...call, requestId: 'c2' } })
  await expect.poll(() => core.answers.length).toBe(3)
  expect(core.answers.slice(1)).toMatchObject([
    { answer: { outcome: { ok: true } } },
    { answer: { outcome: { ok: true } } },
  ])
  expect(agreements.current()).toBeNull()
  // Another insertion, and another person: each is another agreement.
  const second = workstation.insert('8025/29')
  await line.keeper.view().workstation?.enterPin({ insertion: second, pin: '1234' })
  await expect.poll(() => line.keeper.view().state?.readers[0]?.card?.insertion).toBe(second)
  core.push({ kind: 'asked', request: { ...call, cardNumber: '8025/29', requestId: 'c3' } })
  await expect.poll(() => agreements.current()?.requestId).toBe('c3')
  agreements.current()?.decline()
  await expect
    .poll(() => core.answers.at(-1))
    .toMatchObject({ requestId: 'c3', answer: { outcome: { problem: 'cancelled' } } })
  expect(workstation.signed).toHaveLength(2)
})

test('a signature without a code has a screen ask for it, then signs; given up, nothing is signed', async () => {
  const { workstation, line, pins, core } = await agent()
  const insertion = workstation.insert('8025/28')
  cleanups.push(pins.subscribe(() => undefined))
  core.push({ kind: 'asked', request })
  await expect.poll(() => pins.current()?.requestId).toBe('r1')
  await line.keeper.view().workstation?.enterPin({ insertion, pin: '1234' })
  pins.current()?.entered()
  await expect.poll(() => core.answers).toMatchObject([{ requestId: 'r1', answer: { outcome: { ok: true } } }])
  expect(workstation.signed).toEqual([digest])
  expect(pins.current()).toBeNull()
  // The card is another one: its code was never entered.
  workstation.insert('8025/29')
  core.push({ kind: 'asked', request: { ...request, requestId: 'r2' } })
  await expect.poll(() => pins.current()?.requestId).toBe('r2')
  pins.current()?.giveUp()
  await expect.poll(() => core.answers[1]).toMatchObject({ answer: { outcome: { ok: false, problem: 'cancelled' } } })
  expect(workstation.signed).toEqual([digest])
})

test('a request that is withdrawn takes its question away, and nothing is answered', async () => {
  const { workstation, pins, core } = await agent()
  workstation.insert('8025/28')
  cleanups.push(pins.subscribe(() => undefined))
  core.push({ kind: 'asked', request })
  await expect.poll(() => pins.current()?.requestId).toBe('r1')
  core.push({ kind: 'withdrawn', requestId: 'r1' })
  await expect.poll(() => pins.current()).toBeNull()
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(core.answers).toEqual([])
})

test('where no screen can ask for a code, the signature is refused', async () => {
  const { workstation, core } = await agent()
  workstation.insert('8025/28')
  core.push({ kind: 'asked', request })
  await expect.poll(() => core.answers).toMatchObject([{ answer: { outcome: { ok: false } } }])
})

test('cards that come and go tell the core nothing', async () => {
  const { workstation, line, core } = await agent()
  await expect.poll(() => core.calls).toEqual(['watch'])
  const before = line.sent.length
  for (let times = 0; times < 20; times += 1) {
    workstation.insert('8025/28')
    workstation.withdraw()
  }
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(core.calls).toEqual(['watch'])
  expect(line.sent).toHaveLength(before)
})

// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { lineWords } from '#app/kernel/greeting.ts'
import { connectWebSocket } from '#renderer/client/connection.ts'
import { madeOf } from '#renderer/client/made-of.ts'

const hello = { cabinet: 1, contract: madeOf.contract, program: '1.0.0', nonce: 'n'.repeat(43), admission: 'open' }
const welcome = { welcome: true, seatName: 'vm', resume: 'r'.repeat(43), resumed: false }

/** A socket whose host greets, then answers each pulse as long as it is told to. */
class HostSocket extends EventTarget {
  static readonly OPEN = 1
  static all: HostSocket[] = []
  readonly readyState = 1
  readonly sent: string[] = []
  answers = true
  closed = false

  constructor() {
    super()
    HostSocket.all.push(this)
    setTimeout(() => this.#say(JSON.stringify(hello)), 0)
  }

  send(frame: string): void {
    this.sent.push(frame)
    if (this.sent.length === 1) this.#say(JSON.stringify(welcome))
    else if (frame === lineWords.pulse && this.answers) this.#say(lineWords.pulse)
  }

  close(): void {
    this.closed = true
  }

  #say(data: string): void {
    setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data })), 0)
  }
}

let now = 0

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  HostSocket.all = []
  vi.stubGlobal('WebSocket', HostSocket)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** Time passes for the page and for its clock alike. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 1_000) {
    now += 1_000
    await vi.advanceTimersByTimeAsync(1_000)
  }
}

async function atWork() {
  const connection = connectWebSocket('wss://localhost/rpc')
  await pass(4_000)
  const socket = HostSocket.all[0]
  if (socket === undefined) throw new Error('no line was opened')
  expect(connection.state().kind).toBe('ready')
  return { connection, socket }
}

test('a host that says nothing is left, and told that the page comes back: the session is not over', async () => {
  const { connection, socket } = await atWork()
  socket.answers = false
  await pass(14_000)
  expect(socket.closed).toBe(true)
  expect(socket.sent.at(-1)).toBe(lineWords.replaced)
  expect(HostSocket.all.length).toBeGreaterThan(1)
  expect(connection.state().kind).toBe('ready')
})

test('a computer that slept leaves no line for a silence that was its own', async () => {
  const { connection, socket } = await atWork()
  // Nothing runs while it sleeps: on waking, the clock has gone on and one tick comes late.
  now += 600_000
  await pass(12_000)
  expect(socket.closed).toBe(false)
  expect(connection.state().kind).toBe('ready')
  expect(HostSocket.all).toHaveLength(1)
})

import { fork } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { MessageChannel, Worker } from 'node:worker_threads'
import { contract } from '#app/contract.ts'
import { lineEnd, portLine, socketLine } from '#app/kernel/lines.ts'
import { callOver, type OperationLink } from '#app/kernel/reply.ts'
import { contractDigest } from '#main/wire/index.ts'
import type { Bench, BenchRow } from './row.ts'

const greeting = { contract: contractDigest(), program: '0', kind: 'test' } as const
const warmUps = 2_000
const rounds = 5_000
/** A frame as long as the one an empty operation sends. */
const frame = JSON.stringify({ i: '1', p: { u: 'http://orpc/sessions/current', b: { json: {} } } })
const mostRatio = 2.5

/**
 * A round trip of an operation that does nothing, beside a bare echo of the same frame on the same kind of channel, the core
 * being in a thread or a process of its own. Echo and operation take turns, so that both see the same machine.
 *
 * In the program the core is always another process; between threads an echo is three times quicker, which leaves the same
 * work of ours with nothing to hide behind.
 */
async function benchRoundTrip(): Promise<readonly BenchRow[]> {
  return [...(await benchThread()), ...(await benchProcess())]
}

/** The channel between two processes of Node, on which the shell carries a port's frames where it has no utility process. */
async function benchProcess(): Promise<readonly BenchRow[]> {
  const child = fork(new URL('round-trip/core-process.ts', import.meta.url), { serialization: 'advanced' })
  try {
    await new Promise((resolve, reject) => {
      child.once('message', resolve)
      child.once('error', reject)
    })
    const line = lineEnd({ send: (data) => child.send({ to: 'core', data }) }, greeting)
    let echoed: () => void = () => undefined
    child.on('message', (frame: { readonly to: string; readonly data: string }) => {
      if (frame.to === 'echo') echoed()
      else line.hear(frame.data)
    })
    child.send({ to: 'core', data: 'open' })
    const echo = echoOver(
      (data) => child.send({ to: 'echo', data }),
      (heard) => {
        echoed = heard
      },
    )
    return await compare('port of a process', echo, emptyOperation(line.link))
  } finally {
    child.kill()
  }
}

async function benchThread(): Promise<readonly BenchRow[]> {
  const echoLine = new MessageChannel()
  const coreLine = new MessageChannel()
  const worker = new Worker(new URL('round-trip/core-thread.ts', import.meta.url), {
    workerData: { echo: echoLine.port2, port: coreLine.port2 },
    transferList: [echoLine.port2, coreLine.port2],
  })
  try {
    const port = await new Promise<number>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
    })
    const portEcho = echoOver(
      (message) => echoLine.port1.postMessage(message),
      (heard) => echoLine.port1.on('message', heard),
    )
    const overPort = emptyOperation(portLine(coreLine.port1, greeting).link)
    coreLine.port1.start()
    const rows = [...(await compare('port of a thread', portEcho, overPort, false))]
    const coreSocket = socketTo(port, '/')
    const coreEnd = socketLine(coreSocket, greeting)
    const [echoSocket] = await Promise.all([connected(port, '/echo'), coreEnd.welcome])
    const socketEcho = echoOver(
      (message) => echoSocket.send(message),
      (heard) => echoSocket.addEventListener('message', heard),
    )
    rows.push(...(await compare('web socket', socketEcho, emptyOperation(coreEnd.link))))
    echoSocket.close()
    coreSocket.close()
    return rows
  } finally {
    echoLine.port1.close()
    coreLine.port1.close()
    await worker.terminate()
  }
}

/** The bench of the wire. */
export const bench: Bench = benchRoundTrip

type Round = () => Promise<unknown>

async function compare(channel: string, echo: Round, operation: Round, promised = true): Promise<readonly BenchRow[]> {
  for (let round = 0; round < warmUps; round += 1) {
    await echo()
    await operation()
  }
  const echoes: number[] = []
  const operations: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    echoes.push(await timed(echo))
    operations.push(await timed(operation))
  }
  const floor = median(echoes)
  const value = median(operations)
  const ratio = value / floor
  return [
    {
      name: `round trip of an empty operation, ${channel}, median`,
      value,
      unit: 'ms',
      floor,
      ratio,
      budget: promised
        ? `≤ ${mostRatio} × a bare echo on the same channel`
        : 'none: for information, the core is never a thread of its caller',
      ok: !promised || ratio <= mostRatio,
    },
  ]
}

async function timed(round: Round): Promise<number> {
  const started = performance.now()
  await round()
  return performance.now() - started
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN
}

function echoOver(send: (message: string) => void, listen: (heard: () => void) => void): Round {
  let answer: () => void = () => undefined
  listen(() => answer())
  return () =>
    new Promise<void>((resolve) => {
      answer = resolve
      send(frame)
    })
}

/** `sessions.current` before anything is open: dispatch in full, and a handler that has nothing to do. */
function emptyOperation(link: OperationLink): Round {
  return () => callOver(link, contract.sessions.current, {})
}

function socketTo(port: number, path: string): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`)
  socket.binaryType = 'arraybuffer'
  return socket
}

async function connected(port: number, path: string): Promise<WebSocket> {
  const socket = socketTo(port, path)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true })
    socket.addEventListener('error', reject, { once: true })
  })
  return socket
}

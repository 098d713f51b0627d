import { MessageChannel } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { contract } from '#app/contract.ts'
import type { ChangeEvent } from '#app/features/sessions/model.ts'
import { type LineEnd, portLine, socketLine } from '#app/kernel/lines.ts'
import type { AnyOperation, InputOf } from '#app/kernel/operation.ts'
import { callOver, ConnectionLost } from '#app/kernel/reply.ts'
import { contractDigest, knownSeat, type SeatLine, serveOverMessagePort, serveOverWebSocket } from '#main/wire/index.ts'
import { openWorld, testPassword, type World } from '#test/world/open-world.ts'

/** Both ends of a line, and how to break it from either. */
interface TestLine {
  readonly end: LineEnd
  readonly served: Promise<SeatLine>
  sendRaw(frame: string): void
  breakIt(): void
}

const greeting = { contract: contractDigest(), program: '1.2.3', kind: 'test' } as const

const lines: Readonly<Record<string, (world: World) => Promise<TestLine>>> = {
  'a message port': async (world) => {
    const { port1, port2 } = new MessageChannel()
    const served = Promise.resolve(serveOverMessagePort(world.core, port2, knownSeat({ kind: 'test', name: 'port' })))
    const end = portLine(port1, greeting)
    port1.on('close', () => end.cut())
    port1.start()
    return { end, served, sendRaw: (frame) => port1.postMessage(frame), breakIt: () => port1.close() }
  },
  'a web socket': async (world) => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    const served = new Promise<SeatLine>((resolve) => {
      server.on('connection', (socket) =>
        resolve(serveOverWebSocket(world.core, socket, knownSeat({ kind: 'test', name: 'socket' }))),
      )
    })
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const socket = new WebSocket(`ws://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
    socket.binaryType = 'arraybuffer'
    const end = socketLine(socket, greeting)
    socket.addEventListener('close', () => server.close())
    return { end, served, sendRaw: (frame) => socket.send(frame), breakIt: () => socket.close() }
  },
}

describe.each(Object.entries(lines))('over %s', (_name, open) => {
  let world: World<'anna'>
  beforeAll(async () => {
    world = await openWorld({ people: { anna: 'practitioner' } })
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const ask = <O extends AnyOperation>(line: TestLine, operation: O, input: InputOf<O>) =>
    callOver(line.end.link, operation, input)
  const signIn = (line: TestLine) =>
    ask(line, contract.cabinet.open, {
      cabinetId: world.cabinetId,
      userId: world.userId('anna'),
      password: testPassword,
    })

  test('values and refusals come back as they are', async () => {
    const line = await open(world)
    expect(await ask(line, contract.patients.counts, {})).toEqual({ ok: false, problem: 'unauthenticated', data: {} })
    expect(await signIn(line)).toMatchObject({ ok: true, value: { session: { displayName: 'Test ANNA' } } })
    const asked = [1, 2, 3].map(() => ask(line, contract.patients.counts, {}))
    for (const reply of await Promise.all(asked)) expect(reply.ok).toBe(true)
    const stuffed = await ask(line, contract.patients.counts, { zut: 1 } as never)
    expect(stuffed).toMatchObject({ problem: 'invalid-input', data: { fields: [{ path: 'zut' }] } })
    line.breakIt()
  })

  test('changes come as they happen, and end with the lock', async () => {
    const line = await open(world)
    await signIn(line)
    const reply = await ask(line, contract.sessions.watch, {})
    if (!reply.ok) throw new Error(reply.problem)
    const heard: ChangeEvent[] = []
    const ended = (async () => {
      for await (const event of reply.value) heard.push(event)
    })()
    const patientId = await world.as('doctor').createPatient()
    await expect.poll(() => heard).toContainEqual({ kind: 'patient', id: patientId, version: 1 })
    await ask(line, contract.sessions.lock, { reason: 'button' })
    await ended
    line.breakIt()
  })

  test('a line that breaks ends the session at the core, and what was asked fails as lost', async () => {
    const line = await open(world)
    await signIn(line)
    const waiting = ask(line, contract.sessions.watch, {})
    await waiting
    const asked = ask(line, contract.backups.fingerprint, {}).catch((error: unknown) => error)
    line.breakIt()
    expect(await asked).toSatisfy(
      (answer) => answer instanceof ConnectionLost || (answer as { ok?: boolean }).ok === false,
    )
    const id = (await line.served).connection()?.id
    await expect
      .poll(async () =>
        (await world.as('admin').must(contract.sessions.users, {})).users.map((user) => user.openElsewhere),
      )
      .not.toContain(id)
    await expect(ask(line, contract.patients.counts, {})).rejects.toBeInstanceOf(ConnectionLost)
  })

  test('a large frame from a seat where nobody is signed in is not even read, and its line ends', async () => {
    const csv = `Nom de naissance\n${'Durand;'.repeat(60_000)}`
    const line = await open(world)
    const large = ask(line, contract.patients.import, { csv, mode: 'good-lines', dryRun: true })
    await expect(large).rejects.toBeInstanceOf(ConnectionLost)
    const known = await open(world)
    await signIn(known)
    // Read and judged, once it is known who asks.
    expect(await ask(known, contract.patients.import, { csv, mode: 'good-lines', dryRun: true })).toMatchObject({
      problem: 'import.refused',
    })
    known.breakIt()
  })

  test('a seat that does not speak our frames loses its session, and the core goes on', async () => {
    const line = await open(world)
    await signIn(line)
    line.sendRaw('ceci n’est pas une trame')
    await expect
      .poll(async () => {
        const answer = await Promise.race([
          ask(line, contract.patients.counts, {}).catch(() => null),
          new Promise<null>((resolve) => setTimeout(() => resolve(null), 50)),
        ])
        return answer === null || !answer.ok
      })
      .toBe(true)
    expect(await world.as('doctor').call(contract.patients.counts, {})).toMatchObject({ ok: true })
    // The line goes with its seat: a page that waited on it would wait for ever.
    await expect(ask(line, contract.patients.counts, {})).rejects.toBeInstanceOf(ConnectionLost)
  })
})

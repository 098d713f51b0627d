import { once } from 'node:events'
import { copyFile, mkdtemp } from 'node:fs/promises'
import { createServer as createPlainServer, type AddressInfo, type Socket } from 'node:net'
import { createServer as createHttpsServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls, createServer as createTlsServer } from 'node:tls'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { SeatRefused } from '#app/kernel/lines.ts'
import type { AnyOperation, InputOf } from '#app/kernel/operation.ts'
import { callOver } from '#app/kernel/reply.ts'
import { hostCertificates } from '#main/host/certificates.ts'
import { networkCertificates } from '#main/host/network-certificates.ts'
import type { HostPlace } from '#main/wire/host-place.ts'
import { joinHost, type NewlyJoined } from '#main/wire/relay-pairing.ts'
import { openWorld, testPassword, type World } from '#test/world/open-world.ts'
import { hostFolders } from './host-folders.ts'
import { networkAddress, relayedWindow, type RelayedWindow, type SharedHost, shareHost } from './network-host.ts'

let world: World<'anna'>
let folders: Awaited<ReturnType<typeof hostFolders>>
let host: SharedHost
const closing: (() => unknown)[] = []

beforeAll(async () => {
  world = await openWorld({ people: { anna: 'secretary' } })
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(async () => {
  folders = await hostFolders()
  host = await shareHost(world.core, folders)
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  await host.close()
})

async function joined(name = 'Accueil'): Promise<NewlyJoined> {
  const outcome = await joinHost(host.place, await host.code(), name)
  if (!outcome.ok) throw new Error(outcome.problem)
  return outcome.joined
}

function opened(seat: NewlyJoined, place = host.place, resume?: string): RelayedWindow {
  const window = relayedWindow(seat, place, resume)
  closing.push(() => window.close())
  return window
}

const ask = <O extends AnyOperation>({ end }: RelayedWindow, operation: O, input: InputOf<O>) =>
  callOver(end.link, operation, input)
const signIn = (window: RelayedWindow) =>
  ask(window, contract.cabinet.open, {
    cabinetId: world.cabinetId,
    userId: world.userId('anna'),
    password: testPassword,
  })

/** Listens at the network address as somebody else would; resolves to where. */
async function listening(server: ReturnType<typeof createPlainServer>): Promise<HostPlace> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
  })
  server.listen({ host: networkAddress, port: 0 })
  await once(server, 'listening')
  closing.push(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return { hostname: networkAddress, port: (server.address() as AddressInfo).port }
}

/** Another computer's own certificate: what a machine in the middle can show. */
const otherCertificate = async () => hostCertificates(await mkdtemp(join(tmpdir(), 'middle-')))

/** A machine that shows its own certificate and passes everything on, both ways; `heard` is what it read in clear. */
async function machineInTheMiddle() {
  const { key, chain: cert } = await otherCertificate()
  const heard: string[] = []
  const server = createTlsServer({ key, cert, ALPNProtocols: ['http/1.1'] }, (near) => {
    const far = connectTls({ host: host.place.hostname, port: host.place.port, rejectUnauthorized: false })
    near.on('data', (bytes: Buffer) => {
      const text = bytes.toString('latin1')
      heard.push(text)
      // It passes for the host it stands before.
      far.write(text.replace(`:${near.localPort}`, `:${host.place.port}`), 'latin1')
    })
    far.pipe(near)
    near.on('error', () => far.destroy())
    far.on('error', () => near.destroy())
  })
  server.on('tlsClientError', () => undefined)
  return { place: await listening(server), heard }
}

test('a window joined by its code works on the host’s cabinet, and leaves it when it closes', async () => {
  const seat = await joined()
  const window = opened(seat)
  expect(await window.end.welcome).toMatchObject({ seatName: 'Accueil', resumed: false })
  expect(await signIn(window)).toMatchObject({ ok: true, value: { session: { displayName: 'Test ANNA' } } })
  expect(await ask(window, contract.patients.counts, {})).toMatchObject({ ok: true })
  const [known] = await host.network.seats()
  expect(known).toMatchObject({ name: 'Accueil', kind: 'electron', online: true })
  window.close()
  expect(await window.ended).toBeNull()
  await expect.poll(async () => (await host.network.seats())[0]?.online).toBe(false)
})

test('what a person types for a code is read as the host meant it; what cannot be one is not sent', async () => {
  const code = await host.code()
  expect(await joinHost(host.place, 'ABC', 'Accueil')).toEqual({ ok: false, problem: 'code-malformed' })
  const typed = ` ${code.toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `
  expect(await joinHost(host.place, typed, 'Accueil')).toMatchObject({ ok: true })
})

test('a wrong code is refused, and so is any code when none is shown', async () => {
  expect(await joinHost(host.place, '0000000000', 'Accueil')).toEqual({ ok: false, problem: 'not-pairing' })
  const code = await host.code()
  const wrong = (code.startsWith('Z') ? 'Y' : 'Z') + code.slice(1)
  expect(await joinHost(host.place, wrong, 'Accueil')).toEqual({ ok: false, problem: 'code-refused' })
  expect(await joinHost(host.place, code, 'Accueil')).toMatchObject({ ok: true })
  expect(await joinHost(host.place, code, 'Salle 2')).toEqual({ ok: false, problem: 'not-pairing' })
  expect(await host.network.seats()).toHaveLength(1)
})

test('a machine in the middle learns no code and joins nobody', async () => {
  const code = await host.code()
  const middle = await machineInTheMiddle()
  expect(await joinHost(middle.place, code, 'Accueil')).toEqual({ ok: false, problem: 'host-unproven' })
  expect(middle.heard.join('')).toContain('"proof"')
  expect(middle.heard.join('')).not.toContain(code.replace('-', ''))
  expect(await host.network.seats()).toEqual([])
})

test('an impostor that accepts any code is not believed', async () => {
  const { key, chain } = await otherCertificate()
  const fingerprint = 'a'.repeat(64)
  const hostId = 'b'.repeat(32)
  const bytes = (size: number) => Buffer.alloc(size, 7).toString('base64')
  const server = createHttpsServer({ key, cert: chain }, (request, response) => {
    const answer =
      request.method === 'GET'
        ? { protocol: 1, hostId, computerName: 'CABINET-1', fingerprint }
        : {
            paired: true,
            hostId,
            computerName: 'CABINET-1',
            certificate: bytes(300),
            authority: bytes(300),
            proof: bytes(32),
          }
    request.resume().on('end', () => response.end(JSON.stringify(answer)))
  })
  const place = await listening(server)
  expect(await joinHost(place, '7F3A2QX9KD', 'Accueil')).toEqual({ ok: false, problem: 'host-unproven' })
})

test('what is no host is said so, and so is nobody', async () => {
  const plain = createPlainServer((socket) => socket.end('220 mail\r\n'))
  expect(await joinHost(await listening(plain), '7F3A2QX9KD', 'Accueil')).toEqual({ ok: false, problem: 'not-a-host' })
  const absent = { hostname: networkAddress, port: 9 }
  expect(await joinHost(absent, '7F3A2QX9KD', 'Accueil')).toEqual({ ok: false, problem: 'unreachable' })
})

test('a line is given to no other computer than the one joined: nothing is said to it', async () => {
  const seat = await joined()
  const middle = await machineInTheMiddle()
  const window = opened(seat, middle.place)
  expect(await window.ended).toBe('not-recognized')
  expect(middle.heard).toEqual([])
  await expect(window.end.welcome).rejects.toThrow(/cut/)
})

test('a seat that was joined cannot pass for the host', async () => {
  const [victim, traitor] = [await joined('Accueil'), await joined('Salle 2')]
  const server = createTlsServer({ key: traitor.key, cert: traitor.certificate })
  server.on('tlsClientError', () => undefined)
  expect(await opened(victim, await listening(server)).ended).toBe('not-recognized')
})

test.each([
  ['two years late', -730],
  ['two years ahead', 730],
])('a host whose clock is %s is not taken for an impostor, and is told nothing', async (_clock, days) => {
  const seat = await joined()
  const folder = await mkdtemp(join(tmpdir(), 'clock-'))
  for (const file of ['network-authority.pem', 'network-authority-key.pem'])
    await copyFile(join(folders.certificatesFolder, file), join(folder, file))
  const then = new Date(Date.now() + days * 86_400_000)
  const { key, chain: cert } = await networkCertificates(folder, [], undefined, then)
  const heard: Buffer[] = []
  const server = createTlsServer(
    { key, cert },
    (socket) => void socket.on('data', (bytes: Buffer) => heard.push(bytes)),
  )
  server.on('tlsClientError', () => undefined)
  expect(await opened(seat, await listening(server)).ended).toBe('dates-disagree')
  expect(heard).toEqual([])
})

test('an impostor is not taken for the host’s wrong clock, whatever dates it shows', async () => {
  const seat = await joined()
  const folder = await mkdtemp(join(tmpdir(), 'impostor-'))
  const { key, chain: cert } = await networkCertificates(folder, [], undefined, new Date(Date.now() - 730 * 86_400_000))
  const server = createTlsServer({ key, cert })
  server.on('tlsClientError', () => undefined)
  expect(await opened(seat, await listening(server)).ended).toBe('not-recognized')
})

test('a seat that was withdrawn loses its line at once, and is told so when it comes back', async () => {
  const seat = await joined()
  const window = opened(seat)
  await signIn(window)
  const [known] = await host.network.seats()
  await host.network.revoke(known?.fingerprint ?? '')
  await window.ended
  const again = opened(seat)
  await expect(again.end.welcome).rejects.toMatchObject(new SeatRefused('revoked', world.core.program.version))
  await again.ended
})

test('a host that starts again is found by its authority, and the session goes on', async () => {
  const seat = await joined()
  const window = opened(seat)
  const { resume } = await window.end.welcome
  await signIn(window)
  const { port } = host.place
  await host.close()
  expect(await window.ended).not.toBe('not-recognized')
  const during = opened(seat)
  expect(await during.ended).toBe('unreachable')
  host = await shareHost(world.core, folders, port)
  const again = opened(seat, host.place, resume)
  const welcome = await again.end.welcome
  expect(welcome.seatName).toBe('Accueil')
  const reply = await ask(again, contract.sessions.current, {})
  expect(reply).toMatchObject({ ok: true })
})

test('a frame larger than a host takes ends its line, and the host goes on', async () => {
  const seat = await joined()
  const window = opened(seat)
  await window.end.welcome
  window.send(new Uint8Array(65 * 1024 * 1024))
  await window.ended
  const again = opened(seat)
  expect(await again.end.welcome).toMatchObject({ seatName: 'Accueil' })
})

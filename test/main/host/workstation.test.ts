import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { type Host, startHost } from '#main/host/host.ts'
import { HostNetwork } from '#main/host/network.ts'
import { type OwnWorkstation, ownWorkstation } from '#main/host/own-workstation.ts'
import type { WorkstationClient } from '#renderer/client/workstation-line.ts'
import { keptLog } from '#test/world/log.ts'
import { networkAddress } from '#test/world/lan.ts'
import { openWorld, type World } from '#test/world/open-world.ts'

let world: World
let host: Host
let network: HostNetwork
let workstation: OwnWorkstation
let authority: string
const log = keptLog()
const sockets: WebSocket[] = []
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lecteurs-'))
  const pages = join(folder, 'pages')
  await mkdir(pages)
  await writeFile(join(pages, 'index.html'), '<!doctype html>')
  const certificatesFolder = join(folder, 'host')
  network = await HostNetwork.open({ folder: certificatesFolder, logger: log, advertise: () => () => undefined })
  world = await openWorld({ ports: { network } })
  const entry = join(import.meta.dirname, 'workstation-that-is-tried.ts')
  workstation = ownWorkstation({ stateFolder: folder, trainingCards: null }, log, entry)
  host = await startHost({
    core: world.core,
    pages,
    certificatesFolder,
    port: 0,
    seatName: 'Navigateur',
    network,
    lan: true,
    workstation,
  })
  authority = await readFile(host.authorityFile, 'utf8')
}, 60_000)
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate()
})
afterAll(async () => {
  await host.close()
  await workstation.close()
  await world[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

interface Asked {
  readonly path?: string
  readonly address?: string
  readonly port?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** Opens a web socket as a program that chooses its own headers would. */
function knock({ path = '/workstation', address = '127.0.0.1', port = host.port, headers = {} }: Asked) {
  const socket = new WebSocket(`wss://${address}:${port}${path}`, {
    ca: authority,
    rejectUnauthorized: false,
    headers: { host: `localhost:${port}`, origin: `https://localhost:${port}`, ...headers },
  })
  sockets.push(socket)
  return socket
}

/** The status of HTTP a web socket is refused with; 101 when it is not. */
function statusOf(asked: Asked): Promise<number> {
  const socket = knock(asked)
  return new Promise((resolve) => {
    socket.on('open', () => resolve(101))
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.on('error', () => undefined)
  })
}

/** A page's client over a web socket. */
async function page() {
  const socket = knock({})
  await once(socket, 'open')
  const heard: string[] = []
  socket.on('message', (data: Buffer) => heard.push(data.toString('utf8')))
  const client = createORPCClient<WorkstationClient>(
    new RPCLink({
      port: {
        postMessage: (frame: string) => socket.send(frame),
        addEventListener: (type: string, call: (event: never) => void) =>
          type === 'message'
            ? socket.on('message', (data: Buffer) => call({ data: data.toString('utf8') } as never))
            : socket.on('close', () => call(undefined as never)),
      } as never,
    }),
  )
  return { socket, client, heard }
}

test('a page of this computer reads the card of its reader through the host', async () => {
  const { client } = await page()
  expect(await client.readProfessionalCard({})).toMatchObject({
    ok: true,
    value: { cardNumber: '8025000001/2800000001', pinEntered: false },
  })
  const states = await client.watch({})
  const state = await states.next()
  await states.return?.()
  expect(state.value).toMatchObject({ service: 'ready', readers: [{ status: 'card' }] })
})

test('a page of another site, under any name it likes, is refused the readers', async () => {
  const { port } = host
  const others: Readonly<Record<string, string>>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `http://localhost:${port}` },
    { origin: `https://localhost:${port + 1}` },
    { origin: `https://localhost.evil.example:${port}` },
    // A name of theirs that leads here: the browser says whose page it is, and whom it believes it asks.
    { host: `rebound.example:${port}`, origin: `https://rebound.example:${port}` },
    { host: `rebound.example:${port}` },
    { host: 'localhost', origin: 'https://localhost' },
  ]
  for (const headers of others) expect(await statusOf({ headers }), JSON.stringify(headers)).toBe(403)
  expect(await statusOf({ path: '/workstation/' })).toBe(403)
  expect(await statusOf({})).toBe(101)
})

test('a page without an origin, which no browser sends, is refused', async () => {
  const socket = new WebSocket(`wss://127.0.0.1:${host.port}/workstation`, {
    ca: authority,
    rejectUnauthorized: false,
    headers: { host: `localhost:${host.port}` },
  })
  socket.on('error', () => undefined)
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
  expect(response.statusCode).toBe(403)
})

test('a page of another computer has no line to these readers', async () => {
  const port = (await network.status()).port ?? 0
  const address = networkAddress
  const origin = `https://${address}:${port}`
  expect(await statusOf({ address, port, headers: { host: `${address}:${port}`, origin } })).toBe(403)
  // The line of the operations is there for them, once they prove who they are.
  expect(await statusOf({ path: '/rpc', address, port, headers: { host: `${address}:${port}`, origin } })).toBe(101)
})

test('a page in a browser names no library to load: whoever reaches the port would run their code', async () => {
  const { client } = await page()
  const asked = { cardModulePath: '/tmp/theirs.so', vitaleLibraryPath: null }
  expect(await client.configure(asked)).toMatchObject({ mayConfigure: false, settings: { cardModulePath: null } })
  expect(await client.diagnose({})).toMatchObject({ mayConfigure: false, settings: { cardModulePath: null } })
})

test('a code entered in one tab signs nothing in another', async () => {
  const [one, other] = await Promise.all([page(), page()])
  const read = await one.client.readProfessionalCard({})
  if (!read.ok) throw new Error(read.problem)
  const { insertion } = read.value
  expect(await one.client.enterPin({ insertion, pin: '1234' })).toMatchObject({ ok: true })
  const toSign = { cardNumber: null, algorithm: 'sha-256', digest: 'd'.repeat(43) } as const
  expect(await one.client.signDigest(toSign)).toMatchObject({ ok: true })
  expect(await other.client.signDigest(toSign)).toEqual({ ok: false, problem: 'pin.needed' })
  one.socket.close()
  const again = await page()
  expect(await again.client.signDigest(toSign)).toEqual({ ok: false, problem: 'pin.needed' })
})

test('a workstation that dies closes its pages’ lines; the next page finds another', async () => {
  const first = await page()
  await first.client.readProfessionalCard({})
  const { pid } = workstation
  if (pid === undefined) throw new Error('the workstation runs')
  const closed = once(first.socket, 'close')
  process.kill(pid, 'SIGKILL')
  expect((await closed)[0]).toBe(1012)
  const second = await page()
  expect(await second.client.readProfessionalCard({})).toMatchObject({ ok: true })
  expect(workstation.pid).not.toBe(pid)
})

test('a page that floods the readers, sends what is too large or what is no request, is cut, alone', async () => {
  const bystander = await page()
  await bystander.client.readProfessionalCard({})
  const { pid } = workstation
  for (const garbage of ['x', '{}', '[]', 'null', '{"i":1,"t":9,"p":{}}', '\0'.repeat(100)]) {
    const talking = await page()
    const cut = once(talking.socket, 'close')
    talking.socket.send(garbage)
    const asked = talking.client.readProfessionalCard({}).catch(() => 'refused')
    await Promise.race([cut, asked])
  }
  const flooding = await page()
  const cut = once(flooding.socket, 'close')
  for (let times = 0; times < 1_000; times += 1) flooding.socket.send('x')
  await cut
  const large = await page()
  const tooLarge = once(large.socket, 'close')
  large.socket.send('x'.repeat(70_000))
  expect([1006, 1009]).toContain((await tooLarge)[0])
  expect(await bystander.client.readProfessionalCard({})).toMatchObject({ ok: true })
  expect(workstation.pid).toBe(pid)
})

test('readers that rest send nothing', async () => {
  const { client, heard } = await page()
  const states = await client.watch({})
  await states.next()
  const before = heard.length
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(heard).toHaveLength(before)
  await states.return?.()
})

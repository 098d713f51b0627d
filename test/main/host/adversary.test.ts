import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { systemClock } from '#main/adapters/computer/clock.ts'
import { type Host, startHost } from '#main/host/host.ts'
import { networkCertificates } from '#main/host/network-certificates.ts'
import { HostNetwork } from '#main/host/network.ts'
import { ask, greet, join, networkAddress, openLine, type RawLine, type RawSeat, tryToJoin } from '#test/world/lan.ts'
import { keptLog } from '#test/world/log.ts'
import { openWorld, testPassword, type World } from '#test/world/open-world.ts'

/**
 * The computer of a secretary, joined, with its certificate, in the hands of somebody who writes frames by hand. Nothing of
 * our client is between this and the host; the host is the real one, over TLS, before the real core and its encrypted file.
 */
let world: World<'sarah'>
let host: Host
let network: HostNetwork
let port: number
let seat: RawSeat
let hidden: string
let folder: string
const crashes: unknown[] = []
const log = keptLog()
const noteCrash = (error: unknown) => crashes.push(error)

beforeAll(async () => {
  process.on('uncaughtExceptionMonitor', noteCrash)
  folder = await mkdtemp(joinPath(tmpdir(), 'adversary-'))
  await writeFile(joinPath(folder, 'index.html'), '<title>Cabinet</title>')
  network = await HostNetwork.open({ folder: joinPath(folder, 'host'), logger: log, advertise: () => () => undefined })
  world = await openWorld({
    people: { sarah: { roleKey: 'secretary', seesAllPatients: false } },
    // Waiting is the matter here: time is the real one.
    ports: { network, clock: systemClock, logger: log },
  })
  hidden = await world.as('doctor').createPatient({ birthName: 'SECRETISSIME' })
  const limits = { handshakeMs: 4_000, requestMs: 4_000, longestFloodMs: 2_000, newConnectionsPerMinute: 1_000 }
  const certificatesFolder = joinPath(folder, 'host')
  host = await startHost({
    core: world.core,
    pages: folder,
    port: 0,
    certificatesFolder,
    seatName: 'Navigateur',
    network,
    lan: true,
    limits,
  })
  port = (await network.status()).port ?? 0
}, 60_000)
afterAll(async () => {
  process.off('uncaughtExceptionMonitor', noteCrash)
  await host.close()
  await world[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  seat = await join(port, (await network.startPairing()).code, `Poste ${randomBytes(3).toString('hex')}`)
})

interface Reply {
  readonly status: number
  readonly body: string
}

/** The answer to one frame of a request, by its number; frames of others are passed by. */
async function answerTo(line: RawLine, id: string): Promise<Reply> {
  for (;;) {
    const frame = await line.next()
    if (frame.startsWith('closed')) return { status: 0, body: frame }
    const said = JSON.parse(frame) as {
      readonly i?: string
      readonly p?: { readonly s?: number; readonly b?: unknown }
    }
    if (said.i === id) return { status: said.p?.s ?? 200, body: JSON.stringify(said.p?.b ?? null) }
  }
}

let count = 0
function request(path: string, input: unknown, headers: Record<string, unknown> = {}): { id: string; frame: string } {
  count += 1
  const id = String(count)
  return { id, frame: JSON.stringify({ i: id, p: { u: path, b: { json: input }, h: headers } }) }
}

async function call(line: RawLine, path: string, input: unknown, headers?: Record<string, unknown>): Promise<Reply> {
  const { id, frame } = request(path, input, headers)
  line.send(frame)
  return answerTo(line, id)
}

async function lineOf(of: RawSeat): Promise<RawLine> {
  const line = await openLine(port)
  expect(await greet(line, of)).toMatchObject({ welcome: true })
  return line
}

const open = () => ({ cabinetId: world.cabinetId, userId: world.userId('sarah'), password: testPassword })

async function signedIn(of: RawSeat): Promise<RawLine> {
  const line = await lineOf(of)
  expect(await call(line, '/cabinet/open', open())).toMatchObject({ status: 200 })
  return line
}

async function mustStand(): Promise<void> {
  expect(crashes).toEqual([])
  const reply = await world.as('doctor').call(contract.patients.open, { patientId: hidden })
  expect(reply).toMatchObject({ ok: true })
  expect((await ask(port, '/')).status).toBe(200)
}

test('a forged actor is not even read, and a field nobody declared is refused', async () => {
  const line = await signedIn(seat)
  const admin = world.userId('admin')
  const forged = [
    { actor: admin },
    { actorId: admin, userId: admin },
    { session: { userId: admin, permissions: ['people.configure'] } },
    JSON.parse('{"__proto__":{"seesAll":true}}') as object,
    { constructor: { prototype: { seesAll: true } } },
  ]
  for (const fields of forged) {
    const reply = await call(line, '/patients/open', { patientId: hidden, ...fields }, { actor: admin, cookie: admin })
    expect(reply.status).not.toBe(200)
    expect(reply.body).not.toContain('SECRETISSIME')
  }
  for (const path of ['/network/seats', '/network/status', '/network/startPairing', '/network/stopPairing']) {
    const reply = await call(line, path, {}, { actor: admin })
    expect(`${path} ${reply.status} ${reply.body}`).toMatch(/ 4\d\d .*"forbidden"/)
  }
  expect(Object.prototype).not.toHaveProperty('seesAll')
  line.socket.terminate()
  await mustStand()
})

test('a patient out of her groups is as one who does not exist, and each try is in the journal', async () => {
  const line = await signedIn(seat)
  const nobody = '01890000-0000-7000-8000-000000000000'
  for (const path of ['/patients/open', '/patients/read', '/patients/preview']) {
    const [out, none] = [await call(line, path, { patientId: hidden }), await call(line, path, { patientId: nobody })]
    expect(out).toEqual(none)
    expect(out.body).toContain('not-found')
  }
  for (const text of ['SECRETISSIME', 'secretissime', 'SECR']) {
    const reply = await call(line, '/patients/search', { text, page: 0 })
    expect(reply.body).not.toContain(hidden)
  }
  const tried = (await world.auditOf(hidden)).filter(({ outcome }) => outcome === 'refused')
  expect(tried.length).toBeGreaterThanOrEqual(3)
  expect(new Set(tried.map((entry) => entry.actor_user_id))).toEqual(new Set([world.userId('sarah')]))
  line.socket.terminate()
})

test('an operation that does not exist, or a way out of the router, answers nothing', async () => {
  const line = await signedIn(seat)
  for (const path of [
    '/constructor',
    '/__proto__/toString',
    '/patients',
    '/patients/open/extra',
    '/patients/../people/list',
    '/patients%2Fopen',
    'https://site.example/patients/open',
    '',
    `/${'a/'.repeat(2_000)}`,
  ]) {
    const reply = await call(line, path, { patientId: hidden })
    expect(reply.status, path).not.toBe(200)
    expect(reply.body).not.toContain('SECRETISSIME')
    if (reply.status === 0) break
  }
  line.socket.terminate()
  await mustStand()
})

test('a frame too large, garbage, bytes, or deep nesting ends that line and no other', async () => {
  const colleague = await lineOf(await join(port, (await network.startPairing()).code, 'Collègue'))
  const spoilt: (string | Buffer)[] = [
    'x',
    '{',
    'null',
    '[]',
    '{"i":{},"p":1}',
    randomBytes(4_096),
    Buffer.alloc(0),
    `{"i":"1","p":{"u":"/patients/search","b":{"json":${'['.repeat(50_000)}${']'.repeat(50_000)}}}}`,
    'x'.repeat(300_000),
    Buffer.alloc(2 * 1024 * 1024),
  ]
  for (const frame of spoilt) {
    const line = await lineOf(seat)
    line.send(frame)
    const asked = call(line, '/sessions/current', {})
    const verdict = await Promise.race([line.closed, asked.then(({ status }) => `answered ${status}`)])
    expect(verdict === 'answered 0' || typeof verdict === 'number' || /^answered [245]/.test(verdict)).toBe(true)
    line.socket.terminate()
  }
  const before = await openLine(port)
  await before.next()
  before.send('x'.repeat(20_000))
  expect([1006, 1008, 1009]).toContain(await before.closed)
  expect((await call(colleague, '/sessions/current', {})).status).toBe(200)
  colleague.socket.terminate()
  await mustStand()
}, 30_000)

test('a command sent again under its key is done once, on the same line and on another', async () => {
  const line = await signedIn(seat)
  const fields = { title: 'Rejouée', note: '', assignedTo: null, dueOn: null, urgent: false }
  const key = crypto.randomUUID()
  const replies: Reply[] = []
  for (let at = 0; at < 5; at++) replies.push(await call(line, '/tasks/create', { patientId: null, fields }, { key }))
  line.socket.terminate()
  const again = await signedIn(seat)
  replies.push(await call(again, '/tasks/create', { patientId: null, fields }, { key }))
  expect(replies[0]?.status).toBe(200)
  const done = (await world.journal()).filter(({ act, outcome }) => act === 'task.create' && outcome === 'done')
  expect(done).toHaveLength(1)
  again.socket.terminate()
})

test('ten thousand wrong passwords cost a few derivations; the user still comes in at their own computer', async () => {
  const lines = await Promise.all(Array.from({ length: 8 }, () => lineOf(seat)))
  const began = performance.now()
  const answered = lines.map(async (line, at) => {
    const kinds = new Map<string, number>()
    const frames = Array.from({ length: 1_250 }, (_, number) =>
      request('/cabinet/open', { ...open(), userId: world.userId('doctor'), password: `essai ${at} ${number}` }),
    )
    for (const { frame } of frames) line.send(frame)
    for (let left = frames.length; left > 0; left--) {
      const frame = await line.next()
      if (frame.startsWith('closed')) {
        kinds.set(frame, (kinds.get(frame) ?? 0) + left)
        break
      }
      const code = /"(cabinet\.wrong-password|cabinet\.wait)"/.exec(frame)?.[1] ?? frame.slice(0, 80)
      kinds.set(code, (kinds.get(code) ?? 0) + 1)
    }
    return kinds
  })
  const kinds = new Map<string, number>()
  for (const each of await Promise.all(answered))
    for (const [kind, times] of each) kinds.set(kind, (kinds.get(kind) ?? 0) + times)
  const seconds = (performance.now() - began) / 1_000
  const derived = kinds.get('cabinet.wrong-password') ?? 0
  process.stderr.write(
    `10 000 wrong passwords: ${derived} derivations, ${seconds.toFixed(1)} s, ${JSON.stringify([...kinds])}\n`,
  )
  expect(derived).toBeGreaterThanOrEqual(3)
  // Two free, then 5 s, 10 s, 20 s…: so many at most in that time.
  expect(derived).toBeLessThanOrEqual(4 + Math.log2(seconds / 5 + 1))
  expect([...kinds.values()].reduce((sum, times) => sum + times, 0)).toBe(10_000)
  const wrong = (await world.journal()).filter(({ problem }) => problem === 'cabinet.wrong-password')
  expect(wrong).toHaveLength(derived)
  // Nobody keeps a colleague out: at another computer the wait is a minute at the most, and ends.
  const own = world.stranger()
  const doctor = { ...open(), userId: world.userId('doctor') }
  const reply = await own.call(contract.cabinet.open, doctor)
  if (!reply.ok) {
    expect(reply.problem).toBe('cabinet.wait')
    expect((reply.data as { retryAfterMs: number }).retryAfterMs).toBeLessThanOrEqual(60_000)
  }
  own.close()
  for (const line of lines) line.socket.terminate()
  await mustStand()
}, 90_000)

test('a seat withdrawn loses its line in the middle of a request, and its certificate opens nothing more', async () => {
  const line = await signedIn(seat)
  const reply = await world.as('admin').call(contract.network.revokeSeat, { fingerprint: seat.fingerprint })
  expect(reply).toMatchObject({ ok: true })
  expect([1006, 1008]).toContain(await line.closed)
  for (let at = 0; at < 3; at++) {
    expect(await greet(await openLine(port), seat)).toMatchObject({ refused: 'revoked' })
    expect(await greet(await openLine(port, { seat }), seat)).toMatchObject({ refused: 'revoked' })
  }
  await expect.poll(async () => (await world.journal()).map(({ act }) => act)).toContain('network.seat-refused')
  const acts = await world.auditOf(seat.fingerprint)
  expect(acts.map(({ act, outcome }) => `${act} ${outcome}`)).toEqual(['network.revoke-seat done'])
  await mustStand()
})

test('who holds no certificate of ours, or another’s, or not its key, is told nothing but no', async () => {
  const other = await networkCertificates(joinPath(folder, 'other'), [])
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = keys.publicKey.export({ type: 'spki', format: 'der' })
  const stranger: RawSeat = {
    key: keys.privateKey,
    certificate: Buffer.from(await other.issue(spki, 'Faux')),
    fingerprint: '',
  }
  const thief: RawSeat = { ...seat, key: keys.privateKey }
  const cases: [RawSeat | null, Record<string, unknown>][] = [
    [null, {}],
    [stranger, {}],
    [thief, {}],
    [seat, { signature: randomBytes(64).toString('base64') }],
    [seat, { certificate: randomBytes(400).toString('base64') }],
    [seat, { certificate: '' }],
    [seat, { admission: 'open' }],
  ]
  for (const [who, lies] of cases) {
    const verdict = await greet(await openLine(port), who, lies)
    expect(verdict['welcome']).toBeUndefined()
    expect(JSON.stringify(verdict)).not.toContain('Tilleul')
  }
  expect(await greet(await openLine(port, { seat: stranger }), stranger)).toMatchObject({ refused: 'not-paired' })
  // A certificate without its key does not even agree on TLS.
  const taken = await openLine(port, { seat: thief }).catch((error: unknown) => error)
  expect(taken instanceof Error || (await (taken as RawLine).closed) > 0).toBe(true)
  await expect
    .poll(async () => (await world.journal()).filter(({ act }) => act === 'network.seat-refused').length)
    .toBeGreaterThan(0)
  await mustStand()
})

test('another version is told so; TLS 1.2 is not spoken', async () => {
  const line = await openLine(port)
  expect(await greet(line, seat, { contract: 'f'.repeat(64) })).toMatchObject({ refused: 'version' })
  expect(await line.closed).toBe(1008)
  const old = connectTls({ host: networkAddress, port, maxVersion: 'TLSv1.2', rejectUnauthorized: false })
  const [error] = (await once(old, 'error')) as [Error]
  expect(error.message).toMatch(/protocol version/i)
})

test('a hundred connections that say nothing do not keep anybody out, and are gone soon after', async () => {
  const silent = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const socket = connectTls({ host: networkAddress, port, rejectUnauthorized: false })
      socket.on('error', () => {})
      await Promise.race([once(socket, 'secureConnect'), once(socket, 'close')])
      socket.write('GET / HTTP/1.1\r\nX: ')
      return once(socket, 'close')
    }),
  )
  const line = await signedIn(seat)
  expect((await call(line, '/sessions/current', {})).status).toBe(200)
  await Promise.all(silent)
  line.socket.terminate()
  await mustStand()
}, 40_000)

test('a line that floods without a pause is read slowly, then cut, and the journal says so', async () => {
  const line = await lineOf(seat)
  const { frame } = request('/sessions/current', {})
  const flood = setInterval(() => {
    for (let at = 0; at < 300; at++) line.send(frame)
  }, 50)
  expect(await line.closed).toBe(1006)
  clearInterval(flood)
  await expect
    .poll(async () => (await world.journal()).filter(({ act }) => act === 'network.flood').length)
    .toBeGreaterThan(0)
  await mustStand()
}, 30_000)

test('codes guessed from the network leave their line; nothing of what was tried is in the log', async () => {
  await network.startPairing()
  for (let at = 0; at < 6; at++) await tryToJoin(port, '0000011111', 'Intrus', {}, '127.0.0.9')
  await expect
    .poll(async () => (await world.journal()).map(({ act }) => act))
    .toEqual(expect.arrayContaining(['network.seat-joined', 'network.code-refused']))
  const said = JSON.stringify(log.lines)
  for (const secret of ['SECRETISSIME', testPassword, 'essai 0', 'Tilleul', hidden]) expect(said).not.toContain(secret)
  expect(log.lines.filter(({ level }) => level === 'error')).toEqual([])
  await mustStand()
})

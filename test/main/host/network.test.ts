import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join as joinPath } from 'node:path'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { networkNames } from '#main/host/network-certificates.ts'
import { joinHost } from '#main/wire/relay-pairing.ts'
import { ask, greet, join, networkAddress, openLine, tryToJoin } from '#test/world/lan.ts'
import { closeHosts, lan } from './quiet-host.ts'

afterEach(closeHosts)

test('the network is answered only while sharing is on, on the same port as this computer', async () => {
  const { host, network, advertised } = await lan({ lan: false })
  const own = () => ask(host.port, '/', { address: '127.0.0.1' })
  await expect(ask(host.port, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  expect((await own()).status).toBe(200)
  await network.share(true, host.port)
  expect((await ask(host.port, '/')).status).toBe(200)
  expect((await own()).status).toBe(200)
  expect(advertised).toHaveLength(1)
  await network.share(false, null)
  await expect(ask(host.port, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  expect((await own()).status).toBe(200)
  expect(advertised).toEqual([])
})

test('sharing is remembered at the next start, under the same identifier and the same authority', async () => {
  const first = await lan({ lan: false })
  await first.network.share(true, first.host.port)
  const [said] = first.advertised
  const authority = await readFile(joinPath(first.folder, 'network-authority.pem'), 'utf8')
  await closeHosts()
  const second = await lan({ folder: first.folder, lan: false })
  expect(await second.network.status()).toMatchObject({ sharing: true, port: first.host.port })
  expect(second.advertised).toEqual([said])
  expect(await readFile(joinPath(first.folder, 'network-authority.pem'), 'utf8')).toBe(authority)
})

test('a port that another program has is refused, and what was answered before still is', async () => {
  const { host, network } = await lan({ lan: false })
  const taken = createServer().listen(0, '0.0.0.0')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  await expect(network.share(true, port)).rejects.toMatchObject({ reason: 'port-taken', about: { port } })
  expect((await ask(host.port, '/', { address: '127.0.0.1' })).status).toBe(200)
  expect(await network.status()).toMatchObject({ sharing: false })
  await network.share(true, host.port)
  await expect(network.share(true, port)).rejects.toMatchObject({ reason: 'port-taken' })
  expect(await network.status()).toMatchObject({ sharing: true, port: host.port })
  expect((await ask(host.port, '/')).status).toBe(200)
  taken.close()
})

test('who has not joined gets the page and the introduction, and never a word of the core', async () => {
  const { port, attached, events } = await lan()
  expect((await ask(port, '/')).body).toContain('Cabinet')
  const introduction = JSON.parse((await ask(port, '/pairing')).body) as Record<string, unknown>
  const { certificate } = await ask(port, '/')
  expect(introduction['fingerprint']).toBe(createHash('sha256').update(certificate).digest('hex'))
  expect(Object.keys(introduction).toSorted()).toEqual(['computerName', 'fingerprint', 'hostId', 'protocol'])
  const line = await openLine(port)
  expect(await greet(line, null)).toMatchObject({ refused: 'not-paired' })
  expect(await line.closed).toBe(1008)
  expect(attached).toEqual([])
  expect(events).toEqual([])
})

test('a browser joins with the code, once; its signature opens lines under its name', async () => {
  const { port, network, attached, events } = await lan()
  const { code } = await network.startPairing()
  const seat = await join(port, code.toLowerCase(), 'Accueil')
  expect((await tryToJoin(port, code, 'Autre')).answer).toMatchObject({ paired: false, refused: 'no-code' })
  const line = await openLine(port)
  expect(await greet(line, seat)).toMatchObject({ welcome: true, seatName: 'Accueil' })
  expect(attached).toEqual([{ kind: 'browser', name: 'Accueil', certificate: seat.fingerprint }])
  expect(await network.seats()).toMatchObject([{ name: 'Accueil', kind: 'browser', online: true, revokedAt: null }])
  expect(events).toMatchObject([{ kind: 'seat-joined', name: 'Accueil', fingerprint: seat.fingerprint }])
  line.socket.close()
})

test('the program joins by a proof and comes in by mutual TLS; a name already borne gets a number', async () => {
  const { port, network, attached } = await lan()
  for (const expected of ['Étage', 'Étage (2)']) {
    const { code } = await network.startPairing()
    const outcome = await joinHost({ hostname: networkAddress, port }, code, 'Étage')
    if (!outcome.ok) throw new Error(outcome.problem)
    const { key, certificate: cert, authority: ca } = outcome.joined
    // The whole chain and the name are verified, as the program does.
    const strict: ConnectionOptions = { key, cert, ca, servername: networkNames()[0] ?? '' }
    const socket = new WebSocket(`wss://${networkAddress}:${port}/rpc`, strict as object)
    const [hello] = (await once(socket, 'message')) as [Buffer]
    const { contract, admission } = JSON.parse(hello.toString()) as { contract: string; admission: string }
    expect(admission).toBe('open')
    socket.send(JSON.stringify({ contract, program: 'x', kind: 'electron' }))
    expect(JSON.parse(String(((await once(socket, 'message')) as [Buffer])[0]))).toMatchObject({ seatName: expected })
    expect(attached.at(-1)).toMatchObject({ kind: 'electron', name: expected })
    socket.close()
  }
})

test('five wrong codes withdraw the code; an address that goes on waits longer and longer', async () => {
  const lanOf = await lan()
  const { port, network, events } = lanOf
  const { code } = await network.startPairing()
  const wrong = code.startsWith('0') ? '1111122222' : '0000011111'
  const tries: unknown[] = []
  for (let at = 0; at < 5; at++) {
    tries.push((await tryToJoin(port, wrong, 'Intrus')).answer)
    lanOf.clock += 20_000
  }
  expect(tries).toMatchObject([4, 3, 2, 1, 0].map((triesLeft) => ({ refused: 'wrong-code', triesLeft })))
  expect((await tryToJoin(port, code, 'Accueil')).answer).toMatchObject({ refused: 'no-code' })
  expect(events.filter(({ kind }) => kind === 'code-refused').length).toBeGreaterThan(0)
  const again = await network.startPairing()
  expect((await tryToJoin(port, wrong, 'Intrus')).answer).toMatchObject({ refused: 'wrong-code', waitMs: 20_000 })
  expect((await tryToJoin(port, again.code, 'Intrus')).answer).toMatchObject({ refused: 'too-many-tries' })
  lanOf.clock += 21_000
  expect((await tryToJoin(port, again.code, 'Accueil')).answer).toMatchObject({ paired: true })
})

test('a code ends after five minutes, at stop, and when another is drawn; of two tries at once one joins', async () => {
  const lanOf = await lan()
  const { port, network } = lanOf
  const first = await network.startPairing()
  lanOf.clock += 5 * 60_000
  expect((await tryToJoin(port, first.code, 'A')).answer).toMatchObject({ refused: 'no-code' })
  const second = await network.startPairing()
  await network.stopPairing()
  expect((await tryToJoin(port, second.code, 'A')).answer).toMatchObject({ refused: 'no-code' })
  const third = await network.startPairing()
  const both = await Promise.all([tryToJoin(port, third.code, 'A'), tryToJoin(port, third.code, 'B')])
  expect(both.filter(({ answer }) => answer.paired)).toHaveLength(1)
})

test('what is not a request of ours is refused before any code is looked at', async () => {
  const { port, network } = await lan()
  const { code } = await network.startPairing()
  const spoilt: Record<string, unknown>[] = [
    { kind: 'other' },
    { protocol: 2 },
    { actor: 'admin' },
    { name: 'Accueil\u202e' },
    { name: '' },
    { possession: Buffer.alloc(64).toString('base64') },
    { publicKey: Buffer.alloc(91).toString('base64') },
  ]
  for (const changes of spoilt) {
    const { answer } = await tryToJoin(port, code, 'Accueil', changes)
    expect(answer).toMatchObject({ paired: false, refused: 'not-understood' })
  }
  const post = (body: string, headers: Record<string, string>) =>
    ask(port, '/pairing', { method: 'POST', body, headers })
  expect((await post('{}', { 'content-type': 'text/plain' })).status).toBe(415)
  expect((await post('{', { 'content-type': 'application/json' })).status).toBe(400)
  expect((await post('x'.repeat(9_000), { 'content-type': 'application/json' })).status).toBe(413)
  expect((await post('{}', { 'content-type': 'application/json', origin: 'https://site.example' })).status).toBe(403)
  expect((await ask(port, '/pairing', { headers: { host: `cabinet.example:${port}` } })).status).toBe(421)
  expect((await tryToJoin(port, code, 'Accueil')).answer).toMatchObject({ paired: true })
})

test('a seat withdrawn loses its lines at once and is refused for good, after a restart too', async () => {
  const first = await lan()
  const seat = await join(first.port, (await first.network.startPairing()).code, 'Perdu')
  const line = await openLine(first.port)
  await greet(line, seat)
  expect(await first.network.revoke('f'.repeat(64))).toBeNull()
  expect(await first.network.revoke(seat.fingerprint)).toMatchObject({ name: 'Perdu' })
  expect([1006, 1008]).toContain(await line.closed)
  expect(await greet(await openLine(first.port), seat)).toMatchObject({ refused: 'revoked' })
  expect(await greet(await openLine(first.port, { seat }), seat)).toMatchObject({ refused: 'revoked' })
  expect(first.events).toMatchObject([{ kind: 'seat-joined' }, { kind: 'seat-refused', reason: 'revoked', times: 1 }])
  await closeHosts()
  const second = await lan({ folder: first.folder })
  expect(await greet(await openLine(second.port), seat)).toMatchObject({ refused: 'revoked' })
  expect((await second.network.seats())[0]?.revokedAt).not.toBeNull()
})

test('a seat withdrawn in the very instant it is let in keeps no line', async () => {
  const { port, network } = await lan()
  const seat = await join(port, (await network.startPairing()).code, 'Perdu')
  let withdrawn: Promise<unknown> | null = null
  const stop = network.watch(({ kind }) => {
    // The host has just judged the seat, and has not answered it yet.
    if (kind === 'changed') queueMicrotask(() => (withdrawn ??= network.revoke(seat.fingerprint)))
  })
  const line = await openLine(port)
  await greet(line, seat)
  stop()
  await withdrawn
  expect([1006, 1008]).toContain(await Promise.race([line.closed, new Promise((resume) => setTimeout(resume, 2_000))]))
  expect((await network.seats())[0]).toMatchObject({ online: false })
})

test('a seat that could not be written down has not joined, and takes no place in the list', async () => {
  const { port, network, folder, events } = await lan()
  const { code } = await network.startPairing()
  // What a full disk does: the file cannot be made.
  await mkdir(joinPath(folder, 'seats.json.new'))
  await expect(tryToJoin(port, code, 'Accueil')).rejects.toThrow('socket hang up')
  expect(await network.seats()).toEqual([])
  expect(events).toEqual([])
  await rmdir(joinPath(folder, 'seats.json.new'))
  await join(port, (await network.startPairing()).code, 'Accueil')
  expect(await network.seats()).toMatchObject([{ name: 'Accueil' }])
})

test('a list of seats that cannot be read lets nobody in, and says so', async () => {
  const first = await lan()
  const seat = await join(first.port, (await first.network.startPairing()).code, 'Accueil')
  await closeHosts()
  await writeFile(joinPath(first.folder, 'seats.json'), '{"format":1,"seats":[{"fingerprint":"')
  const second = await lan({ folder: first.folder })
  expect(await greet(await openLine(second.port), seat)).toMatchObject({ refused: 'not-paired' })
  await expect(second.network.seats()).rejects.toMatchObject({ reason: 'seats-unreadable' })
  await expect(second.network.startPairing()).rejects.toMatchObject({ reason: 'seats-unreadable' })
  expect(await readFile(joinPath(first.folder, 'seats.json'), 'utf8')).toContain('"fingerprint":"')
})

test('a line of the network is for our page only, whatever name leads here', async () => {
  const { port } = await lan()
  const refused = async (headers: Record<string, string>) => {
    const socket = new WebSocket(`wss://${networkAddress}:${port}/rpc`, { rejectUnauthorized: false, headers })
    socket.on('error', () => {})
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
    socket.terminate()
    return response.statusCode
  }
  expect(await refused({})).toBe(403)
  expect(await refused({ origin: 'https://site.example' })).toBe(403)
  expect(await refused({ origin: `https://site.example:${port}`, host: `site.example:${port}` })).toBe(403)
  expect(await refused({ origin: `http://${networkAddress}:${port}` })).toBe(403)
})

test('a connection that says nothing, or its request letter by letter, is cut; the others are answered meanwhile', async () => {
  const { port } = await lan({ limits: { handshakeMs: 2_000, requestMs: 2_000 } })
  const silent = connect(port, networkAddress)
  silent.on('error', () => {})
  const slow = connectTls({ port, host: networkAddress, rejectUnauthorized: false })
  slow.on('error', () => {})
  await once(slow, 'secureConnect')
  slow.write('GET / HTTP/1.1\r\nHost: ')
  const letters = setInterval(() => slow.write('x'), 100)
  const ends = Promise.all([once(silent, 'close'), once(slow, 'close')])
  expect((await ask(port, '/')).status).toBe(200)
  await ends
  clearInterval(letters)
}, 20_000)

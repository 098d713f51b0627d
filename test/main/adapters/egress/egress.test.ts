import { createServer as createPlainServer } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo, LookupFunction } from 'node:net'
import { createServer as createLine } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EgressProfile, type EgressRequest, openEgress } from '#main/adapters/egress/egress.ts'
import { publishedRevocationLists } from '#main/adapters/revocation-lists/revocation-lists.ts'
import { codeFiles, reachOf } from '#test/architecture/tree.ts'
import { makeServerIdentity, type ServerIdentity } from '#test/simulators/proxy-esante/authority.ts'
import { keptLog } from '#test/world/log.ts'

let identity: ServerIdentity
let server: Server
let profile: EgressProfile
beforeAll(async () => {
  identity = await makeServerIdentity()
  server = createServer({ cert: identity.certificate, key: identity.key }, (request, response) => {
    if (request.url === '/silence') return
    if (request.url === '/redirect') response.writeHead(302, { location: '/elsewhere' }).end()
    else response.writeHead(200, { 'set-cookie': ['a=1', 'b=2'] }).end(request.method)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  profile = { kind: 'simulators', origins: [hostOf(server)], anchors: [identity.authority] }
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const hostOf = (listening: { address(): unknown }) => `127.0.0.1:${(listening.address() as AddressInfo).port}`

/** A name server that answers everything with one address. */
const everythingIs =
  (address: string): LookupFunction =>
  (_host, _options, found) =>
    found(null, [{ address, family: address.includes(':') ? 6 : 4 }])

function egressOf(lookup?: LookupFunction) {
  const log = keptLog()
  const egress = openEgress({ logger: log, elapsedMs: () => 0, ...(lookup === undefined ? {} : { lookup }) })
  return { egress, log }
}

const get = (url: string, more: Partial<EgressRequest> = {}): EgressRequest => ({
  method: 'GET',
  url: new URL(url),
  timeoutMs: 2_000,
  longestBytes: 1_000,
  ...more,
})

const outside: EgressProfile = {
  kind: 'outside',
  hosts: ['service.example'],
  plainHosts: ['lists.example'],
  anchors: null,
}

describe('what a cabinet of real patients may call', () => {
  test.each([
    ['a host that no profile names', 'https://other.example/'],
    ['a name that only begins or ends so', 'https://service.example.evil.test/'],
    ['a host without TLS', 'http://service.example/'],
    ['another service of a host without TLS', 'http://lists.example:8080/'],
    ['this computer by its address', 'https://127.0.0.1/'],
    ['this computer by its name', 'https://localhost/'],
    ['this computer in the other family', 'https://[::1]/'],
    ['this computer written otherwise', 'https://[::ffff:127.0.0.1]/'],
    ['an address that carries a password', 'https://user:word@service.example/'],
    ['no web at all', 'ftp://service.example/'],
  ])('is not %s', async (_name, url) => {
    const { egress } = egressOf(() => {
      throw new Error('not even looked up')
    })
    await expect(egress(outside, get(url))).rejects.toMatchObject({ fault: 'not-allowed' })
  })

  test.each([
    '127.0.0.1',
    '::1',
    '0.0.0.0',
    '169.254.1.1',
    '::ffff:127.0.0.1',
  ])('is not a name of the list that leads to %s', async (address) => {
    const { egress } = egressOf(everythingIs(address))
    for (const url of ['https://service.example/', 'http://lists.example/list.crl']) {
      await expect(egress(outside, get(url))).rejects.toMatchObject({ fault: 'not-allowed' })
    }
  })
})

describe('what the training cabinet may call', () => {
  test('is its simulator', async () => {
    const { egress } = egressOf()
    const answer = await egress(profile, get(`https://${hostOf(server)}/who/is/it?name=secret`))
    expect(answer).toMatchObject({ status: 200, cookies: ['a=1', 'b=2'] })
    expect(new TextDecoder().decode(answer.body)).toBe('GET')
  })

  test.each(['https://service.example/', 'https://127.0.0.1:1/', 'http://127.0.0.1/'])('is not %s', async (url) => {
    await expect(egressOf().egress(profile, get(url))).rejects.toMatchObject({ fault: 'not-allowed' })
  })
})

test('a certificate is judged whatever this program was started with', async () => {
  const unknown: EgressProfile = { kind: 'simulators', origins: [hostOf(server)], anchors: [] }
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
  try {
    await expect(egressOf().egress(unknown, get(`https://${hostOf(server)}/`))).rejects.toMatchObject({
      fault: 'certificate',
    })
  } finally {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
  }
})

describe('an answer', () => {
  test('that says to ask elsewhere is the answer: nothing follows it', async () => {
    const answer = await egressOf().egress(profile, get(`https://${hostOf(server)}/redirect`))
    expect(answer.status).toBe(302)
  })

  test('that does not come in time is given up, and so is one the caller waits for no more', async () => {
    const { egress, log } = egressOf()
    const silence = `https://${hostOf(server)}/silence`
    await expect(egress(profile, get(silence, { timeoutMs: 60 }))).rejects.toMatchObject({ fault: 'timeout' })
    const signal = AbortSignal.timeout(30)
    await expect(egress(profile, get(silence, { signal }))).rejects.toMatchObject({ fault: 'cancelled' })
    await expect(egress(profile, get(silence, { signal }))).rejects.toMatchObject({ fault: 'cancelled' })
    expect(log.lines.map(({ level }) => level)).toEqual(['warning', 'info', 'info'])
  })

  test('longer than may be read is refused', async () => {
    const request = get(`https://${hostOf(server)}/`, { longestBytes: 2 })
    await expect(egressOf().egress(profile, request)).rejects.toMatchObject({ fault: 'too-large' })
  })

  test('of who speaks no TLS, or no HTTP, is none', async () => {
    const plain = createLine((socket) => socket.end('SSH-2.0-nobody\r\n')).listen(0, '127.0.0.1')
    await new Promise((resolve) => plain.once('listening', resolve))
    const there: EgressProfile = { ...profile, kind: 'simulators', origins: [hostOf(plain)], anchors: [] }
    await expect(egressOf().egress(there, get(`https://${hostOf(plain)}/`))).rejects.toMatchObject({
      fault: expect.stringMatching(/certificate|garbled|cut/),
    })
    plain.close()
  })

  test('leaves a line that says which service, how and how long, and nothing of what was asked', async () => {
    const { egress, log } = egressOf()
    await egress(profile, get(`https://${hostOf(server)}/patient/martin?nir=2690399`, { headers: { cookie: 's=1' } }))
    expect(log.lines).toEqual([{ level: 'info', event: 'egress', fields: { host: '127.0.0.1', outcome: 200, ms: 0 } }])
  })
})

describe('lists of withdrawn certificates', () => {
  const signal = new AbortController().signal

  test.each([
    'http://127.0.0.1/list.crl',
    'http://evil.example/list.crl',
    'ldap://igc-sante.esante.gouv.fr/x',
    'nothing',
  ])('are not asked of %s', async (url) => {
    const lists = publishedRevocationLists(egressOf(everythingIs('203.0.113.1')).egress)
    await expect(lists.fetch(url, signal)).rejects.toMatchObject({ fault: 'address' })
  })

  test('are asked without TLS of the national authority, wherever that is but here', async () => {
    const listening = createPlainServer((_request, response) => response.end('here')).listen(0, '127.0.0.1')
    await new Promise((resolve) => listening.once('listening', resolve))
    const lists = publishedRevocationLists(egressOf(everythingIs('127.0.0.1')).egress)
    const url = `http://igc-sante.esante.gouv.fr:${(listening.address() as AddressInfo).port}/CRL/list.crl`
    await expect(lists.fetch(url, signal)).rejects.toMatchObject({ fault: 'address' })
    listening.close()
  })

  test('are handed over as they came, or why not', async () => {
    const answer = (status: number) =>
      publishedRevocationLists(async (_profile, { url }) => ({
        status,
        headers: {},
        cookies: [],
        body: new TextEncoder().encode(url.pathname),
      }))
    const url = 'http://igc-sante.esante.gouv.fr/CRL/ACI-FO-PP.crl'
    expect(new TextDecoder().decode(await answer(200).fetch(url, signal))).toBe('/CRL/ACI-FO-PP.crl')
    await expect(answer(404).fetch(url, signal)).rejects.toMatchObject({ fault: 'refused' })
  })
})

test('no other room of adapters, nor the core, opens a line', () => {
  const lines = new Set(['node:http', 'node:https', 'node:http2', 'node:net', 'node:tls', 'node:dgram', 'undici'])
  const doors = codeFiles()
    .filter((path) => /^main\/(?:adapters|core|protocols|compose)\//.test(path))
    .filter((path) => reachOf(path).imports.some(({ specifier, typeOnly }) => !typeOnly && lines.has(specifier)))
  expect([...new Set(doors)]).toEqual(['main/adapters/egress/egress.ts'])
})

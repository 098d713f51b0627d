import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { createORPCClient } from '@orpc/client'
import { os } from '@orpc/server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { socketLine } from '#app/kernel/lines.ts'
import type { Core, SeatInfo } from '#core/index.ts'
import { type Host, startHost } from '#main/host/host.ts'
import { contractDigest } from '#main/wire/index.ts'

let host: Host
let authority: string
const attached: SeatInfo[] = []
const detached: string[] = []

/** A core of one operation: what the host does with its seats is the matter here, not what the seats ask. */
const core: Core = {
  program: { name: 'Cabinet Ouvert', version: '0.0.0-test' },
  router: { echo: os.handler(({ input }) => input) },
  attach(seat) {
    attached.push(seat)
    return {
      id: String(attached.length),
      seat,
      resume: 'r'.repeat(43),
      resumed: false,
      confirm: () => undefined,
      isSignedIn: () => false,
      detach: () => detached.push(seat.name),
    }
  },
  dispose: () => Promise.resolve(),
}

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'host-'))
  const pages = join(folder, 'pages')
  await mkdir(join(pages, 'assets'), { recursive: true })
  await writeFile(join(pages, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">')
  await writeFile(join(pages, 'assets', 'main-1.js'), 'export {}')
  await writeFile(join(folder, 'secret.txt'), 'hors du dossier')
  host = await startHost({ core, pages, certificatesFolder: join(folder, 'host'), port: 0, seatName: 'Navigateur' })
  authority = await readFile(host.authorityFile, 'utf8')
})
afterAll(() => host.close())

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        servername: 'localhost',
        port: host.port,
        path,
        method,
        headers: { host: `localhost:${host.port}`, ...headers },
        ca: authority,
      },
      (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => {
          body += piece
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
      },
    )
    asked.on('error', reject)
    asked.end()
  })
}

function socket(headers: Record<string, string>, path = '/rpc'): WebSocket {
  return new WebSocket(`wss://localhost:${host.port}${path}`, { ca: authority, headers })
}

async function refusal(line: WebSocket): Promise<number> {
  const [, response] = (await once(line, 'unexpected-response')) as [unknown, { statusCode: number }]
  line.on('error', () => {})
  line.terminate()
  return response.statusCode
}

test('the page comes with its own nonce, in its text and in its policy', async () => {
  const first = await get('/')
  const second = await get('/patients')
  const nonce = /content="([\w-]{22})"/.exec(first.body)?.[1] ?? 'none'
  expect(first.headers['content-security-policy']).toContain(`'nonce-${nonce}'`)
  expect(second.body).not.toBe(first.body)
  expect(first.headers['cache-control']).toBe('no-store')
  expect(first.headers['x-content-type-options']).toBe('nosniff')
  expect(first.headers['strict-transport-security']).toBeUndefined()
})

test('nothing outside the built screens is served', async () => {
  expect((await get('/assets/main-1.js')).body).toBe('export {}')
  for (const path of ['/../secret.txt', '/assets/../../secret.txt', '/%2e%2e/secret.txt', '/assets/', '/absent.js']) {
    const answer = await get(path)
    expect(`${path} ${answer.status} ${answer.body}`).toMatch(/ (404|200) (?!hors)/)
    expect(answer.body).not.toContain('hors du dossier')
  }
  expect((await get('/', {}, 'POST')).status).toBe(405)
})

test('a request meant for another name is refused: a site may make its name point here', async () => {
  expect((await get('/', { host: 'cabinet.example' })).status).toBe(421)
  expect((await get('/', { host: `localhost:${host.port + 1}` })).status).toBe(421)
  expect((await get('/', { host: `127.0.0.1:${host.port}` })).status).toBe(200)
})

test('a web socket is for our own page only', async () => {
  expect(await refusal(socket({}))).toBe(403)
  expect(await refusal(socket({ origin: 'https://example.org' }))).toBe(403)
  expect(await refusal(socket({ origin: `http://localhost:${host.port}` }))).toBe(403)
  expect(await refusal(socket({ origin: `https://localhost:${host.port}.example.org` }))).toBe(403)
  expect(await refusal(socket({ origin: `https://localhost:${host.port}` }, '/other'))).toBe(403)
})

test('our page reaches the core, as a browser seat that leaves with its line', async () => {
  const line = socket({ origin: `https://localhost:${host.port}` })
  line.binaryType = 'arraybuffer'
  const { link, welcome } = socketLine(line as never, { contract: contractDigest(), program: 'x', kind: 'browser' })
  const client = createORPCClient<{ echo: (input: string) => Promise<string> }>(link as never)
  expect(await client.echo('é')).toBe('é')
  expect(await welcome).toMatchObject({ seatName: 'Navigateur', resumed: false })
  expect(attached.at(-1)).toEqual({ kind: 'browser', name: 'Navigateur' })
  line.close()
  await once(line, 'close')
  await expect.poll(() => detached.length).toBe(attached.length)
})

test('a frame too large cuts the line', async () => {
  const line = socket({ origin: `https://localhost:${host.port}` })
  await once(line, 'open')
  line.on('error', () => {})
  line.send(Buffer.alloc(65 * 1024 * 1024))
  const [code] = (await once(line, 'close')) as [number]
  expect([1006, 1009]).toContain(code)
})

test('only TLS 1.3 is spoken', async () => {
  const old = connectTls({
    host: '127.0.0.1',
    port: host.port,
    ca: authority,
    servername: 'localhost',
    maxVersion: 'TLSv1.2',
  })
  const [error] = (await once(old, 'error')) as [Error]
  expect(error.message).toMatch(/protocol version/i)
})

test('a port already taken is said so', async () => {
  const again = startHost({
    core,
    pages: tmpdir(),
    certificatesFolder: await mkdtemp(join(tmpdir(), 'host-')),
    port: host.port,
    seatName: '',
  })
  await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test('a host in service for a year goes on under the same authority, with a certificate still good', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'service-'))
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
  try {
    const old = await startHost({ core, pages: folder, certificatesFolder: folder, port: 0, seatName: 'Navigateur' })
    const kept = new X509Certificate(await readFile(old.authorityFile, 'utf8'))
    // TLS goes by the computer's own clock: who signed is looked at here, and until when.
    const shown = async () => {
      const socket = connectTls({ host: '127.0.0.1', port: old.port, rejectUnauthorized: false })
      await once(socket, 'secureConnect')
      const certificate = new X509Certificate(socket.getPeerCertificate().raw)
      socket.destroy()
      return certificate
    }
    const first = await shown()
    vi.setSystemTime(Date.now() + 361 * 86_400_000)
    await vi.advanceTimersByTimeAsync(86_400_000)
    await vi.waitFor(async () => expect((await shown()).fingerprint256).not.toBe(first.fingerprint256))
    const renewed = await shown()
    expect(renewed.verify(kept.publicKey)).toBe(true)
    expect(new Date(renewed.validTo).getTime()).toBeGreaterThan(Date.now() + 300 * 86_400_000)
    await old.close()
  } finally {
    vi.useRealTimers()
  }
})

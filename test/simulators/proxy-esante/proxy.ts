import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { callProvider, carry } from './call.ts'
import type { Misbehaviour } from './misbehave.ts'
import { misbehave } from './misbehave.ts'
import { type ProxyClient, tokenExchange } from './provider.ts'
import type { Telephone } from './telephone.ts'

/** What the proxy stands on. */
export interface ProxyHouse {
  /** Pro Santé Connect, without a final slash. */
  readonly issuer: string
  readonly authority: string
  readonly client: ProxyClient
  readonly telephone: Telephone
  /** Software clients it knows. */
  readonly softwareClients: readonly string[]
  /** Between two questions to the provider, in ms. */
  readonly pollMs: number
  behaviour(): Misbehaviour
}

interface KeptSession {
  readonly nationalId: string
  readonly clientId: string
  accessToken: string
  refreshToken: string
  /** When the access token is asked for anew. */
  freshUntil: number
  readonly diesAt: number
}

/** The longest a session lasts, in ms: as the sample of the national agency. */
const sessionMs = 14_400_000
const longestBody = 16 * 1024
/** The provider’s access tokens last two minutes. */
const freshMs = 100_000
const longestCarried = 256 * 1024

/** A Proxy e-Santé, as its published interface (1.0) says. */
export class ProxyEsante {
  readonly #house: ProxyHouse
  readonly #sessions = new Map<string, KeptSession>()
  readonly #servers = new Map<string, { readonly url: string; readonly authority: string }>()
  /** What was asked of it, without any secret: `POST /connect`. */
  readonly asked: string[] = []

  constructor(house: ProxyHouse) {
    this.#house = house
  }

  /** A server behind it, from now on. */
  carryTo(name: string, server: { readonly url: string; readonly authority: string }): void {
    this.#servers.set(name, server)
  }

  /** How many sessions are open. */
  get openSessions(): number {
    return this.#sessions.size
  }

  /** Whatever must be found in no file and no log: the sessions’ names and the tokens behind them. */
  secrets(): readonly string[] {
    return [...this.#sessions].flatMap(([name, { accessToken, refreshToken }]) => [name, accessToken, refreshToken])
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'https://proxy')
    this.asked.push(`${request.method ?? ''} ${pathname}`)
    if (await misbehave(this.#house.behaviour(), pathname, response)) return
    if (pathname === '/connect' && request.method === 'POST') return this.#connect(request, response)
    if (pathname === '/disconnect' && request.method === 'DELETE') return this.#disconnect(request, response)
    if (/^\/send(?:\/|$)/.test(pathname)) return this.#send(pathname, request, response)
    reply(response, 404, { code: 'not_found', message: 'No such resource' })
  }

  async #connect(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const said = await bodyOf(request)
    const { nationalId, bindingMessage, clientId, channel } = said
    const isWhole =
      typeof nationalId === 'string' &&
      typeof bindingMessage === 'string' &&
      /^\d{2}$/.test(bindingMessage) &&
      typeof clientId === 'string' &&
      (channel === 'CARD' || channel === 'MOBILE')
    if (!isWhole) return reply(response, 400, { code: 'invalid_request', message: 'Bad Request', metadata: {} })
    const metadata = { nationalId, clientID: clientId }
    if (!this.#house.softwareClients.includes(clientId)) {
      return reply(response, 404, { code: '404', message: 'Software Client ID Not Found', metadata })
    }
    const now = Date.now()
    for (const [name, session] of this.#sessions) if (session.diesAt <= now) this.#sessions.delete(name)
    const present = [...this.#sessions.values()].find(
      (session) => session.nationalId === nationalId && session.clientId === clientId,
    )
    if (present !== undefined) {
      response.writeHead(304).end()
      return
    }
    let isThere = true
    response.once('close', () => {
      isThere = response.writableFinished
      if (!isThere) this.#house.telephone.forget(nationalId)
    })
    const outcome = await this.#identify(nationalId, bindingMessage, channel, () => isThere)
    if (!isThere) return
    if (!('accessToken' in outcome)) return reply(response, outcome.status, { ...outcome.body, metadata })
    const name = randomBytes(24).toString('base64url')
    const freshUntil = Date.now() + freshMs
    this.#sessions.set(name, { ...outcome, nationalId, clientId, freshUntil, diesAt: Date.now() + sessionMs })
    response
      .writeHead(200, {
        'content-type': 'application/json',
        'set-cookie': `proxy_session_id=${name}; Path=/; Secure; HttpOnly; SameSite=Strict`,
      })
      .end(JSON.stringify({ proxy_session_id: name, session_state: randomBytes(16).toString('hex') }))
  }

  /** CIBA: asks, then asks whether it was answered. */
  async #identify(nationalId: string, bindingMessage: string, channel: string, isThere: () => boolean) {
    const begun = await this.#provider('/backchannel', {
      scope: 'openid scope_all',
      acr_values: 'eidas1',
      login_hint: nationalId,
      binding_message: bindingMessage,
      channel,
    })
    const refused = (status: number, code: string) => ({ status, body: { code, message: code } })
    if (begun.status !== 200) {
      return begun.body['error'] === 'unknown_user_id' ? refused(404, 'unknown_user_id') : refused(500, 'ciba')
    }
    while (isThere()) {
      await wait(this.#house.pollMs)
      const { status, body } = await this.#provider('/token', {
        grant_type: 'urn:openid:params:grant-type:ciba',
        auth_req_id: String(begun.body['auth_req_id']),
      })
      if (status === 200) {
        return { accessToken: String(body['access_token']), refreshToken: String(body['refresh_token']) }
      }
      if (body['error'] === 'access_denied') return refused(403, 'access_denied')
      // Once expired it is forgotten, and then it is no grant.
      if (body['error'] === 'expired_token' || body['error'] === 'invalid_grant') return refused(408, 'expired_token')
      if (body['error'] !== 'authorization_pending' && body['error'] !== 'slow_down') return refused(500, 'token')
    }
    return refused(500, 'gone')
  }

  async #disconnect(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = cookieOf(request)
    const session = name === null ? undefined : this.#sessions.get(name)
    if (name === null || session === undefined)
      return reply(response, 401, { code: '401', message: 'Session ID not found' })
    this.#sessions.delete(name)
    await this.#provider('/token/revocation', { token: session.refreshToken })
    response.writeHead(200).end()
  }

  async #send(pathname: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = cookieOf(request)
    const session = name === null ? undefined : this.#sessions.get(name)
    if (session === undefined) return reply(response, 401, { code: '401', message: 'Unauthorized' })
    await this.#refresh(session)
    if (pathname === '/send/userinfo') {
      const authorization = `Bearer ${session.accessToken}`
      const { status, body } = await callProvider(`${this.#house.issuer}/me`, this.#house.authority, { authorization })
      return reply(response, status === 200 ? 200 : 502, body)
    }
    const exchanged = await this.#provider('/token', {
      grant_type: tokenExchange,
      subject_token: session.accessToken,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      subject_issuer: 'psc',
    })
    if (exchanged.status !== 200) return reply(response, 502, { code: '502', message: 'token exchange' })
    const [, , backend = '', endpoint = ''] = pathname.split('/')
    const server = this.#servers.get(backend)
    if (server !== undefined) {
      const body = await bytesOf(request, longestCarried)
      const { status, type, answer } = await carry(server, request.headers['content-type'] ?? '', body)
      response.writeHead(status, { 'content-type': type }).end(answer)
      return
    }
    reply(response, 200, { backend, endpoint, tokenType: exchanged.body['token_type'] })
  }

  /** An access token outlives no consultation: the proxy has it renewed, as long as its session lasts. */
  async #refresh(session: KeptSession): Promise<void> {
    if (Date.now() < session.freshUntil) return
    const form = { grant_type: 'refresh_token', refresh_token: session.refreshToken }
    const { status, body } = await this.#provider('/token', form)
    if (status !== 200) return
    session.accessToken = String(body['access_token'])
    session.refreshToken = String(body['refresh_token'] ?? session.refreshToken)
    session.freshUntil = Date.now() + freshMs
  }

  #provider(path: string, form: Readonly<Record<string, string>>) {
    const { issuer, authority, client } = this.#house
    const authorization = `Basic ${Buffer.from(`${client.clientId}:${client.secret}`).toString('base64')}`
    return callProvider(issuer + path, authority, { form, authorization })
  }
}

/** The cookie of a session, or `null`. */
function cookieOf(request: IncomingMessage): string | null {
  return /(?:^|; )proxy_session_id=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? null
}

/** Empty when it is longer than anything that is carried. */
async function bytesOf(request: IncomingMessage, longest: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.byteLength
    if (bytes <= longest) pieces.push(piece)
  }
  return bytes > longest ? Buffer.alloc(0) : Buffer.concat(pieces)
}

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.byteLength
    if (bytes > longestBody) return {}
    pieces.push(piece)
  }
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'))
    return typeof parsed === 'object' && parsed !== null ? (parsed as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

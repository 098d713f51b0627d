import { lookup as systemLookup } from 'node:dns'
import { type ClientRequest, type IncomingMessage, type RequestOptions, request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { Logger } from '#core/ports/index.ts'
import { type EgressProfile, isAllowed, isLoopbackAddress, isNowhere } from './profile.ts'

export { type EgressProfile } from './profile.ts'

/** Why a call got no answer. */
export type EgressFault =
  /** The profile does not name this address, or the name leads where the profile may not go. */
  | 'not-allowed'
  /** Nothing answers there. */
  | 'unreachable'
  /** The answer did not come, or not whole, in time. */
  | 'timeout'
  /** The certificate is not one of the profile’s, not for that name, or not good today. */
  | 'certificate'
  /** It was cut in the middle. */
  | 'cut'
  | 'too-large'
  /** It answers what is no HTTP. */
  | 'garbled'
  /** The caller gave up. */
  | 'cancelled'

/** A call that got no answer. Says nothing of what was sent, nor of what came. */
export class EgressFailure extends Error {
  readonly fault: EgressFault

  constructor(fault: EgressFault, options: { readonly cause?: unknown } = {}) {
    super(`egress: ${fault}`, options)
    this.name = 'EgressFailure'
    this.fault = fault
  }
}

/** One call. */
export interface EgressRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: URL
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** What this program shows of itself to a server that asks, PEM. */
  readonly identity?: { readonly certificate: string; readonly key: string }
  /** From the first word to the last byte of the answer, in ms. */
  readonly timeoutMs: number
  /** Until the line is there, TLS included, in ms. Default: 10,000. */
  readonly connectMs?: number
  /** Of the body; beyond, nothing of it is given. */
  readonly longestBytes: number
  readonly signal?: AbortSignal
}

/** An answer, whatever its status. A redirection is one: nothing follows it. */
export interface EgressAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** `set-cookie`, which may come several times. */
  readonly cookies: readonly string[]
  readonly body: Uint8Array
}

/** Calls a service. Throws {@link EgressFailure}. */
export type Egress = (profile: EgressProfile, request: EgressRequest) => Promise<EgressAnswer>

/** What the door stands on. */
export interface EgressHouse {
  readonly logger: Logger
  /** In ms, from any moment. */
  readonly elapsedMs: () => number
  /** Names to addresses; a test’s own. Default: the system’s. */
  readonly lookup?: LookupFunction
}

const usualConnectMs = 10_000
const longestHeadersBytes = 16 * 1024

/**
 * The only door to the world: every call of the program that leaves for a service goes through it. Each call has its own
 * line, which ends with it: nothing of one is left to another. Logs which service, how it ended and how long it took.
 */
export function openEgress(house: EgressHouse): Egress {
  return async (profile, request) => {
    const began = house.elapsedMs()
    const log = (outcome: string | number) => {
      const isAnswer = typeof outcome === 'number'
      house.logger.write({
        level: isAnswer || outcome === 'cancelled' ? 'info' : 'warning',
        event: 'egress',
        // The host alone: a path may name somebody.
        fields: { host: request.url.hostname, outcome, ms: Math.round(house.elapsedMs() - began) },
      })
    }
    try {
      if (!isAllowed(profile, request.url)) throw new EgressFailure('not-allowed')
      const answer = await call(
        profile,
        request,
        guardedLookup(profile, house.lookup ?? (systemLookup as LookupFunction)),
      )
      log(answer.status)
      return answer
    } catch (error) {
      const failure = error instanceof EgressFailure ? error : new EgressFailure(faultOf(error), { cause: error })
      log(failure.fault)
      throw failure
    }
  }
}

/** The line is only opened towards an address the profile may reach, whatever name led to it. */
function guardedLookup(profile: EgressProfile, lookup: LookupFunction): LookupFunction {
  return (host, options, found) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return found(error, '')
      const all = Array.isArray(addresses)
        ? addresses
        : [{ address: addresses, family: addresses.includes(':') ? 6 : 4 }]
      const kept = all.filter(({ address }) =>
        profile.kind === 'simulators' ? isLoopbackAddress(address) : !isNowhere(address),
      )
      const [first] = kept
      if (first === undefined) return found(new EgressFailure('not-allowed') as NodeJS.ErrnoException, '')
      return options.all === true ? found(null, kept) : found(null, first.address, first.family)
    })
  }
}

function call(profile: EgressProfile, request: EgressRequest, lookup: LookupFunction): Promise<EgressAnswer> {
  const { url, body, signal } = request
  const isTls = url.protocol === 'https:'
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      method: request.method,
      headers: {
        ...request.headers,
        ...(body === undefined ? {} : { 'content-length': String(body.byteLength) }),
        connection: 'close',
      },
      agent: false,
      lookup,
      maxHeaderSize: longestHeadersBytes,
      // Said, and not left to what the program was started with: a variable of the system can turn it off for a whole process.
      ...(isTls
        ? {
            minVersion: 'TLSv1.2',
            rejectUnauthorized: true,
            ...(profile.anchors === null ? {} : { ca: [...profile.anchors] }),
            ...(request.identity === undefined
              ? {}
              : { cert: request.identity.certificate, key: request.identity.key }),
          }
        : {}),
    }
    const outgoing = isTls ? requestTls(url, options) : requestPlain(url, options)
    const fail = (failure: EgressFailure) => {
      reject(failure)
      outgoing.destroy(failure)
    }
    const timer = setTimeout(() => fail(new EgressFailure('timeout')), request.timeoutMs)
    const connecting = setTimeout(() => fail(new EgressFailure('unreachable')), request.connectMs ?? usualConnectMs)
    const giveUp = () => fail(new EgressFailure('cancelled'))
    const settle = () => {
      clearTimeout(timer)
      clearTimeout(connecting)
      signal?.removeEventListener('abort', giveUp)
    }
    outgoing.once('close', settle)
    outgoing.on('error', reject)
    whenConnected(outgoing, isTls, () => clearTimeout(connecting))
    outgoing.once('response', (incoming) => {
      clearTimeout(connecting)
      read(incoming, request.longestBytes).then(
        (content) => resolve(answerOf(incoming, content)),
        (error: unknown) => fail(error instanceof EgressFailure ? error : new EgressFailure('cut', { cause: error })),
      )
    })
    if (signal?.aborted === true) return giveUp()
    signal?.addEventListener('abort', giveUp, { once: true })
    outgoing.end(body)
  })
}

function whenConnected(outgoing: ClientRequest, isTls: boolean, connected: () => void): void {
  outgoing.once('socket', (socket) => socket.once(isTls ? 'secureConnect' : 'connect', connected))
}

async function read(incoming: IncomingMessage, longestBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of incoming as AsyncIterable<Uint8Array>) {
    bytes += piece.byteLength
    if (bytes > longestBytes) throw new EgressFailure('too-large')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function answerOf(incoming: IncomingMessage, body: Uint8Array): EgressAnswer {
  const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  )
  return {
    status: incoming.statusCode ?? 0,
    headers: Object.fromEntries(headers),
    cookies: incoming.headers['set-cookie'] ?? [],
    body,
  }
}

const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'ENETDOWN',
  'ETIMEDOUT',
])

/** What an error of the system or of TLS means for a caller. */
function faultOf(error: unknown): EgressFault {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  if (unreachableCodes.has(code)) return 'unreachable'
  if (/^(?:HPE_|ERR_HTTP)/.test(code)) return 'garbled'
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|HOSTNAME|CHAIN|CA_/.test(code)) return 'certificate'
  // An alert, an unknown version: whoever answers does not speak our TLS.
  if (/SSL|TLS|EPROTO/.test(code)) return 'certificate'
  return 'cut'
}

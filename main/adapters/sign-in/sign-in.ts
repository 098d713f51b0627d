import {
  type ProxyAddress,
  type ProxyPost,
  type ProxyReply,
  type ProxySession,
  type SignIn,
  SignInFailure,
  type SignInRequest,
} from '#core/ports/sign-in.ts'
import { type Egress, EgressFailure, type EgressAnswer, type EgressProfile } from '#main/adapters/egress/egress.ts'
import { parseUserinfo, type Userinfo } from '#main/protocols/psc-userinfo.ts'
import { proxyProfile as profile } from './proxy-profile.ts'
import { type RunningSimulator, simulatedTelephone } from './training-proxy.ts'

/** What signing in stands on. */
export interface SignInHouse {
  readonly egress: Egress
  /** Starts the Proxy e-Santé of the training cabinet, on this computer. Throws when it cannot. */
  readonly startSimulator: () => Promise<RunningSimulator>
  /** What the proxy of the training cabinet carries calls to, started at the first of them. */
  readonly trainingBackend: () => Promise<TrainingBackend>
}

/** A server of the training cabinet, behind its proxy. */
export interface TrainingBackend {
  readonly url: string
  /** PEM. */
  readonly authority: string
}

/** A proxy that is called: its address without a final slash, and whom that allows to be called. */
interface CalledProxy {
  readonly url: string
  /** Before anything is sent through it. */
  readonly ready: () => Promise<void>
  readonly clientId: string
  readonly identityPath: string
  readonly allowed: EgressProfile
}

/** Signing in through a Proxy e-Santé: that of the cabinet, or in training the one that comes with the program. */
export function signInThroughProxy(house: SignInHouse): SignIn {
  let starting: Promise<RunningSimulator> | null = null
  const simulator = () => {
    starting ??= house.startSimulator().catch((error: unknown) => {
      starting = null
      throw new SignInFailure('unreachable', { cause: error })
    })
    return starting
  }
  return {
    connect: async (request) => connect(house.egress, await calledProxy(request.proxy, simulator, house), request),
    telephone: simulatedTelephone(house.egress, () => starting),
    dispose: async () => {
      const running = await starting?.catch(() => null)
      starting = null
      await running?.stop()
    },
  }
}

async function calledProxy(
  proxy: ProxyAddress,
  simulator: () => Promise<RunningSimulator>,
  { trainingBackend }: SignInHouse,
): Promise<CalledProxy> {
  if (proxy.kind === 'training') {
    const running = await simulator()
    const { proxyUrl, clientId, authority } = running
    const allowed = { kind: 'simulators', origins: [new URL(proxyUrl).host], anchors: [authority] } as const
    const ready = async () => {
      try {
        running.carryTo('tlsi', await trainingBackend())
      } catch (error) {
        throw new SignInFailure('failed', { cause: error })
      }
    }
    return { url: proxyUrl, clientId, identityPath: '/send/userinfo', allowed, ready }
  }
  const url = proxy.url.replace(/\/+$/, '')
  const { clientId, identityPath } = proxy
  // Publicly certified, as any site of the web: nothing published says otherwise of a proxy towards its clients.
  const allowed = { kind: 'outside', hosts: [hostOf(url)], anchors: null } as const
  return { url, clientId, identityPath, allowed, ready: async () => undefined }
}

function hostOf(url: string): string {
  if (!URL.canParse(url)) throw new SignInFailure('address')
  return new URL(url).hostname.replace(/^\[|\]$/g, '')
}

async function connect(egress: Egress, proxy: CalledProxy, request: SignInRequest): Promise<ProxySession> {
  const { nationalId, bindingNumber, channel, signal } = request
  const said = { nationalId, bindingMessage: bindingNumber, clientId: proxy.clientId, channel }
  const answer = await heard(
    egress(proxy.allowed, {
      method: 'POST',
      url: new URL(proxy.url + profile.connect),
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: new TextEncoder().encode(JSON.stringify(said)),
      timeoutMs: profile.answerMs,
      longestBytes: profile.longestBytes,
      signal,
    }),
  )
  if (answer.status !== 200) throw new SignInFailure(refusalOf(answer))
  const sessionId = sessionIdOf(answer)
  if (sessionId === null) throw new SignInFailure('garbled')
  const cookie = `${profile.cookie}=${sessionId}`
  const end = () => disconnect(egress, proxy, cookie)
  try {
    const identity = await identify(egress, proxy, cookie, nationalId, signal)
    return { identity, send: (post) => send(egress, proxy, cookie, post), end }
  } catch (error) {
    // Whoever it is of, nobody uses it.
    await end()
    throw error
  }
}

/** Who the session is of; whom the proxy was asked to identify, where it does not say. */
async function identify(
  egress: Egress,
  proxy: CalledProxy,
  cookie: string,
  asked: string,
  signal: AbortSignal,
): Promise<Userinfo> {
  if (proxy.identityPath === '') return { nationalId: asked, activities: [] }
  const answer = await heard(
    egress(proxy.allowed, {
      method: 'GET',
      url: new URL(proxy.url + proxy.identityPath),
      headers: { cookie, accept: 'application/json' },
      timeoutMs: profile.identityMs,
      longestBytes: profile.longestBytes,
      signal,
    }),
  )
  if (answer.status !== 200) throw new SignInFailure(answer.status >= 500 ? 'failed' : 'garbled')
  const identity = parseUserinfo(answer.body)
  if (identity === null) throw new SignInFailure('garbled')
  return identity
}

/** Carries a call in the name of the session; what is answered is nobody’s here to judge. */
async function send(
  egress: Egress,
  proxy: CalledProxy,
  cookie: string,
  { path, contentType, body, signal }: ProxyPost,
): Promise<ProxyReply> {
  // No part of it leads back above: that would be another door of the proxy.
  if (!/^\/send(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/.test(path)) throw new SignInFailure('address')
  await proxy.ready()
  const { status, body: answer } = await heard(
    egress(proxy.allowed, {
      method: 'POST',
      url: new URL(proxy.url + path),
      headers: { cookie, 'content-type': contentType, accept: 'application/soap+xml' },
      body: new TextEncoder().encode(body),
      timeoutMs: profile.sendMs,
      longestBytes: profile.longestBytes,
      signal,
    }),
  )
  return { status, body: answer }
}

async function disconnect(egress: Egress, proxy: CalledProxy, cookie: string): Promise<void> {
  try {
    await egress(proxy.allowed, {
      method: 'DELETE',
      url: new URL(proxy.url + profile.disconnect),
      headers: { cookie },
      timeoutMs: profile.disconnectMs,
      longestBytes: profile.longestBytes,
    })
  } catch (error) {
    // The door has written that the proxy was away; its session ends there by itself.
    if (!(error instanceof EgressFailure)) throw error
  }
}

/** An answer, or why there is none in the words of signing in. */
async function heard(answer: Promise<EgressAnswer>): Promise<EgressAnswer> {
  try {
    return await answer
  } catch (error) {
    if (!(error instanceof EgressFailure)) throw error
    throw new SignInFailure(failures[error.fault], { cause: error })
  }
}

const failures = {
  'not-allowed': 'address',
  unreachable: 'unreachable',
  timeout: 'timeout',
  certificate: 'certificate',
  cut: 'unreachable',
  'too-large': 'garbled',
  garbled: 'garbled',
  cancelled: 'timeout',
} as const satisfies Readonly<Record<EgressFailure['fault'], SignInFailure['reason']>>

function refusalOf({ status, body }: EgressAnswer): SignInFailure['reason'] {
  const code = objectIn(body)?.['code']
  const byCode = typeof code === 'string' && Object.hasOwn(profile.codes, code) ? profile.codes[code] : undefined
  return byCode ?? profile.outcomes[status] ?? 'garbled'
}

/** The session’s name at the proxy: from its cookie, or from the body, which the published interface gives too. */
function sessionIdOf({ cookies, body }: EgressAnswer): string | null {
  const prefix = `${profile.cookie}=`
  const cookie = cookies.find((one) => one.startsWith(prefix))
  const given = cookie === undefined ? objectIn(body)?.['proxy_session_id'] : cookie.slice(prefix.length).split(';')[0]
  // What goes back in a header is nothing but a token.
  return typeof given === 'string' && /^[\w\-.~+/=%]{8,1024}$/.test(given) ? given : null
}

function objectIn(body: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

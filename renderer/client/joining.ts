import {
  type HostIntroduction,
  hostIntroduction,
  pairingAnswer,
  pairingPath,
  pairingProtocol,
  type PairingRefusal,
  type PairingRequest,
  pairingTranscript,
  typedCode,
} from '#app/features/network/pairing.ts'
import { keepSeatIdentity, seatKeyAlgorithm } from './seat-key.ts'

/** What joining this browser comes to. */
export type BrowserJoined =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly why: PairingRefusal | 'malformed' | 'unreachable' | 'not-kept'
      readonly triesLeft: number | null
      readonly waitMs: number
    }

/** Who the host of this page says it is; `null` when it does not answer, or is no host of ours. */
export async function introducedHost(): Promise<HostIntroduction | null> {
  try {
    const said = hostIntroduction.safeParse(await (await fetch(pairingPath, { cache: 'no-store' })).json())
    return said.success ? said.data : null
  } catch {
    return null
  }
}

/**
 * Makes this browser a seat of the host that served the page: a key that never leaves the browser, and the certificate the
 * host gives it against the code a person read there. `name`: how others will recognise it, 1 to 40 characters.
 */
export async function joinThisBrowser(typed: string, name: string): Promise<BrowserJoined> {
  const code = typedCode(typed)
  if (code === null) return refused('malformed')
  const keys = await crypto.subtle.generateKey(seatKeyAlgorithm, false, ['sign', 'verify'])
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey))
  const nonce = crypto.getRandomValues(new Uint8Array(32))
  const terms = { kind: 'browser', name, publicKey, nonce, hostCertificate: new Uint8Array() } as const
  const possession = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    keys.privateKey,
    pairingTranscript(terms),
  )
  const request: PairingRequest = {
    kind: 'browser',
    protocol: pairingProtocol,
    name,
    publicKey: base64(publicKey),
    nonce: base64(nonce),
    possession: base64(new Uint8Array(possession)),
    code,
  }
  const answer = await ask(request)
  if (answer === null) return refused('unreachable')
  if (!answer.paired) return refused(answer.refused, answer)
  try {
    await keepSeatIdentity({ privateKey: keys.privateKey, certificate: answer.certificate })
    return { ok: true }
  } catch {
    return refused('not-kept')
  }
}

async function ask(request: PairingRequest) {
  try {
    const response = await fetch(pairingPath, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
    })
    const said = pairingAnswer.safeParse(await response.json())
    return said.success ? said.data : null
  } catch {
    return null
  }
}

function refused(
  why: Extract<BrowserJoined, { ok: false }>['why'],
  said: { readonly triesLeft: number | null; readonly waitMs: number } = { triesLeft: null, waitMs: 0 },
): BrowserJoined {
  return { ok: false, why, triesLeft: said.triesLeft, waitMs: said.waitMs }
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

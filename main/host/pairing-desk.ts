import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { PairingCode } from '#app/features/network/model.ts'
import {
  codeFrom,
  codeLength,
  codeLifeMs,
  codeTries,
  type PairingAnswer,
  type PairingRefusal,
  type PairingRequest,
  type PairingTerms,
  shownCode,
  typedCode,
} from '#app/features/network/pairing.ts'
import type { NetworkEvent } from '#core/ports/network.ts'
import {
  fingerprintOf,
  holdsItsKey,
  hostProof,
  type PairingKey,
  pairingKey,
  sameProof,
  seatProof,
} from '#main/wire/pairing.ts'
import type { NetworkCertificates } from './network-certificates.ts'
import type { SeatRegister } from './seat-register.ts'

/** What the desk needs of its host. */
export interface PairingHouse {
  readonly hostId: string
  readonly computerName: string
  readonly register: SeatRegister
  certificates(): NetworkCertificates
  now(): number
  told(event: NetworkEvent): void
}

interface ShownCode {
  readonly code: string
  readonly endsAt: number
  tries: number
}

/** Wrong codes of one address, and until when it waits. */
interface Wrong {
  times: number
  until: number
}

/** An address that has mistyped so often waits, at first this long, doubling at each other mistake. */
const freeMistakes = 3
const firstWaitMs = 5_000
const longestWaitMs = 15 * 60_000
/** Addresses remembered; beyond, the oldest are forgotten. */
const mostAddresses = 1_000

/**
 * Where a computer joins: one code at a time, shown on this computer, good for five minutes, five tries and one seat.
 * Requests are looked at one after the other: of two that hold the right code, one joins.
 */
export class PairingDesk {
  readonly #house: PairingHouse
  #shown: ShownCode | null = null
  #turn: Promise<unknown> = Promise.resolve()
  readonly #wrong = new Map<string, Wrong>()

  constructor(house: PairingHouse) {
    this.#house = house
  }

  /** Draws a code, in place of the former one. */
  start(): PairingCode {
    const code = codeFrom(randomBytes(codeLength))
    const endsAt = this.#house.now() + codeLifeMs
    this.#shown = { code, endsAt, tries: 0 }
    return { code: shownCode(code), expiresAt: new Date(endsAt).toISOString() }
  }

  /** Withdraws the code. */
  stop(): void {
    this.#shown = null
  }

  /** Answers one request of `address`. */
  join(request: PairingRequest, address: string): Promise<PairingAnswer> {
    const answer = this.#turn.catch(() => undefined).then(() => this.#join(request, address))
    this.#turn = answer
    return answer
  }

  async #join(request: PairingRequest, address: string): Promise<PairingAnswer> {
    const waitMs = this.#waitOf(address)
    if (waitMs > 0) return refused('too-many-tries', { waitMs })
    const shown = this.#present()
    if (shown === null) return refused('no-code')
    const { register } = this.#house
    if (register.unreadable !== null) return refused('unavailable')
    if (!register.hasRoom) return refused('full')
    const certificates = this.#house.certificates()
    const terms = termsOf(request, certificates.fingerprint)
    if (!holdsItsKey(terms, Buffer.from(request.possession, 'base64'))) return refused('not-understood')
    const known = await knows(request, shown.code, terms)
    // Withdrawn while it was looked at: what was asked meanwhile is refused as it would be now.
    if (this.#shown !== shown) return refused('no-code')
    if (known === false) return this.#mistaken(shown, address)
    this.#shown = null
    this.#wrong.delete(address)
    return this.#welcome(request, terms, known, address, certificates)
  }

  #present(): ShownCode | null {
    if (this.#shown !== null && this.#shown.endsAt <= this.#house.now()) this.#shown = null
    return this.#shown
  }

  #mistaken(shown: ShownCode, address: string): PairingAnswer {
    shown.tries += 1
    const wrong = this.#wrong.get(address) ?? { times: 0, until: 0 }
    wrong.times += 1
    const beyond = wrong.times - freeMistakes
    const waitMs = beyond <= 0 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (beyond - 1))
    wrong.until = this.#house.now() + waitMs
    // Put back at the end: the first of the map is the one that mistook longest ago.
    this.#wrong.delete(address)
    this.#wrong.set(address, wrong)
    const [oldest] = this.#wrong.keys()
    if (this.#wrong.size > mostAddresses && oldest !== undefined) this.#wrong.delete(oldest)
    const triesLeft = codeTries - shown.tries
    if (triesLeft <= 0) this.#shown = null
    if (triesLeft <= 0 || waitMs > 0) this.#house.told({ kind: 'code-refused', address, tries: wrong.times })
    return refused('wrong-code', { triesLeft: Math.max(0, triesLeft), waitMs })
  }

  #waitOf(address: string): number {
    return Math.max(0, (this.#wrong.get(address)?.until ?? 0) - this.#house.now())
  }

  async #welcome(
    request: PairingRequest,
    terms: PairingTerms,
    key: PairingKey | null,
    address: string,
    certificates: NetworkCertificates,
  ): Promise<PairingAnswer> {
    const { register, hostId, computerName } = this.#house
    const name = register.freeName(request.name)
    const certificate = await certificates.issue(terms.publicKey, name)
    const fingerprint = fingerprintOf(certificate)
    await register.add({
      fingerprint,
      name,
      kind: request.kind,
      pairedAt: new Date(this.#house.now()).toISOString(),
      lastSeenAt: null,
      revokedAt: null,
    })
    this.#house.told({ kind: 'seat-joined', fingerprint, name, address })
    const { authority } = certificates
    const proof = key === null ? '' : hostProof(key, terms, { hostId, certificate, authority }).toString('base64')
    return {
      paired: true,
      hostId,
      computerName,
      certificate: Buffer.from(certificate).toString('base64'),
      authority: Buffer.from(authority).toString('base64'),
      proof,
    }
  }
}

function termsOf(request: PairingRequest, hostFingerprint: string): PairingTerms {
  return {
    kind: request.kind,
    name: request.name,
    publicKey: Buffer.from(request.publicKey, 'base64'),
    nonce: Buffer.from(request.nonce, 'base64'),
    hostCertificate: request.kind === 'electron' ? Buffer.from(hostFingerprint, 'hex') : new Uint8Array(),
  }
}

/** `false` when the seat does not know the code; otherwise the key of the host's own proof, which a browser does not ask. */
async function knows(request: PairingRequest, code: string, terms: PairingTerms): Promise<PairingKey | null | false> {
  if (request.kind === 'browser') {
    const digest = (text: string) => createHash('sha256').update(text).digest()
    return timingSafeEqual(digest(typedCode(request.code) ?? ''), digest(code)) ? null : false
  }
  const key = await pairingKey(code, terms)
  return sameProof(Buffer.from(request.proof, 'base64'), seatProof(key, terms)) ? key : false
}

function refused(
  why: PairingRefusal,
  said: { readonly triesLeft?: number; readonly waitMs?: number } = {},
): PairingAnswer {
  return { paired: false, refused: why, triesLeft: said.triesLeft ?? null, waitMs: said.waitMs ?? 0 }
}

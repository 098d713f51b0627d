import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { type HostIntroduction, pairingPath, pairingProtocol, pairingRequest } from '#app/features/network/pairing.ts'
import type { SeatAnswer } from '#app/kernel/greeting.ts'
import type { NetworkEvent } from '#core/ports/network.ts'
import type { Admitted } from '#main/wire/index.ts'
import { fingerprintOf, isGreetingSigned } from '#main/wire/pairing.ts'
import { plainAddress } from './addresses.ts'
import { hurry } from './front-door.ts'
import { type HostLimits, isWorthTelling } from './limits.ts'
import { type NetworkCertificates, networkNames } from './network-certificates.ts'
import type { PairingDesk } from './pairing-desk.ts'
import { answer, documentOf, isForUs, isFromOurPage, isLinePath, refuse, servePage } from './requests.ts'
import { notNow, refuseUpgrade, type SeatLines } from './seat-lines.ts'
import type { SeatRegister } from './seat-register.ts'
import { strictly } from './tls.ts'

/** What answering the network takes. */
export interface NetworkSide {
  readonly hostId: string
  readonly computerName: string
  readonly pages: string
  readonly lines: SeatLines
  readonly limits: HostLimits
  readonly register: SeatRegister
  readonly desk: PairingDesk
  certificates(): NetworkCertificates
  now(): number
  told(event: NetworkEvent): void
  /** Whether an address may be answered once more now. */
  mayAsk(address: string): boolean
  /** A register that cannot be written must not keep a seat out. */
  failed(error: unknown): void
}

/** Strangers counted at once; beyond, their count starts again. */
const mostStrangers = 1_000

/**
 * The server that answers the network: the page and the joining of a seat to anybody, operations to the computers that
 * joined and prove it, by their certificate of TLS or by a signature.
 */
export function networkServer(side: NetworkSide): Server {
  const { key, chain, seatsAuthority } = side.certificates()
  const server = createServer({
    ...strictly,
    handshakeTimeout: side.limits.handshakeMs,
    key,
    cert: chain,
    // A browser is asked for a certificate of this authority, and so never offers its person's card.
    ca: seatsAuthority,
    requestCert: true,
    // Judged by the register, which knows what was withdrawn.
    rejectUnauthorized: false,
  })
  hurry(server, side.limits.requestMs)
  const gate = new Gate(side)
  server.on('request', (request, response) => {
    serve(side, request, response).catch(() => response.destroy())
  })
  server.on('upgrade', (request, raw: Duplex, head: Buffer) => gate.open(request, raw, head))
  return server
}

async function serve(side: NetworkSide, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!side.mayAsk(plainAddress(request.socket.remoteAddress))) return refuse(response, 429, { Connection: 'close' })
  if ((request.url ?? '').split('?', 1)[0] !== pairingPath)
    return servePage(request, response, side.pages, networkNames())
  if (!isForUs(request, networkNames())) return refuse(response, 421)
  // A page of another site has no business here, not even to knock.
  if (request.headers.origin !== undefined && !isFromOurPage(request, networkNames())) return refuse(response, 403)
  if (request.method === 'GET') return answer(response, introductionOf(side))
  if (request.method !== 'POST') return refuse(response, 405, { Allow: 'GET, POST' })
  const document = await documentOf(request, response)
  if (document === null) return
  const asked = pairingRequest.safeParse(document)
  if (!asked.success) return answer(response, { paired: false, refused: 'not-understood', triesLeft: null, waitMs: 0 })
  answer(response, await side.desk.join(asked.data, plainAddress(request.socket.remoteAddress)))
}

function introductionOf({ hostId, computerName, certificates }: NetworkSide): HostIntroduction {
  return { protocol: pairingProtocol, hostId, computerName, fingerprint: certificates().fingerprint }
}

/** Lets the seats that joined come in, and nobody else. */
class Gate {
  readonly #side: NetworkSide
  readonly #refusals = new Map<string, number>()

  constructor(side: NetworkSide) {
    this.#side = side
  }

  open(request: IncomingMessage, raw: Duplex, head: Buffer): void {
    const names = networkNames()
    const socket = request.socket as TLSSocket
    const shown = socket.getPeerX509Certificate()?.raw ?? null
    // The program has no page, so no origin; whoever shows a certificate of TLS is a program, or a page of ours.
    const isOurs =
      shown !== null && request.headers.origin === undefined ? isForUs(request, names) : isFromOurPage(request, names)
    if (!isLinePath(request.url) || !isOurs) return refuseUpgrade(raw, '403 Forbidden')
    const address = plainAddress(socket.remoteAddress)
    this.#side.lines.take(request, raw, head, {
      address,
      asks: shown === null ? 'prove' : 'open',
      judge: (said, nonce) =>
        shown === null ? this.#judgeSigned(said, nonce, address) : this.#judge(fingerprintOf(shown), address),
    })
  }

  #judgeSigned({ certificate, signature }: SeatAnswer, nonce: string, address: string): Admitted {
    if (certificate === undefined || signature === undefined) return notNow('not-paired')
    const shown = Buffer.from(certificate, 'base64')
    return isGreetingSigned(shown, nonce, Buffer.from(signature, 'base64'))
      ? this.#judge(fingerprintOf(shown), address)
      : this.#refuse('not-paired', address, null)
  }

  #judge(fingerprint: string, address: string): Admitted {
    const { register, told, now, failed } = this.#side
    if (register.unreadable !== null) return notNow('not-paired')
    const seat = register.find(fingerprint)
    if (seat === null) return this.#refuse('not-paired', address, fingerprint)
    if (seat.revokedAt !== null) return this.#refuse('revoked', address, fingerprint)
    register.change(fingerprint, { lastSeenAt: new Date(now()).toISOString() }).catch(failed)
    told({ kind: 'changed' })
    return { admitted: true, seat: { kind: seat.kind, name: seat.name, certificate: fingerprint } }
  }

  #refuse(reason: 'not-paired' | 'revoked', address: string, fingerprint: string | null): Admitted {
    const who = `${reason} ${fingerprint ?? ''} ${address}`
    if (this.#refusals.size >= mostStrangers) this.#refusals.clear()
    const times = (this.#refusals.get(who) ?? 0) + 1
    this.#refusals.set(who, times)
    if (isWorthTelling(times)) this.#side.told({ kind: 'seat-refused', reason, address, fingerprint, times })
    return notNow(reason)
  }
}

import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { RefusedBecause } from '#app/kernel/greeting.ts'
import type { Core } from '#core/index.ts'
import type { NetworkEvent } from '#core/ports/network.ts'
import { type Admission, type Admitted, type SeatLine, serveOverWebSocket } from '#main/wire/index.ts'
import { Bucket, type HostLimits, isWorthTelling } from './limits.ts'

/** Where a line comes from, and who judges its seat. */
export interface Caller {
  /** Of the network; empty for this computer. */
  readonly address: string
  readonly asks: Admission['asks']
  /** Judges the seat as {@link Admission.judge} does. */
  judge: Admission['judge']
}

/** What the lines need of their host. */
export interface LinesHouse {
  readonly core: Core
  readonly limits: HostLimits
  told(event: NetworkEvent): void
  /** A seat was let in on this connection. */
  recognised(socket: Socket): void
}

interface Line {
  readonly socket: WebSocket
  readonly raw: Duplex
  readonly address: string
  served: SeatLine | null
  /** Of the seat, once it was let in; `null` for this computer's own. */
  fingerprint: string | null
  isKnown: boolean
}

/** How long a line that must end may take to say so. */
const farewellMs = 500
/** Slack above the largest frame, for the pieces in which it comes. */
const pieceBytes = 128 * 1024

/** Seats and addresses counted at once; beyond, their count starts again. */
const mostFloods = 1_000

/** The open lines of a host, and how much each may send. */
export class SeatLines {
  readonly #house: LinesHouse
  readonly #lines = new Set<Line>()
  readonly #sockets: WebSocketServer
  readonly #floods = new Map<string, number>()

  constructor(house: LinesHouse) {
    this.#house = house
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: house.limits.frameBytes,
      perMessageDeflate: false,
      clientTracking: false,
    })
  }

  /** Certificates of the seats that have a line now. */
  online(): ReadonlySet<string> {
    return new Set([...this.#lines].flatMap(({ fingerprint }) => (fingerprint === null ? [] : [fingerprint])))
  }

  /** Takes a request for a line, or refuses it with a status of HTTP. */
  take(request: IncomingMessage, raw: Duplex, head: Buffer, caller: Caller): void {
    raw.on('error', leaveToClosing)
    const { limits } = this.#house
    const ofCaller = this.#strangers().filter(({ address }) => address === caller.address)
    if (ofCaller.length >= limits.linesNotYetKnown || (this.#lines.size >= limits.lines && !this.#makeRoom()))
      return refuseUpgrade(raw, '503 Service Unavailable')
    this.#sockets.handleUpgrade(request, raw, head, (socket) => {
      // A frame that breaks the rules, or a line that breaks: the socket closes itself, and only its seat ends.
      socket.on('error', leaveToClosing)
      const line: Line = { socket, raw, address: caller.address, served: null, fingerprint: null, isKnown: false }
      this.#lines.add(line)
      this.#moderate(line, raw)
      socket.once('close', () => {
        this.#lines.delete(line)
        if (line.fingerprint !== null) this.#house.told({ kind: 'changed' })
      })
      line.served = serveOverWebSocket(this.#house.core, socket, {
        asks: caller.asks,
        judge: (answer, nonce) => {
          const judged = caller.judge(answer, nonce)
          // In the same breath where it can be: a seat withdrawn after it was judged is among those whose lines are cut.
          return judged instanceof Promise
            ? judged.then((later) => this.#settle(line, later))
            : this.#settle(line, judged)
        },
      })
    })
  }

  /** Ends the lines that `which` names, and their sessions, at once. */
  end(which: (line: { readonly fingerprint: string | null; readonly address: string }) => boolean): void {
    for (const line of this.#lines) {
      if (!which(line)) continue
      line.served?.end()
      // Its socket still says goodbye; whoever does not answer is cut.
      setTimeout(() => line.socket.terminate(), farewellMs).unref()
    }
  }

  /** Says to every seat that the host goes away. */
  sayGoodbye(): void {
    for (const { socket } of this.#lines) socket.close(1001)
  }

  /** Lines that have not said who they are, oldest first. */
  #strangers(): Line[] {
    return [...this.#lines].filter(({ isKnown }) => !isKnown)
  }

  /** Cuts the oldest line, among those that have not said who they are, of the address that has most of them. */
  #makeRoom(): boolean {
    const [most] = [...Map.groupBy(this.#strangers(), ({ address }) => address).values()].toSorted(
      (one, other) => other.length - one.length,
    )
    const [oldest] = most ?? []
    if (oldest === undefined) return false
    this.#lines.delete(oldest)
    this.#cut(oldest)
    return true
  }

  #settle(line: Line, judged: Admitted): Admitted {
    if (!judged.admitted) return judged
    const fingerprint = judged.seat.certificate ?? null
    const same = [...this.#lines].filter((other) => fingerprint !== null && other.fingerprint === fingerprint)
    if (same.length >= this.#house.limits.linesOfSeat) return notNow('full')
    line.isKnown = true
    line.fingerprint = fingerprint
    this.#house.recognised(line.raw as Socket)
    return judged
  }

  /** Reads a line no faster than a person's program sends; cuts it when it never slows down. */
  #moderate(line: Line, raw: Duplex): void {
    const { limits } = this.#house
    const { socket } = line
    const frames = new Bucket(limits.framesPerSecond, limits.frameBurst, performance.now())
    const bytes = new Bucket(limits.bytesPerSecond, limits.frameBytes, performance.now())
    let floodingSince: number | null = null
    let unread = 0
    const rest = (waitMs: number) => {
      if (socket.isPaused) return
      socket.pause()
      setTimeout(() => socket.resume(), waitMs).unref()
    }
    raw.prependListener('data', (piece: Buffer) => {
      unread += piece.length
      const isSignedIn = line.served?.connection()?.isSignedIn() === true
      if (unread > limits.frameBytesBeforeSignIn + pieceBytes && !isSignedIn) return this.#cut(line)
      const waitMs = bytes.take(performance.now(), piece.length)
      if (waitMs > 0) rest(waitMs)
    })
    socket.on('message', () => {
      unread = 0
      const now = performance.now()
      const waitMs = frames.take(now)
      if (waitMs === 0) {
        floodingSince = null
        return
      }
      floodingSince ??= now
      if (now - floodingSince > limits.longestFloodMs) this.#cut(line)
      else rest(waitMs)
    })
  }

  #cut(line: Line): void {
    line.socket.terminate()
    const { address, fingerprint } = line
    if (address === '') return
    const who = fingerprint ?? address
    if (this.#floods.size >= mostFloods) this.#floods.clear()
    const times = (this.#floods.get(who) ?? 0) + 1
    this.#floods.set(who, times)
    if (isWorthTelling(times)) this.#house.told({ kind: 'flood', address, fingerprint, times })
  }
}

/** Refuses a request for a line, in the words of HTTP. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  // Whoever leaves its own end open would keep the place.
  setTimeout(() => socket.destroy(), farewellMs).unref()
}

/** A seat that is not let in. */
export function notNow(refused: Exclude<RefusedBecause, 'version'>): Admitted {
  return { admitted: false, refused }
}

function leaveToClosing(): void {}

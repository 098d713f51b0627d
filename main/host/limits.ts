/** What one host bears from outside. Beyond, it refuses, makes wait, or cuts: it never queues without end. */
export interface HostLimits {
  /** Connections of the network at once, all addresses together; those of this computer are counted apart. */
  readonly connections: number
  /** Connections of one address at once. */
  readonly connectionsOfAddress: number
  /** New connections of one address: so many a minute, after a first lot of as many. */
  readonly newConnectionsPerMinute: number
  /** Pages and files given to one address of the network: so many a second, after a first lot of {@link requestBurst}. */
  readonly requestsPerSecond: number
  readonly requestBurst: number
  /** Lines open at once; those that have not said who they are make room for the others. */
  readonly lines: number
  /** Lines of one seat at once: its windows and tabs. */
  readonly linesOfSeat: number
  /** Lines of one address that have not said who they are. */
  readonly linesNotYetKnown: number
  /** Frames of one line: so many a second, after a first lot of {@link frameBurst}. Beyond, the line is read more slowly. */
  readonly framesPerSecond: number
  readonly frameBurst: number
  /** A line that was slowed down for so long without a pause is not a person's: it is cut. */
  readonly longestFloodMs: number
  /** Bytes of one line: so many a second, after a first lot of {@link frameBytes}. Beyond, it is read more slowly. */
  readonly bytesPerSecond: number
  /** Bytes of one frame of a line where nobody is signed in. */
  readonly frameBytesBeforeSignIn: number
  /** Bytes of one frame: what an import of patients may weigh, with its accents. */
  readonly frameBytes: number
  /** How long TLS may take to agree. */
  readonly handshakeMs: number
  /** How long a request may take to be whole, and the next one to begin: a slow one holds a place. */
  readonly requestMs: number
}

/** Fifty seats at work behind one switch, with room; far under what would trouble the computer. */
export const usualLimits: HostLimits = {
  connections: 256,
  connectionsOfAddress: 128,
  newConnectionsPerMinute: 300,
  requestsPerSecond: 50,
  requestBurst: 1_000,
  lines: 128,
  linesOfSeat: 8,
  linesNotYetKnown: 64,
  framesPerSecond: 200,
  frameBurst: 600,
  longestFloodMs: 15_000,
  bytesPerSecond: 8 * 1024 * 1024,
  frameBytesBeforeSignIn: 256 * 1024,
  frameBytes: 64 * 1024 * 1024,
  handshakeMs: 10_000,
  requestMs: 20_000,
}

/** Gives out so many permits a second, and keeps at most a first lot of them. */
export class Bucket {
  readonly #perMs: number
  readonly #most: number
  #left: number
  #at: number

  constructor(perSecond: number, most: number, now: number) {
    this.#perMs = perSecond / 1_000
    this.#most = most
    this.#left = most
    this.#at = now
  }

  /** Takes permits, on credit if there are none left; returns how long to wait before the next, in ms. */
  take(now: number, count = 1): number {
    this.#refill(now)
    this.#left -= count
    return this.#left >= 0 ? 0 : Math.ceil(-this.#left / this.#perMs)
  }

  /** Whether a permit is there, which is then taken. */
  tryTake(now: number): boolean {
    this.#refill(now)
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }

  /** Whether nothing was taken for long enough to be as new. */
  isFull(now: number): boolean {
    this.#refill(now)
    return this.#left >= this.#most
  }

  #refill(now: number): void {
    this.#left = Math.min(this.#most, this.#left + (now - this.#at) * this.#perMs)
    this.#at = now
  }
}

/** Says whether a number of times is worth telling: the first, then each time it has grown tenfold. */
export function isWorthTelling(times: number): boolean {
  return Number.isInteger(Math.log10(times))
}

import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Ports } from '#core/ports/index.ts'

/** Failures in a row of one user or one seat, and until when the next try waits. */
const record = z.strictObject({ failures: z.int().min(1), until: z.iso.datetime({ precision: 3 }) })
const book = z.record(z.string(), record)
type Book = z.infer<typeof book>

const second = 1_000
/** The longest a person waits after a wrong password. */
export const longestWaitMs = 15 * 60 * second
/** The longest a person waits for what was typed under their name at another seat: nobody keeps a colleague out. */
export const longestWaitElsewhereMs = 60 * second
/** After a day without a try, failures are forgotten. */
const forgottenAfterMs = 24 * 3600 * second

/** Waitings remembered as said; beyond, none is worth a line. */
const mostSaid = 1_000

/** What failures are counted by: the user anywhere, the user at one seat, one seat whoever types there. */
type Counted = 'user' | 'user-here' | 'seat'
/** A seat serves several people, each of whom may mistype: it waits from the fifth failure in a row only. */
const patience: Readonly<Record<Counted, number>> = { user: 2, 'user-here': 2, seat: 5 }
const longest: Readonly<Record<Counted, number>> = {
  user: longestWaitElsewhereMs,
  'user-here': longestWaitMs,
  seat: longestWaitMs,
}

/**
 * How long to wait after so many failures in a row: nothing for the first ones, then 5 s, doubling up to 15 minutes, or to
 * one minute for what was typed at other seats.
 * CNIL, délibération n° 2022-100 of 21 July 2022 on passwords, asks for a growing delay or a blocking after failures.
 */
export function waitAfter(failures: number, kind: Counted): number {
  const beyond = failures - patience[kind]
  return beyond <= 0 ? 0 : Math.min(longest[kind], 5 * second * 2 ** (beyond - 1))
}

/** Whose tries are counted together. */
export interface Tried {
  readonly cabinetId: string
  /** The user, or what stands for the recovery key. */
  readonly userId: string
  readonly seat: string
}

/**
 * Counts wrong passwords per user and per seat, and says how long to wait. Kept on this computer outside the cabinet, so
 * that starting the program again does not put it back to zero; keys are digests, so the file names nobody.
 */
export class Attempts {
  readonly #ports: Pick<Ports, 'clock' | 'localState'>
  #book: Promise<Book> | null = null
  readonly #said = new Map<string, number>()
  #writing: Promise<void> = Promise.resolve()

  constructor(ports: Pick<Ports, 'clock' | 'localState'>) {
    this.#ports = ports
  }

  /** Milliseconds to wait before the next try may even be looked at. */
  async waitMs(tried: Tried): Promise<number> {
    const known = await this.#read()
    const waits = keysOf(tried)
      .map(({ key }) => known[key])
      .map((entry) => this.#leftOf(entry))
    return Math.max(0, ...waits)
  }

  /** Counts a failure; returns how long to wait from now. */
  async failed(tried: Tried): Promise<number> {
    this.#said.delete(`${tried.cabinetId} ${tried.userId} ${tried.seat}`)
    const known = await this.#read()
    const now = Date.parse(this.#ports.clock.now())
    const waits = keysOf(tried).map(({ key, kind }) => {
      const failures = (known[key]?.failures ?? 0) + 1
      const wait = waitAfter(failures, kind)
      known[key] = { failures, until: new Date(now + wait).toISOString() }
      return wait
    })
    for (const [key, { until }] of Object.entries(known)) {
      if (now - Date.parse(until) > forgottenAfterMs) delete known[key]
    }
    await this.#write(known)
    return Math.max(...waits)
  }

  /** Whether this waiting was said before: one line of the journal says it, not one for each time it is asked. */
  isRepeated(tried: Tried): boolean {
    const place = `${tried.cabinetId} ${tried.userId} ${tried.seat}`
    const now = this.#ports.clock.elapsedMs()
    for (const [said, at] of this.#said) if (now - at > longestWaitMs) this.#said.delete(said)
    const known = this.#said.has(place) || this.#said.size >= mostSaid
    if (!known) this.#said.set(place, now)
    return known
  }

  /** The password was right: this user and this seat start again from zero. Returns how many failures the user had. */
  async succeeded(tried: Tried): Promise<number> {
    const known = await this.#read()
    const [anywhere] = keysOf(tried)
    const failures = (anywhere === undefined ? undefined : known[anywhere.key])?.failures ?? 0
    const counted = keysOf(tried).filter(({ key }) => key in known)
    if (counted.length === 0) return failures
    for (const { key } of counted) delete known[key]
    await this.#write(known)
    return failures
  }

  #leftOf(entry: Book[string] | undefined): number {
    if (entry === undefined) return 0
    // A clock set back must not lock somebody out for a year.
    return Math.min(longestWaitMs, Math.max(0, Date.parse(entry.until) - Date.parse(this.#ports.clock.now())))
  }

  #read(): Promise<Book> {
    this.#book ??= this.#ports.localState.read('attempts').then((value) => {
      const parsed = book.safeParse(value)
      return parsed.success ? parsed.data : {}
    })
    return this.#book
  }

  async #write(known: Book): Promise<void> {
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#ports.localState.write('attempts', known))
    await this.#writing
  }
}

function keysOf(tried: Tried): { readonly key: string; readonly kind: Counted }[] {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32)
  return [
    { key: digest(`user ${tried.cabinetId} ${tried.userId}`), kind: 'user' },
    { key: digest(`user ${tried.cabinetId} ${tried.userId} at ${tried.seat}`), kind: 'user-here' },
    { key: digest(`seat ${tried.seat}`), kind: 'seat' },
  ]
}

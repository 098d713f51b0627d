import type { Ports } from '#core/ports/index.ts'
import type { Seat } from './session-table.ts'

/** A kind of thing that seats hold for a while, and for how long, in ms. Made once, by the slice that keeps it. */
export interface Shelf<T> {
  readonly lastsMs: number
  /** Only says what is on it: nothing is ever called. */
  readonly holds?: (thing: T) => never
}

/** What one session of one seat holds in memory, and nowhere else. */
export interface SeatMemory {
  /**
   * Keeps a thing under that name in the place of the one before; `false` when the session it was asked for is over or locked:
   * then nothing is kept.
   */
  keep<T>(shelf: Shelf<T>, name: string, thing: T): boolean
  /** The thing of that name, or `null` once its time is over. */
  find<T>(shelf: Shelf<T>, name: string): T | null
  forget(shelf: Shelf<never>, name: string): void
}

interface Kept {
  readonly shelf: object
  readonly name: string
  readonly sessionId: string
  readonly thing: unknown
  readonly stopWaiting: () => void
}

/**
 * What seats hold of what must not be written: in memory only, each thing for its time. Forgotten when the seat locks, when its session
 * ends or is another's, and with the cabinet, which ends sessions.
 */
export class SeatMemories {
  readonly #ports: Pick<Ports, 'timers'>
  readonly #kept = new Map<string, readonly Kept[]>()

  constructor(ports: Pick<Ports, 'timers'>) {
    this.#ports = ports
  }

  /** The memory of the session that is open now at this seat: what is kept later is kept for that session or not at all. */
  for(seat: Seat): SeatMemory {
    const sessionId = seat.session?.sessionId ?? null
    const isOpen = () => sessionId !== null && seat.session?.sessionId === sessionId && seat.session.lockedAt === null
    return {
      keep: (shelf, name, thing) => {
        if (sessionId === null || !isOpen()) return false
        this.#drop(seat.id, shelf, name)
        const stopWaiting = this.#ports.timers.after(shelf.lastsMs, () => this.#drop(seat.id, shelf, name))
        this.#kept.set(seat.id, [...this.#of(seat.id), { shelf, name, sessionId, thing, stopWaiting }])
        return true
      },
      find: <T>(shelf: Shelf<T>, name: string) => {
        const found = isOpen() ? this.#of(seat.id).find((one) => one.shelf === shelf && one.name === name) : undefined
        // What is on a shelf was put there with its type.
        return found?.sessionId === sessionId ? (found.thing as T) : null
      },
      forget: (shelf, name) => this.#drop(seat.id, shelf, name),
    }
  }

  /** The seat shows nothing any more. */
  leave(seat: Pick<Seat, 'id'>): void {
    for (const { stopWaiting } of this.#of(seat.id)) stopWaiting()
    this.#kept.delete(seat.id)
  }

  #of(seatId: string): readonly Kept[] {
    return this.#kept.get(seatId) ?? []
  }

  #drop(seatId: string, shelf: object, name: string): void {
    const [gone, others] = [
      this.#of(seatId).filter((one) => one.shelf === shelf && one.name === name),
      this.#of(seatId).filter((one) => one.shelf !== shelf || one.name !== name),
    ]
    for (const { stopWaiting } of gone) stopWaiting()
    if (others.length === 0) this.#kept.delete(seatId)
    else this.#kept.set(seatId, others)
  }
}

import type { VitaleCard } from '#app/devices/workstation.ts'
import type { Ports } from '#core/ports/index.ts'
import type { Seat } from './session-table.ts'

/** How long what was read of a card stays in memory, in ms. */
export const readingMs = 5 * 60_000

/** What was read of the cards of one seat. */
export interface SeatReadings {
  /** Keeps a card in the place of the one read before; returns the name it is asked for by. */
  keep(card: VitaleCard): string
  /** The card read under that name in this very session, or `null` once its time is over. */
  find(readingId: string): VitaleCard | null
  forget(): void
}

interface Reading {
  readonly readingId: string
  readonly sessionId: string
  readonly card: VitaleCard
  readonly stopWaiting: () => void
}

/**
 * What was read of patients' cards, in memory only: one card a seat, for {@link readingMs}. Forgotten when the seat locks,
 * when its session ends or is another's, and with the cabinet, which ends sessions.
 */
export class CardReadings {
  readonly #ports: Pick<Ports, 'timers' | 'random'>
  readonly #readings = new Map<string, Reading>()

  constructor(ports: Pick<Ports, 'timers' | 'random'>) {
    this.#ports = ports
  }

  /** The readings of one seat. */
  for(seat: Seat): SeatReadings {
    return {
      keep: (card) => this.#keep(seat, card),
      find: (readingId) => {
        const reading = this.#readings.get(seat.id)
        const isTheirs = reading !== undefined && reading.sessionId === seat.session?.sessionId
        return isTheirs && reading.readingId === readingId ? reading.card : null
      },
      forget: () => this.leave(seat),
    }
  }

  /** The seat shows nothing any more. */
  leave(seat: Pick<Seat, 'id'>): void {
    this.#readings.get(seat.id)?.stopWaiting()
    this.#readings.delete(seat.id)
  }

  #keep(seat: Seat, card: VitaleCard): string {
    this.leave(seat)
    const { session } = seat
    if (session === null || session.lockedAt !== null) throw new Error('nobody is at this seat to read a card')
    const readingId = this.#ports.random.id()
    const stopWaiting = this.#ports.timers.after(readingMs, () => this.leave(seat))
    this.#readings.set(seat.id, { readingId, sessionId: session.sessionId, card, stopWaiting })
    return readingId
  }
}

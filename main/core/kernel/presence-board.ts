import type { PresentPerson } from '#app/features/presence/model.ts'
import type { Ports } from '#core/ports/index.ts'
import type { Seat } from './session-table.ts'

/** What somebody does with a record they show. */
type Activity = PresentPerson['activity']

/** Who shows which record, as one seat sees it and says it. */
export interface SeatPresence {
  /** Says what this seat does with a record; `none` once it shows it no more. Returns whether that is new. */
  set(patientId: string, activity: Activity | 'none'): boolean
  /** Other people who show the record, whoever came first first; the caller's own other seats are not others. */
  others(patientId: string): readonly PresentPerson[]
}

/** Records a seat may say it shows at once: as many as a window has tabs. Beyond, the one shown longest is forgotten. */
const mostRecords = 30

/**
 * Who has which record open now. In memory: it ends when the seat locks, signs out or goes away, and stays while a broken
 * line is waited for.
 */
export class PresenceBoard {
  readonly #clock: Ports['clock']
  readonly #announce: (patientId: string) => void
  /** By seat, then by patient. */
  readonly #shown = new Map<string, Map<string, PresentPerson>>()

  /** `announce` tells whoever may see the patient that somebody came or left. */
  constructor(clock: Ports['clock'], announce: (patientId: string) => void) {
    this.#clock = clock
    this.#announce = announce
  }

  /** The board as one seat sees it. */
  for(seat: Seat): SeatPresence {
    return {
      set: (patientId, activity) => this.#set(seat, patientId, activity),
      others: (patientId) => this.#others(seat, patientId),
    }
  }

  /** The seat shows nothing any more. */
  leave(seat: Seat): void {
    const records = this.#shown.get(seat.id)
    if (records === undefined) return
    this.#shown.delete(seat.id)
    for (const patientId of records.keys()) this.#announce(patientId)
  }

  #set(seat: Seat, patientId: string, activity: Activity | 'none'): boolean {
    const { session } = seat
    const records = this.#shown.get(seat.id) ?? new Map<string, PresentPerson>()
    const former = records.get(patientId)
    if (session === null || (former?.activity ?? 'none') === activity) return false
    if (activity === 'none') records.delete(patientId)
    else {
      const { userId, displayName } = session.actor
      const since = former?.since ?? this.#clock.now()
      records.set(patientId, { userId, displayName, seatName: seat.info.name, activity, since })
    }
    for (const id of [...records.keys()].slice(0, -mostRecords)) records.delete(id)
    if (records.size === 0) this.#shown.delete(seat.id)
    else this.#shown.set(seat.id, records)
    return true
  }

  #others(seat: Seat, patientId: string): readonly PresentPerson[] {
    const own = seat.session?.actor.userId
    return [...this.#shown.values()]
      .flatMap((records) => records.get(patientId) ?? [])
      .filter((person) => person.userId !== own)
      .toSorted((one, other) => (one.since < other.since ? -1 : 1))
  }
}

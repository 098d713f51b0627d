import type { Ports } from '#core/ports/index.ts'
import type { CabinetInUse } from './cabinet-in-use.ts'
import type { ChangeHub } from './changes.ts'
import type { SeatInfo, SeatSessions, Session } from './sessions.ts'
import type { Actor } from './work.ts'

/** One seat attached to the core, and who is signed in there. */
export class Seat {
  readonly id: string
  readonly info: SeatInfo
  /** Ends when the seat goes away. */
  readonly gone = new AbortController()
  session: Session | null = null
  lastActiveMs = 0

  constructor(id: string, info: SeatInfo) {
    this.id = id
    this.info = info
  }
}

/** What the table needs of the core. */
export interface SessionHouse {
  readonly ports: Ports
  readonly changes: ChangeHub
  cabinet(): CabinetInUse | null
}

/** Who is signed in where. A session lives as long as its connection and the open cabinet, never longer. */
export class SessionTable {
  readonly #house: SessionHouse
  readonly #seats = new Map<string, Seat>()

  constructor(house: SessionHouse) {
    this.#house = house
  }

  attach(info: SeatInfo): Seat {
    const seat = new Seat(this.#house.ports.random.id(), info)
    this.#seats.set(seat.id, seat)
    return seat
  }

  /** The seat is gone: its session ends and what it was waiting for is aborted. */
  detach(seat: Seat): void {
    if (!this.#seats.delete(seat.id)) return
    this.#end(seat)
    seat.gone.abort(new Error('the seat is gone'))
  }

  seat(id: string): Seat | null {
    return this.#seats.get(id) ?? null
  }

  /** The session of a seat with its user as they are now; ended when they may no longer act. */
  async fresh(seat: Seat): Promise<Session | null> {
    const { session } = seat
    if (session === null) return null
    const actor = await this.#actor(session.actor.userId)
    // Signed out or replaced while the user was read.
    if (seat.session !== session) return seat.session
    if (actor === null) this.#end(seat)
    else if (actor !== session.actor) seat.session = { ...session, actor }
    return seat.session
  }

  /** The sessions as one seat sees and steers them. */
  for(seat: Seat): SeatSessions {
    return {
      seat: seat.info,
      current: () => seat.session,
      signIn: (userId) => this.#signIn(seat, userId),
      lock: () => this.lock(seat),
      signOut: () => this.#end(seat),
      touch: () => this.touch(seat),
      endAllOf: (userId) => this.endWhere((other) => other.session?.actor.userId === userId),
      endElsewhere: (userId) => this.endWhere((other) => other !== seat && other.session?.actor.userId === userId),
      othersAtWork: () => [
        ...new Set(
          [...this.#seats.values()].flatMap((other) =>
            other !== seat && other.session?.lockedAt === null ? [other.session.actor.displayName] : [],
          ),
        ),
      ],
      forgetActors: () => this.#house.cabinet()?.forgetActors(),
      openElsewhere: (userId) =>
        [...this.#seats.values()]
          .filter((other) => other !== seat && other.session?.actor.userId === userId)
          .map((other) => other.info.name),
    }
  }

  /** Locks a seat where somebody is signed in. */
  lock(seat: Seat): Session {
    if (seat.session === null) throw new Error('nobody is signed in here')
    seat.session = { ...seat.session, lockedAt: seat.session.lockedAt ?? this.#house.ports.clock.now() }
    this.#house.changes.endFor(seat.id)
    return seat.session
  }

  touch(seat: Seat): void {
    seat.lastActiveMs = this.#house.ports.clock.elapsedMs()
  }

  /** Seats whose user has done nothing for so long. */
  idleFor(ms: number): readonly Seat[] {
    const since = this.#house.ports.clock.elapsedMs() - ms
    return [...this.#seats.values()].filter(
      (seat) => seat.session !== null && seat.session.lockedAt === null && seat.lastActiveMs <= since,
    )
  }

  /** Whether somebody is signed in anywhere. */
  anyone(): boolean {
    return [...this.#seats.values()].some((seat) => seat.session !== null)
  }

  endWhere(which: (seat: Seat) => boolean): void {
    for (const seat of this.#seats.values()) if (which(seat)) this.#end(seat)
  }

  async #signIn(seat: Seat, userId: string): Promise<Session | null> {
    const actor = await this.#actor(userId)
    if (actor === null || !this.#seats.has(seat.id)) return null
    this.#end(seat)
    const { clock, random } = this.#house.ports
    seat.session = { sessionId: random.id(), actor, openedAt: clock.now(), lockedAt: null }
    this.touch(seat)
    return seat.session
  }

  async #actor(userId: string): Promise<Actor | null> {
    return (await this.#house.cabinet()?.actor(userId, this.#house.ports.clock.today())) ?? null
  }

  #end(seat: Seat): void {
    seat.session = null
    this.#house.changes.endFor(seat.id)
  }
}

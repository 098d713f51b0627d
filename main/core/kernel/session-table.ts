import { createHash, timingSafeEqual } from 'node:crypto'
import type { LockReason, OpenedWith } from '#app/features/sessions/model.ts'
import type { Ports } from '#core/ports/index.ts'
import type { CabinetInUse } from './cabinet-in-use.ts'
import { CardProofs, type SeatCardProofs } from './card-proofs.ts'
import type { ChangeHub } from './changes.ts'
import { describeError } from './redact.ts'
import { KeptReplies } from './receipts.ts'
import type { LineEnding, SeatInfo, SeatSessions, Session } from './sessions.ts'
import type { Actor } from './work.ts'

/** How long a session waits for a seat whose line broke, in ms. */
export const brokenLineMs = 120_000

/** How often sessions of broken lines are looked at, in ms. */
const sweepMs = 5_000

/** Seats of broken lines where nobody was signed in, kept for the works they started; beyond this many, the oldest go. */
const mostEmptySeats = 50

const byPassword: OpenedWith = { kind: 'password', cardNumber: null }

/** Why a session ended, as the journal says it; `null` when the operation that ends it says so itself. */
type SessionEnd = Exclude<LineEnding, 'broken'> | 'expired' | 'other-user' | 'access-ended' | 'cabinet-closed' | null

/** The present line of a seat. */
interface SeatLine {
  /** SHA-256 of the token that brings the session back: the token itself is kept by the seat alone. */
  readonly token: Buffer
  /** Of the line before, until the seat is heard on this one: the welcome may be lost on its way. */
  former: Buffer | null
  /** Hangs up, when another line takes the session over before this one was known to be broken. */
  readonly hangUp: () => void
}

/** One seat attached to the core, and who is signed in there. */
export class Seat {
  readonly id: string
  info: SeatInfo
  /** Ends when the seat's line does. */
  gone = new AbortController()
  session: Session | null = null
  lastActiveMs = 0
  line: SeatLine
  /** When the line broke; `null` while it holds. */
  brokenAtMs: number | null = null
  readonly replies = new KeptReplies()
  readonly cardProofs = new CardProofs()

  constructor(id: string, info: SeatInfo, line: SeatLine) {
    this.id = id
    this.info = info
    this.line = line
  }
}

/** A seat's line, from its beginning to its end. */
export interface SeatAttachment {
  readonly seat: Seat
  /** Brings the session back on the next line. */
  readonly resume: string
  readonly resumed: boolean
  /** The seat has its new token: the former one brings nothing back any more. */
  confirm(): void
  detach(how: LineEnding): void
}

/** How a line begins. */
export interface LineStart {
  /** The token of the seat's former line. */
  readonly resume?: string | undefined
  readonly hangUp?: () => void
}

/** What the table needs of the core. */
export interface SessionHouse {
  readonly ports: Ports
  readonly changes: ChangeHub
  cabinet(): CabinetInUse | null
  /** A seat shows nothing any more: locked, signed out, gone. */
  left(seat: Seat): void
}

/**
 * Who is signed in where. A session lives as long as its seat's line and the open cabinet. When a line breaks without
 * having been closed, it waits {@link brokenLineMs} for the seat to come back with its token; its inactivity goes on.
 */
export class SessionTable {
  readonly #house: SessionHouse
  readonly #seats = new Map<string, Seat>()
  readonly #writing = new Set<Promise<void>>()
  #stopSweeping: (() => void) | null = null

  constructor(house: SessionHouse) {
    this.#house = house
  }

  attach(info: SeatInfo, { resume, hangUp = () => undefined }: LineStart = {}): SeatAttachment {
    const { random } = this.#house.ports
    const token = Buffer.from(random.bytes(32)).toString('base64url')
    const former = resume === undefined ? null : this.#findByToken(resume, info)
    const line: SeatLine = {
      token: digestOf(token),
      former: former === null || resume === undefined ? null : digestOf(resume),
      hangUp,
    }
    const seat = former ?? new Seat(random.id(), info, line)
    if (former === null) this.#seats.set(seat.id, seat)
    else this.#takeOver(former, info, line)
    return {
      seat,
      resume: token,
      resumed: former !== null,
      confirm: () => {
        line.former = null
      },
      detach: (how) => this.#detach(seat, line, how),
    }
  }

  /** What the sessions that ended had to write in the journal is written. */
  async settled(): Promise<void> {
    await Promise.all(this.#writing)
  }

  /** The seat a token brings back; a token of another certificate, another kind of seat or another time gives nothing. */
  #findByToken(token: string, info: SeatInfo): Seat | null {
    const given = digestOf(token)
    const now = this.#house.ports.clock.elapsedMs()
    // Digests are compared, to their end: how long it takes tells nothing of the token.
    const seat = [...this.#seats.values()].find(
      ({ line }) => timingSafeEqual(line.token, given) || timingSafeEqual(line.former ?? line.token, given),
    )
    if (seat === undefined || seat.info.certificate !== info.certificate || seat.info.kind !== info.kind) return null
    if (seat.brokenAtMs !== null && now - seat.brokenAtMs > brokenLineMs) return null
    return seat
  }

  #takeOver(seat: Seat, info: SeatInfo, line: SeatLine): void {
    const { hangUp } = seat.line
    const isOpen = seat.brokenAtMs === null
    seat.line = line
    seat.info = info
    seat.brokenAtMs = null
    if (isOpen) {
      this.#cut(seat)
      hangUp()
    }
    seat.gone = new AbortController()
  }

  #detach(seat: Seat, line: SeatLine, how: LineEnding): void {
    // Another line has the seat, or nobody any more.
    if (seat.line !== line || seat.brokenAtMs !== null || !this.#seats.has(seat.id)) return
    this.#cut(seat)
    if (how === 'broken') {
      seat.brokenAtMs = this.#house.ports.clock.elapsedMs()
      this.#keepFewEmpty()
      this.#stopSweeping ??= this.#house.ports.timers.every(sweepMs, () => this.#sweep())
    } else this.#remove(seat, how)
  }

  /** What the seat was watching and waiting for ends with its line. */
  #cut(seat: Seat): void {
    this.#house.changes.endFor(seat.id)
    seat.gone.abort(new Error('the seat is gone'))
  }

  #remove(seat: Seat, why: SessionEnd): void {
    this.#seats.delete(seat.id)
    this.#end(seat, why)
  }

  #keepFewEmpty(): void {
    const empty = [...this.#seats.values()].filter((seat) => seat.brokenAtMs !== null && seat.session === null)
    for (const seat of empty.slice(0, -mostEmptySeats)) this.#seats.delete(seat.id)
  }

  #sweep(): void {
    const since = this.#house.ports.clock.elapsedMs() - brokenLineMs
    const broken = [...this.#seats.values()].filter((seat) => seat.brokenAtMs !== null)
    for (const seat of broken) if ((seat.brokenAtMs ?? 0) < since) this.#remove(seat, 'expired')
    if (broken.length > 0) return
    this.#stopSweeping?.()
    this.#stopSweeping = null
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
    if (actor === null) this.#end(seat, 'access-ended')
    else if (actor !== session.actor) seat.session = { ...session, actor }
    return seat.session
  }

  /** The sessions as one seat sees and steers them. */
  for(seat: Seat): SeatSessions {
    return {
      seat: seat.info,
      current: () => seat.session,
      signIn: (userId, openedWith = byPassword) => this.#signIn(seat, userId, openedWith),
      lock: (reason) => this.lock(seat, reason),
      signOut: () => this.#end(seat, null),
      touch: () => this.touch(seat),
      endAllOf: (userId) => this.endWhere((other) => other.session?.actor.userId === userId, 'access-ended'),
      endAllAt: (certificate) => this.endWhere((other) => other.info.certificate === certificate, 'withdrawn'),
      cardProofs: this.#cardProofsOf(seat),
      endOpenedWithCard: (userId, cardNumber, where) =>
        this.endWhere(
          ({ id, session }) =>
            (where === 'everywhere' || id !== seat.id) &&
            session?.actor.userId === userId &&
            session.openedWith.kind === 'card' &&
            session.openedWith.cardNumber === cardNumber,
          'access-ended',
        ),
      endElsewhere: (userId) =>
        this.endWhere((other) => other !== seat && other.session?.actor.userId === userId, 'access-ended'),
      peopleAt: (certificate) => [
        ...new Set(
          [...this.#seats.values()].flatMap(({ info, session }) =>
            info.certificate === certificate && session !== null ? [session.actor.displayName] : [],
          ),
        ),
      ],
      isOnline: (certificate) =>
        [...this.#seats.values()].some((other) => other.info.certificate === certificate && other.brokenAtMs === null),
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

  #cardProofsOf({ cardProofs, session }: Seat): SeatCardProofs {
    const { clock, random } = this.#house.ports
    const sessionId = session?.sessionId ?? null
    return {
      draw: (purpose) => cardProofs.draw(purpose, random.bytes(32), clock.elapsedMs()),
      take: (challenge, purpose) => cardProofs.take(challenge, purpose, clock.elapsedMs()),
      begin: (card) => {
        if (sessionId !== null) cardProofs.begin(card, sessionId, clock.elapsedMs())
      },
      begun: (slotId, purpose) => cardProofs.begun(slotId, purpose, sessionId, clock.elapsedMs()),
      settle: () => cardProofs.settle(),
    }
  }

  /** Locks a seat where somebody is signed in. */
  lock(seat: Seat, reason: LockReason): Session {
    if (seat.session === null) throw new Error('nobody is signed in here')
    // Locked again (a page that begins anew): the first time and its reason stand.
    const { lockedAt, lockReason } = seat.session
    seat.session = {
      ...seat.session,
      lockedAt: lockedAt ?? this.#house.ports.clock.now(),
      lockReason: lockReason ?? reason,
    }
    this.#house.changes.endFor(seat.id)
    this.#house.left(seat)
    seat.replies.forget()
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

  endWhere(which: (seat: Seat) => boolean, why: SessionEnd = 'cabinet-closed'): void {
    for (const seat of this.#seats.values()) {
      if (!which(seat)) continue
      // Nobody comes back to a session that was ended.
      if (seat.brokenAtMs === null) this.#end(seat, why)
      else this.#remove(seat, why)
    }
  }

  /** Ends everything: the core is closing. */
  dispose(): void {
    this.#stopSweeping?.()
    this.endWhere(() => true)
  }

  async #signIn(seat: Seat, userId: string, openedWith: OpenedWith): Promise<Session | null> {
    const actor = await this.#actor(userId)
    if (actor === null || !this.#seats.has(seat.id)) return null
    this.#end(seat, seat.session?.actor.userId === userId ? null : 'other-user')
    const { clock, random } = this.#house.ports
    const openedAt = clock.now()
    seat.session = { sessionId: random.id(), actor, openedAt, openedWith, lockedAt: null, lockReason: null }
    this.touch(seat)
    return seat.session
  }

  async #actor(userId: string): Promise<Actor | null> {
    return (await this.#house.cabinet()?.actor(userId, this.#house.ports.clock.today())) ?? null
  }

  #end(seat: Seat, why: SessionEnd): void {
    const { session } = seat
    seat.session = null
    seat.replies.forget()
    this.#house.changes.endFor(seat.id)
    this.#house.left(seat)
    if (session === null || why === null) return
    const written = this.#journal(seat, session, why).finally(() => this.#writing.delete(written))
    this.#writing.add(written)
  }

  /** No session ends without a line of the journal; without a cabinet there is no journal. */
  async #journal(seat: Seat, session: Session, reason: NonNullable<SessionEnd>): Promise<void> {
    const line = {
      at: this.#house.ports.clock.now(),
      act: 'session.close',
      outcome: 'done',
      problem: null,
      operation: 'service.session-end',
      actor_user_id: session.actor.userId,
      service: 'session-end',
      seat: seat.info.name,
      session_id: session.sessionId,
      patient_id: null,
      subject_id: null,
      details: { reason },
    } as const
    try {
      await this.#house.cabinet()?.appendAlone(line, 'power-cut')
    } catch (error) {
      this.#house.ports.logger.write({ level: 'error', event: 'session.close', fields: describeError(error) })
    }
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

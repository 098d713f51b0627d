import type { KnownActivity, PscAttempt, PscChannel } from '#app/features/psc/model.ts'
import {
  type Ports,
  type ProxyAddress,
  type ProxyPost,
  type ProxyReply,
  type ProxySession,
  SignInFailure,
  type SignInRefusal,
} from '#core/ports/index.ts'
import type { Seat } from './session-table.ts'

/** Who is asked to identify themselves, through which proxy. */
export interface SignInAsked {
  readonly proxy: ProxyAddress
  readonly nationalId: string
  readonly channel: PscChannel
}

/** Where a try of this seat is. `unknown`: there is none of that name any more. */
export type SignInProgress =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'approved'; readonly nationalId: string; readonly activities: readonly KnownActivity[] }
  | { readonly kind: 'failed'; readonly reason: SignInRefusal | 'other-person' }
  | { readonly kind: 'unknown' }

/** Signing in by an outside service, as one seat asks it. */
export interface SeatSignIn {
  /**
   * Has somebody asked who they are; any other try of this seat ends. When the same person was asked too often, how long to
   * wait in ms: a telephone that rings without end is answered in the end.
   */
  begin(asked: SignInAsked): PscAttempt | { readonly retryAfterMs: number }
  /** Where a try is, once it is known or after some seconds. A failure is told once. */
  progress(attemptId: string, signal: AbortSignal): Promise<SignInProgress>
  /** The same at once, without waiting. */
  look(attemptId: string): SignInProgress
  /** Takes an approved try, which is then no more: it is kept or ended. `null` when none is approved under that name. */
  take(attemptId: string): TakenSignIn | null
  /** Gives a try up; what was opened for it is closed. */
  cancel(attemptId: string): void
  /** The activity chosen for this seat’s session, or `null`. */
  activity(): KnownActivity | null
  /** Whose session is kept for this seat, or `null`; `professions`: all theirs (TRE_G15), `profession`: of the activity. */
  session(): {
    readonly nationalId: string
    readonly profession: string | null
    readonly professions: readonly string[]
  } | null
  /** Has the proxy carry a call in the name of that session. Throws {@link SignInFailure}: `refused` when there is none. */
  send(request: ProxyPost): Promise<ProxyReply>
  readonly telephone: Ports['signIn']['telephone']
}

/** An approval that was taken: one of the two is called, once. */
export interface TakenSignIn {
  /**
   * It is what the session now open at this seat stands on: it ends with it. `activity`: the one chosen, kept as long.
   */
  keep(activity: KnownActivity | null): void
  /** Closes what was opened for it. */
  end(): void
}

/** How long the person has, in ms, as they are told; the proxy has the last word. */
const answerMs = 120_000
/** How long a question about progress waits, in ms. */
const patienceMs = 8_000
/** An approval that nobody takes up is closed after so long, in ms. */
const takeUpMs = 120_000
/** How often the limits of held sessions are looked at, in ms. */
const roundMs = 15_000
/** Questions put to one person in {@link askedWithinMs} before the next must wait. */
const mostAsked = 6
const askedWithinMs = 10 * 60_000

interface Attempt {
  readonly id: string
  readonly seatId: string
  /** The cabinet it was begun for: an approval through the proxy of one opens no other. */
  readonly cabinet: object | null
  readonly beganMs: number
  readonly giveUp: AbortController
  session: ProxySession | null
  approvedMs: number
  progress: SignInProgress
  readonly changed: Promise<void>
  expire: (() => void) | null
}

interface Held {
  readonly seat: Seat
  readonly session: ProxySession
  readonly sessionId: string
  readonly activity: KnownActivity | null
  readonly beganMs: number
  /** Of its age, what the computer slept. */
  sleptMs: number
}

/** Two digits nobody can foresee, each number as likely as another. */
function drawNumber(random: Ports['random']): string {
  for (;;) {
    // Of 256, the last 56 would make some numbers likelier.
    const byte = random.bytes(16).find((one) => one < 200)
    if (byte !== undefined) return String(byte % 100).padStart(2, '0')
  }
}

/** What the desk needs of the core. */
export interface SignInHouse {
  readonly ports: Pick<Ports, 'signIn' | 'clock' | 'random' | 'timers'>
  /**
   * Why a held session must end, from its age and the time since the person last did something, both in ms; `null` while it
   * goes on.
   */
  readonly endOf: (ageMs: number, idleMs: number) => string | null
  /** The cabinet that is open, another object each time one is opened. */
  cabinet(): object | null
  /** Locks a seat whose session stood on one that ended. */
  lock(seat: Seat, why: string): void
}

/**
 * Who is being asked, and the sessions kept at the outside service. In memory alone. A held session ends with the seat’s
 * own (lock, sign-out, line closed, cabinet closed), and the other way round.
 */
export class SignInDesk {
  readonly #house: SignInHouse
  readonly #attempts = new Map<string, Attempt>()
  readonly #held = new Map<string, Held>()
  readonly #asked = new Map<string, number[]>()
  readonly #ending = new Set<Promise<void>>()
  #stopRounds: (() => void) | null = null
  /** When the limits were last looked at, by what counts time from any moment and by the clock on the wall, in ms. */
  #looked = { now: 0, wall: 0 }

  constructor(house: SignInHouse) {
    this.#house = house
  }

  /** The desk as one seat sees it; a work that outlives its session has no part in the one that follows at that seat. */
  for(seat: Seat): SeatSignIn {
    const sessionId = seat.session?.sessionId
    const heldStill = () => {
      const held = this.#heldBy(seat)
      return held?.sessionId === sessionId ? held : null
    }
    return {
      begin: (asked) => this.#begin(seat, asked),
      progress: (attemptId, signal) => this.#follow(seat, attemptId, signal),
      look: (attemptId) => this.#find(seat, attemptId)?.progress ?? { kind: 'unknown' },
      take: (attemptId) => this.#take(seat, attemptId),
      cancel: (attemptId) => {
        const attempt = this.#find(seat, attemptId)
        if (attempt !== null) this.#drop(attempt)
      },
      activity: () => this.#heldBy(seat)?.activity ?? null,
      session: () => {
        const held = heldStill()
        if (held === null) return null
        const { nationalId, activities } = held.session.identity
        const professions = [...new Set(activities.map(({ profession }) => profession))]
        return { nationalId, profession: held.activity?.profession ?? null, professions }
      },
      send: (request) => {
        const held = heldStill()
        return held === null ? Promise.reject(new SignInFailure('refused')) : held.session.send(request)
      },
      telephone: this.#house.ports.signIn.telephone,
    }
  }

  /** The seat locked, signed out or went away: nothing of its own is left at the service. */
  leave(seat: Seat): void {
    for (const attempt of this.#attempts.values()) if (attempt.seatId === seat.id) this.#drop(attempt)
    const held = this.#held.get(seat.id)
    if (held === undefined) return
    this.#held.delete(seat.id)
    this.#end(held.session)
    if (this.#held.size > 0) return
    this.#stopRounds?.()
    this.#stopRounds = null
  }

  /** Ends everything, and waits until the service was told, some seconds at most. */
  async end(): Promise<void> {
    for (const attempt of this.#attempts.values()) this.#drop(attempt)
    for (const { seat } of this.#held.values()) this.leave(seat)
    await Promise.all(this.#ending)
    await this.#house.ports.signIn.dispose()
  }

  #begin(seat: Seat, asked: SignInAsked): PscAttempt | { readonly retryAfterMs: number } {
    const { clock, random, timers, signIn } = this.#house.ports
    for (const attempt of this.#attempts.values()) if (attempt.seatId === seat.id) this.#drop(attempt)
    const now = clock.elapsedMs()
    const retryAfterMs = this.#mustWait(asked.nationalId, now)
    if (retryAfterMs > 0) return { retryAfterMs }
    const giveUp = new AbortController()
    const bindingNumber = drawNumber(random)
    const connecting = signIn.connect({ ...asked, bindingNumber, signal: giveUp.signal })
    const attempt: Attempt = {
      id: Buffer.from(random.bytes(24)).toString('base64url'),
      seatId: seat.id,
      cabinet: this.#house.cabinet(),
      beganMs: now,
      giveUp,
      session: null,
      approvedMs: 0,
      progress: { kind: 'waiting' },
      changed: connecting.then(
        (session) => this.#approved(attempt, session, asked.nationalId),
        (error: unknown) => this.#failed(attempt, error),
      ),
      expire: null,
    }
    this.#attempts.set(attempt.id, attempt)
    void attempt.changed.then(() => {
      if (this.#attempts.has(attempt.id)) attempt.expire = timers.after(takeUpMs, () => this.#drop(attempt))
    })
    return { attemptId: attempt.id, bindingNumber, channel: asked.channel, expiresInMs: answerMs }
  }

  /** How long before the same person may be asked again, in ms; 0 when now, which is then counted. */
  #mustWait(nationalId: string, now: number): number {
    for (const [id, times] of this.#asked) if ((times.at(-1) ?? 0) < now - askedWithinMs) this.#asked.delete(id)
    const times = (this.#asked.get(nationalId) ?? []).filter((at) => at > now - askedWithinMs)
    const [first] = times
    if (times.length >= mostAsked && first !== undefined) return Math.ceil(first + askedWithinMs - now)
    this.#asked.set(nationalId, [...times, now])
    return 0
  }

  #approved(attempt: Attempt, session: ProxySession, asked: string): void {
    const { nationalId, activities } = session.identity
    if (!this.#attempts.has(attempt.id)) return this.#end(session)
    if (nationalId !== asked) {
      this.#end(session)
      attempt.progress = { kind: 'failed', reason: 'other-person' }
      return
    }
    // They answer what they are asked: nobody is ringing a telephone in their place.
    this.#asked.delete(asked)
    attempt.session = session
    attempt.approvedMs = this.#house.ports.clock.elapsedMs()
    attempt.progress = { kind: 'approved', nationalId, activities }
  }

  #failed(attempt: Attempt, error: unknown): void {
    const reason = error instanceof SignInFailure ? error.reason : 'failed'
    const isLate = this.#house.ports.clock.elapsedMs() - attempt.beganMs >= answerMs
    attempt.progress = { kind: 'failed', reason: reason === 'timeout' && isLate ? 'expired' : reason }
  }

  async #follow(seat: Seat, attemptId: string, signal: AbortSignal): Promise<SignInProgress> {
    const attempt = this.#find(seat, attemptId)
    if (attempt === null) return { kind: 'unknown' }
    if (attempt.progress.kind === 'waiting') await this.#settledOrLater(attempt, signal)
    if (attempt.progress.kind === 'failed') this.#drop(attempt)
    else if (!this.#attempts.has(attempt.id)) return { kind: 'unknown' }
    return attempt.progress
  }

  #settledOrLater(attempt: Attempt, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#house.ports.timers.after(patienceMs, resolve)
      const done = () => {
        stop()
        resolve()
      }
      signal.addEventListener('abort', done, { once: true })
      attempt.giveUp.signal.addEventListener('abort', done, { once: true })
      void attempt.changed.finally(done)
    })
  }

  #take(seat: Seat, attemptId: string): TakenSignIn | null {
    const attempt = this.#find(seat, attemptId)
    if (attempt === null || attempt.session === null) return null
    const { session } = attempt
    // Of the approval, not of the choice of an activity that may follow: the four hours have begun.
    const beganMs = attempt.approvedMs
    attempt.session = null
    this.#drop(attempt)
    return {
      keep: (activity) => {
        if (seat.session === null) return this.#end(session)
        // What was slept before counts for the others alone.
        this.#look()
        this.#held.set(seat.id, { seat, session, sessionId: seat.session.sessionId, activity, beganMs, sleptMs: 0 })
        this.#stopRounds ??= this.#house.ports.timers.every(roundMs, () => this.#look())
      },
      end: () => this.#end(session),
    }
  }

  /** Ends what is past its time; the seat locks, and so tells the service. */
  #look(): void {
    const now = this.#house.ports.clock.elapsedMs()
    const sleptMs = this.#sleptMs()
    for (const held of [...this.#held.values()]) {
      held.sleptMs += sleptMs
      const { seat, beganMs } = held
      const why = this.#house.endOf(now - beganMs + held.sleptMs, now - seat.lastActiveMs + sleptMs)
      if (why !== null) this.#house.lock(seat, why)
    }
  }

  /** How long the computer slept since the limits were last looked at, in ms: on some systems nothing else counts it. */
  #sleptMs(): number {
    const { clock } = this.#house.ports
    const former = this.#looked
    this.#looked = { now: clock.elapsedMs(), wall: Date.parse(clock.now()) }
    return Math.max(0, this.#looked.wall - former.wall - (this.#looked.now - former.now))
  }

  #heldBy(seat: Seat): Held | null {
    const held = this.#held.get(seat.id)
    return held !== undefined && held.sessionId === seat.session?.sessionId ? held : null
  }

  #find(seat: Seat, attemptId: string): Attempt | null {
    const attempt = this.#attempts.get(attemptId)
    if (attempt === undefined || attempt.seatId !== seat.id) return null
    if (attempt.cabinet === this.#house.cabinet()) return attempt
    this.#drop(attempt)
    return null
  }

  #drop(attempt: Attempt): void {
    this.#attempts.delete(attempt.id)
    attempt.expire?.()
    attempt.giveUp.abort()
    if (attempt.session !== null) this.#end(attempt.session)
    attempt.session = null
  }

  #end(session: ProxySession): void {
    const ended = session.end().finally(() => this.#ending.delete(ended))
    this.#ending.add(ended)
  }
}

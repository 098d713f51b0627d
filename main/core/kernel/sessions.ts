import type { LockReason, OpenedWith } from '#app/features/sessions/model.ts'
import type { SeatCardProofs } from './card-proofs.ts'
import type { Actor } from './work.ts'

/** What hosts a connection: shown to other users of the cabinet, and kept in the journal. */
export interface SeatInfo {
  readonly kind: 'electron' | 'browser' | 'command-line' | 'test'
  /** The computer or the address, as a person would recognise it: « Accueil », « PC du Dr Marchand ». */
  readonly name: string
  /** SHA-256 of the certificate the seat proved to hold, in lower-case hexadecimal; absent where none is asked. */
  readonly certificate?: string
}

/**
 * How a seat's line ended. `line-closed`: its page closed it; `seat-gone`: its window is no more; `withdrawn`: the host ended
 * it. After `broken` alone the session waits for the seat to come back.
 */
export type LineEnding = 'line-closed' | 'seat-gone' | 'withdrawn' | 'broken'

/** Somebody signed in on one connection. */
export interface Session {
  readonly sessionId: string
  readonly actor: Actor
  readonly openedAt: string
  readonly openedWith: OpenedWith
  readonly lockedAt: string | null
  readonly lockReason: LockReason | null
}

/** The session of the connection that asks, and those of the same cabinet. */
export interface SeatSessions {
  readonly seat: SeatInfo
  /** What cards were asked here. */
  readonly cardProofs: SeatCardProofs
  /** This connection's session, locked or not; `null` when nobody is signed in. */
  current(): Session | null
  /**
   * Signs a user in on this connection, in place of whoever was. The caller has verified by what: their password unless
   * said otherwise. `null` when they may not act: unknown, closed, or past their last day.
   */
  signIn(userId: string, openedWith?: OpenedWith): Promise<Session | null>
  /** Locks this seat. What it was watching ends. */
  lock(reason: LockReason): Session
  /** Ends this connection's session. */
  signOut(): void
  /** Puts the inactivity clock of this seat back to zero. */
  touch(): void
  /** Ends every session of a user whose access is closed. */
  endAllOf(userId: string): void
  /** Ends the sessions of the seat that held a certificate, those that wait for its line to come back too. */
  endAllAt(certificate: string): void
  /** Reads users' names and rights again at their next operation, after a change. */
  forgetActors(): void
  /**
   * Ends the sessions of a user that a card opened, which is no longer good: at every seat, or at every seat but this one,
   * whose user took it away themselves.
   */
  endOpenedWithCard(userId: string, cardNumber: string, where: 'everywhere' | 'elsewhere'): void
  /** Ends every session of a user but this seat's own: their password is another one from now on. */
  endElsewhere(userId: string): void
  /** Names of the people signed in at other seats whose session is not locked, each once. */
  othersAtWork(): readonly string[]
  /** Names of the people signed in at the seat that holds a certificate, locked sessions included, each once. */
  peopleAt(certificate: string): readonly string[]
  /** Whether the seat that holds a certificate has a line now. */
  isOnline(certificate: string): boolean
  /** Names of the seats where a user is signed in, other than this one. */
  openElsewhere(userId: string): readonly string[]
}

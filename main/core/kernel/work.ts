import type { ChangeEvent } from '#app/features/sessions/model.ts'
import type { Permission, RoleCode } from '#app/kernel/permissions.ts'
import type { Problem } from '#app/kernel/problem.ts'
import type { OutsidePorts } from '#core/ports/index.ts'
import type { SeatReadings } from './card-readings.ts'
import type { SeatDevices, SeatRequests } from './device-desk.ts'
import type { Jobs } from './jobs.ts'
import type { SeatPresence } from './presence-board.ts'
import type { SeatMemory } from './seat-memory.ts'
import type { SeatSessions } from './sessions.ts'
import type { SeatSignIn } from './sign-in-desk.ts'
import type { ReadDb, WriteDb } from './tables.ts'
import type { Vault } from './vault.ts'

/** Which patients somebody sees: all, or those of some groups, and for a time those opened by an emergency access. */
export interface Sight {
  /** Sees every patient; no scope predicate is added. */
  readonly seesAll: boolean
  /** The access groups whose patients are in sight; none for who may not read records. Without meaning with `seesAll`. */
  readonly groupIds: readonly string[]
  /** Records opened by an emergency access, each until the instant it ends. */
  readonly emergencies: readonly Emergency[]
}

/** A record that an emergency access opens until an instant. */
export interface Emergency {
  readonly patientId: string
  readonly endsAt: string
}

/** Who acts. Comes from the connection's session, never from a message. */
export interface Actor extends Sight {
  readonly userId: string
  /** « Dr Hélène MARCHAND ». */
  readonly displayName: string
  /** The preset, or the one their role starts from. */
  readonly role: RoleCode
  /** « Praticien », « Interne ». */
  readonly roleName: string
  readonly permissions: readonly Permission[]
}

/** The records that an emergency access opens to somebody at that instant. */
export function openedAt(sight: Pick<Sight, 'emergencies'>, now: string): readonly string[] {
  // Instants in one form compare as texts.
  return sight.emergencies.flatMap(({ patientId, endsAt }) => (endsAt > now ? [patientId] : []))
}

/** What may be asked of another user. Nothing of a patient comes through it: ask only of one the actor sees. */
export interface Colleague {
  may(permission: Permission): boolean
  sees(patientId: string): Promise<boolean>
}

/** What an operation adds to its journal entry. Later calls add to earlier ones. */
export interface JournalNote {
  /** The patient the act is about; filled in by dispatch when the operation's scope names one. */
  readonly patientId?: string
  /** The user, tag, slot or setting the act is about. */
  readonly subjectId?: string
  /** Anything else worth keeping, as JSON: the words typed, a number of rows, names of changed fields. */
  readonly details?: Readonly<Record<string, unknown>>
  /** Who acted, when dispatch cannot know yet: the person being signed in. */
  readonly actorId?: string
  /** The journal says it already: a refusal asked for again and again is one line. */
  readonly isRepeated?: boolean
  /** The cabinet the act is about, when it may not be the open one: no journal speaks of another cabinet. */
  readonly cabinetId?: string
}

/**
 * What a handler is given, and all it is given. Made by dispatch for one call.
 *
 * A handler reads through `read`, writes through `write`, and reaches the outside through `ports`.
 */
export interface Work {
  /** Who asked. Throws when the operation does not need a session and nobody is signed in: see `maybeActor`. */
  readonly actor: Actor
  /** Who asked, or `null` before anybody signed in. */
  readonly maybeActor: Actor | null
  /** Outside things; calling one inside `write` throws, because no transaction waits for the outside. */
  readonly ports: OutsidePorts
  /** Ends when the caller gave up or went away. */
  readonly signal: AbortSignal
  /** The files of this computer and what is open. For the slices cabinet, sessions, people and backups. */
  readonly vault: Vault
  /** The session of this connection. */
  readonly sessions: SeatSessions
  /** The cards of this connection's seat; asking one inside `write` throws, because no transaction waits for the outside. */
  readonly devices: SeatDevices
  /**
   * The same for a background work, which outlives the call that started it: what is asked ends with `signal`, or when the
   * seat locks or changes hands. Whoever has a card sign this way journals it with what the signature was for.
   */
  devicesUntil(signal: AbortSignal): SeatDevices
  /** What was read of patients’ cards at this seat, for a few minutes. */
  readonly readings: SeatReadings
  /** What this session of this seat holds in memory, of what must not be written. */
  readonly memory: SeatMemory
  /** What is asked of those cards, as the seat hears and answers it. For the slice devices. */
  readonly deviceRequests: SeatRequests
  /** Signing in by Pro Santé Connect at this seat. For the slice psc. */
  readonly signIn: SeatSignIn
  /** Who has which record open. */
  readonly presence: SeatPresence
  /** Background work of this connection. */
  readonly jobs: Jobs

  /** The present instant, UTC. */
  now(): string
  /** Where the computer stands, as an IANA name. */
  timeZone(): string
  /** The civil day it is there, `2026-11-22`. */
  today(): string
  /** A new UUIDv7. */
  newId(): string

  /** Another user as they are today, or `null` when they may not act: unknown, closed, out of their dates. */
  colleague(userId: string): Promise<Colleague | null>

  /** Reads, on the read-only connection, limited to the patients the actor may see. */
  read<T>(query: (db: ReadDb) => Promise<T>): Promise<T>
  /**
   * Writes, in one transaction, limited to the patients the actor may see, with the journal entry inside. When `change`
   * returns a problem or throws, nothing is written. At most once per call of an operation.
   */
  write<T>(change: (db: WriteDb) => Promise<T>): Promise<T>
  /**
   * Says that something changed; sent after commit, to whoever may see it. Dropped if the operation is refused.
   * `patientId`: whose sight it takes to hear of it, for what is neither a patient nor everybody's (a task).
   */
  announce(kind: ChangeEvent['kind'], id: string, version: number, patientId?: string | null): void
  /** The same at once, for a background work: it comes to its end after the call that started it. */
  tellNow(kind: ChangeEvent['kind'], id: string, version: number): Promise<void>
  /** Adds to the journal entry of this operation. */
  journal(note: JournalNote): void
  /** Writes a refusal now: for what closes the cabinet before the answer leaves. Answered after, it is not written twice. */
  journalRefusal(refusal: Problem): Promise<void>
  /** What changes from now on, limited to what the actor may see; ends with the session, and at lock. */
  watch(): AsyncIterableIterator<ChangeEvent>
}

/** Whether a value is a refusal; narrows what `write` returned. */
export { isProblem } from '#app/kernel/problem.ts'
export type { Problem }

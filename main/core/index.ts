import type { AnyRouter } from '@orpc/server'
import { CabinetCore } from './core.ts'
import type { SeatInfo } from './kernel/sessions.ts'
import type { Ports } from './ports/index.ts'

export type { SeatInfo } from './kernel/sessions.ts'
export type { Ports } from './ports/index.ts'

/** Parameters of Argon2id. The cabinet's own tuning is used when none are given; tests give the floor. */
export interface PasswordCost {
  readonly memoryKib: number
  readonly passes: number
  readonly lanes: number
}

/** What a core is built from. `compose` makes it. */
export interface CoreConfig {
  readonly ports: Ports
  /** Where cabinets of this computer usually are; made when absent. */
  readonly cabinetsFolder: string
  /** Where backups go until somebody chooses a folder; made when needed. */
  readonly backupsFolder: string
  readonly program: { readonly name: string; readonly version: string }
  readonly passwordCost?: PasswordCost
  /** Scheduled backups and inactivity locks. Default: true; a single command of the command line does without. */
  readonly scheduled?: boolean
}

/** One seat attached to the core. Its session ends with it. */
export interface Connection {
  readonly id: string
  readonly seat: SeatInfo
  /** Whether somebody is signed in there, their session not locked: the wire takes large frames from nobody else. */
  isSignedIn(): boolean
  /** The seat is gone: its session ends, its subscriptions stop, what it was waiting for is aborted. Idempotent. */
  detach(): void
}

/** What dispatch is told of a call: the connection it came from, and nothing else. */
export interface CallContext {
  readonly connection: Connection
}

/** A cabinet as a library: it can be asked operations, and nothing else. */
export interface Core {
  /** Takes a new seat in. */
  attach(seat: SeatInfo): Connection
  /** The operations, for the wire to serve with a {@link CallContext}. */
  readonly router: AnyRouter
  /** Ends every session, makes no backup, closes the file and erases the keys. Idempotent. */
  dispose(): Promise<void>
}

/** Builds a core. Throws when an operation has no handler or a handler no operation. */
export function createCore(config: CoreConfig): Core {
  return new CabinetCore(config)
}

import type { AnyRouter } from '@orpc/server'
import { CabinetCore } from './core.ts'
import type { CommandKey } from '#app/kernel/reply.ts'
import type { LineEnding, SeatInfo } from './kernel/sessions.ts'
import type { Ports } from './ports/index.ts'

export type { LineEnding, SeatInfo } from './kernel/sessions.ts'
export type { Ports } from './ports/index.ts'
export { verifyExport } from './kernel/audit-export.ts'

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

/** One line of a seat to the core. The session ends with it, unless the line broke and the seat comes back in time. */
export interface Connection {
  readonly id: string
  readonly seat: SeatInfo
  /** Brings the session back on the seat's next line, once. */
  readonly resume: string
  /** The session of the seat's former line goes on over this one. */
  readonly resumed: boolean
  /** The seat was heard: its former token brings nothing back any more. */
  confirm(): void
  /** Whether somebody is signed in there, their session not locked: the wire takes large frames from nobody else. */
  isSignedIn(): boolean
  /**
   * The line ended: its subscriptions stop, what it was waiting for is aborted, and the session ends, or waits for the seat
   * when the line broke. Idempotent.
   */
  detach(how: LineEnding): void
}

/** What dispatch is told of a call: the connection it came from and the name of a command, and nothing else. */
export interface CallContext extends CommandKey {
  readonly connection: Connection
}

/** A cabinet as a library: it can be asked operations, and nothing else. */
export interface Core {
  readonly program: CoreConfig['program']
  /**
   * Takes a seat in. `resume`: the token of its former line; unknown, spent or of another certificate, it gives nothing.
   * `hangUp` is called when the seat's session is taken over by another line while this one still looks open.
   */
  attach(seat: SeatInfo, start?: { readonly resume?: string | undefined; readonly hangUp?: () => void }): Connection
  /** The operations, for the wire to serve with a {@link CallContext}. */
  readonly router: AnyRouter
  /** Ends every session, makes no backup, closes the file and erases the keys. Idempotent. */
  dispose(): Promise<void>
}

/** Builds a core. Throws when an operation has no handler or a handler no operation. */
export function createCore(config: CoreConfig): Core {
  return new CabinetCore(config)
}

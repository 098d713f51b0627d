import type { Kysely } from 'kysely'
import type { SqlcipherDatabase } from '#native/sqlcipher/database.ts'
import type { CabinetKeys } from './cabinet-keys.ts'
import type { CabinetKey } from './keyslots.ts'
import type { Manifest } from './manifest.ts'

/** A cabinet that is open in this process, and in no other. Made by `openCabinetFile` and `createCabinetFile`. */
export interface CabinetFile<Tables = unknown> {
  /** The cabinet's folder, `<nom>.cabinet`. */
  readonly folder: string
  /** The manifest as last written. */
  readonly manifest: Manifest
  /** The only connection that writes. Queries wait for their turn; one transaction at a time. */
  readonly writer: Kysely<Tables>
  /** Reads only: SQLite refuses anything else on it. Sees the last commit; is not held back by the writer. */
  readonly reader: Kysely<Tables>
  /** The key slots: who can unlock this cabinet. */
  readonly keys: CabinetKeys
  /** The encrypted database, its write-ahead log (may be absent), and the manifest: what a backup copies. */
  readonly paths: { readonly database: string; readonly wal: string; readonly manifest: string }

  /**
   * Another read-only connection, for the caller to close: a held read transaction, a long export. Refused with
   * `cabinet.busy` during a rekeying, which in turn is refused while one is open.
   */
  openReader(options?: { readonly cacheKib?: number }): SqlcipherDatabase
  /**
   * From here until the returned function is called, commits go to the write-ahead log only and the pages of the
   * database file do not change: an online backup may copy them. Calls nest. `cabinet.busy` during a rekeying.
   */
  pauseCheckpoints(): () => void
  /** Moves the write-ahead log into the database file and empties it; false when a reader or a pause holds it back. */
  checkpoint(): boolean
  /** A copy of the data key, for a worker that must open a copy of this database. The caller erases it. */
  copyOfDataKey(): Uint8Array
  /** Checks every page and every b-tree in a worker, without blocking this thread. Empty when sound. */
  quickCheck(): Promise<readonly string[]>
  /** Gives the cabinet another shown name; its folder keeps its own. */
  rename(name: string): Promise<void>
  /** Ends both connections after a last checkpoint, erases the keys and lets another process in. Idempotent. */
  close(): Promise<void>
}

/** What is about to be migrated; `from` is 0 only for a cabinet without any table. */
export interface PendingMigration<Tables = unknown> {
  readonly file: CabinetFile<Tables>
  readonly from: number
  readonly to: number
}

/** What opening needs from the program. */
export interface OpeningOptions<Tables = unknown> {
  /** « Cabinet Ouvert 0.1.0 »: recorded with each migration. */
  readonly program: string
  /** The current instant, ISO 8601 in UTC with milliseconds. */
  readonly now: () => string
  /** A new UUIDv7. */
  readonly newId: () => string
  /**
   * Called before a cabinet that holds tables is migrated; the cabinet is open, not migrated. Makes and verifies a
   * backup. If it throws, nothing is migrated, the cabinet is closed and the error comes out of the opening.
   */
  readonly beforeMigrating: (pending: PendingMigration<Tables>) => Promise<void>
}

/** Opens a cabinet whose key is known. See the implementation for its refusals. */
export type OpenCabinetFile = <Tables>(
  folder: string,
  key: CabinetKey,
  options: OpeningOptions<Tables>,
) => Promise<CabinetFile<Tables>>

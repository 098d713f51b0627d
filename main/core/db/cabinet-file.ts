import { access, constants, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { migrations as shippedMigrations } from '#migrations/list.ts'
import type { Migration } from '#migrations/lib.ts'
import { isKeyOf, type SqlcipherDatabase } from '#native/sqlcipher/database.ts'
import { storageFailureKind } from '#native/sqlcipher/failure.ts'
import { type FileLock, lockFile } from '#native/sqlcipher/file-lock.ts'
import type { CabinetKeys } from './cabinet-keys.ts'
import type { JournalSeal, SealedHead } from './journal-seal.ts'
import type { CabinetKey } from './keyslots.ts'
import { databaseFile, HeldManifest, type Manifest, readManifest, readManifestCopies } from './manifest.ts'
import { migrate, schemaState } from './migrate.ts'
import { OpenCabinet } from './open-cabinet.ts'
import { asRefusal, CabinetRefusal, isRefusal } from './refusal.ts'
import { type RekeyOptions, settleRekeying } from './rekey.ts'

/** The file whose lock says that a process has the cabinet open. Never open it for anything else. */
const lockFileName = 'cabinet.lock'

/** A cabinet that is open in this process, and in no other. Made by `openCabinetFile` and `createCabinetFile`. */
export interface CabinetFile<Tables = unknown> {
  /** The cabinet's folder, `<nom>.cabinet`. */
  readonly folder: string
  /** The manifest as last written. */
  readonly manifest: Manifest
  /** The only connection that writes. Queries wait for their turn; one transaction at a time. See {@link flush}. */
  readonly writer: Kysely<Tables>
  /** Reads only: SQLite refuses anything else on it. Sees the last commit; is not held back by the writer. */
  readonly reader: Kysely<Tables>
  /** The key slots: who can unlock this cabinet. */
  readonly keys: CabinetKeys
  /** The file beside the database that remembers how far the journal went. */
  readonly journalSeal: JournalSeal
  /**
   * The encrypted database, its write-ahead log (may be absent), and the manifest: what a backup copies. Never open the
   * `-shm` file nor the lock file: on POSIX, closing them would drop locks of this process.
   */
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
  /** Ends when what was committed is on the disk: until then it survives a killed process, not a power cut. */
  flush(): Promise<void>
  /** Moves the write-ahead log into the database file and empties it; false when a reader or a pause holds it back. */
  checkpoint(): boolean
  /** The heads of the journal that the backups of a folder hold, of this cabinet, as it was sealed under any of its keys. */
  headsInBackups(folder: string): Promise<readonly SealedHead[]>
  /** A copy of the data key, for a worker that must open a copy of this database. The caller erases it. */
  copyOfDataKey(): Uint8Array
  /** Checks every page and every b-tree in a thread of its own. Empty when sound; lines hold no datum. */
  quickCheck(): Promise<readonly string[]>
  /** Gives the cabinet another shown name; its folder keeps its own. */
  rename(name: string): Promise<void>
  /**
   * Re-encrypts the database under a new data key; every slot goes on opening it. Writers wait meanwhile, readers do
   * not. Refuses with `cabinet.busy` while a backup holds the file, `cabinet.disk-full` when a copy would not fit; when
   * it throws, whatever the reason, the cabinet goes on under its former key.
   */
  rekey(options?: RekeyOptions): Promise<void>
  /**
   * Ends both connections after the transaction under way and a last checkpoint, stops a rekeying, erases the keys and
   * lets another process in. Idempotent.
   */
  close(): Promise<void>
}

/** What is about to be migrated. */
export interface PendingMigration<Tables = unknown> {
  readonly file: CabinetFile<Tables>
  /** The last applied step; never 0: a cabinet without any table has nothing to back up. */
  readonly from: number
  readonly to: number
}

/** What a cabinet needs from the program. */
export interface ProgramSide {
  /** « Cabinet Ouvert 0.1.0 »: recorded with each migration. */
  readonly program: string
  /** The current instant, ISO 8601 in UTC with milliseconds. */
  readonly now: () => string
  /** A new UUIDv7. */
  readonly newId: () => string
  /** The steps of the schema. Default: those this program ships. */
  readonly migrations?: readonly Migration[]
}

/** What opening needs from the program. */
export interface OpeningOptions<Tables = unknown> extends ProgramSide {
  /**
   * Called before a cabinet that holds tables is migrated; the cabinet is open, not migrated. Makes and verifies a
   * backup. If it throws, nothing is migrated, the cabinet is closed and the error comes out of the opening.
   */
  readonly beforeMigrating: (pending: PendingMigration<Tables>) => Promise<void>
}

/**
 * Opens a cabinet for this process alone, finishes what an interruption left, and brings its schema up to date.
 *
 * The file disposes of `key` when it is closed; when opening throws, the caller still owns it.
 *
 * Refuses with `cabinet.missing`, `cabinet.newer` (says who wrote it), `cabinet.in-use`, `cabinet.read-only`,
 * `cabinet.disk-full` or `cabinet.damaged`; nothing is left open and nothing was changed then.
 */
export async function openCabinetFile<Tables>(
  folder: string,
  key: CabinetKey,
  options: OpeningOptions<Tables>,
): Promise<CabinetFile<Tables>> {
  const migrations = options.migrations ?? shippedMigrations
  mustNotBeNewer(await readManifest(folder), migrations)
  const lock = await holdCabinetSoon(folder)
  let cabinet: OpenCabinet<Tables> | undefined
  let dataKey: Uint8Array | undefined
  try {
    // Again, under the lock: another process may have changed it, or rekeyed, in between.
    const copies = await readManifestCopies(folder)
    const manifest = new HeldManifest(folder, copies.manifest)
    mustNotBeNewer(manifest.current, migrations)
    if (key.cabinetId !== manifest.current.cabinetId) throw new TypeError('this key is of another cabinet')
    const database = join(folder, databaseFile)
    const opens = (candidate: Uint8Array) => isKeyOf(database, candidate)
    dataKey = await settleRekeying(folder, key, { manifest, otherDataKeys: copies.otherDataKeys }, opens)
    cabinet = new OpenCabinet<Tables>({ folder, key, manifest, dataKey, lock, program: options })
    await bringUpToDate(cabinet, manifest, migrations, options)
    // A copy that an interruption left behind still names a slot that was removed.
    if (copies.differ) await manifest.writeAgain()
    return cabinet
  } catch (error) {
    if (cabinet === undefined) {
      dataKey?.fill(0)
      lock.release()
    } else await cabinet.abandon()
    throw asRefusal(error, folder)
  }
}

/** How long an opening waits for the lock, and how often it asks, in ms. */
const lockPatience = { wait: 250, step: 25 } as const

/**
 * Takes the lock, waiting an instant for one that is held: whoever lists cabinets takes it too, to see whether they are in
 * use, and lets it go at once.
 */
async function holdCabinetSoon(folder: string): Promise<FileLock> {
  for (let waited = 0; ; waited += lockPatience.step) {
    try {
      return await holdCabinet(folder)
    } catch (error) {
      if (!isRefusal(error, 'cabinet.in-use') || waited >= lockPatience.wait) throw error
    }
    await pause(lockPatience.step)
  }
}

async function bringUpToDate<Tables>(
  cabinet: OpenCabinet<Tables>,
  manifest: HeldManifest,
  migrations: readonly Migration[],
  options: OpeningOptions<Tables>,
): Promise<void> {
  const run = { dialect: 'sqlite', migrations, program: options.program, now: options.now } as const
  const writer = cabinet.writer as Kysely<unknown>
  const { applied, latest } = await schemaState(writer, run)
  if (applied < latest) {
    if (applied > 0) await options.beforeMigrating({ file: cabinet, from: applied, to: latest })
    await migrate(writer, run)
    await cabinet.flush()
    cabinet.forgetStatements()
  }
  await manifest.update((current) =>
    current.schemaVersion === latest ? current : { ...current, schemaVersion: latest, writtenBy: options.program },
  )
}

function mustNotBeNewer(manifest: Manifest, migrations: readonly Migration[]): void {
  if (manifest.schemaVersion > (migrations.at(-1)?.number ?? 0)) {
    throw new CabinetRefusal('cabinet.newer', { writtenBy: manifest.writtenBy })
  }
}

/**
 * Takes the lock of a cabinet's folder: for opening it, or for exchanging it with a restored one. Refuses with
 * `cabinet.in-use`, `cabinet.read-only` or `cabinet.missing`. The system lets it go when the process dies.
 */
export async function holdCabinet(folder: string): Promise<FileLock> {
  try {
    await access(folder, constants.R_OK | constants.W_OK)
    await access(join(folder, databaseFile), constants.R_OK | constants.W_OK)
  } catch (error) {
    if (storageFailureKind(error) !== 'missing') throw asRefusal(error, folder)
    // A folder with a manifest and no database is a damaged cabinet, not an absent one: let the opening say so.
    await stat(folder).catch(() => {
      throw new CabinetRefusal('cabinet.missing', { folder })
    })
  }
  let lock: FileLock | null
  try {
    lock = lockFile(join(folder, lockFileName))
  } catch (error) {
    throw asRefusal(error, folder)
  }
  if (lock === null) throw new CabinetRefusal('cabinet.in-use', { folder })
  return lock
}

/** Whether a process, perhaps this one, has the cabinet open. */
export async function isInUse(folder: string): Promise<boolean> {
  try {
    const lock = await holdCabinet(folder)
    lock.release()
    return false
  } catch (error) {
    return error instanceof CabinetRefusal && error.code === 'cabinet.in-use'
  }
}

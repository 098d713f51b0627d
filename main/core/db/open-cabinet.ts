import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { openSqlcipher, type SqlcipherDatabase } from '#native/sqlcipher/database.ts'
import { storageFailureKind } from '#native/sqlcipher/failure.ts'
import type { FileLock } from '#native/sqlcipher/file-lock.ts'
import { releaseDatabaseBytes } from './backup/database-bytes.ts'
import { headsInBackups } from './backup/journal-heads.ts'
import type { CabinetFile, ProgramSide } from './cabinet-file.ts'
import { CabinetKeys } from './cabinet-keys.ts'
import { checkDatabase } from './check-database.ts'
import { queriesOn, ReadingConnection, WritingConnection } from './connection.ts'
import { JournalSeal, type SealedHead } from './journal-seal.ts'
import { type CabinetKey, unwrapDataKey } from './keyslots.ts'
import { LogFlush } from './log-flush.ts'
import { databaseFile, type HeldManifest, type Manifest, manifestFile } from './manifest.ts'
import { allowCheckpoints, checkpointCompletely, openCachedReader, openWriter } from './open-connections.ts'
import { asRefusal, CabinetRefusal } from './refusal.ts'
import { type QuietCabinet, type RekeyOptions, rekey } from './rekey.ts'

/** What an open cabinet is made of; it becomes the owner of all of it. */
export interface CabinetParts {
  readonly folder: string
  readonly key: CabinetKey
  readonly manifest: HeldManifest
  readonly dataKey: Uint8Array
  readonly lock: FileLock
  readonly program: ProgramSide
}

/** The implementation of {@link CabinetFile}; made by `openCabinetFile` only. */
export class OpenCabinet<Tables> implements CabinetFile<Tables> {
  readonly folder: string
  readonly writer: Kysely<Tables>
  readonly reader: Kysely<Tables>
  readonly keys: CabinetKeys
  readonly journalSeal: JournalSeal
  readonly paths: { readonly database: string; readonly wal: string; readonly manifest: string }

  readonly #key: CabinetKey
  readonly #manifest: HeldManifest
  readonly #lock: FileLock
  readonly #log: LogFlush
  readonly #writing: WritingConnection
  readonly #reading: ReadingConnection
  readonly #otherReaders = new Set<SqlcipherDatabase>()
  #dataKey: Uint8Array
  #pauses = 0
  #rekeying: { readonly stop: AbortController; readonly ended: Promise<void> } | null = null
  #closing: Promise<void> | null = null

  /** Opens both connections; throws SQLite's error, and owns nothing then. */
  constructor(parts: CabinetParts) {
    const { folder, manifest, key, program } = parts
    const database = join(folder, databaseFile)
    this.folder = folder
    this.paths = { database, wal: `${database}-wal`, manifest: join(folder, manifestFile) }
    const writer = openWriter(database, parts.dataKey)
    try {
      this.#reading = new ReadingConnection(openCachedReader(database, parts.dataKey))
    } catch (error) {
      writer.close()
      throw error
    }
    this.#writing = new WritingConnection(writer, this.#reading)
    this.writer = queriesOn<Tables>(this.#writing)
    this.reader = queriesOn<Tables>(this.#reading)
    this.#log = new LogFlush(this.paths.wal)
    this.#key = key
    this.#manifest = manifest
    this.#lock = parts.lock
    this.#dataKey = parts.dataKey
    const stamp = () => ({ slotId: program.newId(), createdAt: program.now() })
    this.keys = new CabinetKeys(folder, key, manifest, stamp)
    this.journalSeal = new JournalSeal(folder, key)
  }

  get manifest(): Manifest {
    return this.#manifest.current
  }

  openReader(options: { readonly cacheKib?: number } = {}): SqlcipherDatabase {
    this.#mustNotBeRekeying()
    const cacheKib = options.cacheKib ?? 2_048
    const reader = openSqlcipher(this.paths.database, { key: this.#dataKey, readonly: true, cacheKib })
    this.#forgetClosedReaders()
    this.#otherReaders.add(reader)
    return reader
  }

  pauseCheckpoints(): () => void {
    this.#mustNotBeRekeying()
    if (this.#pauses++ === 0) {
      allowCheckpoints(this.#writing.current, false)
      // A backup begins on an empty log: a reader that stays would keep it from emptying.
      this.#reading.stay(false)
    }
    let resumed = false
    return () => {
      if (resumed) return
      resumed = true
      if (--this.#pauses > 0 || this.#closing !== null) return
      allowCheckpoints(this.#writing.current, true)
      this.#reading.stay(true)
    }
  }

  flush(): Promise<void> {
    return this.#log.flush()
  }

  checkpoint(): boolean {
    this.#reading.lookAgain()
    return this.#pauses === 0 && checkpointCompletely(this.#writing.current)
  }

  headsInBackups(folder: string): Promise<readonly SealedHead[]> {
    this.#mustBeOpen()
    return headsInBackups(folder, this.#key.cabinetId, (manifest) =>
      manifest.dataKeys.flatMap((wrapped) => {
        try {
          return [unwrapDataKey(this.#key, wrapped)]
        } catch (error) {
          // A backup from before the cabinet had the key it has now.
          if (error instanceof CabinetRefusal) return []
          throw error
        }
      }),
    )
  }

  copyOfDataKey(): Uint8Array {
    this.#mustBeOpen()
    return Uint8Array.from(this.#dataKey)
  }

  quickCheck(): Promise<readonly string[]> {
    this.#mustBeOpen()
    return checkDatabase(this.paths.database, this.#dataKey)
  }

  async rename(name: string): Promise<void> {
    try {
      await this.#manifest.update((current) => ({ ...current, name }))
    } catch (error) {
      throw asRefusal(error, this.folder)
    }
  }

  async rekey(options: RekeyOptions = {}): Promise<void> {
    this.#mustNotBeRekeying()
    this.#mustBeOpen()
    this.#forgetClosedReaders()
    if (this.#pauses > 0 || this.#otherReaders.size > 0) throw new CabinetRefusal('cabinet.busy', {})
    const stop = new AbortController()
    const signal = options.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, options.signal])
    const running = this.#rekeyQuietly({ ...options, signal })
    this.#rekeying = { stop, ended: running.catch(() => undefined) }
    try {
      await running
    } catch (error) {
      throw asRefusal(error, this.folder)
    } finally {
      this.#rekeying = null
    }
  }

  /** Forgets prepared statements: after a change of schema. */
  forgetStatements(): void {
    this.#writing.forgetStatements()
    this.#reading.forgetStatements()
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  /** Closes after a failed opening: the key stays the caller's. */
  async abandon(): Promise<void> {
    this.#closing ??= this.#closeConnections()
    try {
      await this.#closing
    } catch {
      // The caller throws the reason why it did not open: that it did not close well either would hide it.
    } finally {
      this.#lock.release()
    }
  }

  async #close(): Promise<void> {
    this.#rekeying?.stop.abort(new CabinetRefusal('cabinet.busy', {}))
    await this.#rekeying?.ended
    try {
      // Another process may write the manifest as soon as the lock is let go.
      await this.#manifest.end()
      await this.#closeConnections()
    } finally {
      this.#key.dispose()
      this.#lock.release()
    }
  }

  async #closeConnections(): Promise<void> {
    for (const reader of this.#otherReaders) reader.close()
    await turnOn(this.reader, async () => this.#reading.close())
    await turnOn(this.writer, async () => {
      try {
        checkpointCompletely(this.#writing.current)
      } catch (error) {
        // A full disk, for one: nothing is lost, the log stays beside the database and the next opening reads both.
        if (storageFailureKind(error) === null) throw error
      } finally {
        this.#writing.close()
        this.#dataKey.fill(0)
        releaseDatabaseBytes(this.paths.database)
      }
    })
  }

  /** Holds the writer from beginning to end; its queue resumes afterwards on the connection then in place. */
  #rekeyQuietly(options: RekeyOptions): Promise<void> {
    return turnOn(this.writer, async () => {
      this.#reading.lookAgain()
      if (!checkpointCompletely(this.#writing.current)) throw new CabinetRefusal('cabinet.busy', {})
      const quiet: QuietCabinet = {
        folder: this.folder,
        key: this.#key,
        manifest: this.#manifest,
        dataKey: this.#dataKey,
        whileClosed: (exchange) => turnOn(this.reader, () => this.#exchange(exchange)),
      }
      await rekey(quiet, options)
    })
  }

  async #exchange(exchange: () => Promise<Uint8Array>): Promise<void> {
    this.#reading.close()
    this.#writing.close()
    // Windows renames nothing over a file that is open.
    releaseDatabaseBytes(this.paths.database)
    try {
      const next = await exchange()
      this.#dataKey.fill(0)
      this.#dataKey = next
    } finally {
      this.#writing.reopen(openWriter(this.paths.database, this.#dataKey))
      this.#reading.reopen(openCachedReader(this.paths.database, this.#dataKey))
    }
  }

  #forgetClosedReaders(): void {
    for (const reader of this.#otherReaders) if (!reader.open) this.#otherReaders.delete(reader)
  }

  #mustNotBeRekeying(): void {
    if (this.#rekeying !== null) throw new CabinetRefusal('cabinet.busy', {})
  }

  #mustBeOpen(): void {
    if (this.#closing !== null) throw new Error('the cabinet file is closed')
  }
}

/** Runs `work` when everything already asked of this connection is done, and before anything asked later. */
function turnOn<Tables>(queries: Kysely<Tables>, work: () => Promise<void>): Promise<void> {
  return queries.connection().execute(work)
}

import { closeSync, openSync, readSync, statSync } from 'node:fs'
import Sqlite, { type Database, type Statement } from 'better-sqlite3-multiple-ciphers'
import { keyBytes, PageCipher, pageBytes, saltBytes } from './page-cipher.ts'

/** One connection to an encrypted database file. */
export type SqlcipherDatabase = Database
/** A prepared statement of such a connection. */
export type SqlcipherStatement = Statement

/** How a database file is opened. */
export interface OpenOptions {
  /** The raw data key, {@link keyBytes} bytes. It is copied, and the copy is erased before this function returns. */
  readonly key: Uint8Array
  /** Refuses every write on this connection. Default: false. */
  readonly readonly?: boolean
  /** Makes the file if it is absent or empty. Default: false, an absent or empty file throws `SQLITE_CANTOPEN`. */
  readonly create?: boolean
  /** Page cache of this connection, in KiB. Default: 8,192. */
  readonly cacheKib?: number
  /** How long a statement waits for a lock before `SQLITE_BUSY`, in ms. The wait blocks the thread. Default: 2,000. */
  readonly busyTimeoutMs?: number
  /** When a commit is on the disk: `full` survives a power cut, `normal` a killed process only. Default: `full`. */
  readonly synchronous?: 'full' | 'normal'
  /** `wal` for a cabinet in use, `delete` for a file that must stand alone. Ignored when read-only. Default: `wal`. */
  readonly journal?: 'wal' | 'delete'
}

/**
 * Opens an encrypted file in SQLCipher 4 format, checks the key by reading the first page, and sets what every
 * connection of ours has: foreign keys enforced, secure delete, no trusted schema, temporary tables in memory only.
 *
 * Throws SQLite's error as it is; `storageFailureKind` names it. The key is in no message.
 */
export function openSqlcipher(path: string, options: OpenOptions): SqlcipherDatabase {
  if (options.key.byteLength !== keyBytes) throw new TypeError(`a data key has ${keyBytes} bytes`)
  const readonly = options.readonly ?? false
  const create = options.create ?? false
  // SQLite takes an empty file for a new database: a truncated cabinet would open as an empty one.
  if (!create && (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) {
    throw new Sqlite.SqliteError('the database file is absent or empty', 'SQLITE_CANTOPEN')
  }
  const database = new Sqlite(path, { readonly, fileMustExist: !create, timeout: options.busyTimeoutMs ?? 2_000 })
  try {
    database.pragma("cipher = 'sqlcipher'")
    database.pragma('legacy = 4')
    giveKey(database, options.key)
    // The first read: a wrong key answers SQLITE_NOTADB here and not before.
    database.prepare('select count(*) from sqlite_schema').get()
    if (!readonly) database.pragma(`journal_mode = ${options.journal ?? 'wal'}`)
    database.pragma(`synchronous = ${options.synchronous ?? 'full'}`)
    database.pragma(`cache_size = -${options.cacheKib ?? 8_192}`)
    database.pragma('foreign_keys = on')
    database.pragma('temp_store = memory')
    database.pragma('trusted_schema = off')
    // Pages that become free too: what was deleted is not left in the file.
    database.pragma('secure_delete = on')
    if (readonly) database.pragma('query_only = on')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/**
 * Whether a key is the one of an encrypted file: its first page carries an authentication code under it. Only for a file
 * that this process has not open: closing a descriptor of it drops the POSIX locks of every connection to it.
 */
export function isKeyOf(path: string, key: Uint8Array): boolean {
  return isAuthentic(readFirstPage(path), key)
}

function readFirstPage(path: string): Buffer {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
  try {
    const page = Buffer.alloc(pageBytes)
    return page.subarray(0, readSync(file, page, 0, pageBytes, 0))
  } finally {
    closeSync(file)
  }
}

function isAuthentic(firstPage: Buffer, key: Uint8Array): boolean {
  if (firstPage.length < pageBytes) return false
  const cipher = new PageCipher(key, firstPage.subarray(0, saltBytes))
  const clear = cipher.open(firstPage, 1)
  clear?.fill(0)
  return clear !== null
}

/** A key of the form `raw:` + bytes is used as it is, without derivation (SQLite3 Multiple Ciphers, sqlcipher scheme). */
function giveKey(database: SqlcipherDatabase, key: Uint8Array): void {
  const raw = Buffer.alloc(4 + keyBytes)
  raw.write('raw:', 'latin1')
  raw.set(key, 4)
  try {
    database.key(raw)
  } finally {
    raw.fill(0)
  }
}

/**
 * Checks every page's authentication code and the structure of every b-tree. Slow (about 4 s per GB) and blocking: call
 * it from a worker. Returns SQLite's own lines, none when the file is sound; they hold no row.
 */
export function quickCheck(database: SqlcipherDatabase): string[] {
  try {
    const lines = database.prepare('pragma quick_check(10)').pluck().all().map(String)
    return lines.length === 1 && lines[0] === 'ok' ? [] : lines
  } catch (error) {
    const code = error instanceof Sqlite.SqliteError ? error.code : null
    if (code === null) throw error
    return [code]
  }
}

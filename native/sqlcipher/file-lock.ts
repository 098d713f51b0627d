import { truncateSync } from 'node:fs'
import Sqlite, { type Database } from 'better-sqlite3-multiple-ciphers'

/** A file lock held by this process. The operating system releases it when the process dies, however it dies. */
export interface FileLock {
  /** Lets another process in. The file itself stays: deleting it would let two processes lock two different files. */
  release(): void
}

/**
 * Takes an exclusive lock on a file of its own, or returns `null` when another process, or this one, has it.
 *
 * Node has no file lock; SQLite has a portable one (`fcntl` or `LockFileEx`) and keeps account of several openings in
 * one process. The file is an empty database on which an exclusive transaction stays open; nothing is ever written.
 * No other code may open that file: on POSIX, closing any descriptor of it would release the lock.
 */
export function lockFile(path: string): FileLock | null {
  try {
    return lock(path)
  } catch (error) {
    // Nobody can hold a file that is not a database: what lies there is debris. It is emptied, not deleted: another process
    // that does the same at the same instant must end up with the same file.
    if (!(error instanceof Sqlite.SqliteError) || error.code !== 'SQLITE_NOTADB') throw error
    truncateSync(path)
    return lock(path)
  }
}

/** Locks held: one whose holder forgot it must not be let go because a collector passed. */
const held = new Set<Database>()

function lock(path: string): FileLock | null {
  const database: Database = new Sqlite(path, { timeout: 0 })
  try {
    database.exec('begin exclusive')
    held.add(database)
    return {
      release: () => {
        held.delete(database)
        database.close()
      },
    }
  } catch (error) {
    database.close()
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw error
  }
}

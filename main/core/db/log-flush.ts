import { type FileHandle, open } from 'node:fs/promises'

/**
 * Puts what was committed on the disk, outside the thread that serves everybody: SQLite itself would wait for the disk
 * inside the commit, and nobody else would be answered meanwhile. Commits that wait together share one flush.
 *
 * A commit of SQLite with `synchronous = normal` writes its frames to the write-ahead log without a flush; flushing that
 * file afterwards makes it as durable as `full` would have, since the log is read up to its last whole commit.
 */
export class LogFlush {
  readonly #path: string
  #running: Promise<void> = Promise.resolve()
  #next: Promise<void> | null = null

  /** @param path The write-ahead log. */
  constructor(path: string) {
    this.#path = path
  }

  /** Ends when every commit made before the call is on the disk. Rejects when the disk refuses. */
  flush(): Promise<void> {
    // The flush under way may have begun before the caller's commit: theirs is the next one, with everybody who comes
    // until it begins.
    this.#next ??= this.#afterRunning()
    return this.#next
  }

  async #afterRunning(): Promise<void> {
    await this.#running.catch(() => undefined)
    this.#next = null
    this.#running = flushFile(this.#path)
    return this.#running
  }
}

async function flushFile(path: string): Promise<void> {
  let log: FileHandle
  try {
    // Never the database itself: closing a descriptor of that one drops the locks of this process.
    log = await open(path, 'r+')
  } catch (error) {
    // Without a log everything is in the database file, flushed when the log was emptied into it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  try {
    await log.datasync()
  } finally {
    await log.close()
  }
}

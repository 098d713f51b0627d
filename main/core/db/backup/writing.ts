import { closeSync, unlinkSync, writeSync } from 'node:fs'
import { blockBytes } from './format.ts'

/** Between two flushes: enough to keep the disk busy, little enough for a commit beside to wait a few milliseconds only. */
export const flushEveryBytes = 16 * blockBytes

/** Writes every byte at `position`; the system may take several calls. */
export function writeAll(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.byteLength; ) {
    done += writeSync(descriptor, bytes, done, bytes.byteLength - done, position + done)
  }
}

/** Closes a descriptor on the way out of a failure. */
export function closeQuietly(descriptor: number): void {
  try {
    closeSync(descriptor)
  } catch {
    // Closed already: the failure came later.
  }
}

/** Removes a database being written, with what SQLite puts beside it, on the way out of a failure. */
export function removeDatabaseQuietly(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    try {
      unlinkSync(file)
    } catch {
      // Never made, or the volume is gone; the next run removes what is left.
    }
  }
}

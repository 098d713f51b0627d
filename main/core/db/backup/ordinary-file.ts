import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { BackupRefusal } from './refusal.ts'

/** A file opened for reading, known to be an ordinary one. */
export interface OrdinaryFile {
  readonly descriptor: number
  readonly bytes: number
}

/** Whether a path may be followed: absolute, no step upwards, no character that ends a name elsewhere. */
export function isPlainPath(path: string): boolean {
  return isAbsolute(path) && !path.includes('\0') && !path.split(/[/\\]/u).includes('..')
}

/**
 * Opens a file chosen by a person, reads it with `use` and closes it.
 *
 * Refuses with `backup.unreadable` a path with `..`, a symbolic link, a folder, a device or a pipe (without waiting on
 * it), an absent file and one this user may not read.
 */
export function withOrdinaryFile<T>(path: string, use: (file: OrdinaryFile) => T): T {
  if (!isPlainPath(path)) throw new BackupRefusal('backup.unreadable', { path })
  let descriptor: number
  try {
    // Neither flag exists on Windows, where such files have no name in a folder.
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  } catch (cause) {
    throw new BackupRefusal('backup.unreadable', { path }, { cause })
  }
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) throw new BackupRefusal('backup.unreadable', { path })
    return use({ descriptor, bytes: stat.size })
  } finally {
    closeSync(descriptor)
  }
}

/** Fills `into` from `position` on; returns fewer bytes than asked only at the end of the file. */
export function readAt(descriptor: number, into: Uint8Array, position: number): number {
  let done = 0
  while (done < into.byteLength) {
    const read = readSync(descriptor, into, done, into.byteLength - done, position + done)
    if (read === 0) break
    done += read
  }
  return done
}

import { closeSync, fstatSync, openSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

/** One descriptor per database file this process has copied from, kept until the cabinet is closed. */
const held = new Map<string, number>()

/**
 * A descriptor to read the bytes of a database that is open in this process.
 *
 * It must not be closed while any connection to that file is open here: on POSIX, closing one descriptor of a file drops
 * every lock the process holds on it, SQLite's included (« How To Corrupt An SQLite Database File », §2.2). So it is kept,
 * one per file, and a thread is given its number; {@link releaseDatabaseBytes} closes it once the connections are gone.
 */
export function databaseBytes(path: string): number {
  const key = resolve(path)
  const known = held.get(key)
  if (known !== undefined) {
    if (isSameFile(known, key)) return known
    // The file was replaced, which only happens to a closed cabinet: no connection of ours is on the former one.
    closeSync(known)
    held.delete(key)
  }
  const descriptor = openSync(key, 'r')
  held.set(key, descriptor)
  return descriptor
}

/** Closes the descriptor of a database, if there is one. To be called after its last connection is closed. */
export function releaseDatabaseBytes(path: string): void {
  const key = resolve(path)
  const descriptor = held.get(key)
  if (descriptor === undefined) return
  held.delete(key)
  closeSync(descriptor)
}

function isSameFile(descriptor: number, path: string): boolean {
  const ours = fstatSync(descriptor, { bigint: true })
  const present = statSync(path, { bigint: true, throwIfNoEntry: false })
  return present !== undefined && present.ino === ours.ino && present.dev === ours.dev
}

import { closeSync, fstatSync, openSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

interface Held {
  readonly descriptor: number
  /** Copies that are reading it. */
  readers: number
  /** The cabinet is closed: to be closed after the last reader. */
  released: boolean
}

/** One descriptor per database file this process has copied from, kept until the cabinet is closed. */
const held = new Map<string, Held>()

/**
 * A descriptor to read the bytes of a database that is open in this process, until `done` is called.
 *
 * It must not be closed while any connection to that file is open here: on POSIX, closing one descriptor of a file drops
 * every lock the process holds on it, SQLite's included (« How To Corrupt An SQLite Database File », §2.2). So it is kept,
 * one per file, and a thread is given its number; {@link releaseDatabaseBytes} closes it once the connections are gone.
 */
export function readDatabaseBytes(path: string): { readonly descriptor: number; done(): void } {
  const key = resolve(path)
  const entry = entryOf(key)
  entry.readers++
  return {
    descriptor: entry.descriptor,
    done: () => {
      entry.readers--
      closeWhenUnused(entry)
    },
  }
}

/**
 * Lets go of the descriptor of a database, if there is one: now, or when the copy that reads it ends. To be called after
 * the last connection of the cabinet is closed.
 */
export function releaseDatabaseBytes(path: string): void {
  const key = resolve(path)
  const entry = held.get(key)
  if (entry === undefined) return
  held.delete(key)
  entry.released = true
  closeWhenUnused(entry)
}

function entryOf(key: string): Held {
  const known = held.get(key)
  if (known !== undefined && isSameFile(known.descriptor, key)) return known
  // The file was replaced, which only happens to a closed cabinet: no connection of ours is on the former one.
  if (known !== undefined) releaseDatabaseBytes(key)
  const entry = { descriptor: openSync(key, 'r'), readers: 0, released: false }
  held.set(key, entry)
  return entry
}

function closeWhenUnused(entry: Held): void {
  // The number may be given to another file at once: it is closed when nobody can read from it any more, and once.
  if (entry.released && entry.readers === 0) closeSync(entry.descriptor)
}

function isSameFile(descriptor: number, path: string): boolean {
  const ours = fstatSync(descriptor, { bigint: true })
  const present = statSync(path, { bigint: true, throwIfNoEntry: false })
  return present !== undefined && present.ino === ours.ino && present.dev === ours.dev
}

/**
 * What went wrong with a database file, in the few kinds a program can act on.
 *
 * - `not-a-database`: the key is wrong, or the first page is not a page of such a file; SQLCipher cannot tell which.
 * - `damaged`: a page does not carry its authentication code, or the b-tree is broken.
 * - `missing`: the file, or its folder, does not exist or cannot be opened at all.
 * - `read-only`: the file, its folder or its volume refuses writing.
 * - `disk-full`: no room left on the volume.
 * - `busy`: another connection holds the lock that was needed.
 * - `io`: the disk answered with an error.
 */
export type StorageFailureKind = 'not-a-database' | 'damaged' | 'missing' | 'read-only' | 'disk-full' | 'busy' | 'io'

/** Codes of SQLite, from the most precise to the family. https://www.sqlite.org/rescode.html */
const sqliteKinds: readonly (readonly [prefix: string, kind: StorageFailureKind])[] = [
  ['SQLITE_NOTADB', 'not-a-database'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_IOERR_CORRUPTFS', 'damaged'],
  ['SQLITE_IOERR_SHORT_READ', 'damaged'],
  ['SQLITE_CANTOPEN', 'missing'],
  ['SQLITE_IOERR_SHMSIZE', 'disk-full'],
  ['SQLITE_READONLY', 'read-only'],
  ['SQLITE_PERM', 'read-only'],
  ['SQLITE_FULL', 'disk-full'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
  ['SQLITE_IOERR', 'io'],
]

/** Codes of the operating system, for the files we write ourselves. */
const systemKinds: Readonly<Record<string, StorageFailureKind>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  EROFS: 'read-only',
  EACCES: 'read-only',
  EPERM: 'read-only',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EBUSY: 'busy',
  EIO: 'io',
}

/** Says what kind of storage failure an error is, or `null` when it is something else (a constraint, a bug). */
export function storageFailureKind(error: unknown): StorageFailureKind | null {
  const code = errorCode(error)
  if (code === null) return null
  for (const [prefix, kind] of sqliteKinds) if (code.startsWith(prefix)) return kind
  return systemKinds[code] ?? null
}

/** The `code` of an error of SQLite or of the system. */
function errorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

import { openSqlcipher, type SqlcipherDatabase } from '#native/sqlcipher/database.ts'

/**
 * Pages in the write-ahead log before a commit moves them into the file. The commit that does it takes longer: about
 * 24 ms for 1,000 pages on a plain disk, 10 ms for 250; nobody at a screen should wait for more than 20.
 */
const checkpointPages = 300

/**
 * The connection that writes. A small cache: what it needs is mostly what it just wrote. Its commits survive a killed
 * process; `LogFlush` has them survive a power cut before they are acknowledged.
 */
export function openWriter(path: string, key: Uint8Array): SqlcipherDatabase {
  const writer = openSqlcipher(path, { key, cacheKib: 16 * 1024, synchronous: 'normal' })
  allowCheckpoints(writer, true)
  return writer
}

/** The connection that reads. With 64 MB of cache the search index of 100,000 patients stays decrypted in memory. */
export function openCachedReader(path: string, key: Uint8Array): SqlcipherDatabase {
  return openSqlcipher(path, { key, readonly: true, cacheKib: 64 * 1024 })
}

/** Lets commits move the write-ahead log into the file, or holds them back. */
export function allowCheckpoints(writer: SqlcipherDatabase, allowed: boolean): void {
  writer.pragma(`wal_autocheckpoint = ${allowed ? checkpointPages : 0}`)
}

/** Moves the whole write-ahead log into the file and empties it; false when a reader holds it back. */
export function checkpointCompletely(writer: SqlcipherDatabase): boolean {
  const rows = writer.pragma('wal_checkpoint(truncate)') as readonly { readonly busy: number }[]
  return rows[0]?.busy === 0
}

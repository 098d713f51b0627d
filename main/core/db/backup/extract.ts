import { closeSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs'
import { openSqlcipher } from '#native/sqlcipher/database.ts'
import { storageFailureKind } from '#native/sqlcipher/failure.ts'
import { checkedBlocks, type Examination, examine } from './examine.ts'
import type { BackupDescription, BackupHeader, BackupTail } from './format.ts'
import { sealHolds } from './format.ts'
import { type OrdinaryFile, withOrdinaryFile } from './ordinary-file.ts'
import { BackupRefusal } from './refusal.ts'
import type { Steering, WorkProgress } from './steering.ts'
import { closeQuietly, flushEveryBytes, removeDatabaseQuietly, writeAll } from './writing.ts'

/** What the thread that takes a database out of a backup is told. */
export interface ExtractTask {
  readonly kind: 'extract'
  readonly path: string
  /** The database to write; it must not exist. */
  readonly databasePath: string
  readonly knownSchema: number
  /** With it the seal is checked, and SQLite opens and checks the whole of what came out. */
  readonly dataKey: Uint8Array | null
}

type Report = (progress: WorkProgress) => void

/**
 * Writes the database of a backup into a file of its own, each block checked before it is written, the file flushed at
 * the end; runs in a thread of its own. When it throws, the file does not exist.
 */
export function extractDatabase(task: ExtractTask, steering: Steering, report: Report): BackupDescription {
  return withOrdinaryFile(task.path, (file) => {
    const seen = mustBeSound(examine(file, { depth: 'summary', knownSchema: task.knownSchema }, steering, report))
    if (task.dataKey !== null && !sealHolds(seen.tail, task.dataKey)) throw new BackupRefusal('backup.wrong-key', {})
    const output = openSync(task.databasePath, 'wx', 0o600)
    try {
      writeDatabase(file, seen.header, seen.tail, output, steering, report)
      closeSync(output)
      if (task.dataKey !== null) {
        report({ phase: 'checking', done: 0, total: 0 })
        steering.pass()
        checkExtracted(task.databasePath, task.dataKey)
      }
      return seen.description
    } catch (error) {
      closeQuietly(output)
      removeDatabaseQuietly(task.databasePath)
      throw error
    }
  })
}

/** The examination of a backup that is one, whole and of our time; every other outcome is thrown as its refusal. */
export function mustBeSound(seen: Examination): Extract<Examination, { state: 'sound' }> {
  switch (seen.state) {
    case 'sound':
      return seen
    case 'damaged':
      throw new BackupRefusal('backup.damaged', { detail: seen.detail })
    case 'newer':
      throw new BackupRefusal('backup.newer', { writtenBy: seen.writtenBy })
    case 'foreign':
      throw new BackupRefusal('backup.foreign', {})
  }
}

function writeDatabase(
  file: OrdinaryFile,
  header: BackupHeader,
  tail: BackupTail,
  output: number,
  steering: Steering,
  report: Report,
): void {
  const { pageSize } = header
  const total = pageSize * header.pageCount
  let done = 0
  let unflushed = 0
  for (const block of checkedBlocks(file, header, tail)) {
    if (block === null) throw new BackupRefusal('backup.damaged', { detail: 'flipped' })
    // Pages 2 to N go back to their place; the last page stored is page 1.
    const isLast = done + block.byteLength === total
    const pages = isLast ? block.subarray(0, block.byteLength - pageSize) : block
    writeAll(output, pages, pageSize + done)
    if (isLast) writeAll(output, block.subarray(block.byteLength - pageSize), 0)
    done += block.byteLength
    unflushed += block.byteLength
    if (unflushed >= flushEveryBytes) {
      fdatasyncSync(output)
      unflushed = 0
    }
    report({ phase: 'copying', done, total })
    steering.pass()
  }
  fsyncSync(output)
}

function checkExtracted(path: string, dataKey: Uint8Array): void {
  try {
    const database = openSqlcipher(path, { key: dataKey, cacheKib: 16_384 })
    try {
      if (database.prepare('pragma integrity_check(1)').pluck().get() === 'ok') return
    } finally {
      database.close()
    }
  } catch (error) {
    const kind = storageFailureKind(error)
    if (kind !== 'damaged' && kind !== 'not-a-database') throw error
  }
  throw new BackupRefusal('backup.damaged', { detail: 'flipped' })
}

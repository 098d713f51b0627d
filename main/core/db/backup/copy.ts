import { randomBytes } from 'node:crypto'
import { closeSync, fdatasyncSync, fsyncSync, openSync, statSync } from 'node:fs'
import { openSqlcipher, type SqlcipherDatabase } from '#native/sqlcipher/database.ts'
import { storageFailureKind } from '#native/sqlcipher/failure.ts'
import { CabinetRefusal } from '../refusal.ts'
import { examine } from './examine.ts'
import {
  type BackupDescription,
  type BackupHeader,
  backupFormat,
  blockBytes,
  blockCount,
  descriptionBytes,
  digestBytes,
  headerBytes,
  isPageSize,
  sealHolds,
  sha256,
  tailBytes,
  writeHeader,
  writeTail,
} from './format.ts'
import { readAt, withOrdinaryFile } from './ordinary-file.ts'
import { BackupRefusal } from './refusal.ts'
import type { Steering, WorkProgress } from './steering.ts'
import { closeQuietly, flushEveryBytes, removeDatabaseQuietly, writeAll } from './writing.ts'

/** What the thread that makes a backup is told. */
export interface CopyTask {
  readonly kind: 'copy'
  readonly databasePath: string
  /** A descriptor of the database held by the process (see `readDatabaseBytes`). */
  readonly databaseDescriptor: number
  readonly dataKey: Uint8Array
  /** The file to write; it must not exist. It is complete, checked and flushed when the work returns. */
  readonly partialPath: string
  /** Without the number of patients, which is counted in the copy itself. */
  readonly description: Omit<BackupDescription, 'counts'>
  readonly users: number
  /** The table whose rows are the patients; a cabinet that has no such table has no patient. */
  readonly patientTable: string
}

/** What the copy turned out to be. */
export interface CopyResult {
  readonly description: BackupDescription
  readonly sizeBytes: number
}

type Report = (progress: WorkProgress) => void

/** How long to try for the instant of the copy, when another reader of the cabinet is in the middle of a long read. */
const snapshotPatienceMs = 30_000

/**
 * Copies an encrypted database that is in use, page by page as it is, and checks the copy; runs in a thread of its own.
 *
 * Consistent because of what SQLite's locks mean in WAL mode: the log is emptied into the file, a read transaction is
 * begun, and the log is still empty. That reader needs no page of the log, and until it ends no checkpoint may write into
 * the file (https://www.sqlite.org/walformat.html, « WAL locks », WAL_READ_LOCK(0)). So the file is the snapshot; whatever
 * is committed meanwhile goes to the log only.
 */
export function copyDatabase(task: CopyTask, steering: Steering, report: Report): CopyResult {
  report({ phase: 'waiting', done: 0, total: 0 })
  const output = openSync(task.partialPath, 'wx+', 0o600)
  try {
    const copied = copyPages(task, output, steering, report)
    fsyncSync(output)
    report({ phase: 'checking', done: 0, total: 0 })
    steering.pass()
    if (!isWhole(task, copied.patients)) throw blame(output, copied)
    const description = { ...task.description, counts: { patients: copied.patients, users: task.users } }
    const header = dress(output, copied, description, task.dataKey)
    closeSync(output)
    reread(task, header, steering, report)
    return { description, sizeBytes: header.fileBytes }
  } catch (error) {
    closeQuietly(output)
    removeDatabaseQuietly(task.partialPath)
    throw error
  }
}

interface CopiedPages {
  readonly pageSize: number
  readonly pageCount: number
  readonly digests: Buffer
  readonly patients: number
}

function copyPages(task: CopyTask, output: number, steering: Steering, report: Report): CopiedPages {
  const source = openSqlcipher(task.databasePath, { key: task.dataKey, cacheKib: 2_048 })
  try {
    source.pragma('wal_autocheckpoint = 0')
    holdSnapshot(source, task, steering)
    const pageSize = numberFrom(source, 'pragma page_size')
    const pageCount = numberFrom(source, 'pragma page_count')
    if (!isPageSize(pageSize) || pageSize < headerBytes)
      throw new CabinetRefusal('cabinet.damaged', { what: 'page size' })
    const patients = countRows(source, task.patientTable)
    const digests = copyBlocks(task, output, { pageSize, pageCount }, steering, report)
    source.exec('rollback')
    return { pageSize, pageCount, digests, patients }
  } catch (error) {
    // Counting reads pages too: the cabinet's damage may be met here, before the check of the copy.
    if (isDamage(error))
      throw new CabinetRefusal('cabinet.damaged', { what: 'a page of the cabinet' }, { cause: error })
    throw error
  } finally {
    source.close()
  }
}

/** Leaves `source` inside a read transaction for which the database file alone, without its log, is the whole state. */
function holdSnapshot(source: SqlcipherDatabase, task: CopyTask, steering: Steering): void {
  const deadline = performance.now() + snapshotPatienceMs
  // Never waits while holding the write lock: a truncating checkpoint that waits for a reader would make writers wait.
  source.pragma('busy_timeout = 0')
  for (let attempt = 0; ; attempt++) {
    steering.pass()
    if (checkpointed(source) && beginsWithEmptyLog(source, `${task.databasePath}-wal`)) return
    if (performance.now() > deadline) throw new CabinetRefusal('cabinet.busy', {})
    // An irregular step, so as not to fall in with somebody who writes at regular intervals.
    steering.rest(1 + ((attempt * 7) % 23))
  }
}

/** Empties the log into the file: first the bulk, while writers go on, then the rest and the emptying. */
function checkpointed(source: SqlcipherDatabase): boolean {
  source.pragma('wal_checkpoint(PASSIVE)')
  const row: unknown = source.prepare('pragma wal_checkpoint(TRUNCATE)').get()
  return typeof row === 'object' && row !== null && 'busy' in row && row.busy === 0
}

/** Begins a read transaction, and keeps it if nothing was committed between the emptying of the log and its beginning. */
function beginsWithEmptyLog(source: SqlcipherDatabase, log: string): boolean {
  source.exec('begin')
  try {
    source.prepare('select count(*) from sqlite_schema').get()
    if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) === 0) return true
  } catch (error) {
    if (storageFailureKind(error) !== 'busy') throw error
  }
  source.exec('rollback')
  return false
}

function copyBlocks(
  task: CopyTask,
  output: number,
  pages: { readonly pageSize: number; readonly pageCount: number },
  steering: Steering,
  report: Report,
): Buffer {
  const { pageSize, pageCount } = pages
  const total = pageSize * pageCount
  const firstPage = Buffer.alloc(pageSize)
  mustRead(task, firstPage, 0)
  writeAll(output, firstPage, 0)
  const digests = Buffer.alloc(digestBytes * blockCount(pages))
  const buffer = Buffer.allocUnsafe(blockBytes)
  let unflushed = 0
  for (let start = 0, block = 0; start < total; start += blockBytes, block++) {
    steering.pass()
    const view = buffer.subarray(0, Math.min(blockBytes, total - start))
    // The stored order is pages 2 to N, then page 1 (see the layout in format.ts). A page divides a block.
    const fromFile = Math.min(view.byteLength, total - pageSize - start)
    mustRead(task, view.subarray(0, fromFile), pageSize + start)
    firstPage.copy(view, fromFile)
    sha256(view).copy(digests, block * digestBytes)
    writeAll(output, view, pageSize + start)
    unflushed += view.byteLength
    if (unflushed >= flushEveryBytes) {
      fdatasyncSync(output)
      unflushed = 0
    }
    report({ phase: 'copying', done: start + view.byteLength, total })
  }
  return digests
}

/** Opens the copy with the key, as a restoration will, and has SQLite check every page, every b-tree and every index. */
function isWhole(task: CopyTask, patients: number): boolean {
  try {
    const copy = openSqlcipher(task.partialPath, { key: task.dataKey, cacheKib: 16_384 })
    try {
      const verdict = copy.prepare('pragma integrity_check(1)').pluck().get()
      return verdict === 'ok' && countRows(copy, task.patientTable) === patients
    } finally {
      copy.close()
    }
  } catch (error) {
    if (isDamage(error)) return false
    throw error
  }
}

function isDamage(error: unknown): boolean {
  const kind = storageFailureKind(error)
  return kind === 'damaged' || kind === 'not-a-database'
}

/** Whose fault a bad copy is: the cabinet's own, or that of the disk it was written to. */
function blame(output: number, copied: CopiedPages): Error {
  const total = copied.pageSize * copied.pageCount
  const buffer = Buffer.allocUnsafe(blockBytes)
  for (let start = 0, block = 0; start < total; start += blockBytes, block++) {
    const view = buffer.subarray(0, Math.min(blockBytes, total - start))
    readAt(output, view, copied.pageSize + start)
    const written = copied.digests.subarray(block * digestBytes, (block + 1) * digestBytes)
    if (!sha256(view).equals(written)) return new BackupRefusal('backup.damaged', { detail: 'flipped' })
  }
  return new CabinetRefusal('cabinet.damaged', { what: 'integrity of the copy' })
}

/** Turns the checked copy of a database into a backup: tail, footer, and last of all the header over page 1. */
function dress(output: number, copied: CopiedPages, description: BackupDescription, dataKey: Uint8Array): BackupHeader {
  const { pageSize, pageCount } = copied
  const tail = writeTail(description, copied.digests, dataKey)
  const sizes = { pageSize, pageCount, descriptionBytes: descriptionBytes(description).byteLength }
  const descriptionOffset = pageSize * (pageCount + 1)
  const header: BackupHeader = {
    ...sizes,
    format: backupFormat,
    fileBytes: descriptionOffset + tailBytes(sizes) + headerBytes,
    descriptionOffset,
    blockBytes,
    fileId: randomBytes(16),
    tailDigest: sha256(tail),
    writtenBy: description.writtenBy,
  }
  const bytes = writeHeader(header)
  writeAll(output, Buffer.concat([tail, bytes]), descriptionOffset)
  fdatasyncSync(output)
  const page = Buffer.alloc(pageSize)
  bytes.copy(page)
  writeAll(output, page, 0)
  fsyncSync(output)
  return header
}

/** Reads the finished file as anybody would and holds it to its own digests. */
function reread(task: CopyTask, header: BackupHeader, steering: Steering, report: Report): void {
  const knownSchema = task.description.cabinet.schemaVersion
  withOrdinaryFile(task.partialPath, (file) => {
    const seen = examine(file, { depth: 'every-block', knownSchema }, steering, report)
    const isOurs = seen.state === 'sound' && Buffer.from(header.fileId).equals(seen.header.fileId)
    if (!isOurs || !sealHolds(seen.tail, task.dataKey)) throw new BackupRefusal('backup.damaged', { detail: 'flipped' })
  })
}

function mustRead(task: CopyTask, into: Uint8Array, position: number): void {
  if (readAt(task.databaseDescriptor, into, position) !== into.byteLength) {
    throw new CabinetRefusal('cabinet.damaged', { what: 'database file shorter than its pages' })
  }
}

function countRows(database: SqlcipherDatabase, table: string): number {
  const exists = database
    .prepare("select count(*) from sqlite_schema where type = 'table' and name = ?")
    .pluck()
    .get(table)
  if (exists === 0) return 0
  return numberFrom(database, `select count(*) from "${table.replaceAll('"', '""')}"`)
}

function numberFrom(database: SqlcipherDatabase, sql: string): number {
  return Number(database.prepare(sql).pluck().get())
}

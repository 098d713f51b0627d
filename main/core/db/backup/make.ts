import { createHash } from 'node:crypto'
import { stat, statfs } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { renameWhenLetGo, syncFolder } from '../atomic-file.ts'
import type { CabinetFile } from '../cabinet-file.ts'
import { mustTakeBackups } from './backup-folder.ts'
import { readDatabaseBytes } from './database-bytes.ts'
import { type BackupDescription, type BackupReason, backupSuffix, partialSuffix } from './format.ts'
import { removeLeftovers } from './leftovers.ts'
import { BackupRefusal } from './refusal.ts'
import { OutOfSpace, runInThread } from './run-thread.ts'
import { Steering, type WorkProgress } from './steering.ts'

/** What a backup copies: an open cabinet. Its checkpoints are held back and a rekeying is refused meanwhile. */
export type BackupSource = Pick<CabinetFile, 'folder' | 'manifest' | 'paths' | 'copyOfDataKey' | 'pauseCheckpoints'>

/** What to back up, where, and what the file must say. */
export interface BackupRequest {
  readonly source: BackupSource
  /** Where the file goes; made if absent. */
  readonly folder: string
  /** The name of the file, `.cabsave` included. When taken, ` (2)` and so on is added. */
  readonly fileName: string
  /** The present instant, ISO 8601 in UTC with milliseconds. */
  readonly takenAt: string
  /** « Cabinet Ouvert 0.1.0 ». */
  readonly writtenBy: string
  readonly reason: BackupReason
  /** The head of the journal, to be sealed with the backup. */
  readonly journal?: NonNullable<BackupDescription['journal']>
  /** The table whose rows are counted as patients. Default: `patient`. */
  readonly patientTable?: string
  readonly progress?: (progress: WorkProgress) => void
}

/** A backup that is done: written, flushed, opened with the key, checked in full and read back. */
export interface FinishedBackup {
  readonly path: string
  readonly fileName: string
  readonly sizeBytes: number
  readonly description: BackupDescription
}

/** A backup being made. */
export interface RunningBackup {
  /**
   * Settles when the file is in place, or when nothing is left of it. Rejects with a `BackupRefusal` (`backup.running`,
   * `backup.no-space`, `backup.unreadable`), a `CabinetRefusal` (`cabinet.busy` during a rekeying, `cabinet.damaged` when
   * the cabinet itself does not pass the check) or `WorkCancelled`.
   */
  readonly finished: Promise<FinishedBackup>
  /** Stops between two blocks. The cabinet's log cannot be emptied until the copy ends: a long pause lets it grow. */
  pause(): void
  resume(): void
  /** Heard between two blocks, and after SQLite's own check, which nothing interrupts. */
  cancel(): void
}

/** Databases being copied by this process. */
const inProgress = new Set<string>()
/** Room for the tail of the file and for what SQLite keeps beside it while it is checked. */
const spareBytes = 4 << 20

/** Starts a backup of a cabinet in use, in a thread of its own. One at a time per cabinet. */
export function startBackup(request: BackupRequest): RunningBackup {
  const steering = new Steering()
  return {
    finished: backUp(request, steering),
    pause: () => steering.pause(),
    resume: () => steering.resume(),
    cancel: () => steering.cancel(),
  }
}

async function backUp(request: BackupRequest, steering: Steering): Promise<FinishedBackup> {
  mustBeBackupName(request.fileName)
  const database = resolve(request.source.paths.database)
  if (inProgress.has(database)) throw new BackupRefusal('backup.running', {})
  inProgress.add(database)
  try {
    return await makeInFolder(request, database, steering)
  } finally {
    inProgress.delete(database)
  }
}

async function makeInFolder(request: BackupRequest, database: string, steering: Steering): Promise<FinishedBackup> {
  const { source, folder } = request
  await mustTakeBackups(folder, { isMade: true })
  await removeLeftovers(folder, source.manifest.cabinetId)
  await mustHaveRoom(folder, source)
  const partialPath = join(folder, partialName(source.manifest.cabinetId, database))
  const resumeCheckpoints = source.pauseCheckpoints()
  const dataKey = source.copyOfDataKey()
  const bytes = readDatabaseBytes(database)
  try {
    const result = await runInThread(
      {
        kind: 'copy',
        databasePath: database,
        databaseDescriptor: bytes.descriptor,
        dataKey,
        partialPath,
        description: {
          cabinet: source.manifest,
          takenAt: request.takenAt,
          writtenBy: request.writtenBy,
          reason: request.reason,
          ...(request.journal === undefined ? {} : { journal: request.journal }),
        },
        users: source.manifest.slots.filter((slot) => slot.kind === 'password').length,
        patientTable: request.patientTable ?? 'patient',
      },
      steering,
      request.progress,
    )
    request.progress?.({ phase: 'finishing', done: 0, total: 0 })
    const fileName = await freeName(folder, request.fileName)
    const path = join(folder, fileName)
    await renameWhenLetGo(partialPath, path)
    await syncFolder(folder)
    return { path, fileName, ...result }
  } catch (error) {
    if (error instanceof OutOfSpace) throw await noSpace(folder, source)
    throw error
  } finally {
    dataKey.fill(0)
    bytes.done()
    resumeCheckpoints()
  }
}

/**
 * The name while it is being written. It tells which cabinet's folder it comes from: a cabinet is open in one process
 * only, so a file of that name found at the start of a backup is a leftover.
 */
function partialName(cabinetId: string, database: string): string {
  return `${cabinetId}-${createHash('sha256').update(database).digest('hex').slice(0, 12)}${partialSuffix}`
}

async function mustHaveRoom(folder: string, source: BackupSource): Promise<void> {
  const { neededBytes, freeBytes } = await room(folder, source)
  if (freeBytes < neededBytes) throw new BackupRefusal('backup.no-space', { neededBytes, freeBytes })
}

async function noSpace(folder: string, source: BackupSource): Promise<BackupRefusal> {
  return new BackupRefusal('backup.no-space', await room(folder, source))
}

async function room(folder: string, source: BackupSource): Promise<{ neededBytes: number; freeBytes: number }> {
  const [database, log, volume] = await Promise.all([
    stat(source.paths.database),
    stat(source.paths.wal).catch(() => ({ size: 0 })),
    statfs(folder),
  ])
  return { neededBytes: database.size + log.size + spareBytes, freeBytes: volume.bavail * volume.bsize }
}

async function freeName(folder: string, fileName: string): Promise<string> {
  const stem = fileName.slice(0, -backupSuffix.length)
  for (let number = 1; ; number++) {
    const name = number === 1 ? fileName : `${stem} (${number})${backupSuffix}`
    const isTaken = await stat(join(folder, name)).then(
      () => true,
      () => false,
    )
    if (!isTaken) return name
  }
}

/** A name is composed by the program, never typed: one that could lead elsewhere is a bug. */
function mustBeBackupName(name: string): void {
  if (!name.endsWith(backupSuffix) || /[/\\\0]/u.test(name) || name.startsWith('.')) {
    throw new TypeError('not the name of a backup')
  }
}

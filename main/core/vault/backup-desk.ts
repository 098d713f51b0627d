import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { BackupContents, BackupListed } from '#app/features/backups/model.ts'
import { backupsToRemove } from '#app/features/backups/rules.ts'
import type { JobView } from '#app/features/jobs/model.ts'
import {
  applyRetention,
  backupFileName,
  contentHash,
  type FinishedBackup,
  inspectBackup,
  type InspectedBackup,
  listBackups,
  type ListedBackup,
  mustTakeBackups,
  startBackup,
  startRestore,
  type WorkProgress,
} from '#core/db/backup/index.ts'
import type { JobBoard } from '#core/kernel/job-board.ts'
import type { JobPlan, JobProgress } from '#core/kernel/jobs.ts'
import { describeError } from '#core/kernel/redact.ts'
import { asService } from '#core/kernel/service.ts'
import type { BackupCause, BackupDesk } from '#core/kernel/vault.ts'
import { slotsOf } from './key-desk.ts'
import type { CabinetVault } from './vault.ts'

/** Tables that reading, typing and closing write: a cabinet and its restored copy may differ there and nowhere else. */
const writtenByUse = [
  'audit_entry',
  'backup_run',
  'card_use',
  'draft',
  'journal_lineage',
  'journal_seal',
  'person_opening',
  'workspace',
]

/** The backups of this computer, for the handlers of one seat. */
export function backupDesk(vault: CabinetVault, jobs: JobBoard, seat: string): BackupDesk {
  const plan = (folder: string, cause: BackupCause): JobPlan => ({
    kind: 'backup',
    canPause: true,
    canCancel: true,
    run: (progress) => backUp(vault, seat, folder, cause, progress),
  })
  return {
    usualFolder: vault.shelf.usualBackups,
    noteFolder: async (folder) => {
      // By what seats call the cabinet: a copy that saves elsewhere must not hide where the original does.
      if (vault.cabinet !== null) await vault.shelf.noteBackups(vault.cabinet.info.cabinetId, folder)
    },
    mustAccept: (folder) => mustAccept(vault, folder),
    plan,
    // A failure is written among the runs and in the journal: whoever closes or schedules goes on.
    make: async (folder, cause) => (await jobs.make(plan(folder, cause))).state === 'done',
    list: async (folder) => {
      if (folder !== undefined) {
        // The usual folder is made by the first backup: until then it holds none, which is no fault of its disk.
        if (folder === vault.shelf.usualBackups && !(await isThere(folder))) return []
        return (await listBackups(folder)).map(listed)
      }
      const folders = await vault.shelf.backupFolders()
      const found = await Promise.all(folders.map((known) => listBackups(known).catch(() => [])))
      return found
        .flat()
        .map(listed)
        .toSorted((left, right) => (right.takenAt ?? '').localeCompare(left.takenAt ?? ''))
    },
    fingerprint: () => {
      const reader = vault.file.openReader()
      try {
        return {
          patients: Number(reader.prepare('select count(*) from patient').pluck().get()),
          users: slotsOf(vault).filter((slot) => slot.kind === 'password').length,
          contentHash: contentHash(reader, writtenByUse),
        }
      } finally {
        reader.close()
      }
    },
    inspect: async (path) => {
      const here = new Set((await vault.shelf.list(vault.cabinet?.info.folder ?? null)).map((known) => known.cabinetId))
      return contents(await inspectBackup(path), here)
    },
    restorePlan: (request) => ({
      kind: 'restore',
      canPause: true,
      canCancel: true,
      run: async (progress) => {
        const replacing = request.mode === 'replace' ? await vault.shelf.folderOf(request.expectedCabinetId) : null
        const running = startRestore({
          ...request,
          folder: replacing === null ? vault.shelf.usualFolder : dirname(replacing),
          ...(replacing === null ? {} : { replacing }),
          now: vault.config.ports.clock.now(),
          progress: (at) => report(progress, at),
        })
        progress.steeredBy(running)
        const { cabinetId, folder, name } = await running.finished
        return { cabinetId: (await vault.shelf.idAt(folder)) ?? cabinetId, path: folder, name }
      },
    }),
  }
}

async function backUp(
  vault: CabinetVault,
  seat: string,
  folder: string,
  cause: BackupCause,
  progress: JobProgress,
): Promise<NonNullable<JobView['result']>> {
  const { file, cabinet, config } = vault
  if (cabinet === null) throw new Error('a backup needs an open cabinet')
  const service = asService('backup', cabinet, config.ports, seat)
  const takenAt = config.ports.clock.now()
  const note = (outcome: 'verified' | 'failed', finished: FinishedBackup | null) =>
    service.write(
      outcome === 'verified' ? 'backup.made' : 'backup.failed',
      (db) =>
        db
          .insertInto('backup_run')
          .values({
            backup_run_id: config.ports.random.id(),
            reason: cause,
            outcome,
            path: finished?.path ?? folder,
            size_bytes: finished?.sizeBytes ?? null,
            ended_at: config.ports.clock.now(),
          })
          .execute(),
      { cause },
    )
  try {
    await mustAccept(vault, folder)
    const journal = await sealedHead(vault)
    const running = startBackup({
      source: file,
      folder,
      fileName: backupFileName(file.manifest.name, takenAt),
      takenAt,
      writtenBy: vault.writtenBy,
      reason: cause === 'on-demand' ? 'asked' : cause,
      ...(journal === null ? {} : { journal }),
      progress: (at) => report(progress, at),
    })
    progress.steeredBy(running)
    const finished = await running.finished
    await note('verified', finished)
    await tidy(vault, folder)
    return { cabinetId: cabinet.info.cabinetId, path: finished.path, name: finished.fileName }
  } catch (error) {
    if (!progress.signal.aborted) await note('failed', null).catch(() => undefined)
    throw error
  }
}

/** The head of the journal, sealed beside the file first. A disk that refuses the seal does not keep the backup from being made. */
async function sealedHead(vault: CabinetVault) {
  try {
    return await vault.journal.seal()
  } catch (error) {
    vault.config.ports.logger.write({ level: 'warning', event: 'journal.seal', fields: describeError(error) })
    return null
  }
}

/** Remembers the folder and lets old backups go. The backup is made and verified: nothing here makes it a failure. */
async function tidy(vault: CabinetVault, folder: string): Promise<void> {
  const { file, cabinet, config } = vault
  const { clock, logger } = config.ports
  try {
    if (cabinet !== null) await vault.shelf.noteBackups(cabinet.info.cabinetId, folder)
    // A copy of a cabinet lets go of its own backups only: those of the original are not of its days.
    const isOurs = await vault.shelf.judgeBackups(file.folder)
    const ours = new Set(
      (await listBackups(folder)).flatMap(({ path, description }) =>
        description !== null && isOurs(description.cabinet) ? [path] : [],
      ),
    )
    await applyRetention(folder, file.manifest.cabinetId, (kept) =>
      backupsToRemove(
        kept.filter(({ path }) => ours.has(path)),
        clock.now(),
        clock.timeZone(),
      ),
    )
  } catch (error) {
    logger.write({ level: 'warning', event: 'backup.untidy', fields: describeError(error) })
  }
}

function report(progress: JobProgress, at: WorkProgress): void {
  progress.at(at.phase, at.done, at.total, 'bytes')
}

/** Only the usual folder is the program's to make. */
function mustAccept(vault: CabinetVault, folder: string): Promise<void> {
  return mustTakeBackups(folder, { isMade: folder === vault.shelf.usualBackups })
}

function listed(backup: ListedBackup): BackupListed {
  return {
    path: backup.path,
    fileName: backup.fileName,
    sizeBytes: backup.sizeBytes,
    takenAt: backup.description?.takenAt ?? null,
    cabinetName: backup.description?.cabinet.name ?? null,
    cabinetId: backup.description?.cabinet.cabinetId ?? null,
    patients: backup.description?.counts.patients ?? null,
    readable: backup.state === 'sound',
  }
}

function contents(backup: InspectedBackup, here: ReadonlySet<string>): BackupContents {
  const { cabinet, takenAt, writtenBy, counts } = backup.description
  return {
    path: backup.path,
    fileName: backup.fileName,
    sizeBytes: backup.sizeBytes,
    cabinetId: cabinet.cabinetId,
    cabinetName: cabinet.name,
    profile: cabinet.profile,
    takenAt,
    writtenBy,
    counts,
    users: cabinet.slots.flatMap((slot) =>
      slot.kind === 'password' ? [{ userId: slot.userId, displayName: slot.label }] : [],
    ),
    sameAsCabinetHere: here.has(cabinet.cabinetId),
  }
}

/** Whether there is anything of this name; what cannot be told counts as there, so that reading it says why. */
async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  )
}

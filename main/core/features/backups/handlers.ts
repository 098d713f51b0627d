import {
  fingerprintContent,
  getBackupSettings,
  inspectBackup,
  listBackups,
  restoreBackup,
  startBackup,
  updateBackupSettings,
} from '#app/features/backups/contract.ts'
import { backupSettings } from '#app/features/backups/model.ts'
import { nextBackupDueAt } from '#app/features/backups/rules.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { displayNameOf } from '#core/features/people/index.ts'
import { findSection, writeSection } from '#core/features/settings/index.ts'
import { handle } from '#core/kernel/handle.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import {
  backupSection,
  findLastRun,
  findLastVerified,
  readBackupSettings,
  usualBackupSettings,
} from './backup-settings.ts'

const settings = handle(getBackupSettings, async (_input, work) => {
  const usual = usualBackupSettings(work.vault.backups.usualFolder)
  const { section, last, verified } = await work.read(async (db) => ({
    section: await findSection(db, backupSection, backupSettings),
    last: await findLastRun(db),
    verified: await findLastVerified(db),
  }))
  const present = section?.value ?? usual
  const since = verified?.at ?? work.vault.open()?.createdAt ?? null
  return {
    settings: present,
    version: section?.version ?? 1,
    last,
    nextAt: nextBackupDueAt(present, since, work.now(), work.timeZone()),
    underWay: work.jobs.underWay('backup'),
  }
})

const updateSettings = handle(updateBackupSettings, async (input, work) => {
  await work.vault.backups.mustAccept(input.settings.folder)
  const written = await work.write(async (db) => {
    const present = await findSection(db, backupSection, backupSettings)
    const presentVersion = present?.version ?? 1
    if (presentVersion !== input.expectedVersion) {
      return problem('edit.conflict', {
        currentVersion: presentVersion,
        changedBy: await displayNameOf(db, present?.changedBy ?? null),
        changedAt: present?.changedAt ?? work.now(),
      })
    }
    const stamp = { presentVersion, at: work.now(), by: work.actor }
    const version = await writeSection(db, backupSection, input.settings, stamp)
    work.announce('settings', backupSection, version)
    return { settings: input.settings, version }
  })
  if (!isProblem(written)) await work.vault.backups.noteFolder(input.settings.folder)
  return written
})

const start = handle(startBackup, async (_input, work) => {
  const { folder } = await work.read((db) => readBackupSettings(db, work.vault.backups.usualFolder))
  await work.vault.backups.mustAccept(folder)
  // Last, with nothing awaited before the start: of two asked at once, one is made.
  if (work.jobs.isRunning('backup')) return problem('backup.running', {})
  if (work.jobs.isRunning('rekey')) return problem('cabinet.busy', {})
  return { jobId: work.jobs.start(work.vault.backups.plan(folder, 'on-demand')) }
})

const list = handle(listBackups, async ({ folder }, work) => {
  if (folder !== undefined && !(await mayRead(folder, work))) return outOfReach(work)
  return {
    backups: [...(await work.vault.backups.list(folder))],
    folder: folder ?? work.vault.backups.usualFolder,
  }
})

const inspect = handle(inspectBackup, async ({ path }, work) => {
  if (!(await mayRead(path, work))) return outOfReach(work)
  return { contents: await work.vault.backups.inspect(path) }
})

const restore = handle(restoreBackup, async (input, work) => {
  if (!work.vault.isAtHost) return problem('network.host-only', {})
  if (!(await mayRead(input.path, work))) return outOfReach(work)
  const open = work.vault.open()
  if (input.mode === 'replace' && open?.cabinetId === input.expectedCabinetId) return problem('cabinet.in-use', {})
  // One at a time: whoever reaches this computer before anybody is signed in must not fill its disk with copies.
  if (work.jobs.isRunning('restore')) return problem('cabinet.busy', {})
  return { jobId: work.jobs.start(work.vault.backups.restorePlan(input)) }
})

const fingerprint = handle(fingerprintContent, async (_input, work) => {
  const { patients, users, contentHash } = work.vault.backups.fingerprint()
  return { counts: { patients, users }, contentHash }
})

/** What answers about backups and restoration. */
export const backupsHandlers = [fingerprint, settings, updateSettings, start, list, inspect, restore]

/** Whoever may choose where backups go may look for them anywhere; the others, where this seat may. */
async function mayRead(path: string, work: Work): Promise<boolean> {
  return work.maybeActor?.permissions.includes('backup.configure') === true || work.vault.mayName(path)
}

function outOfReach(work: Work): Problem<'folder.out-of-reach'> {
  return problem('folder.out-of-reach', { folder: work.vault.backups.usualFolder })
}

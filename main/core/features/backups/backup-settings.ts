import { type BackupSettings, backupSettings } from '#app/features/backups/model.ts'
import { findSection } from '#core/features/settings/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'

/** The section of `setting` that says where and when backups are made. */
export const backupSection = 'backups'

/** Until somebody chooses: at noon and in the evening, when a cabinet rests, and at closing. */
export function usualBackupSettings(folder: string): BackupSettings {
  return { folder, dailyAt: ['12:30', '19:30'], atClosing: true }
}

/** Where and when backups are made, as things are now. */
export async function readBackupSettings(db: ReadDb, usualFolder: string): Promise<BackupSettings> {
  const section = await findSection(db, backupSection, backupSettings)
  return section?.value ?? usualBackupSettings(usualFolder)
}

/** How the last backup went, or `null` when none was ever tried. */
export async function findLastRun(db: ReadDb) {
  const row = await lastRun(db).executeTakeFirst()
  return row === undefined ? null : { at: row.ended_at, outcome: row.outcome, path: row.path }
}

/** When the last backup that was verified ended, or `null`. */
export async function findLastVerified(db: ReadDb): Promise<{ readonly at: string } | null> {
  const row = await lastRun(db).where('outcome', '=', 'verified').executeTakeFirst()
  return row === undefined ? null : { at: row.ended_at }
}

function lastRun(db: ReadDb) {
  return db
    .selectFrom('backup_run')
    .select(['ended_at', 'outcome', 'path'])
    .orderBy('ended_at', 'desc')
    .orderBy('backup_run_id', 'desc')
    .limit(1)
}

import { type BackupSource, type FinishedBackup, startBackup } from './make.ts'
import { backupFileName } from './names.ts'
import type { WorkProgress } from './steering.ts'

/** Where the backup that precedes a migration goes. */
export interface BeforeMigrating {
  /** The backup folder of the cabinet; made if absent. */
  readonly folder: string
  /** « Cabinet Ouvert 0.1.0 ». */
  readonly program: string
  /** The current instant, ISO 8601 in UTC with milliseconds. */
  readonly now: () => string
  readonly progress?: (progress: WorkProgress) => void
  /** Told once the backup is in place. */
  readonly made?: (backup: FinishedBackup) => void
}

/**
 * The hook `openCabinetFile` asks for: makes and verifies a backup of the cabinet as the former program left it. When it
 * cannot be made, nothing is migrated.
 */
export function backupBeforeMigrating(
  options: BeforeMigrating,
): (pending: { readonly file: BackupSource }) => Promise<void> {
  return async ({ file }) => {
    const takenAt = options.now()
    const { finished } = startBackup({
      source: file,
      folder: options.folder,
      fileName: backupFileName(file.manifest.name, takenAt),
      takenAt,
      writtenBy: options.program,
      reason: 'before-migration',
      ...(options.progress === undefined ? {} : { progress: options.progress }),
    })
    // Awaited on a line of its own: an optional call does not evaluate its argument when there is nobody to call.
    const backup = await finished
    options.made?.(backup)
  }
}

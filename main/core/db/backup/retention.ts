import { unlink } from 'node:fs/promises'
import { syncFolder } from '../atomic-file.ts'
import { listBackups } from './inspect.ts'

/** A backup as a retention rule sees it. */
export interface KeptBackup {
  readonly path: string
  /** ISO 8601 in UTC with milliseconds. */
  readonly takenAt: string
}

/** Chooses the backups that may go. */
export type RetentionRule = (backups: readonly KeptBackup[]) => readonly KeptBackup[]

/**
 * Removes from a folder the backups of one cabinet that the rule lets go, and returns their paths. To be called after a
 * successful backup.
 *
 * Only whole files that say they are of this cabinet are shown to the rule: a damaged one, another cabinet's, or any
 * other file is never touched. A file that cannot be removed stays, and is tried again the next time.
 */
export async function applyRetention(
  folder: string,
  cabinetId: string,
  rule: RetentionRule,
): Promise<readonly string[]> {
  const listed = await listBackups(folder)
  const ours = listed.flatMap(({ path, state, description }) =>
    state === 'sound' && description?.cabinet.cabinetId === cabinetId ? [{ path, takenAt: description.takenAt }] : [],
  )
  const paths = new Set(ours.map((backup) => backup.path))
  const removed: string[] = []
  for (const { path } of rule(ours)) {
    if (!paths.has(path)) throw new Error('a retention rule may only choose among the backups it was shown')
    const isGone = await unlink(path).then(
      () => true,
      () => false,
    )
    if (isGone) removed.push(path)
  }
  if (removed.length > 0) await syncFolder(folder)
  return removed
}

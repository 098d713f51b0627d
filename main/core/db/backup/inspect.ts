import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Examination, examine } from './examine.ts'
import { mustBeSound } from './extract.ts'
import { type BackupDescription, backupSuffix } from './format.ts'
import { knownSchema } from './known-schema.ts'
import { isPlainPath, withOrdinaryFile } from './ordinary-file.ts'
import { BackupRefusal } from './refusal.ts'
import { runInThread } from './run-thread.ts'
import { Steering, type WorkProgress } from './steering.ts'

/** A sound backup, and what it holds. */
export interface InspectedBackup {
  readonly path: string
  readonly fileName: string
  readonly sizeBytes: number
  readonly description: BackupDescription
}

/** How a long look at a file is watched and stopped. */
export interface Watching {
  readonly progress?: (progress: WorkProgress) => void
  readonly steering?: Steering
}

/**
 * Says what a backup holds after checking every byte of it against its digest, in a thread of its own. Needs no key and
 * writes nothing.
 *
 * Refuses with `backup.damaged` (and which damage), `backup.foreign`, `backup.newer` or `backup.unreadable`.
 */
export async function inspectBackup(path: string, watching: Watching = {}): Promise<InspectedBackup> {
  const { sizeBytes, description } = mustBeSound(await examineBackup(path, watching))
  return { path, fileName: basename(path), sizeBytes, description }
}

/** The same as a value, damaged and foreign files included; throws `backup.unreadable` only. */
function examineBackup(path: string, watching: Watching = {}): Promise<Examination> {
  const steering = watching.steering ?? new Steering()
  return runInThread({ kind: 'examine', path, depth: 'every-block', knownSchema }, steering, watching.progress)
}

/** One file of a folder that is named like a backup. */
export interface ListedBackup {
  readonly path: string
  readonly fileName: string
  readonly sizeBytes: number
  /** What the file is at first sight: its ends and its size, not each block. */
  readonly state: Examination['state'] | 'unreadable'
  /** Null when the file is not one of ours, or what it says of itself is damaged. */
  readonly description: BackupDescription | null
}

/**
 * The backups of a folder, the newest first, then those that do not say when they were taken. A glance per file, a few
 * milliseconds in all; refuses with `backup.unreadable` a folder that cannot be read.
 */
export async function listBackups(folder: string): Promise<readonly ListedBackup[]> {
  if (!isPlainPath(folder)) throw new BackupRefusal('backup.unreadable', { path: folder })
  let names: string[]
  try {
    names = await readdir(folder)
  } catch (cause) {
    throw new BackupRefusal('backup.unreadable', { path: folder }, { cause })
  }
  return names
    .filter((name) => name.endsWith(backupSuffix))
    .map((name) => glance(join(folder, name)))
    .toSorted((a, b) => takenAt(b).localeCompare(takenAt(a)) || a.fileName.localeCompare(b.fileName))
}

function glance(path: string): ListedBackup {
  const fileName = basename(path)
  try {
    const seen = withOrdinaryFile(path, (file) =>
      examine(file, { depth: 'summary', knownSchema }, new Steering(), () => undefined),
    )
    const description = 'description' in seen ? seen.description : null
    return { path, fileName, sizeBytes: seen.sizeBytes, state: seen.state, description }
  } catch {
    return { path, fileName, sizeBytes: 0, state: 'unreadable', description: null }
  }
}

function takenAt(backup: ListedBackup): string {
  return backup.description?.takenAt ?? ''
}

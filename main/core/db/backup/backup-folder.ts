import { access, constants, mkdir, stat } from 'node:fs/promises'
import { isPlainPath } from './ordinary-file.ts'
import { BackupRefusal } from './refusal.ts'

/**
 * Refuses with `backup.unreadable` a folder in which no backup can be written.
 *
 * With `isMade`, an absent one is made: only for a folder that the program chose. One that a person chose and that is not
 * there is a disk that is not plugged in: made anew, it would take the backups on the very disk they are to outlive.
 */
export async function mustTakeBackups(folder: string, { isMade }: { readonly isMade: boolean }): Promise<void> {
  if (!isPlainPath(folder)) throw new BackupRefusal('backup.unreadable', { path: folder })
  try {
    if (isMade) await mkdir(folder, { recursive: true, mode: 0o700 })
    const found = await stat(folder)
    if (!found.isDirectory()) throw new TypeError('not a folder')
    await access(folder, constants.R_OK | constants.W_OK)
  } catch (cause) {
    throw new BackupRefusal('backup.unreadable', { path: folder }, { cause })
  }
}

import { readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { partialSuffix } from './format.ts'

/** A leftover of a cabinet that never comes back to this folder is removed once it is this old. */
const forgottenAfterMs = 48 * 3_600_000

/**
 * Removes what a killed backup left in a folder: files of this cabinet, and of any cabinet when two days old. A cabinet
 * makes one backup at a time and calls this first, so that none of its own is in use.
 */
export async function removeLeftovers(folder: string, cabinetId: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!isPartial(name)) continue
    const path = join(folder, name)
    if (name.startsWith(cabinetId) || (await ageMs(path)) > forgottenAfterMs) await unlink(path).catch(() => undefined)
  }
}

function isPartial(name: string): boolean {
  return [partialSuffix, `${partialSuffix}-wal`, `${partialSuffix}-shm`].some((suffix) => name.endsWith(suffix))
}

async function ageMs(path: string): Promise<number> {
  const written = await stat(path).catch(() => null)
  return written === null ? 0 : Date.now() - written.mtimeMs
}

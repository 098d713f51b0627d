import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CabinetKey, unwrapDataKey } from '../keyslots.ts'
import { databaseFile, type Manifest } from '../manifest.ts'
import { CabinetRefusal } from '../refusal.ts'
import { sealHolds } from './format.ts'
import { mustBeSound } from './extract.ts'
import { type InspectedBackup, inspectBackup, type Watching } from './inspect.ts'
import { examine } from './examine.ts'
import { knownSchema } from './known-schema.ts'
import { withOrdinaryFile } from './ordinary-file.ts'
import { BackupRefusal } from './refusal.ts'
import { OutOfSpace, runInThread } from './run-thread.ts'
import { Steering } from './steering.ts'

/** Unlocks the cabinet of a backup through one of the slots it had that day; null when the secret opens none. */
export type UnlockBackup = (manifest: Manifest) => Promise<CabinetKey | null> | CabinetKey | null

/**
 * Checks a backup in full. Without `unlock`: every byte against its digest. With it also: the seal, then the database is
 * taken out into a private temporary folder, opened with the key and checked by SQLite; the folder is removed.
 *
 * Refuses as `inspectBackup` does, and with `backup.wrong-key` when the secret opens no slot or another cabinet's, or
 * `backup.no-space` when the temporary folder has no room.
 */
export async function verifyBackup(
  path: string,
  unlock: UnlockBackup | null = null,
  watching: Watching = {},
): Promise<InspectedBackup> {
  const inspected = await inspectBackup(path, watching)
  if (unlock === null) return inspected
  const dataKey = await dataKeyOf(path, inspected.description.cabinet, unlock)
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-verification-'))
  try {
    const task = { kind: 'extract', path, databasePath: join(folder, databaseFile), dataKey, knownSchema } as const
    await runInThread(task, watching.steering ?? new Steering(), watching.progress)
    return inspected
  } catch (error) {
    if (error instanceof OutOfSpace) throw await noSpaceIn(tmpdir(), inspected.sizeBytes)
    throw error
  } finally {
    dataKey.fill(0)
    await rm(folder, { recursive: true, force: true })
  }
}

/** The data key of a backup's database, through one of its slots; the caller erases it. Refuses with `backup.wrong-key`. */
export async function dataKeyOf(path: string, manifest: Manifest, unlock: UnlockBackup): Promise<Uint8Array> {
  const key = await unlock(manifest)
  if (key === null) throw new BackupRefusal('backup.wrong-key', {})
  try {
    // Two data keys stand side by side in a manifest while a rekeying is under way: the seal tells which one it was.
    for (const wrapped of manifest.dataKeys) {
      const dataKey = unwrapOrNull(key, wrapped)
      if (dataKey === null) continue
      if (isSealedBy(path, dataKey)) return dataKey
      dataKey.fill(0)
    }
    throw new BackupRefusal('backup.wrong-key', {})
  } finally {
    key.dispose()
  }
}

/** What is needed and what is left on a volume, as a refusal. */
export async function noSpaceIn(folder: string, neededBytes: number): Promise<BackupRefusal> {
  const volume = await statfs(folder)
  return new BackupRefusal('backup.no-space', { neededBytes, freeBytes: volume.bavail * volume.bsize })
}

function isSealedBy(path: string, dataKey: Uint8Array): boolean {
  return withOrdinaryFile(path, (file) => {
    const seen = mustBeSound(examine(file, { depth: 'summary', knownSchema }, new Steering(), () => undefined))
    return sealHolds(seen.tail, dataKey)
  })
}

function unwrapOrNull(key: CabinetKey, wrapped: Manifest['dataKeys'][number]): Uint8Array | null {
  try {
    return unwrapDataKey(key, wrapped)
  } catch (error) {
    if (error instanceof CabinetRefusal) return null
    throw error
  }
}

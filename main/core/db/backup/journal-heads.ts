import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { SealedHead } from '../journal-seal.ts'
import type { Manifest } from '../manifest.ts'
import { examine } from './examine.ts'
import { backupSuffix, sealHolds } from './format.ts'
import { knownSchema } from './known-schema.ts'
import { withOrdinaryFile } from './ordinary-file.ts'
import { Steering } from './steering.ts'

/**
 * The heads of the journal that the backups of a folder hold, of one cabinet, each vouched for by the backup's own seal. A
 * glance per file. A file that does not read, or whose seal is of none of `dataKeysOf`'s keys, tells nothing; nor does a
 * folder that is not there.
 */
export async function headsInBackups(
  folder: string,
  cabinetId: string,
  dataKeysOf: (manifest: Manifest) => readonly Uint8Array[],
): Promise<readonly SealedHead[]> {
  const names = await readdir(folder).catch(() => [])
  return names
    .filter((name) => name.endsWith(backupSuffix))
    .flatMap((name) => {
      try {
        return headIn(join(folder, name), cabinetId, dataKeysOf)
      } catch {
        return []
      }
    })
}

function headIn(
  path: string,
  cabinetId: string,
  dataKeysOf: (manifest: Manifest) => readonly Uint8Array[],
): readonly SealedHead[] {
  return withOrdinaryFile(path, (file) => {
    const seen = examine(file, { depth: 'summary', knownSchema }, new Steering(), () => undefined)
    if (seen.state !== 'sound') return []
    const { cabinet, journal, takenAt } = seen.description
    if (cabinet.cabinetId !== cabinetId || journal === undefined) return []
    const keys = dataKeysOf(cabinet)
    const isOurs = keys.some((key) => sealHolds(seen.tail, key))
    for (const key of keys) key.fill(0)
    return isOurs ? [{ ...journal, sealedAt: takenAt }] : []
  })
}

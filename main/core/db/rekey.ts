import { randomBytes, timingSafeEqual } from 'node:crypto'
import { rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { type ReencryptProgress, reencryptFile } from '#native/sqlcipher/reencrypt.ts'
import { isAbsent, renameWhenLetGo, syncFolder } from './atomic-file.ts'
import { readDatabaseBytes } from './backup/database-bytes.ts'
import { checkDatabase } from './check-database.ts'
import { type CabinetKey, unwrapDataKey, wrapDataKey } from './keyslots.ts'
import { type DataKey, databaseFile, type HeldManifest } from './manifest.ts'
import { CabinetRefusal } from './refusal.ts'

/** The re-encrypted database while it is being made, beside the one in use. Debris of an interruption otherwise. */
export const rekeyedFile = 'cabinet.db.rekeyed'

/** How far a rekeying is; the three phases last about as long as each other. */
export interface RekeyProgress extends ReencryptProgress {
  readonly phase: 'encrypting' | 'verifying' | 'exchanging'
}

/** What the caller of a rekeying watches and holds. */
export interface RekeyOptions {
  readonly onProgress?: (progress: RekeyProgress) => void
  /** Stops it, with the signal's reason, while it is encrypting or verifying; the cabinet stays under its former key. */
  readonly signal?: AbortSignal
}

/** What a rekeying needs of the open cabinet. Writers wait during all of it, readers during the exchange only. */
export interface QuietCabinet {
  readonly folder: string
  readonly key: CabinetKey
  readonly manifest: HeldManifest
  /** The data key in use. */
  readonly dataKey: Uint8Array
  /** Closes both connections, runs `exchange`, and opens them again under the key it returns, or the former if it throws. */
  whileClosed(exchange: () => Promise<Uint8Array>): Promise<void>
}

/**
 * Gives the database a new data key. Slots are untouched: they wrap the master key, which wraps the data key.
 *
 * The order makes every instant safe. The manifest first names both keys; the database is re-encrypted beside, verified,
 * and renamed over in one step; then the manifest names the new key alone. Whichever database an interruption leaves,
 * the manifest has its key, and `settleRekeying` finds which one at the next opening.
 *
 * The caller guarantees that nobody writes, that the write-ahead log is empty and that no other reader is open.
 */
export async function rekey(cabinet: QuietCabinet, options: RekeyOptions): Promise<void> {
  const target = join(cabinet.folder, rekeyedFile)
  const source = join(cabinet.folder, databaseFile)
  await removeCopy(target)
  await mustHaveRoom(cabinet.folder, source)
  const next = randomBytes(32)
  const inUse = keyInUse(cabinet)
  const nextKey = wrapDataKey(cabinet.key, inUse.generation + 1, next)
  let exchanged = false
  try {
    await cabinet.manifest.update((current) => ({ ...current, dataKeys: [inUse, nextKey] }))
    await encryptBeside(source, target, { from: cabinet.dataKey, to: next }, options)
    await cabinet.whileClosed(async () => {
      await mustHaveNoLog(cabinet.folder)
      await renameWhenLetGo(target, source)
      exchanged = true
      return Uint8Array.from(next)
    })
    await syncFolder(cabinet.folder)
    await cabinet.manifest.update((current) => ({ ...current, dataKeys: [nextKey] }))
  } catch (error) {
    if (!exchanged) await undo(cabinet.manifest, inUse, target)
    throw error
  } finally {
    next.fill(0)
  }
}

async function encryptBeside(
  source: string,
  target: string,
  keys: { readonly from: Uint8Array; readonly to: Uint8Array },
  { onProgress, signal }: RekeyOptions,
): Promise<void> {
  let totalBytes = 0
  const bytes = readDatabaseBytes(source)
  try {
    await reencryptFile(bytes.descriptor, target, keys, {
      onProgress: (progress) => {
        totalBytes = progress.totalBytes
        onProgress?.({ ...progress, phase: 'encrypting' })
      },
      ...(signal === undefined ? {} : { signal }),
    })
  } finally {
    bytes.done()
  }
  onProgress?.({ phase: 'verifying', doneBytes: 0, totalBytes })
  const faults = await checkDatabase(target, keys.to)
  await removeLogOf(target)
  if (faults.length > 0) throw new CabinetRefusal('cabinet.damaged', { what: `re-encrypted copy: ${faults[0] ?? ''}` })
  signal?.throwIfAborted()
  onProgress?.({ phase: 'exchanging', doneBytes: totalBytes, totalBytes })
}

/** Two keys may stand in the manifest when the end of a former rekeying could not be written. */
function keyInUse(cabinet: QuietCabinet): DataKey {
  for (const data of cabinet.manifest.current.dataKeys) {
    const unwrapped = unwrapDataKey(cabinet.key, data)
    const same = timingSafeEqual(unwrapped, cabinet.dataKey)
    unwrapped.fill(0)
    if (same) return data
  }
  throw new Error('the data key in use is not in the manifest')
}

/** What cannot be undone now (a full disk) is undone at the next opening: the manifest still has the former key. */
async function undo(manifest: HeldManifest, inUse: DataKey, target: string): Promise<void> {
  await removeCopy(target).catch(() => undefined)
  await manifest.update((current) => ({ ...current, dataKeys: [inUse] })).catch(() => undefined)
}

async function removeCopy(path: string): Promise<void> {
  await rm(path, { force: true })
  await removeLogOf(path)
}

/** Opening a copy to verify it leaves an empty log and its index beside it. */
async function removeLogOf(path: string): Promise<void> {
  await rm(`${path}-wal`, { force: true })
  await rm(`${path}-shm`, { force: true })
}

/** The copy is as large as the file; a little more lets the log and the manifest breathe. */
async function mustHaveRoom(folder: string, source: string): Promise<void> {
  const [{ size }, { bavail, bsize }] = await Promise.all([stat(source), statfs(folder)])
  if (bavail * bsize < size + 8 * 1024 * 1024) throw new CabinetRefusal('cabinet.disk-full', { folder })
}

/** A log of the former database beside the new one would be replayed into it. */
async function mustHaveNoLog(folder: string): Promise<void> {
  try {
    const { size } = await stat(join(folder, `${databaseFile}-wal`))
    if (size > 0) throw new CabinetRefusal('cabinet.busy', {})
  } catch (error) {
    if (!isAbsent(error)) throw error
  }
}

/** What an opening knows of the data keys. */
export interface NamedDataKeys {
  readonly manifest: HeldManifest
  /** Data keys that only an older copy of the manifest, or one that was put back, names. */
  readonly otherDataKeys: readonly DataKey[]
}

/**
 * Finishes or undoes a rekeying that was interrupted, and returns the data key of the database as it is. `opens` says
 * whether a key is the database's. Without an interruption it only unwraps the key.
 */
export async function settleRekeying(
  folder: string,
  key: CabinetKey,
  { manifest, otherDataKeys }: NamedDataKeys,
  opens: (dataKey: Uint8Array) => boolean,
): Promise<Uint8Array> {
  const { dataKeys } = manifest.current
  const [only] = dataKeys
  if (only !== undefined && dataKeys.length === 1 && otherDataKeys.length === 0) {
    // A rekeying that was undone while something held its copy left it there.
    await removeCopy(join(folder, rekeyedFile))
    return unwrapDataKey(key, only)
  }
  for (const candidate of [...dataKeys, ...otherDataKeys]) {
    const dataKey = unwrapDataKey(key, candidate)
    if (opens(dataKey)) {
      await removeCopy(join(folder, rekeyedFile))
      await manifest.update((current) => ({ ...current, dataKeys: [candidate] }))
      return dataKey
    }
    dataKey.fill(0)
  }
  throw new CabinetRefusal('cabinet.damaged', { what: 'SQLITE_NOTADB' })
}

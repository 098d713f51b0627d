import { randomUUID } from 'node:crypto'
import { access, constants, copyFile, mkdir, rm, stat, statfs, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { FileLock } from '#native/sqlcipher/file-lock.ts'
import { renameWhenLetGo, syncFolder, writeWhole } from '../atomic-file.ts'
import { holdCabinet } from '../cabinet-file.ts'
import { journalSealFile } from '../journal-seal.ts'
import { cabinetFolderSuffix, databaseFile, readManifest, writeManifest } from '../manifest.ts'
import { asRefusal, CabinetRefusal } from '../refusal.ts'
import { writeRestorationMark } from '../restoration-mark.ts'
import { type BackupDescription, headerBytes } from './format.ts'
import { inspectBackup } from './inspect.ts'
import { knownSchema } from './known-schema.ts'
import { localStamp } from './names.ts'
import { isPlainPath } from './ordinary-file.ts'
import { BackupRefusal, systemCode } from './refusal.ts'
import { OutOfSpace, runInThread } from './run-thread.ts'
import { Steering, type WorkProgress } from './steering.ts'
import { exchangeRecord, exchangeRecordName, renameHeld, setAsideName, stagingName } from './exchange.ts'
import { dataKeyOf, noSpaceIn, type UnlockBackup } from './verify.ts'

/** What to restore, and where. */
export interface RestoreRequest {
  /** The backup: an ordinary file. */
  readonly path: string
  /** The folder that holds the cabinets; made if absent. */
  readonly folder: string
  /** The name of the restored cabinet, already judged by `cabinetName`. */
  readonly name: string
  /**
   * `new`: beside the others, refused when the name is taken. `replace`: in the place of a cabinet of the same
   * identifier, which is put aside whole and never removed.
   */
  readonly mode: 'new' | 'replace'
  /** With `replace`: the cabinet's folder, directly in `folder`. Default: `<name>.cabinet`. */
  readonly replacing?: string
  /** What the person has seen: another cabinet in the file by now is refused as `backup.foreign`. */
  readonly expectedCabinetId?: string
  /** With a secret, the restored database is also opened and checked by SQLite before it takes its place. */
  readonly unlock?: UnlockBackup
  /** The present instant, ISO 8601 in UTC with milliseconds; part of the name of a cabinet put aside. */
  readonly now: string
  readonly progress?: (progress: WorkProgress) => void
}

/** A cabinet restored and in its place, closed. It has the identifier it had, so the slots of that day open it. */
export interface RestoredCabinet {
  readonly folder: string
  readonly name: string
  readonly cabinetId: string
  /** Where the cabinet that was replaced is now; null when none was. */
  readonly setAside: string | null
  readonly description: BackupDescription
}

/** A restoration under way. */
export interface RunningRestore {
  /**
   * Settles when the cabinet is in its place, or when nothing was changed and nothing is left. Rejects with a
   * `BackupRefusal` (the file: `damaged`, `foreign`, `newer`, `unreadable`, `wrong-key`; the disk: `no-space`), a
   * `CabinetRefusal` (`name-taken`, `in-use`, `missing`, `read-only`) or `WorkCancelled`.
   */
  readonly finished: Promise<RestoredCabinet>
  pause(): void
  resume(): void
  /**
   * Heard between two blocks, and after SQLite's own check, which nothing interrupts. Has no effect once the cabinets are
   * being exchanged, which lasts an instant.
   */
  cancel(): void
}

/** Room for the manifest and for what SQLite keeps beside a database. */
const spareBytes = 4 << 20

/** Starts restoring a backup; the work is done beside, and the cabinet appears complete or not at all. */
export function startRestore(request: RestoreRequest): RunningRestore {
  const steering = new Steering()
  return {
    finished: restore(request, steering),
    pause: () => steering.pause(),
    resume: () => steering.resume(),
    cancel: () => steering.cancel(),
  }
}

async function restore(request: RestoreRequest, steering: Steering): Promise<RestoredCabinet> {
  const target = targetOf(request)
  const watching = { steering, ...(request.progress === undefined ? {} : { progress: request.progress }) }
  // Every byte is judged before the first one is written.
  const { description, sizeBytes } = await inspectBackup(request.path, watching)
  const { cabinetId } = description.cabinet
  if (request.expectedCabinetId !== undefined && request.expectedCabinetId !== cabinetId) {
    throw new BackupRefusal('backup.foreign', {})
  }
  await mustBeWritable(request.folder)
  const isReplacing = request.mode === 'replace'
  if (isReplacing) await mustBeReplaceable(target, cabinetId, request.name)
  else await mustBeFree(target, request.name)
  await mustHaveRoom(request.folder, sizeBytes)
  // Held from here on: nobody opens, between the judgement and the exchange, what is about to be put aside.
  const replaced = isReplacing ? await holdCabinet(target) : null
  try {
    const setAside = await restoreBeside(request, target, replaced, description, steering)
    return { folder: target, name: request.name, cabinetId, setAside, description }
  } catch (error) {
    if (error instanceof OutOfSpace) throw await noSpaceIn(request.folder, sizeBytes)
    throw error
  } finally {
    replaced?.release()
  }
}

/** Builds the cabinet in a hidden folder, then gives it its place. Returns where the former one went. */
async function restoreBeside(
  request: RestoreRequest,
  target: string,
  replaced: FileLock | null,
  description: BackupDescription,
  steering: Steering,
): Promise<string | null> {
  const { folder } = request
  const work = randomUUID()
  const staging = join(folder, stagingName(work))
  await mkdir(staging, { mode: 0o700 })
  // Tells `recoverRestores` of another process that this one is alive; goes with the folder to its place.
  const lock = await holdCabinet(staging)
  try {
    await fill(staging, request, description, steering)
    request.progress?.({ phase: 'finishing', done: 0, total: 0 })
    steering.pass()
    if (replaced === null) {
      await mustBeFree(target, request.name)
      await renameHeld(staging, target, lock).catch((error: unknown) => {
        const code = systemCode(error)
        if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error
        throw new CabinetRefusal('cabinet.name-taken', { name: request.name }, { cause: error })
      })
      await syncFolder(folder)
      return null
    }
    return await exchange(request, { work, staging, target }, { lock, replaced })
  } catch (error) {
    // First: Windows removes no folder in which a file is open.
    lock.release()
    await rm(staging, { recursive: true, force: true })
    throw error
  } finally {
    lock.release()
  }
}

async function fill(
  staging: string,
  request: RestoreRequest,
  description: BackupDescription,
  steering: Steering,
): Promise<void> {
  const { unlock } = request
  const dataKey = unlock === undefined ? null : await dataKeyOf(request.path, description.cabinet, unlock)
  try {
    const task = {
      kind: 'extract',
      path: request.path,
      databasePath: join(staging, databaseFile),
      dataKey,
      knownSchema,
    } as const
    const extracted = await runInThread(task, steering, request.progress)
    await writeManifest(staging, { ...extracted.cabinet, name: request.name })
    await writeRestorationMark(staging, {
      restorationId: randomUUID(),
      restoredAt: request.now,
      takenAt: extracted.takenAt,
      fileName: basename(request.path).slice(0, 400),
    })
  } catch (error) {
    const refusal = asRefusal(error, request.folder)
    throw refusal instanceof CabinetRefusal && refusal.code === 'cabinet.disk-full' ? new OutOfSpace() : error
  } finally {
    dataKey?.fill(0)
  }
  await syncFolder(staging)
}

/**
 * Puts the present cabinet aside and the restored one in its place: two renames, announced in a file first, so that an
 * interruption between the two is finished by `recoverRestores`. Should the second one fail, the first is undone.
 */
async function exchange(
  request: RestoreRequest,
  names: { readonly work: string; readonly staging: string; readonly target: string },
  locks: { readonly lock: FileLock; readonly replaced: FileLock },
): Promise<string> {
  const { folder } = request
  const { work, staging, target } = names
  const aside = await freePath(join(folder, setAsideName(basename(target), localStamp(request.now))))
  // What was sealed of the journal so far stays known beside the restored one.
  await copyFile(join(target, journalSealFile), join(staging, journalSealFile)).catch(() => undefined)
  const record = join(folder, exchangeRecordName(work))
  await writeWhole(record, exchangeRecord({ target: basename(target), aside: basename(aside) }))
  try {
    await renameHeld(target, aside, locks.replaced)
    try {
      await renameHeld(staging, target, locks.lock)
    } catch (error) {
      await renameWhenLetGo(aside, target)
      throw error
    }
    await syncFolder(folder)
  } finally {
    await unlink(record).catch(() => undefined)
  }
  return aside
}

function targetOf(request: RestoreRequest): string {
  for (const path of [request.path, request.folder]) {
    if (!isPlainPath(path)) throw new BackupRefusal('backup.unreadable', { path })
  }
  const folderName = `${request.name}${cabinetFolderSuffix}`
  if (request.name.startsWith('.') || /[/\\\0]/u.test(request.name)) throw new TypeError('not the name of a cabinet')
  const target = request.replacing ?? join(request.folder, folderName)
  if (dirname(target) !== join(request.folder) || !target.endsWith(cabinetFolderSuffix)) {
    throw new TypeError('a cabinet is replaced where it is')
  }
  return target
}

/** Only a cabinet of the same identifier is put aside, or one too damaged to tell. */
async function mustBeReplaceable(target: string, cabinetId: string, name: string): Promise<void> {
  if (!(await exists(target))) throw new CabinetRefusal('cabinet.missing', { folder: target })
  try {
    const present = await readManifest(target)
    if (present.cabinetId !== cabinetId) throw new CabinetRefusal('cabinet.name-taken', { name })
  } catch (error) {
    if (!(error instanceof CabinetRefusal) || error.code === 'cabinet.name-taken') throw error
  }
}

async function mustBeFree(target: string, name: string): Promise<void> {
  if (await exists(target)) throw new CabinetRefusal('cabinet.name-taken', { name })
}

async function mustBeWritable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await access(folder, constants.R_OK | constants.W_OK)
  } catch (error) {
    throw new CabinetRefusal('cabinet.read-only', { folder }, { cause: error })
  }
}

async function mustHaveRoom(folder: string, backupBytes: number): Promise<void> {
  const volume = await statfs(folder)
  const freeBytes = volume.bavail * volume.bsize
  const neededBytes = backupBytes - headerBytes + spareBytes
  if (freeBytes < neededBytes) throw new BackupRefusal('backup.no-space', { neededBytes, freeBytes })
}

/** The path itself, or with ` (2)` and so on when something is there: two restorations in the same second. */
async function freePath(path: string): Promise<string> {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? path : `${path} (${number})`
    if (!(await exists(candidate))) return candidate
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

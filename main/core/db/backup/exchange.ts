import { readdir, readFile, rm, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { FileLock } from '#native/sqlcipher/file-lock.ts'
import { renameWhenLetGo, syncFolder } from '../atomic-file.ts'
import { holdCabinet } from '../cabinet-file.ts'
import { cabinetFolderSuffix, databaseFile, manifestFile, readManifest } from '../manifest.ts'
import { CabinetRefusal } from '../refusal.ts'

const stagingPattern = /^\.restauration-([0-9a-f-]{36})\.part$/u
const recordPattern = /^\.restauration-([0-9a-f-]{36})\.json$/u
const asideMark = `${cabinetFolderSuffix}.avant-restauration-`

/** The hidden folder in which a cabinet is restored before it takes its place. */
export function stagingName(work: string): string {
  return `.restauration-${work}.part`
}

/** The file that announces an exchange of two folders while it lasts. */
export function exchangeRecordName(work: string): string {
  return `.restauration-${work}.json`
}

/** The name of a cabinet put aside by a restoration: no longer listed, and plain to a person who looks in the folder. */
export function setAsideName(folderName: string, stamp: string): string {
  return `${folderName}.avant-restauration-${stamp}`
}

/** Names in the cabinets' folder; never paths. */
const plainName = z
  .string()
  .min(1)
  .refine((name) => basename(name) === name && name !== '..' && name !== '.')
const record = z.strictObject({ target: plainName, aside: plainName })
type ExchangeRecord = z.infer<typeof record>

/** The bytes of the announcement. */
export function exchangeRecord(value: ExchangeRecord): Uint8Array {
  return Buffer.from(`${JSON.stringify(record.parse(value))}\n`)
}

/**
 * Renames a folder whose lock is held. Windows does not rename a folder in which a file is open: there the lock is let go
 * first, an instant before.
 */
export async function renameHeld(from: string, to: string, lock: FileLock): Promise<void> {
  if (process.platform === 'win32') lock.release()
  await renameWhenLetGo(from, to)
}

/**
 * Finishes or undoes what interrupted restorations left in the cabinets' folder; to be called before cabinets are listed.
 *
 * An exchange that was announced and half done is finished: the former cabinet is aside, the restored one complete. In
 * every other case the former cabinet is in its place and the unfinished one is removed. A restoration that another
 * living process is doing is left alone. What the system does not let be settled stays for the next time: it hides no
 * cabinet.
 */
export async function recoverRestores(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const work = stagingPattern.exec(name)?.[1]
    if (work !== undefined) await settleStaging(folder, work).catch(leaveForNextTime)
  }
  for (const name of names) {
    const work = recordPattern.exec(name)?.[1]
    // Its staging folder is gone: either in its place, or never there.
    if (work === undefined || (await isPresent(join(folder, stagingName(work))))) continue
    await unlink(join(folder, name)).catch(leaveForNextTime)
  }
}

function leaveForNextTime(): void {}

async function settleStaging(folder: string, work: string): Promise<void> {
  const staging = join(folder, stagingName(work))
  let lock: FileLock
  try {
    lock = await holdCabinet(staging)
  } catch (error) {
    // Held: being filled by a living process. Missing: taken to its place since the folder was read.
    if (error instanceof CabinetRefusal) return
    throw error
  }
  try {
    const announced = await readRecord(join(folder, exchangeRecordName(work)))
    const isHalfDone =
      announced !== null &&
      !(await isPresent(join(folder, announced.target))) &&
      (await isPresent(join(folder, announced.aside))) &&
      (await isComplete(staging))
    if (isHalfDone) {
      await renameHeld(staging, join(folder, announced.target), lock)
      await syncFolder(folder)
    } else {
      // First: Windows removes no folder in which a file is open.
      lock.release()
      await rm(staging, { recursive: true, force: true })
    }
  } finally {
    lock.release()
  }
}

async function readRecord(path: string): Promise<ExchangeRecord | null> {
  try {
    const parsed = record.safeParse(JSON.parse(await readFile(path, 'utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** Both were flushed before the exchange was announced; asked again because the former cabinet depends on it. */
async function isComplete(staging: string): Promise<boolean> {
  return (await isPresent(join(staging, databaseFile))) && (await isPresent(join(staging, manifestFile)))
}

/** A cabinet that a restoration put aside. */
export interface SetAsideCabinet {
  readonly folder: string
  /** The folder it had. */
  readonly formerName: string
  /** Null when its manifest no longer reads. */
  readonly cabinetId: string | null
  readonly sizeBytes: number
}

/** The cabinets put aside in a folder. They stay until a person removes them. */
export async function listSetAside(folder: string): Promise<readonly SetAsideCabinet[]> {
  const names = await readdir(folder).catch(() => [])
  const found = names.filter((name) => name.includes(asideMark)).toSorted()
  return Promise.all(
    found.map(async (name) => {
      const path = join(folder, name)
      const [manifest, database] = await Promise.all([
        readManifest(path).catch(() => null),
        stat(join(path, databaseFile)).catch(() => ({ size: 0 })),
      ])
      const formerName = name.slice(0, name.indexOf(asideMark) + cabinetFolderSuffix.length)
      return { folder: path, formerName, cabinetId: manifest?.cabinetId ?? null, sizeBytes: database.size }
    }),
  )
}

/** Removes for good a cabinet that was put aside; refuses with `cabinet.missing` anything else. */
export async function removeSetAside(path: string): Promise<void> {
  const known = await listSetAside(dirname(path))
  if (!known.some((cabinet) => cabinet.folder === path)) throw new CabinetRefusal('cabinet.missing', { folder: path })
  await rm(path, { recursive: true })
}

async function isPresent(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

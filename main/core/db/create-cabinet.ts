import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { migrations as shippedMigrations } from '#migrations/list.ts'
import { openSqlcipher } from '#native/sqlcipher/database.ts'
import { storageFailureKind } from '#native/sqlcipher/failure.ts'
import { isAbsent, renameWhenLetGo, syncFolder } from './atomic-file.ts'
import { type CabinetFile, holdCabinet, openCabinetFile, type ProgramSide } from './cabinet-file.ts'
import { makeRecoverySlot, type PrintedRecoveryKey } from './cabinet-keys.ts'
import { queriesOn, SwappableConnection } from './connection.ts'
import { CabinetKey, type PasswordSecret, passwordSlotFor, type SlotUser, wrapDataKey } from './keyslots.ts'
import { cabinetFolderSuffix, databaseFile, formatVersions, type Manifest, writeManifest } from './manifest.ts'
import { migrate } from './migrate.ts'
import { asRefusal, CabinetRefusal } from './refusal.ts'

/** The cabinet to make. */
export interface NewCabinet {
  /** The folder that will hold `<name>.cabinet`; made if absent. */
  readonly parent: string
  /** Shown name and name of the folder: `app/features/cabinet/model.ts` says which are accepted. */
  readonly name: string
  readonly cabinetId: string
  readonly profile: Manifest['profile']
  /** The first user: without one nobody could open it. */
  readonly user: SlotUser
  readonly secret: PasswordSecret
}

/**
 * Makes an empty cabinet with its schema, one password and one recovery key, and opens it.
 *
 * It is built beside under a hidden name and renamed when it is complete: no interruption shows a half-made cabinet.
 * Refuses with `cabinet.name-taken`, `cabinet.read-only` or `cabinet.disk-full`, and leaves nothing then.
 */
export async function createCabinetFile<Tables>(
  wanted: NewCabinet,
  program: ProgramSide,
): Promise<{ readonly file: CabinetFile<Tables>; readonly recovery: PrintedRecoveryKey }> {
  const folder = join(wanted.parent, `${wanted.name}${cabinetFolderSuffix}`)
  const beside = join(wanted.parent, `.${program.newId()}.part`)
  const key = CabinetKey.random(wanted.cabinetId)
  let inPlace = false
  try {
    await mkdir(wanted.parent, { recursive: true })
    await mustBeFree(folder, wanted.name)
    await removeInterruptedCreations(wanted.parent)
    await mkdir(beside, { mode: 0o700 })
    const recovery = await fillHeld(beside, wanted, key, program)
    await renameWhenLetGo(beside, folder)
    inPlace = true
    await syncFolder(wanted.parent)
    const options = { ...program, beforeMigrating: async () => undefined }
    return { file: await openCabinetFile<Tables>(folder, key, options), recovery }
  } catch (error) {
    key.dispose()
    // Once in place too: nobody has seen its recovery key, and nothing is in it. What cannot be cleaned up must not hide
    // the reason.
    await rm(inPlace ? folder : beside, { recursive: true, force: true }).catch(() => undefined)
    if (isTaken(error)) throw new CabinetRefusal('cabinet.name-taken', { name: wanted.name }, { cause: error })
    // A parent that cannot be made (a file stands in its place, a drive is gone) is a place that refuses writing.
    const nowhere = storageFailureKind(error) === 'missing'
    if (nowhere) throw new CabinetRefusal('cabinet.read-only', { folder: wanted.parent }, { cause: error })
    throw asRefusal(error, wanted.parent)
  }
}

/** Fills the hidden folder under the cabinet's own lock, which says that a living process is at it. */
async function fillHeld(folder: string, wanted: NewCabinet, key: CabinetKey, program: ProgramSide) {
  const lock = await holdCabinet(folder)
  try {
    return await fill(folder, wanted, key, program)
  } finally {
    // Before the folder takes its name: Windows renames no folder in which a file is open.
    lock.release()
  }
}

const hiddenName = /^\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/u
/** A creation lasts seconds. Between its lock and its name there is an instant without a lock: an hour is far from it. */
const interruptedAfterMs = 60 * 60_000

/**
 * Removes the hidden folders that creations left when they were killed: of the shape of ours, an hour old, and held by no
 * living process. Whatever cannot be looked at or removed stays for the next time.
 */
async function removeInterruptedCreations(parent: string, nowMs = Date.now()): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!hiddenName.test(name)) continue
    const folder = join(parent, name)
    try {
      const found = await stat(folder)
      if (!found.isDirectory() || nowMs - found.mtimeMs < interruptedAfterMs) continue
      const lock = await holdCabinet(folder)
      lock.release()
      await rm(folder, { recursive: true, force: true })
    } catch {
      // Held, or not ours to touch: creating a cabinet does not depend on it.
    }
  }
}

async function fill(folder: string, wanted: NewCabinet, key: CabinetKey, program: ProgramSide) {
  const stamp = () => ({ slotId: program.newId(), createdAt: program.now() })
  const password = await passwordSlotFor(key, stamp(), wanted.user, wanted.secret)
  const { slot, printed } = makeRecoverySlot(key, stamp())
  const dataKey = randomBytes(32)
  try {
    const schemaVersion = await makeDatabase(join(folder, databaseFile), dataKey, program)
    await writeManifest(folder, {
      format: 'cabinet-ouvert',
      formatVersion: formatVersions.first,
      cabinetId: wanted.cabinetId,
      name: wanted.name,
      profile: wanted.profile,
      createdAt: program.now(),
      writtenBy: program.program,
      schemaVersion,
      dataKeys: [wrapDataKey(key, 1, dataKey)],
      slots: [password, slot],
    })
  } finally {
    dataKey.fill(0)
  }
  return printed
}

async function makeDatabase(path: string, dataKey: Uint8Array, program: ProgramSide): Promise<number> {
  const connection = new SwappableConnection(openSqlcipher(path, { key: dataKey, create: true }))
  try {
    const migrations = program.migrations ?? shippedMigrations
    const run = { dialect: 'sqlite', migrations, program: program.program, now: program.now } as const
    const { latest } = await migrate(queriesOn<unknown>(connection), run)
    return latest
  } finally {
    connection.close()
  }
}

async function mustBeFree(folder: string, name: string): Promise<void> {
  try {
    await stat(folder)
  } catch (error) {
    if (isAbsent(error)) return
    throw error
  }
  throw new CabinetRefusal('cabinet.name-taken', { name })
}

/** A folder of that name appeared meanwhile: renaming over one that holds something fails. */
function isTaken(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  return code === 'ENOTEMPTY' || code === 'EEXIST'
}

/** The folders of `parent` named like a cabinet, in alphabetical order; none when `parent` does not exist. */
export async function cabinetFoldersIn(parent: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(parent, { withFileTypes: true })
    const names = entries.filter((entry) => entry.isDirectory() && isCabinetName(entry.name)).map((entry) => entry.name)
    return names.toSorted((a, b) => a.localeCompare(b, 'fr')).map((name) => join(parent, name))
  } catch (error) {
    if (isAbsent(error)) return []
    throw error
  }
}

function isCabinetName(name: string): boolean {
  return name.endsWith(cabinetFolderSuffix) && !name.startsWith('.')
}

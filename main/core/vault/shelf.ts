import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { z } from 'zod'
import type { KnownCabinet } from '#app/features/cabinet/model.ts'
import { roleCode } from '#app/kernel/permissions.ts'
import { listBackups, recoverRestores } from '#core/db/backup/index.ts'
import { isInUse } from '#core/db/cabinet-file.ts'
import { cabinetFoldersIn } from '#core/db/create-cabinet.ts'
import { cabinetFolderSuffix, type Manifest, readManifest } from '#core/db/manifest.ts'
import { isRefusal } from '#core/db/refusal.ts'
import type { LocalState } from '#core/ports/index.ts'

/** What this computer remembers of where things are; nothing of it is secret, nothing names a person. */
const folders = z.strictObject({
  /** Cabinets, or folders of cabinets, outside the usual one. */
  cabinets: z.array(z.string()).default([]),
  /** Where each cabinet's backups go, by cabinet. */
  backups: z.record(z.string(), z.string()).default({}),
})
type Folders = z.infer<typeof folders>

/** When each cabinet was last opened here, by cabinet. */
const recent = z.record(z.string(), z.string())

/** The folder of each cabinet, by the identifier in its file: the one that bears it when a restored copy has it too. */
const originals = z.record(z.string(), z.string())

/** A whole backup, and what it says it is of. */
interface SoundBackup {
  readonly path: string
  readonly takenAt: string
  readonly cabinetId: string
  readonly name: string
}

/** Where the cabinets of this computer stand, and what can be said of them without any key. */
export class Shelf {
  readonly usualFolder: string
  readonly usualBackups: string
  readonly #local: LocalState

  constructor(options: { readonly cabinets: string; readonly backups: string; readonly local: LocalState }) {
    this.usualFolder = options.cabinets
    this.usualBackups = options.backups
    this.#local = options.local
  }

  /** Every cabinet, the last opened first. `openFolder` is the one this core has open. */
  async list(openFolder: string | null): Promise<readonly KnownCabinet[]> {
    const [opened, backups, placed] = await Promise.all([this.#recent(), this.#soundBackups(), this.#placed()])
    const found = await Promise.all(
      placed.map(async ({ folder, cabinetId, own, name }) => {
        const isAlone = placed.filter((other) => other.own === own).length === 1
        const latest = own === null ? null : latestOf(backups, { cabinetId: own, name }, isAlone)
        const described = await this.#describe(folder, openFolder)
        return { ...described, cabinetId, latestBackupAt: latest?.takenAt ?? null }
      }),
    )
    return found.toSorted(
      (left, right) =>
        (opened[right.cabinetId] ?? '').localeCompare(opened[left.cabinetId] ?? '') ||
        left.name.localeCompare(right.name, 'fr'),
    )
  }

  /** The folder of a cabinet, or `null` when it is not on this computer (any more). */
  async folderOf(cabinetId: string): Promise<string | null> {
    return (await this.#placed()).find((placed) => placed.cabinetId === cabinetId)?.folder ?? null
  }

  /** What a seat calls the cabinet of a folder; `null` when it is not on this computer. */
  async idAt(folder: string): Promise<string | null> {
    return (await this.#placed()).find((placed) => placed.folder === folder)?.cabinetId ?? null
  }

  /**
   * Whether a backup is of the cabinet of a folder and of no copy of it: a copy keeps the identifier, and has a name of
   * its own. Of two that share both, no backup can be told to be of one.
   */
  async judgeBackups(
    folder: string,
  ): Promise<(backup: { readonly cabinetId: string; readonly name: string }) => boolean> {
    const placed = await this.#placed()
    const mine = placed.find((cabinet) => cabinet.folder === folder)
    const copies = placed.filter((other) => other.own === mine?.own && other !== mine)
    return ({ cabinetId, name }) => {
      if (mine === undefined || cabinetId !== mine.own) return false
      return copies.length === 0 || (name === mine.name && copies.every((copy) => copy.name !== name))
    }
  }

  /** Adds a cabinet, or a folder of cabinets, to those looked into; false when there is none there. */
  async add(folder: string): Promise<boolean> {
    const holds = folder.endsWith(cabinetFolderSuffix)
      ? await readManifest(folder).then(
          () => true,
          () => false,
        )
      : (await cabinetFoldersIn(folder).catch(() => [])).length > 0
    if (!holds) return false
    const known = await this.folders()
    if (!known.cabinets.includes(folder) && dirname(folder) !== this.usualFolder) {
      await this.#local.write('folders', { ...known, cabinets: [...known.cabinets, folder] })
    }
    return true
  }

  /** Whether a place is one of the folders of cabinets and backups of this computer, or inside one. */
  async knows(path: string): Promise<boolean> {
    const known = [this.usualFolder, ...(await this.folders()).cabinets, ...(await this.backupFolders())]
    return known.some((folder) => {
      const way = relative(resolve(folder), resolve(path))
      return !isAbsolute(way) && way.split(/[/\\]/u)[0] !== '..'
    })
  }

  /** Remembers that a cabinet was opened. */
  async noteOpened(cabinetId: string, at: string): Promise<void> {
    await this.#local.write('recent', { ...(await this.#recent()), [cabinetId]: at })
  }

  /** Remembers where a cabinet's backups go. */
  async noteBackups(cabinetId: string, folder: string): Promise<void> {
    const known = await this.folders()
    if (known.backups[cabinetId] === folder) return
    await this.#local.write('folders', { ...known, backups: { ...known.backups, [cabinetId]: folder } })
  }

  /** Every folder where backups may be. */
  async backupFolders(): Promise<readonly string[]> {
    const known = await this.folders()
    return [...new Set([this.usualBackups, ...Object.values(known.backups)])]
  }

  /** The newest backup of a cabinet that looks whole: of its name first, since a copy of it has another. */
  async latestBackup(of: {
    readonly cabinetId: string
    readonly name: string
  }): Promise<{ readonly path: string; readonly takenAt: string } | null> {
    const { path, takenAt } = latestOf(await this.#soundBackups(), of, true) ?? {}
    return path === undefined || takenAt === undefined ? null : { path, takenAt }
  }

  /** Every backup known here that looks whole. */
  async #soundBackups(): Promise<readonly SoundBackup[]> {
    const listed = await Promise.all((await this.backupFolders()).map((folder) => listBackups(folder).catch(() => [])))
    return listed.flat().flatMap(({ path, state, description }) => {
      if (state !== 'sound' || description === null) return []
      const { cabinetId, name } = description.cabinet
      return [{ path, takenAt: description.takenAt, cabinetId, name }]
    })
  }

  async folders(): Promise<Folders> {
    const parsed = folders.safeParse(await this.#local.read('folders'))
    return parsed.success ? parsed.data : { cabinets: [], backups: {} }
  }

  async #recent(): Promise<Record<string, string>> {
    const parsed = recent.safeParse(await this.#local.read('recent'))
    return parsed.success ? parsed.data : {}
  }

  async #cabinetFolders(known: Folders): Promise<readonly string[]> {
    const parents = [this.usualFolder, ...known.cabinets.filter((folder) => !folder.endsWith(cabinetFolderSuffix))]
    // What an interrupted restoration left is settled before anything is shown.
    for (const parent of parents) await recoverRestores(parent)
    const inside = await Promise.all(parents.map((parent) => cabinetFoldersIn(parent).catch(() => [])))
    const alone = known.cabinets.filter((folder) => folder.endsWith(cabinetFolderSuffix))
    return [...new Set([...inside.flat(), ...alone])]
  }

  /**
   * What seats call each cabinet: its own identifier, which its keys are tied to and a restored copy keeps. Of several that
   * share one, the folder that bore it before bears it, else the oldest; the others bear one made of their place, so that a
   * seat can tell them apart. A cabinet replaced by its backup is the youngest folder, and still the original.
   */
  async #placed(): Promise<readonly PlacedCabinet[]> {
    const folders = await this.#cabinetFolders(await this.folders())
    const dated = await Promise.all(
      folders.map(async (folder) => {
        const manifest = await readManifest(folder).catch(() => null)
        const madeAt = await stat(folder).then(
          (found) => found.birthtimeMs,
          () => 0,
        )
        return { folder, own: manifest?.cabinetId ?? null, name: manifest?.name ?? '', madeAt }
      }),
    )
    const known = await this.#originals()
    const bearers = new Map<string, string>()
    for (const { folder, own } of dated.toSorted((one, other) => one.madeAt - other.madeAt)) {
      if (own !== null && (!bearers.has(own) || known[own] === folder)) bearers.set(own, folder)
    }
    const learnt = [...bearers].filter(([own, folder]) => known[own] !== folder)
    if (learnt.length > 0) {
      // A computer that cannot remember it judges by age again the next time.
      await this.#local.write('originals', { ...known, ...Object.fromEntries(learnt) }).catch(() => undefined)
    }
    return dated.map(({ folder, own, name }) => ({
      folder,
      own,
      name,
      cabinetId: own !== null && bearers.get(own) === folder ? own : idOfPlace(folder),
    }))
  }

  async #originals(): Promise<Record<string, string>> {
    const parsed = originals.safeParse(await this.#local.read('originals'))
    return parsed.success ? parsed.data : {}
  }

  async #describe(folder: string, openFolder: string | null): Promise<KnownCabinet> {
    let manifest: Manifest
    try {
      manifest = await readManifest(folder)
    } catch (error) {
      return unreadable(folder, isRefusal(error, 'cabinet.newer') ? 'newer' : 'unreadable')
    }
    const isOpen = folder === openFolder
    return {
      cabinetId: manifest.cabinetId,
      name: manifest.name,
      folder,
      profile: manifest.profile,
      state: isOpen ? 'open' : (await isInUse(folder)) ? 'in-use' : 'closed',
      users: manifest.slots.flatMap((slot) => {
        const role = slot.kind === 'password' ? roleCode.safeParse(slot.role) : null
        return slot.kind === 'password' && role?.success === true
          ? [{ userId: slot.userId, displayName: slot.label, role: role.data }]
          : []
      }),
      hasKeyringSlot: manifest.slots.some((slot) => slot.kind === 'keyring'),
      latestBackupAt: null,
    }
  }
}

/** A cabinet of this computer, by its folder. */
interface PlacedCabinet {
  readonly folder: string
  /** What seats call it. */
  readonly cabinetId: string
  /** The identifier in its file; `null` when it does not read. */
  readonly own: string | null
  readonly name: string
}

/** The newest backup of a cabinet; of another name only for one that has no copy here. */
function latestOf(
  backups: readonly SoundBackup[],
  of: { readonly cabinetId: string; readonly name: string },
  isAlone: boolean,
): SoundBackup | null {
  const [latest = null] = backups
    .filter(({ cabinetId, name }) => cabinetId === of.cabinetId && (isAlone || name === of.name))
    .toSorted(
      (one, other) =>
        Number(other.name === of.name) - Number(one.name === of.name) || other.takenAt.localeCompare(one.takenAt),
    )
  return latest
}

/** A cabinet whose manifest does not read: named by its folder. */
function unreadable(folder: string, state: 'newer' | 'unreadable'): KnownCabinet {
  return {
    cabinetId: idOfPlace(folder),
    name: basename(folder, cabinetFolderSuffix),
    folder,
    profile: 'production',
    state,
    users: [],
    hasKeyringSlot: false,
    latestBackupAt: null,
  }
}

/** An identifier for a list, the same each time, where the real one cannot be read or is another's (UUID version 8, RFC 9562). */
function idOfPlace(folder: string): string {
  const hex = createHash('sha256').update(join(folder)).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

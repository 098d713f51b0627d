import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
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
    const [places, opened, backups] = await Promise.all([this.folders(), this.#recent(), this.latestBackups()])
    const ids = await this.#identified(await this.#cabinetFolders(places))
    const found = await Promise.all(
      [...ids].map(async ([folder, cabinetId]) => ({ ...(await this.#describe(folder, openFolder)), cabinetId })),
    )
    return found
      .map((cabinet) => ({ ...cabinet, latestBackupAt: backups.get(cabinet.cabinetId)?.takenAt ?? null }))
      .toSorted(
        (left, right) =>
          (opened[right.cabinetId] ?? '').localeCompare(opened[left.cabinetId] ?? '') ||
          left.name.localeCompare(right.name, 'fr'),
      )
  }

  /** The folder of a cabinet, or `null` when it is not on this computer (any more). */
  async folderOf(cabinetId: string): Promise<string | null> {
    const ids = await this.#identified(await this.#cabinetFolders(await this.folders()))
    for (const [folder, known] of ids) if (known === cabinetId) return folder
    return null
  }

  /** What a seat calls the cabinet of a folder; `null` when it is not on this computer. */
  async idAt(folder: string): Promise<string | null> {
    const ids = await this.#identified(await this.#cabinetFolders(await this.folders()))
    return ids.get(folder) ?? null
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

  /** The newest backup of each cabinet that looks whole, by cabinet. */
  async latestBackups(): Promise<ReadonlyMap<string, { readonly path: string; readonly takenAt: string }>> {
    const latest = new Map<string, { readonly path: string; readonly takenAt: string }>()
    for (const folder of await this.backupFolders()) {
      for (const { path, state, description } of await listBackups(folder).catch(() => [])) {
        if (state !== 'sound' || description === null) continue
        const { cabinetId } = description.cabinet
        const known = latest.get(cabinetId)
        if (known === undefined || known.takenAt < description.takenAt) {
          latest.set(cabinetId, { path, takenAt: description.takenAt })
        }
      }
    }
    return latest
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
   * share one, the oldest folder bears it; the others bear one made of their place, so that a seat can tell them apart.
   */
  async #identified(folders: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const dated = await Promise.all(
      folders.map(async (folder) => ({
        folder,
        own: await readManifest(folder).then(
          (manifest) => manifest.cabinetId,
          () => null,
        ),
        madeAt: await stat(folder).then(
          (found) => found.birthtimeMs,
          () => 0,
        ),
      })),
    )
    const taken = new Set<string>()
    const ids = new Map<string, string>()
    for (const { folder, own } of dated.toSorted((one, other) => one.madeAt - other.madeAt)) {
      const id = own === null || taken.has(own) ? idOfPlace(folder) : own
      taken.add(id)
      ids.set(folder, id)
    }
    return ids
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

import { rm } from 'node:fs/promises'
import type { KeySlotView, RecoverySheet } from '#app/features/cabinet/model.ts'
import type { Problem } from '#app/kernel/problem.ts'
import { problem } from '#app/kernel/problem.ts'
import { backupBeforeMigrating, releaseDatabaseBytes } from '#core/db/backup/index.ts'
import { type CabinetFile, openCabinetFile, type ProgramSide } from '#core/db/cabinet-file.ts'
import { createCabinetFile } from '#core/db/create-cabinet.ts'
import {
  type CabinetKey,
  type PasswordSecret,
  unlockWithKeyring,
  unlockWithPassword,
  unlockWithRecoveryKey,
} from '#core/db/keyslots.ts'
import { type Argon2Parameters, type Manifest, readManifest } from '#core/db/manifest.ts'
import { parseRecoveryKey } from '#core/db/recovery-key.ts'
import { CabinetRefusal, isRefusal } from '#core/db/refusal.ts'
import { CabinetInUse, type FindActor } from '#core/kernel/cabinet-in-use.ts'
import { describeError } from '#core/kernel/redact.ts'
import type { BoundTables } from '#core/kernel/scope.ts'
import type { SessionTable } from '#core/kernel/session-table.ts'
import type { CabinetTables } from '#core/kernel/tables.ts'
import type { KeyHolder, NewCabinet, Verified, VerifiedRecovery } from '#core/kernel/vault.ts'
import type { Ports } from '#core/ports/index.ts'
import { Attempts } from './attempts.ts'
import { Shelf } from './shelf.ts'

/** What stands for the printed recovery key where tries are counted. */
const recoveryHolder = 'recovery'

/** What the vault is built from. */
export interface VaultConfig {
  readonly ports: Ports
  readonly cabinetsFolder: string
  readonly backupsFolder: string
  readonly program: { readonly name: string; readonly version: string }
  readonly passwordCost?: Argon2Parameters
  readonly bound: BoundTables
  readonly findActor: FindActor
}

/** The cabinet files of this computer and the one that is open. One per core; each seat sees it through `seatVault`. */
export class CabinetVault {
  readonly shelf: Shelf
  readonly config: VaultConfig
  readonly #attempts: Attempts
  #open: { readonly file: CabinetFile<CabinetTables>; readonly cabinet: CabinetInUse } | null = null
  /** The cabinet last looked for: the one a damage is about before anything is open. */
  #wanted: string | null = null
  /** Openings and closings follow one another. */
  #turn: Promise<unknown> = Promise.resolve()
  /** Guesses of passwords follow one another: of many sent at once, each is counted before the next is looked at. */
  #guess: Promise<unknown> = Promise.resolve()

  constructor(config: VaultConfig) {
    this.config = config
    this.shelf = new Shelf({
      cabinets: config.cabinetsFolder,
      backups: config.backupsFolder,
      local: config.ports.localState,
    })
    this.#attempts = new Attempts(config.ports)
  }

  /** The open cabinet as dispatch uses it. */
  get cabinet(): CabinetInUse | null {
    return this.#open?.cabinet ?? null
  }

  /** The open file; throws when there is none. */
  get file(): CabinetFile<CabinetTables> {
    if (this.#open === null) throw new Error('no cabinet is open')
    return this.#open.file
  }

  /** « Cabinet Ouvert 0.1.0 ». */
  get writtenBy(): string {
    return `${this.config.program.name} ${this.config.program.version}`
  }

  async create(wanted: NewCabinet, sessions: SessionTable): Promise<{ cabinetId: string; recovery: RecoverySheet }> {
    return this.#inTurn(async () => {
      await this.#makeRoom(sessions)
      const cabinetId = this.config.ports.random.id()
      const parent = wanted.parentFolder ?? this.config.cabinetsFolder
      const { file, recovery } = await createCabinetFile<CabinetTables>(
        {
          parent,
          name: wanted.name,
          cabinetId,
          profile: wanted.profile,
          user: slotUser(wanted.holder),
          secret: this.#secret(wanted.password),
        },
        this.#programSide(),
      ).catch((error: unknown) => {
        // Nothing is there yet that could be damaged: the folder is not one, or its disk does not answer.
        throw isRefusal(error, 'cabinet.damaged') ? new CabinetRefusal('cabinet.read-only', { folder: parent }) : error
      })
      this.#hold(file)
      await this.#remember(async () => {
        if (wanted.parentFolder !== undefined) await this.shelf.add(file.folder)
        await this.shelf.noteOpened(cabinetId, this.config.ports.clock.now())
      })
      return {
        cabinetId,
        recovery: { cabinetName: wanted.name, cabinetId, createdAt: recovery.createdAt, groups: [...recovery.groups] },
      }
    })
  }

  /** Removes the cabinet just created. Only ever called with nothing in it. */
  async discardCreated(): Promise<void> {
    const { folder } = this.file
    await this.close()
    await rm(folder, { recursive: true, force: true })
  }

  async unlock(
    cabinetId: string,
    userId: string,
    password: string,
    seat: string,
    sessions: SessionTable,
  ): Promise<Verified> {
    return this.#inTurn(async () => {
      if (await this.#isOpen(cabinetId)) return this.verify(userId, password, seat)
      await this.#makeRoom(sessions)
      const { folder, manifest } = await this.#find(cabinetId)
      const tried = { cabinetId, userId, seat }
      const wait = await this.#attempts.waitMs(tried)
      if (wait > 0) return { ok: false, waiting: true, retryAfterMs: wait }
      const key = await unlockWithPassword(manifest, userId, password)
      if (key === null) return { ok: false, waiting: false, retryAfterMs: await this.#attempts.failed(tried) }
      await this.#openWith(folder, key)
      await this.#attempts.succeeded(tried)
      return { ok: true }
    })
  }

  async unlockWithRecoveryKey(
    cabinetId: string,
    typed: string,
    seat: string,
    sessions: SessionTable,
  ): Promise<VerifiedRecovery> {
    const parsed = parseRecoveryKey(typed)
    if (!parsed.ok) return parsed
    return this.#inTurn(async () => {
      const isOpen = await this.#isOpen(cabinetId)
      if (!isOpen) await this.#makeRoom(sessions)
      const { folder, manifest } = await this.#find(cabinetId)
      const tried = { cabinetId, userId: recoveryHolder, seat }
      const wait = await this.#attempts.waitMs(tried)
      if (wait > 0) return { ok: false, waiting: true, retryAfterMs: wait }
      const key = unlockWithRecoveryKey(manifest, parsed.key)
      parsed.key.fill(0)
      if (key === null) {
        await this.#attempts.failed(tried)
        return { ok: false, reason: 'not-this-cabinet' }
      }
      if (isOpen) key.dispose()
      else await this.#openWith(folder, key)
      await this.#attempts.succeeded(tried)
      return { ok: true }
    })
  }

  /** Opens the last opened cabinet that trusts this computer's keyring; false when there is none it opens. */
  async unlockWithKeyring(): Promise<boolean> {
    const { keyring } = this.config.ports
    if (keyring === undefined) return false
    return this.#inTurn(async () => {
      if (this.#open !== null) return false
      const known = (await this.shelf.list(null)).find(
        (cabinet) => cabinet.hasKeyringSlot && cabinet.state === 'closed',
      )
      if (known === undefined) return false
      const secret = await keyring.find(keyringName(known.cabinetId))
      const key = secret === null ? null : unlockWithKeyring(await readManifest(known.folder), secret)
      secret?.fill(0)
      if (key === null) return false
      await this.#openWith(known.folder, key)
      return true
    })
  }

  verify(userId: string, password: string, seat: string): Promise<Verified> {
    const verified = this.#guess.catch(() => undefined).then(() => this.#verifyInTurn(userId, password, seat))
    this.#guess = verified
    return verified
  }

  async #verifyInTurn(userId: string, password: string, seat: string): Promise<Verified> {
    const tried = { cabinetId: this.file.manifest.cabinetId, userId, seat }
    const wait = await this.#attempts.waitMs(tried)
    if (wait > 0) return { ok: false, waiting: true, retryAfterMs: wait }
    if (!(await this.file.keys.verifyPassword(userId, password))) {
      return { ok: false, waiting: false, retryAfterMs: await this.#attempts.failed(tried) }
    }
    await this.#attempts.succeeded(tried)
    return { ok: true }
  }

  async setPassword(holder: KeyHolder, password: string): Promise<void> {
    await this.file.keys.setPassword(slotUser(holder), this.#secret(password))
  }

  async describeHolder(holder: KeyHolder): Promise<void> {
    await this.file.keys.describeUser(slotUser(holder))
  }

  slots(): readonly KeySlotView[] {
    return this.file.keys.list().map((slot) => ({
      slotId: slot.slotId,
      kind: slot.kind,
      label: slot.kind === 'recovery' ? '' : slot.label,
      userId: slot.kind === 'password' ? slot.userId : null,
      createdAt: slot.createdAt,
    }))
  }

  async replaceRecoveryKey(): Promise<RecoverySheet> {
    const { createdAt, groups } = await this.file.keys.replaceRecoveryKey()
    const { cabinetId, name } = this.file.manifest
    return { cabinetName: name, cabinetId, createdAt, groups: [...groups] }
  }

  async setKeyring(enabled: boolean): Promise<boolean> {
    const { keyring } = this.config.ports
    if (keyring === undefined || !(await keyring.available())) return false
    const { keys, manifest } = this.file
    const name = keyringName(manifest.cabinetId)
    for (const slot of keys.list()) if (slot.kind === 'keyring') await keys.removeSlot(slot.slotId)
    await keyring.forget(name)
    if (!enabled) return true
    const { secret } = await keys.addKeyring('')
    try {
      await keyring.keep(name, secret)
    } finally {
      secret.fill(0)
    }
    return true
  }

  /** Closes the file. Sessions are the caller's to end first. */
  async close(): Promise<void> {
    const open = this.#open
    this.#open = null
    if (open === null) return
    await open.file.close()
    releaseDatabaseBytes(open.file.paths.database)
  }

  /** What to answer when the file does not hold together, with the backup that could take its place. */
  async damaged(): Promise<Problem<'cabinet.damaged'>> {
    const latest = await this.shelf.latestBackups().catch(() => new Map<string, never>())
    return problem('cabinet.damaged', {
      latestBackup: latest.get(this.cabinet?.info.cabinetId ?? this.#wanted ?? '') ?? null,
    })
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.catch(() => undefined).then(work)
    this.#turn = result
    return result
  }

  /** One cabinet at a time: another one that nobody uses is closed, one in use stays. */
  async #makeRoom(sessions: SessionTable): Promise<void> {
    if (this.#open === null) return
    if (sessions.anyone()) throw new CabinetRefusal('cabinet.busy', {})
    await this.close()
  }

  /** Whether what a seat calls so is the open one: by its folder, since a restored copy keeps the identifier. */
  async #isOpen(cabinetId: string): Promise<boolean> {
    return this.#open !== null && (await this.shelf.folderOf(cabinetId)) === this.file.folder
  }

  async #find(cabinetId: string): Promise<{ readonly folder: string; readonly manifest: Manifest }> {
    this.#wanted = cabinetId
    const folder = await this.shelf.folderOf(cabinetId)
    if (folder === null) throw new CabinetRefusal('cabinet.missing', { folder: this.shelf.usualFolder })
    return { folder, manifest: await readManifest(folder) }
  }

  async #openWith(folder: string, key: CabinetKey): Promise<void> {
    const backups = (await this.shelf.folders()).backups[key.cabinetId] ?? this.config.backupsFolder
    try {
      const file = await openCabinetFile<CabinetTables>(folder, key, {
        ...this.#programSide(),
        beforeMigrating: backupBeforeMigrating({
          folder: backups,
          program: this.writtenBy,
          now: () => this.config.ports.clock.now(),
        }) as never,
      })
      this.#hold(file)
    } catch (error) {
      key.dispose()
      throw error
    }
    await this.#remember(() => this.shelf.noteOpened(key.cabinetId, this.config.ports.clock.now()))
  }

  /** What this computer remembers serves its opening window: a cabinet that is open does not depend on it. */
  async #remember(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.config.ports.logger.write({ level: 'warning', event: 'local-state', fields: describeError(error) })
    }
  }

  #hold(file: CabinetFile<CabinetTables>): void {
    const { cabinetId, profile, createdAt } = file.manifest
    const info = {
      cabinetId,
      profile,
      createdAt,
      folder: file.folder,
      get name() {
        return file.manifest.name
      },
    }
    this.#open = { file, cabinet: new CabinetInUse(info, file, this.config.bound, this.config.findActor) }
  }

  #secret(password: string): PasswordSecret {
    const { passwordCost } = this.config
    return passwordCost === undefined ? { password } : { password, argon2: passwordCost }
  }

  #programSide(): ProgramSide {
    const { clock, random } = this.config.ports
    return { program: this.writtenBy, now: () => clock.now(), newId: () => random.id() }
  }
}

function slotUser(holder: KeyHolder) {
  return { userId: holder.userId, label: holder.displayName, role: holder.role }
}

function keyringName(cabinetId: string): string {
  return `cabinet ${cabinetId}`
}

import { rm } from 'node:fs/promises'
import type { RecoverySheet } from '#app/features/cabinet/model.ts'
import type { Problem } from '#app/kernel/problem.ts'
import { problem } from '#app/kernel/problem.ts'
import { backupBeforeMigrating, releaseDatabaseBytes } from '#core/db/backup/index.ts'
import { type CabinetFile, openCabinetFile, type ProgramSide } from '#core/db/cabinet-file.ts'
import { createCabinetFile } from '#core/db/create-cabinet.ts'
import { type CabinetKey, unlockWithKeyring, unlockWithPassword } from '#core/db/keyslots.ts'
import { type Argon2Parameters, type Manifest, readManifest } from '#core/db/manifest.ts'
import { CabinetRefusal, isRefusal } from '#core/db/refusal.ts'
import type { ClassifyAct } from '#core/kernel/audit.ts'
import { CabinetInUse, type FindActor } from '#core/kernel/cabinet-in-use.ts'
import { describeError } from '#core/kernel/redact.ts'
import type { BoundTables } from '#core/kernel/scope.ts'
import type { SessionTable } from '#core/kernel/session-table.ts'
import type { CabinetTables } from '#core/kernel/tables.ts'
import type { Admitted, NewCabinet, Verified } from '#core/kernel/vault.ts'
import type { Ports } from '#core/ports/index.ts'
import { Attempts } from './attempts.ts'
import { keyringName, secretOf, slotUser } from './key-desk.ts'
import { JournalKeeper } from './journal-keeper.ts'
import { mustBeItsManifest } from './its-manifest.ts'
import { Shelf } from './shelf.ts'
import type { Place } from './unlocking.ts'

/** What the vault is built from. */
export interface VaultConfig {
  readonly ports: Ports
  readonly cabinetsFolder: string
  readonly backupsFolder: string
  readonly program: { readonly name: string; readonly version: string }
  readonly passwordCost?: Argon2Parameters
  readonly bound: BoundTables
  readonly findActor: FindActor
  readonly classify: ClassifyAct
  /** Whether a background work is reading or writing the open file: it stays open meanwhile. */
  isWorking(): boolean
}

/** The cabinet files of this computer and the one that is open. One per core; each seat sees it through `seatVault`. */
export class CabinetVault {
  readonly shelf: Shelf
  readonly config: VaultConfig
  readonly attempts: Attempts
  #open: {
    readonly file: CabinetFile<CabinetTables>
    readonly cabinet: CabinetInUse
    readonly found: { isDamaged: boolean }
    readonly journal: JournalKeeper
  } | null = null
  /** The cabinet last looked for: the one a damage is about before anything is open. */
  #wanted: Manifest | null = null
  /** Openings and closings follow one another. */
  #turn: Promise<unknown> = Promise.resolve()
  /** A new cabinet is being filled: it is nobody's yet, and nothing may take its place until it is whole or gone. */
  #isFilling = false
  /** The core is closing: nothing opens any more. */
  #isOver = false
  /** Guesses of passwords follow one another: of many sent at once, each is counted before the next is looked at. */
  #guess: Promise<unknown> = Promise.resolve()

  constructor(config: VaultConfig) {
    this.config = config
    this.shelf = new Shelf({
      cabinets: config.cabinetsFolder,
      backups: config.backupsFolder,
      local: config.ports.localState,
    })
    this.attempts = new Attempts(config.ports)
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

  /** Who keeps watch over the journal of the open cabinet; throws when none is open. */
  get journal(): JournalKeeper {
    if (this.#open === null) throw new Error('no cabinet is open')
    return this.#open.journal
  }

  /** « Cabinet Ouvert 0.1.0 ». */
  get writtenBy(): string {
    return `${this.config.program.name} ${this.config.program.version}`
  }

  /** Whether a new cabinet is being filled. */
  get isFilling(): boolean {
    return this.#isFilling
  }

  async create<T>(
    wanted: NewCabinet,
    sessions: SessionTable,
    fill: (cabinetId: string) => Promise<T>,
  ): Promise<{ cabinetId: string; recovery: RecoverySheet; filled: T }> {
    this.#mustNotBeFilling()
    this.#isFilling = true
    try {
      const { file, ...made } = await this.#make(wanted, sessions)
      try {
        return { ...made, filled: await fill(made.cabinetId) }
      } catch (error) {
        sessions.endWhere(() => true)
        await sessions.settled()
        await this.#discard(file)
        throw error
      }
    } finally {
      this.#isFilling = false
    }
  }

  #make(wanted: NewCabinet, sessions: SessionTable) {
    return this.#inTurn(async () => {
      this.#mustHaveRoom(sessions)
      await this.#closeNow()
      const cabinetId = this.config.ports.random.id()
      const parent = wanted.parentFolder ?? this.config.cabinetsFolder
      const { file, recovery } = await createCabinetFile<CabinetTables>(
        {
          parent,
          name: wanted.name,
          cabinetId,
          profile: wanted.profile,
          user: slotUser(wanted.holder),
          secret: secretOf(this, wanted.password),
        },
        this.#programSide(),
      ).catch((error: unknown) => {
        // Nothing is there yet that could be damaged: the folder is not one, or its disk does not answer.
        throw isRefusal(error, 'cabinet.damaged') ? new CabinetRefusal('cabinet.read-only', { folder: parent }) : error
      })
      this.#hold(file, cabinetId)
      await this.#remember(async () => {
        if (wanted.parentFolder !== undefined) await this.shelf.add(file.folder)
        await this.shelf.noteOpened(cabinetId, this.config.ports.clock.now())
      })
      return {
        file,
        cabinetId,
        recovery: { cabinetName: wanted.name, cabinetId, createdAt: recovery.createdAt, groups: [...recovery.groups] },
      }
    })
  }

  /** Removes the cabinet just made, and no other: its folder is its own file's, whatever is open by now. */
  #discard(file: CabinetFile<CabinetTables>): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#open?.file === file) await this.#closeNow()
      await rm(file.folder, { recursive: true, force: true })
    })
  }

  /** `admit` runs in the same turn: the cabinet whose password was right is the one it finds open. */
  async unlock<T>(
    cabinetId: string,
    by: { readonly userId: string; readonly password: string; readonly seat: string },
    sessions: SessionTable,
    admit: (failuresBefore: number) => Promise<T>,
  ): Promise<Admitted<T>> {
    this.#mustNotBeFilling()
    return this.#inTurn(async () => {
      const verified = await this.#unlockInTurn(cabinetId, by, sessions)
      return verified.ok ? { ok: true, admitted: await admit(verified.failuresBefore) } : verified
    })
  }

  async #unlockInTurn(
    cabinetId: string,
    { userId, password, seat }: { readonly userId: string; readonly password: string; readonly seat: string },
    sessions: SessionTable,
  ): Promise<Verified> {
    if (await this.#isOpen(cabinetId)) return this.verify(userId, password, seat)
    this.#mustHaveRoom(sessions)
    const { folder, manifest } = await this.#find(cabinetId)
    // Counted under the identifier in the file: a copy of a cabinet is not another chance to guess.
    const tried = { cabinetId: manifest.cabinetId, userId, seat }
    const wait = await this.attempts.waitMs(tried)
    if (wait > 0) return { ok: false, waiting: true, again: this.attempts.isRepeated(tried), retryAfterMs: wait }
    const key = await unlockWithPassword(manifest, userId, password)
    if (key === null) return { ok: false, waiting: false, retryAfterMs: await this.attempts.failed(tried) }
    await this.#closeNow()
    await this.#openWith(folder, cabinetId, key)
    return { ok: true, failuresBefore: await this.attempts.succeeded(tried) }
  }

  /** How a cabinet of this computer may be unlocked, without unlocking it. */
  async manifestOf(cabinetId: string): Promise<Manifest> {
    return (await this.#isOpen(cabinetId)) ? this.file.manifest : (await this.#find(cabinetId)).manifest
  }

  /** In its turn, with the cabinet a seat means: open already, or to be opened by the key that `work` finds. */
  inPlace<T>(cabinetId: string, sessions: SessionTable, work: (place: Place) => Promise<T>): Promise<T> {
    this.#mustNotBeFilling()
    return this.#inTurn(async () => {
      const isOpen = await this.#isOpen(cabinetId)
      if (!isOpen) this.#mustHaveRoom(sessions)
      const { folder, manifest } = isOpen ? this.file : await this.#find(cabinetId)
      return work({
        isOpen,
        manifest,
        open: async (key) => {
          if (isOpen) return key.dispose()
          await this.#closeNow()
          await this.#openWith(folder, cabinetId, key)
        },
        close: () => this.#closeNow(),
      })
    })
  }

  /** Opens the last opened cabinet that trusts this computer's keyring; false when there is none it opens. */
  async unlockWithKeyring(): Promise<boolean> {
    const { keyring } = this.config.ports
    if (keyring === undefined) return false
    return this.#inTurn(async () => {
      if (this.#open !== null || this.#isOver) return false
      const known = (await this.shelf.list(null)).find(
        (cabinet) => cabinet.hasKeyringSlot && cabinet.state === 'closed',
      )
      if (known === undefined) return false
      const manifest = await readManifest(known.folder)
      const secret = await keyring.find(keyringName(manifest.cabinetId))
      const key = secret === null ? null : unlockWithKeyring(manifest, secret)
      secret?.fill(0)
      if (key === null) return false
      await this.#openWith(known.folder, known.cabinetId, key)
      return true
    })
  }

  verify(userId: string, password: string, seat: string): Promise<Verified> {
    return this.guess(userId, seat, () => this.file.keys.verifyPassword(userId, password))
  }

  /** Whether somebody is right, asked in turn and counted. `holder`: who the tries are counted for. */
  guess(holder: string, seat: string, isRight: () => Promise<boolean>): Promise<Verified> {
    const verified = this.#guess.catch(() => undefined).then(() => this.#guessInTurn(holder, seat, isRight))
    this.#guess = verified
    return verified
  }

  async #guessInTurn(userId: string, seat: string, isRight: () => Promise<boolean>): Promise<Verified> {
    const tried = { cabinetId: this.file.manifest.cabinetId, userId, seat }
    const wait = await this.attempts.waitMs(tried)
    if (wait > 0) return { ok: false, waiting: true, again: this.attempts.isRepeated(tried), retryAfterMs: wait }
    if (!(await isRight())) return { ok: false, waiting: false, retryAfterMs: await this.attempts.failed(tried) }
    return { ok: true, failuresBefore: await this.attempts.succeeded(tried) }
  }

  /** Closes the file. Sessions are the caller's to end first. */
  close(): Promise<void> {
    return this.#inTurn(() => this.#closeNow())
  }

  /** Closes the file for good: an opening that waits for its turn is refused. */
  end(): Promise<void> {
    this.#isOver = true
    return this.close()
  }

  async #closeNow(): Promise<void> {
    const open = this.#open
    this.#open = null
    if (open === null) return
    await open.journal.end()
    await open.file.close()
    releaseDatabaseBytes(open.file.paths.database)
  }

  /** Remembers, until it is closed, that the open file is not what was written. */
  noteDamage(): void {
    if (this.#open !== null) this.#open.found.isDamaged = true
  }

  /** Reads the open file through, in a thread; throws `cabinet.damaged` when it is not what was written. */
  async checkFile(): Promise<void> {
    const lines = await this.file.quickCheck()
    if (lines.length > 0) throw new CabinetRefusal('cabinet.damaged', { what: `${lines.length} lines of quick_check` })
  }

  /** What to answer when the file does not hold together, with the backup that could take its place. */
  async damaged(): Promise<Problem<'cabinet.damaged'>> {
    const of = this.#open?.file.manifest ?? this.#wanted
    const latestBackup = of === null ? null : await this.shelf.latestBackup(of).catch(() => null)
    return problem('cabinet.damaged', { latestBackup })
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.catch(() => undefined).then(work)
    this.#turn = result
    return result
  }

  /** One cabinet at a time: another one that nobody uses will be closed, one in use stays. */
  #mustHaveRoom(sessions: SessionTable): void {
    const inUse = this.#open !== null && (sessions.anyone() || this.config.isWorking())
    if (this.#isOver || inUse) throw new CabinetRefusal('cabinet.busy', {})
  }

  #mustNotBeFilling(): void {
    if (this.#isFilling) throw new CabinetRefusal('cabinet.busy', {})
  }

  /** Whether what a seat calls so is the open one: a restored copy keeps the identifier, not what seats call it. */
  async #isOpen(cabinetId: string): Promise<boolean> {
    if (this.#open === null) return false
    const { info } = this.#open.cabinet
    return info.cabinetId === cabinetId || (await this.shelf.folderOf(cabinetId)) === info.folder
  }

  async #find(cabinetId: string): Promise<{ readonly folder: string; readonly manifest: Manifest }> {
    this.#wanted = null
    const folder = await this.shelf.folderOf(cabinetId)
    if (folder === null) throw new CabinetRefusal('cabinet.missing', { folder: this.shelf.usualFolder })
    const manifest = await readManifest(folder)
    this.#wanted = manifest
    return { folder, manifest }
  }

  async #openWith(folder: string, cabinetId: string, key: CabinetKey): Promise<void> {
    const backups = (await this.shelf.folders()).backups[cabinetId] ?? this.config.backupsFolder
    try {
      const file = await openCabinetFile<CabinetTables>(folder, key, {
        ...this.#programSide(),
        beforeMigrating: backupBeforeMigrating({
          folder: backups,
          program: this.writtenBy,
          now: () => this.config.ports.clock.now(),
        }) as never,
      })
      await mustBeItsManifest(file)
      this.#hold(file, cabinetId)
      await this.journal.begin()
    } catch (error) {
      key.dispose()
      throw error
    }
    await this.#remember(() => this.shelf.noteOpened(cabinetId, this.config.ports.clock.now()))
  }

  /** What this computer remembers serves its opening window: a cabinet that is open does not depend on it. */
  async #remember(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.config.ports.logger.write({ level: 'warning', event: 'local-state', fields: describeError(error) })
    }
  }

  #hold(file: CabinetFile<CabinetTables>, cabinetId: string): void {
    const { profile, createdAt } = file.manifest
    const found = { isDamaged: false }
    const info = {
      cabinetId,
      profile,
      createdAt,
      folder: file.folder,
      get name() {
        return file.manifest.name
      },
      get isDamaged() {
        return found.isDamaged
      },
    }
    const { bound, findActor, ports, classify } = this.config
    const cabinet = new CabinetInUse(info, file, bound, findActor, ports.clock, classify)
    const journal = new JournalKeeper({ file, cabinet, ports, backupFolders: () => this.shelf.backupFolders() })
    this.#open = { file, cabinet, found, journal }
  }

  #programSide(): ProgramSide {
    const { clock, random } = this.config.ports
    return { program: this.writtenBy, now: () => clock.now(), newId: () => random.id() }
  }
}

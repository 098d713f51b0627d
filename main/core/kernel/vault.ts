import type { CabinetProfile, KeySlotView, KnownCabinet, RecoverySheet } from '#app/features/cabinet/model.ts'
import type { JournalVerdict } from '#app/features/journal/model.ts'
import type { BackupContents, BackupListed } from '#app/features/backups/model.ts'
import type { RoleCode } from '#app/kernel/permissions.ts'
import type { JobPlan } from './jobs.ts'
import type { ReadDb, WriteDb } from './tables.ts'

/** What is open on this core. */
export interface OpenCabinetInfo {
  /** What seats call it: the identifier in its file, or for a restored copy one of its own. */
  readonly cabinetId: string
  readonly name: string
  readonly profile: CabinetProfile
  readonly folder: string
  readonly createdAt: string
  /** Whether the file was found, since it was opened, not to be what was written. */
  readonly isDamaged: boolean
}

/** A user as a key slot shows them before the cabinet is unlocked. */
export interface KeyHolder {
  readonly userId: string
  readonly displayName: string
  readonly role: RoleCode
}

/** What a new cabinet is made of. */
export interface NewCabinet {
  readonly name: string
  readonly profile: CabinetProfile
  /** Where to put `<nom>.cabinet`; the usual folder when absent. */
  readonly parentFolder?: string
  readonly holder: KeyHolder
  readonly password: string
}

/**
 * Whether a secret is right, and after how many failures in a row. When it is not, how long to wait before the next try;
 * `waiting` when it was not even looked at, because the time to wait is not over, and `again` when that was said before.
 */
export type Verified =
  | { readonly ok: true; readonly failuresBefore: number }
  | { readonly ok: false; readonly waiting: boolean; readonly again?: boolean; readonly retryAfterMs: number }

/** The same, with what was done for the person before anything else could be opened in the place of their cabinet. */
export type Admitted<T> = { readonly ok: true; readonly admitted: T } | Extract<Verified, { readonly ok: false }>

/** The same for a printed recovery key, which may also be mistyped. `group` counts from 1. */
export type AdmittedByRecovery<T> =
  | Admitted<T>
  | { readonly ok: false; readonly reason: 'format' | 'checksum' | 'not-this-cabinet'; readonly group?: number }

/** The same for a card. `absent`: it has no slot; `damaged`: it signed well, and what the slot keeps was changed. */
export type AdmittedByCard<T> = Admitted<T> | { readonly ok: false; readonly reason: 'absent' | 'damaged' }

/** A slot begun for a card, and what the card signs for it. `challenge` in base64url. */
export interface BegunSlot {
  readonly cabinetId: string
  readonly slotId: string
  readonly createdAt: string
  readonly challenge: string
}

/** What a card said: its authentication key (SubjectPublicKeyInfo, DER) and a signature. */
export interface CardAnswer {
  readonly publicKey: Uint8Array
  readonly signature: Uint8Array
}

/** What a cabinet of this computer knows of a card before it is open. */
export type FoundCard =
  | {
      readonly kind: 'slot'
      readonly proof: Pick<BegunSlot, 'cabinetId' | 'slotId' | 'challenge'>
      readonly userId: string
      readonly displayName: string
    }
  /** No slot for this card, and one for another card of the same holder. */
  | { readonly kind: 'renewed'; readonly userId: string; readonly displayName: string }
  | { readonly kind: 'none' }

/** Professional cards and their key slots. What `find` and `unlock` do is for a seat of this computer only. */
export interface CardDesk {
  /** `publicKeyHash`: SHA-256 of the card's key, in lower-case hexadecimal. `nationalId`: of its holder. */
  find(cabinetId: string, card: { readonly publicKeyHash: string; readonly nationalId: string }): Promise<FoundCard>
  /**
   * Unlocks with what a card signed for its slot. Counts failures. When `admit` answers a problem, a cabinet opened for
   * that closes again.
   */
  unlock<T>(
    cabinetId: string,
    slotId: string,
    answer: CardAnswer,
    admit: (failuresBefore: number) => Promise<T>,
  ): Promise<AdmittedByCard<T>>
  /** Whether a card of a user signed a challenge of the open cabinet. Counts failures. */
  identify(userId: string, answer: CardAnswer, challenge: string): Promise<Verified>
  /** As the open file names itself: what cards sign. */
  cabinetId(): string
  /** The card slots of the open cabinet. */
  slotIds(): readonly string[]
  plan(): BegunSlot
  /** Whether the card signed what a slot begun asks. */
  isProof(plan: BegunSlot, answer: CardAnswer): boolean
  /** Writes the slot; throws when the card has not signed it. */
  add(
    plan: BegunSlot,
    owner: { readonly userId: string; readonly cardNumber: string; readonly nationalId: string },
    answer: CardAnswer,
  ): Promise<void>
  /** Whether the slot, read again from the disk, gives the open cabinet's own key. */
  verify(slotId: string, answer: CardAnswer): Promise<'opens' | 'refused' | 'damaged' | 'absent'>
  /** Removes the card slots of a user but those named; returns the numbers of the cards removed. */
  keepOnly(userId: string, slotIds: readonly string[]): Promise<readonly string[]>
  /** Removes a slot; nothing happens when it is not there. Throws `key.last-slot`. */
  remove(slotId: string): Promise<void>
}

/**
 * The cabinet files of this computer, their keys and their backups. At most one cabinet is open on a core.
 *
 * Expected refusals of files (`cabinet.missing`, `backup.damaged`, …) are thrown; dispatch turns them into the problem of
 * the same code.
 */
export interface Vault {
  /** The seat is this computer's own: only there are cabinets created, restored or looked for elsewhere. */
  readonly isAtHost: boolean
  readonly usualFolder: string
  readonly program: { readonly name: string; readonly version: string }

  /** What is open, or `null`. */
  open(): OpenCabinetInfo | null
  /** The cabinets of this computer, the last opened first; broken ones included, as such. */
  list(): Promise<readonly KnownCabinet[]>
  /**
   * Whether somebody at this seat may name a place of this computer: anybody at its own window or command line; in a
   * browser, which whoever reaches the port may be, only folders of cabinets and backups known here.
   */
  mayName(path: string): Promise<boolean>
  /** Adds a folder to those looked into; false when it neither is nor holds a cabinet. */
  addFolder(folder: string): Promise<boolean>
  /** The training cabinet of this computer, or `null`. */
  trainingCabinet(): Promise<KnownCabinet | null>

  /**
   * Creates a cabinet with its schema and one user's key, fills it by `fill`, and leaves it open. Until then no other
   * cabinet can be opened here (`cabinet.busy`); when `fill` throws, the new cabinet is removed.
   */
  create<T>(
    cabinet: NewCabinet,
    fill: (cabinetId: string) => Promise<T>,
  ): Promise<{ readonly cabinetId: string; readonly recovery: RecoverySheet; readonly filled: T }>
  /**
   * Unlocks with a user's password; when the cabinet is open already, only verifies it. Counts failures. `admit` signs
   * the person in, before anything else may be opened or closed.
   */
  unlock<T>(
    cabinetId: string,
    userId: string,
    password: string,
    admit: (failuresBefore: number) => Promise<T>,
  ): Promise<Admitted<T>>
  /** Unlocks with the printed recovery key. Counts failures. */
  unlockWithRecoveryKey<T>(
    cabinetId: string,
    recoveryKey: string,
    admit: (failuresBefore: number) => Promise<T>,
  ): Promise<AdmittedByRecovery<T>>
  readonly cards: CardDesk
  /** Verifies the password of a user of the open cabinet. Counts failures per user and per seat. */
  verify(userId: string, password: string): Promise<Verified>
  /** Ends every session and closes the file. */
  close(): Promise<void>

  /** The key slots of the open cabinet, without any secret. */
  slots(): readonly KeySlotView[]
  /** Gives a user a password, or another one. */
  setPassword(holder: KeyHolder, password: string): Promise<void>
  /** Changes the name and role the opening window shows of a user. */
  describeHolder(holder: KeyHolder): Promise<void>
  /** Takes a user's key away; nothing happens when they have none. */
  removeHolder(userId: string): Promise<void>
  /** Makes a new recovery key; the former one opens nothing any more. */
  replaceRecoveryKey(): Promise<RecoverySheet>
  /** A key of one user's own, in base64url, the same until the database is encrypted anew: seals their drafts at a seat. */
  draftKey(userId: string): string
  /** Whether this computer's keyring can protect a key. */
  keyringAvailable(): Promise<boolean>
  /** Adds this computer's keyring to the keys, or removes it; false when the keyring does not answer. */
  setKeyring(enabled: boolean): Promise<boolean>
  /** Changes the shown name. */
  rename(name: string): Promise<void>
  /** Re-encrypts the database under a new key, as a background work. */
  rekeyPlan(): JobPlan

  /** The backups of this computer. */
  readonly backups: BackupDesk
  /** The journal of the open cabinet, read through. */
  readonly journal: JournalDesk
  /** Acts without anybody asking, for one of a closed list of reasons, journaled as such. */
  asService(reason: ServiceReason): ServiceWork
}

/** The verification of the journal. */
export interface JournalDesk {
  /** The whole chain read through and compared with the heads sealed elsewhere, as a background work. */
  verifyPlan(): JobPlan
  /** The last verdict of this opening of the cabinet, or `null`. */
  verdict(): JournalVerdict | null
}

/** What a backup is made for. */
export type BackupCause = 'on-demand' | 'scheduled' | 'closing'

/** Backups: made, found, looked into, restored. */
export interface BackupDesk {
  /** Where backups go until somebody chooses. */
  readonly usualFolder: string
  /** Remembers where this cabinet's backups go, for the opening window of this computer. */
  noteFolder(folder: string): Promise<void>
  /** Whether a backup can be written there; throws `backup.unreadable` when not. */
  mustAccept(folder: string): Promise<void>
  /** A verified backup of the open cabinet, then the retention rule, as a background work. */
  plan(folder: string, cause: BackupCause): JobPlan
  /**
   * Makes it now and waits, seen by all as a work under way. False when it failed; the failure is in the list of runs.
   */
  make(folder: string, cause: BackupCause): Promise<boolean>
  /** Backups of the folder given, or of every folder known on this computer; newest first. */
  list(folder?: string): Promise<readonly BackupListed[]>
  /**
   * What the open cabinet holds: counts, and one digest of every row but those that merely using the cabinet writes.
   * Blocks for seconds with 100,000 patients.
   */
  fingerprint(): { readonly patients: number; readonly users: number; readonly contentHash: string }
  /** What a backup holds, after checking every byte. */
  inspect(path: string): Promise<BackupContents>
  /** Restores a backup, as a background work. */
  restorePlan(request: {
    readonly path: string
    readonly name: string
    readonly mode: 'new' | 'replace'
    readonly expectedCabinetId: string
  }): JobPlan
}

/** Why the core may act by itself. */
export type ServiceReason =
  | 'backup'
  | 'training'
  | 'inactivity-lock'
  | 'psc'
  | 'rekey'
  | 'revocations'
  | 'network'
  | 'scan-folder'
  | 'medicines'
  | 'portability'
  | 'verification'
  | 'teleservices'

/** Work of the core itself; sees every patient, and journals what it writes under its reason. */
export interface ServiceWork {
  read<T>(query: (db: ReadDb) => Promise<T>): Promise<T>
  /**
   * `act` must be one of the reason's own. `details` are read once `change` is over, which may add to them. `actorUserId`:
   * whose call began the work, where somebody's did.
   */
  write<T>(
    act: string,
    change: (db: WriteDb) => Promise<T>,
    details?: Readonly<Record<string, unknown>>,
    patientId?: string,
    actorUserId?: string,
  ): Promise<T>
  /** Writes what is nothing yet, and so leaves no line: pieces of a content that no row names. */
  prepare<T>(change: (db: WriteDb) => Promise<T>): Promise<T>
}

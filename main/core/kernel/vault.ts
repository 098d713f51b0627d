import type { CabinetProfile, KeySlotView, KnownCabinet, RecoverySheet } from '#app/features/cabinet/model.ts'
import type { RoleCode } from '#app/kernel/permissions.ts'
import type { ReadDb, WriteDb } from './tables.ts'

/** What is open on this core. */
export interface OpenCabinetInfo {
  readonly cabinetId: string
  readonly name: string
  readonly profile: CabinetProfile
  readonly folder: string
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
  readonly holders: readonly (KeyHolder & { readonly password: string })[]
}

/** A secret was checked, and how long to wait when it was wrong. */
export type Verified =
  | { readonly ok: true }
  | { readonly ok: false; readonly waiting: boolean; readonly retryAfterMs: number }

/**
 * The cabinet files of this computer and their keys. At most one cabinet is open on a core.
 *
 * Expected refusals of files (`cabinet.missing`, `cabinet.in-use`, …) are thrown as `CabinetRefusal`; dispatch turns
 * them into the problem of the same code.
 */
export interface Vault {
  readonly usualFolder: string
  readonly programVersion: string
  open(): OpenCabinetInfo | null
  list(): Promise<readonly KnownCabinet[]>
  addFolder(folder: string): Promise<boolean>
  keyringAvailable(): Promise<boolean>

  /** Creates a cabinet, fills it in one transaction, and leaves it open. Nothing remains when `fill` throws. */
  create(
    cabinet: NewCabinet,
    fill: (db: WriteDb, cabinetId: string) => Promise<void>,
  ): Promise<{ readonly cabinetId: string; readonly recovery: RecoverySheet }>
  /** Unlocks with a user's password; when the cabinet is already open, only verifies it. Counts failures. */
  unlock(cabinetId: string, userId: string, password: string): Promise<Verified>
  /** Unlocks with the printed recovery key. */
  unlockWithRecoveryKey(
    cabinetId: string,
    recoveryKey: string,
  ): Promise<
    | Verified
    | { readonly ok: false; readonly reason: 'format' | 'checksum' | 'not-this-cabinet'; readonly group?: number }
  >
  /** Verifies the password of somebody of the open cabinet. Counts failures per user and per seat. */
  verify(userId: string, password: string): Promise<Verified>
  /** Ends every session and closes the file. */
  close(): Promise<void>

  slots(): readonly KeySlotView[]
  setPassword(holder: KeyHolder, password: string): Promise<void>
  describeHolder(holder: KeyHolder): Promise<void>
  removeHolder(userId: string): Promise<void>
  replaceRecoveryKey(): Promise<RecoverySheet>
  setKeyring(enabled: boolean): Promise<boolean>
  rename(name: string): Promise<void>

  /** Acts without anybody asking, for one of a closed list of reasons, journaled as such. */
  asService(reason: ServiceReason): ServiceWork
}

/** Why the core may act by itself. */
export type ServiceReason = 'backup' | 'training' | 'inactivity-lock' | 'restore' | 'rekey'

/** Work of the core itself; sees every patient, and journals what it writes under its reason. */
export interface ServiceWork {
  read<T>(query: (db: ReadDb) => Promise<T>): Promise<T>
  write<T>(act: string, change: (db: WriteDb) => Promise<T>): Promise<T>
}

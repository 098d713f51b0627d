import type { CabinetKey, PasswordSecret, SlotUser } from './keyslots.ts'
import type { KeySlot } from './manifest.ts'

/** The key slots of an open cabinet. Each change writes the manifest, atomically, and never touches the data. */
export interface CabinetKeys {
  /** The slots, without any secret. */
  list(): readonly KeySlot[]
  /** Whether this is the user's password: their slot is unwrapped and compared with the cabinet's key. Slow on purpose. */
  verifyPassword(userId: string, password: string): Promise<boolean>
  /** Adds the user's password slot, or replaces it. */
  setPassword(user: SlotUser, secret: PasswordSecret): Promise<void>
  /** Changes what the opening window shows of a user; false when they have no slot. */
  describeUser(user: SlotUser): Promise<boolean>
  /** Removes a user's slot. Throws `key.last-slot` when neither a password nor a recovery key would remain. */
  removeUser(userId: string): Promise<void>
  /** Makes a new recovery key, which replaces the former one, and returns its groups: the only time they exist. */
  replaceRecoveryKey(): Promise<{ readonly slotId: string; readonly createdAt: string; readonly groups: readonly string[] }>
  /** Adds a slot for this computer's keyring and returns the secret the keyring must keep. One slot per label. */
  addKeyring(label: string): Promise<{ readonly slotId: string; readonly secret: Uint8Array }>
  /** Removes a keyring slot; false when it is not there. */
  removeKeyring(slotId: string): Promise<boolean>
  /** The key, for functions that unwrap. */
  readonly key: CabinetKey
}

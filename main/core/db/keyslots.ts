import { randomBytes, timingSafeEqual } from 'node:crypto'
import { deriveFromPassword, deriveFromSecret, keyLength, tunedArgon2, unwrapKey, wrapKey } from './key-wrapping.ts'
import type {
  Argon2Parameters,
  DataKey,
  KeyringSlot,
  KeySlot,
  Manifest,
  PasswordSlot,
  RecoverySlot,
} from './manifest.ts'
import { CabinetRefusal } from './refusal.ts'

/**
 * The unwrapped master key of one cabinet: what every slot wraps, and what wraps the data key in the manifest. Whoever
 * unlocked it disposes of it, or gives it to `openCabinetFile`, which then does.
 */
export class CabinetKey {
  readonly cabinetId: string
  readonly #master: Uint8Array
  #erased = false

  /** Takes ownership of the bytes. */
  constructor(cabinetId: string, master: Uint8Array) {
    if (master.byteLength !== keyLength) throw new TypeError(`a master key has ${keyLength} bytes`)
    this.cabinetId = cabinetId
    this.#master = master
  }

  /** A fresh one, for a cabinet about to be made. */
  static random(cabinetId: string): CabinetKey {
    return new CabinetKey(cabinetId, randomBytes(keyLength))
  }

  /** The bytes themselves, for wrapping and unwrapping; never kept by the caller. Throws once erased: zeros are no key. */
  get master(): Uint8Array {
    if (this.#erased) throw new Error('this key was erased')
    return this.#master
  }

  /** Whether two slots led to the same key, in constant time. */
  equals(other: CabinetKey): boolean {
    return this.cabinetId === other.cabinetId && timingSafeEqual(this.master, other.master)
  }

  /** Erases the bytes. */
  dispose(): void {
    this.#erased = true
    this.#master.fill(0)
  }
}

/** Who a password slot is for; name and role are shown in clear by the opening window. */
export interface SlotUser {
  readonly userId: string
  readonly label: string
  readonly role: string
}

/** A password and how to derive it. */
export interface PasswordSecret {
  readonly password: string
  /** Default: tuned once per process to 250–500 ms on this machine. */
  readonly argon2?: Argon2Parameters
}

/** Identity and birth of a slot. */
export interface SlotStamp {
  readonly slotId: string
  readonly createdAt: string
}

/** What a slot's wrapped key is bound to: this cabinet, this slot, this kind, this user. */
function slotBinding(cabinetId: string, slotId: string, kind: KeySlot['kind'], userId: string): readonly string[] {
  return ['slot', cabinetId, slotId, kind, userId]
}

/** Wraps the key for a user's password. */
export async function passwordSlotFor(
  key: CabinetKey,
  stamp: SlotStamp,
  user: SlotUser,
  secret: PasswordSecret,
): Promise<PasswordSlot> {
  const argon2 = secret.argon2 ?? (await tunedArgon2())
  const salt = randomBytes(16)
  const wrapping = await deriveFromPassword(secret.password, salt, argon2)
  const master = wrapKey(wrapping, key.master, slotBinding(key.cabinetId, stamp.slotId, 'password', user.userId))
  wrapping.fill(0)
  const { userId, label, role } = user
  return { ...stamp, master, kind: 'password', userId, label, role, argon2, salt: salt.toString('base64') }
}

/** Wraps the key for a recovery key. */
export function recoverySlotFor(key: CabinetKey, stamp: SlotStamp, recoveryKey: Uint8Array): RecoverySlot {
  return { ...stamp, kind: 'recovery', ...wrapForSecret(key, stamp, 'recovery', recoveryKey) }
}

/** Wraps the key for a secret that the keyring of one computer keeps. */
export function keyringSlotFor(key: CabinetKey, stamp: SlotStamp, label: string, secret: Uint8Array): KeyringSlot {
  return { ...stamp, kind: 'keyring', label, ...wrapForSecret(key, stamp, 'keyring', secret) }
}

function wrapForSecret(key: CabinetKey, stamp: SlotStamp, kind: 'recovery' | 'keyring', secret: Uint8Array) {
  const salt = randomBytes(16)
  const wrapping = deriveFromSecret(secret, salt, kind)
  const master = wrapKey(wrapping, key.master, slotBinding(key.cabinetId, stamp.slotId, kind, ''))
  wrapping.fill(0)
  return { master, salt: salt.toString('base64') }
}

/** The user's password slot, if they have one. */
function passwordSlotOf(manifest: Manifest, userId: string): PasswordSlot | undefined {
  return manifest.slots.find((slot): slot is PasswordSlot => slot.kind === 'password' && slot.userId === userId)
}

/**
 * Unlocks with a user's password; `null` when it is wrong or the user has no slot. Both take the same time, so that
 * the answer does not say which.
 */
export async function unlockWithPassword(
  manifest: Manifest,
  userId: string,
  password: string,
): Promise<CabinetKey | null> {
  const slot = passwordSlotOf(manifest, userId)
  const anySlot = slot ?? manifest.slots.find((other): other is PasswordSlot => other.kind === 'password')
  if (anySlot === undefined) return null
  const wrapping = await deriveFromPassword(password, Buffer.from(anySlot.salt, 'base64'), anySlot.argon2)
  const master =
    slot && unwrapKey(wrapping, slot.master, slotBinding(manifest.cabinetId, slot.slotId, 'password', slot.userId))
  wrapping.fill(0)
  return master ? new CabinetKey(manifest.cabinetId, master) : null
}

/** Unlocks with a recovery key as `parseRecoveryKey` read it; `null` when it is not this cabinet's. */
export function unlockWithRecoveryKey(manifest: Manifest, recoveryKey: Uint8Array): CabinetKey | null {
  return unlockWithSecret(manifest, 'recovery', recoveryKey)
}

/** Unlocks with the secret this computer's keyring kept; `null` when no slot knows it. */
export function unlockWithKeyring(manifest: Manifest, secret: Uint8Array): CabinetKey | null {
  return unlockWithSecret(manifest, 'keyring', secret)
}

function unlockWithSecret(manifest: Manifest, kind: 'recovery' | 'keyring', secret: Uint8Array): CabinetKey | null {
  for (const slot of manifest.slots) {
    if (slot.kind !== kind) continue
    const wrapping = deriveFromSecret(secret, Buffer.from(slot.salt, 'base64'), kind)
    const master = unwrapKey(wrapping, slot.master, slotBinding(manifest.cabinetId, slot.slotId, kind, ''))
    wrapping.fill(0)
    if (master) return new CabinetKey(manifest.cabinetId, master)
  }
  return null
}

/**
 * Refuses with `key.last-slot` a set of slots that a person could not open one day: a keyring dies with its computer, a
 * card ends within three years, is lost, or is taken back with the profession. A password or the recovery sheet stays.
 */
export function mustRemainOpenable(slots: readonly KeySlot[]): void {
  if (!slots.some((slot) => slot.kind === 'password' || slot.kind === 'recovery'))
    throw new CabinetRefusal('key.last-slot', {})
}

/** Wraps a data key for the manifest. */
export function wrapDataKey(key: CabinetKey, generation: number, data: Uint8Array): DataKey {
  return { generation, wrapped: wrapKey(key.master, data, ['data', key.cabinetId, String(generation)]) }
}

/** Unwraps a data key of the manifest; refuses with `cabinet.damaged` one that this master key did not wrap. */
export function unwrapDataKey(key: CabinetKey, data: DataKey): Uint8Array {
  const unwrapped = unwrapKey(key.master, data.wrapped, ['data', key.cabinetId, String(data.generation)])
  if (unwrapped === null) throw new CabinetRefusal('cabinet.damaged', { what: 'data key' })
  return unwrapped
}

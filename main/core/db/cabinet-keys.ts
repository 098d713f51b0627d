import { randomBytes } from 'node:crypto'
import type { CardAnswer } from './card-proof.ts'
import { type CardOwner, type CardSlotPlan, cardSlot, cardSlotFor, planCardSlot, unlockWithCard } from './card-slots.ts'
import {
  type CabinetKey,
  keyringSlotFor,
  mustRemainOpenable,
  type PasswordSecret,
  passwordSlotFor,
  recoverySlotFor,
  type SlotStamp,
  type SlotUser,
  unlockWithPassword,
} from './keyslots.ts'
import { type CardSlot, type HeldManifest, type KeySlot, readManifest } from './manifest.ts'
import { recoveryKeyBytes, recoveryKeyGroups } from './recovery-key.ts'
import { asRefusal } from './refusal.ts'

/** A recovery key just made: the only time its groups exist. */
export interface PrintedRecoveryKey extends SlotStamp {
  readonly groups: readonly string[]
}

/** Makes a recovery key and the slot it opens. */
export function makeRecoverySlot(key: CabinetKey, stamp: SlotStamp) {
  const recoveryKey = randomBytes(recoveryKeyBytes)
  const slot = recoverySlotFor(key, stamp, recoveryKey)
  const printed: PrintedRecoveryKey = { ...stamp, groups: recoveryKeyGroups(recoveryKey) }
  recoveryKey.fill(0)
  return { slot, printed }
}

/** The key slots of an open cabinet. Each change writes the manifest, whole or not at all, and never touches the data. */
export class CabinetKeys {
  readonly #folder: string
  readonly #key: CabinetKey
  readonly #manifest: HeldManifest
  readonly #stamp: () => SlotStamp

  constructor(folder: string, key: CabinetKey, manifest: HeldManifest, stamp: () => SlotStamp) {
    this.#folder = folder
    this.#key = key
    this.#manifest = manifest
    this.#stamp = stamp
  }

  /** The slots; they hold no secret, only keys wrapped by one. */
  list(): readonly KeySlot[] {
    return this.#manifest.current.slots
  }

  /** Whether this is the user's password: it unlocks their slot, to this cabinet's own key. Slow on purpose. */
  async verifyPassword(userId: string, password: string): Promise<boolean> {
    const unlocked = await unlockWithPassword(this.#manifest.current, userId, password)
    const right = unlocked?.equals(this.#key) ?? false
    unlocked?.dispose()
    return right
  }

  /** Adds the user's password slot, or puts it in the place of the former one. */
  async setPassword(user: SlotUser, secret: PasswordSecret): Promise<void> {
    const slot = await passwordSlotFor(this.#key, this.#stamp(), user, secret)
    await this.#change((slots) => [...slots.filter((other) => !isPasswordOf(other, user.userId)), slot])
  }

  /** Changes the name and role the opening window shows; false when this user has no slot. */
  async describeUser(user: SlotUser): Promise<boolean> {
    let found = false
    await this.#change((slots) => {
      const same = (slot: KeySlot) => isPasswordOf(slot, user.userId)
      found = slots.some(same)
      return slots.map((slot) => (same(slot) ? { ...slot, label: user.label, role: user.role } : slot))
    })
    return found
  }

  /**
   * Removes a user's slots, their password's and their cards'. Refuses with `key.last-slot` when neither a password nor a
   * recovery key would remain.
   */
  async removeUser(userId: string): Promise<void> {
    await this.#change((slots) => slots.filter((slot) => !isPasswordOf(slot, userId) && !isCardOf(slot, userId)))
  }

  /** Begins a slot for a card: nothing is written before the card has signed its challenge. */
  planCard(): CardSlotPlan {
    return planCardSlot(this.#stamp())
  }

  /** Adds the slot of a card that signed; other slots stay. */
  async addCard(plan: CardSlotPlan, owner: CardOwner, answer: CardAnswer): Promise<void> {
    const slot = cardSlotFor(this.#key, plan, owner, answer)
    await this.#change((slots) => [...slots.filter((other) => other.slotId !== slot.slotId), slot])
  }

  /** Whether a slot, as it is on the disk now, gives this cabinet's own key to what its card signed. */
  async verifyCard(slotId: string, answer: CardAnswer): Promise<'opens' | 'refused' | 'damaged' | 'absent'> {
    const manifest = await readManifest(this.#folder).catch((error: unknown) => {
      throw asRefusal(error, this.#folder)
    })
    const slot = cardSlot(manifest, slotId)
    if (slot === undefined) return 'absent'
    const unlocked = unlockWithCard(manifest, slot, answer)
    if (typeof unlocked === 'string') return unlocked
    const isOurs = unlocked.equals(this.#key)
    unlocked.dispose()
    return isOurs ? 'opens' : 'damaged'
  }

  /** Removes the card slots of a user that are not named. Returns the labels of those removed. */
  async keepCards(userId: string, slotIds: ReadonlySet<string>): Promise<readonly string[]> {
    const goes = (slot: KeySlot): slot is CardSlot => isCardOf(slot, userId) && !slotIds.has(slot.slotId)
    let labels: string[] = []
    await this.#change((slots) => {
      labels = slots.filter(goes).map((slot) => slot.label)
      return slots.filter((slot) => !goes(slot))
    })
    return labels
  }

  /** Makes a new recovery key; the former one no longer opens this cabinet (it still opens older backups). */
  async replaceRecoveryKey(): Promise<PrintedRecoveryKey> {
    const { slot, printed } = makeRecoverySlot(this.#key, this.#stamp())
    await this.#change((slots) => [...slots.filter((other) => other.kind !== 'recovery'), slot])
    return printed
  }

  /** Adds a slot for the keyring of the computer named `label`, in the place of a former one; the keyring keeps `secret`. */
  async addKeyring(label: string): Promise<{ readonly slotId: string; readonly secret: Uint8Array }> {
    const secret = randomBytes(32)
    const slot = keyringSlotFor(this.#key, this.#stamp(), label, secret)
    await this.#change((slots) => [...slots.filter((other) => other.kind !== 'keyring' || other.label !== label), slot])
    return { slotId: slot.slotId, secret }
  }

  /** Removes a slot of any kind by its id; false when it is not there. Refuses with `key.last-slot` as `removeUser` does. */
  async removeSlot(slotId: string): Promise<boolean> {
    let found = false
    await this.#change((slots) => {
      found = slots.some((slot) => slot.slotId === slotId)
      return slots.filter((slot) => slot.slotId !== slotId)
    })
    return found
  }

  async #change(change: (slots: readonly KeySlot[]) => readonly KeySlot[]): Promise<void> {
    try {
      await this.#manifest.update((current) => {
        const slots = [...change(current.slots)]
        mustRemainOpenable(slots)
        return { ...current, slots }
      })
    } catch (error) {
      throw asRefusal(error, this.#folder)
    }
  }
}

function isCardOf(slot: KeySlot, userId: string): slot is CardSlot {
  return slot.kind === 'card' && slot.userId === userId
}

function isPasswordOf(slot: KeySlot, userId: string): boolean {
  return slot.kind === 'password' && slot.userId === userId
}

import { randomBytes } from 'node:crypto'
import { type CardAnswer, provesSlot, publicKeyHash } from './card-proof.ts'
import { deriveFromSecret, unwrapKey, wrapKey } from './key-wrapping.ts'
import { CabinetKey, type SlotStamp } from './keyslots.ts'
import type { CardSlot, Manifest } from './manifest.ts'

/** Whose card a slot is for. */
export interface CardOwner {
  readonly userId: string
  /** As the card numbers itself; shown in the list of keys. */
  readonly cardNumber: string
  /** `PS_IdNat` of the holder: tells a renewed card from a stranger's before anything is open. */
  readonly nationalId: string
}

/** A slot that a card has not proved yet. `challenge` in base64url. */
export interface CardSlotPlan extends SlotStamp {
  readonly challenge: string
}

/** Begins a slot: its challenge is drawn once, for it alone. */
export function planCardSlot(stamp: SlotStamp): CardSlotPlan {
  return { ...stamp, challenge: randomBytes(32).toString('base64url') }
}

/** Wraps the key for what a card signs. Throws when the card has not signed the challenge of this slot. */
export function cardSlotFor(key: CabinetKey, plan: CardSlotPlan, owner: CardOwner, answer: CardAnswer): CardSlot {
  const { slotId, createdAt, challenge } = plan
  if (!provesSlot(answer, { cabinetId: key.cabinetId, slotId, challenge }))
    throw new Error('the card did not sign this')
  const salt = randomBytes(32)
  const about = {
    slotId,
    createdAt,
    kind: 'card' as const,
    userId: owner.userId,
    label: owner.cardNumber,
    nationalId: owner.nationalId,
    challenge: Buffer.from(challenge, 'base64url').toString('base64'),
    publicKeyHash: publicKeyHash(answer.publicKey),
    salt: salt.toString('base64'),
  }
  const wrapping = deriveFromSecret(answer.signature, salt, 'card')
  const master = wrapKey(wrapping, key.master, bindingOf(key.cabinetId, about))
  wrapping.fill(0)
  return { ...about, master }
}

/** Every slot of a card, by the hash of its key. */
export function cardSlotsOf(manifest: Manifest, keyHash: string): readonly CardSlot[] {
  return manifest.slots.filter((slot): slot is CardSlot => slot.kind === 'card' && slot.publicKeyHash === keyHash)
}

/** What a slot asks its card to sign, in base64url. */
export function challengeOf(slot: CardSlot): string {
  return Buffer.from(slot.challenge, 'base64').toString('base64url')
}

/** A card slot by its identifier. */
export function cardSlot(manifest: Manifest, slotId: string): CardSlot | undefined {
  return manifest.slots.find((slot): slot is CardSlot => slot.kind === 'card' && slot.slotId === slotId)
}

/**
 * Unlocks with what a card signed. `refused`: another card, or another message; `damaged`: the card of this slot did sign
 * what the slot asks, and the slot does not open: something of it was changed.
 */
export function unlockWithCard(
  manifest: Manifest,
  slot: CardSlot,
  answer: CardAnswer,
): CabinetKey | 'refused' | 'damaged' {
  const { cabinetId } = manifest
  if (publicKeyHash(answer.publicKey) !== slot.publicKeyHash) return 'refused'
  if (!provesSlot(answer, { cabinetId, slotId: slot.slotId, challenge: challengeOf(slot) })) return 'refused'
  const wrapping = deriveFromSecret(answer.signature, Buffer.from(slot.salt, 'base64'), 'card')
  const master = unwrapKey(wrapping, slot.master, bindingOf(cabinetId, slot))
  wrapping.fill(0)
  return master === null ? 'damaged' : new CabinetKey(cabinetId, master)
}

/** What the wrapped key is bound to: this cabinet, this slot, its user, its holder, its card and what it signs. */
function bindingOf(cabinetId: string, slot: Omit<CardSlot, 'master'>): readonly string[] {
  const { slotId, userId, nationalId, publicKeyHash: keyHash, challenge } = slot
  return ['slot', cabinetId, slotId, 'card', userId, nationalId, keyHash, challenge]
}

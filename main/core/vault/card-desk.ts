import { provesIdentity, provesSlot } from '#core/db/card-proof.ts'
import { cardSlotsOf, challengeOf } from '#core/db/card-slots.ts'
import type { Manifest } from '#core/db/manifest.ts'
import type { CardDesk } from '#core/kernel/vault.ts'
import { cardHolderOf, type Unlocking, unlockByCard } from './unlocking.ts'

/** Cards and their key slots, as the vault of a seat shows them. */
export function cardDesk(unlocking: Unlocking): CardDesk {
  const { vault, seat } = unlocking
  return {
    find: (cabinetId, card) =>
      vault.manifestOf(cabinetId).then((manifest) => {
        const [slot] = cardSlotsOf(manifest, card.publicKeyHash)
        if (slot !== undefined) {
          const proof = { cabinetId: manifest.cabinetId, slotId: slot.slotId, challenge: challengeOf(slot) }
          return { kind: 'slot', proof, userId: slot.userId, displayName: nameIn(manifest, slot.userId) }
        }
        const former = manifest.slots.find((one) => one.kind === 'card' && one.nationalId === card.nationalId)
        if (former?.kind !== 'card') return { kind: 'none' }
        return { kind: 'renewed', userId: former.userId, displayName: nameIn(manifest, former.userId) }
      }),
    unlock: (cabinetId, slotId, answer, admit) => unlockByCard(unlocking, cabinetId, { slotId, answer }, admit),
    identify: (userId, answer, challenge) => {
      const { cabinetId } = vault.file.manifest
      return vault.guess(cardHolderOf(userId), seat, async () => provesIdentity(answer, cabinetId, challenge))
    },
    cabinetId: () => vault.file.manifest.cabinetId,
    slotIds: () => vault.file.keys.list().flatMap((slot) => (slot.kind === 'card' ? [slot.slotId] : [])),
    plan: () => ({ ...vault.file.keys.planCard(), cabinetId: vault.file.manifest.cabinetId }),
    isProof: (plan, answer) => provesSlot(answer, plan),
    add: (plan, owner, answer) => vault.file.keys.addCard(plan, owner, answer),
    verify: (slotId, answer) => vault.file.keys.verifyCard(slotId, answer),
    keepOnly: (userId, slotIds) => vault.file.keys.keepCards(userId, new Set(slotIds)),
    remove: async (slotId) => {
      await vault.file.keys.removeSlot(slotId)
    },
  }
}

function nameIn(manifest: Manifest, userId: string): string {
  const slot = manifest.slots.find((one) => one.kind === 'password' && one.userId === userId)
  return slot?.kind === 'password' ? slot.label : ''
}

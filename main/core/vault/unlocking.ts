import { isProblem } from '#app/kernel/problem.ts'
import type { CardAnswer } from '#core/db/card-proof.ts'
import { cardSlot, unlockWithCard } from '#core/db/card-slots.ts'
import { type CabinetKey, unlockWithRecoveryKey } from '#core/db/keyslots.ts'
import type { Manifest } from '#core/db/manifest.ts'
import { parseRecoveryKey } from '#core/db/recovery-key.ts'
import type { SessionTable } from '#core/kernel/session-table.ts'
import type { AdmittedByCard, AdmittedByRecovery } from '#core/kernel/vault.ts'
import type { CabinetVault } from './vault.ts'

/** The cabinet a seat means, while nothing else may be opened or closed. */
export interface Place {
  readonly isOpen: boolean
  readonly manifest: Manifest
  /** Opens it; where it is open already, only erases the key. */
  open(key: CabinetKey): Promise<void>
  close(): Promise<void>
}

/** What an unlocking stands on: whose tries are counted, and who must not be left without their cabinet. */
export interface Unlocking {
  readonly vault: CabinetVault
  readonly sessions: SessionTable
  readonly seat: string
}

/** What stands for the printed recovery key where tries are counted. */
const recoveryHolder = 'recovery'

/** What stands for a user's card where tries are counted: a card that answers wrong keeps nobody from their password. */
export function cardHolderOf(userId: string): string {
  return `card of ${userId}`
}

/** Unlocks with the printed recovery key as typed. */
export async function unlockByRecoveryKey<T>(
  { vault, sessions, seat }: Unlocking,
  cabinetId: string,
  typed: string,
  admit: (failuresBefore: number) => Promise<T>,
): Promise<AdmittedByRecovery<T>> {
  const parsed = parseRecoveryKey(typed)
  if (!parsed.ok) return parsed
  return vault.inPlace(cabinetId, sessions, async ({ manifest, open }) => {
    const { attempts } = vault
    const tried = { cabinetId: manifest.cabinetId, userId: recoveryHolder, seat }
    const wait = await attempts.waitMs(tried)
    if (wait > 0) return { ok: false, waiting: true, again: attempts.isRepeated(tried), retryAfterMs: wait }
    const key = unlockWithRecoveryKey(manifest, parsed.key)
    parsed.key.fill(0)
    if (key === null) {
      await attempts.failed(tried)
      return { ok: false, reason: 'not-this-cabinet' }
    }
    await open(key)
    return { ok: true, admitted: await admit(await attempts.succeeded(tried)) }
  })
}

/**
 * Unlocks with what a card signed for its slot. `admit` judges the card with what the file says of it; when it refuses, a
 * file that was opened for that is closed again.
 */
export async function unlockByCard<T>(
  { vault, sessions, seat }: Unlocking,
  cabinetId: string,
  by: { readonly slotId: string; readonly answer: CardAnswer },
  admit: (failuresBefore: number) => Promise<T>,
): Promise<AdmittedByCard<T>> {
  return vault.inPlace(cabinetId, sessions, async ({ isOpen, manifest, open, close }) => {
    const { attempts } = vault
    const slot = cardSlot(manifest, by.slotId)
    if (slot === undefined) return { ok: false, reason: 'absent' }
    const tried = { cabinetId: manifest.cabinetId, userId: cardHolderOf(slot.userId), seat }
    const wait = await attempts.waitMs(tried)
    if (wait > 0) return { ok: false, waiting: true, again: attempts.isRepeated(tried), retryAfterMs: wait }
    const key = unlockWithCard(manifest, slot, by.answer)
    if (key === 'damaged') return { ok: false, reason: 'damaged' }
    if (key === 'refused') return { ok: false, waiting: false, retryAfterMs: await attempts.failed(tried) }
    await open(key)
    const failures = await attempts.succeeded(tried)
    const wasOpen = isOpen
    let isIn = false
    try {
      const admitted = await admit(failures)
      isIn = !isProblem(admitted)
      return { ok: true, admitted }
    } finally {
      // Somebody else may have come in meanwhile, by what the open cabinet asks of them.
      if (!isIn && !wasOpen && !sessions.anyone()) await close()
    }
  })
}

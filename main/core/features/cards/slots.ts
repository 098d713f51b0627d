import type { ReadDb } from '#core/kernel/tables.ts'
import type { CardDesk } from '#core/kernel/vault.ts'
import type { Work } from '#core/kernel/work.ts'

/**
 * Removes the key slots whose card is no longer enrolled. Rows go first and slots after, each in one step: a program that
 * was killed between leaves a slot that this program already refuses, and that must not stay for another.
 */
export async function removeOrphanSlots(work: Pick<Work, 'read' | 'vault'>): Promise<void> {
  await settleCardSlots(work.vault.cards, (query) => work.read(query))
}

/** The same for the upkeep of an open cabinet. Returns how many went. */
export async function settleCardSlots(
  cards: Pick<CardDesk, 'slotIds' | 'remove'>,
  read: <T>(query: (db: ReadDb) => Promise<T>) => Promise<T>,
): Promise<number> {
  const slotIds = cards.slotIds()
  if (slotIds.length === 0) return 0
  const rows = await read((db) => db.selectFrom('enrolled_card').select('card_id').execute())
  const known = new Set(rows.map((row) => row.card_id))
  const orphans = slotIds.filter((slotId) => !known.has(slotId))
  for (const slotId of orphans) await cards.remove(slotId)
  return orphans.length
}

import { listAllCards, listCards, removeCard, removeCardOf } from '#app/features/cards/contract.ts'
import type { CardView } from '#app/features/cards/model.ts'
import { problem } from '#app/kernel/problem.ts'
import { findPerson, listPeople, nameOf } from '#core/features/people/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { type CardRow, certificatesOf, deleteCards, findCard, findCards, viewOfCard } from './repository.ts'
import { removeOrphanSlots } from './slots.ts'
import { readTrust } from './trust.ts'

const listOwn = handle(listCards, async (_input, work) => {
  const { userId } = work.actor
  const { rows, person } = await work.read(async (db) => ({
    rows: await findCards(db, userId),
    person: await findPerson(db, userId),
  }))
  return { cards: await views(rows, work), rpps: person?.rpps ?? null, atHost: work.vault.isAtHost }
})

const listAll = handle(listAllCards, async (_input, work) => ({
  cards: await views(await work.read((db) => findCards(db, null)), work),
}))

const removeOwn = handle(removeCard, async ({ cardId }, work) => {
  const row = await taken(cardId, work.actor.userId, work)
  if (isProblem(row)) return row
  // Whoever has it may be at work at another seat.
  work.sessions.endOpenedWithCard(row.user_id, row.card_number, 'elsewhere')
  return { removed: true as const }
})

const removeOf = handle(removeCardOf, async ({ cardId }, work) => {
  const row = await taken(cardId, null, work)
  if (isProblem(row)) return row
  // Lost or stolen: whoever came in with it is out.
  work.sessions.endOpenedWithCard(row.user_id, row.card_number, 'everywhere')
  return { removed: true as const }
})

/** What answers about cards already enrolled. */
export const managingHandlers = [listOwn, listAll, removeOwn, removeOf]

/** Takes a card away: its row with the line of the journal, then its slot. */
async function taken(cardId: string, ownerId: string | null, work: Work) {
  const row = await work.write(async (db: WriteDb) => {
    const found = await findCard(db, cardId)
    if (found === undefined || (ownerId !== null && found.user_id !== ownerId)) return problem('not-found', {})
    work.journal({ subjectId: found.user_id, details: { card: found.card_number } })
    await deleteCards(db, [cardId])
    return found
  })
  if (isProblem(row)) return row
  await removeOrphanSlots(work)
  work.announce('card', row.user_id, 0)
  return row
}

async function views(rows: readonly CardRow[], work: Work): Promise<CardView[]> {
  const profile = work.vault.open()?.profile ?? 'production'
  const { trust, people } = await work.read(async (db) => ({
    trust: await readTrust(db, profile, certificatesOf(rows)),
    people: await listPeople(db),
  }))
  const names = new Map(
    people.map((row) => [
      row.user_id,
      nameOf({ title: row.title, firstName: row.first_name, lastName: row.last_name }),
    ]),
  )
  const around = { trust, slotIds: new Set(work.vault.cards.slotIds()), at: work.now() }
  return rows.map((row) => viewOfCard(row, { ...around, displayName: names.get(row.user_id) ?? '' }))
}

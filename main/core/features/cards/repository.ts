import type { CardView } from '#app/features/cards/model.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import { readProfessionalCertificate, type ProfessionalCertificate } from '#main/protocols/professional-certificate.ts'
import { holderOf, judge, type TrustBook } from './trust.ts'
import type { EnrolledCardTable } from './tables.ts'

/** An enrolled card with its last use. */
export type CardRow = EnrolledCardTable & { readonly last_used_at: string | null }

/** Cards of a user, or of everybody, the oldest first. */
export async function findCards(db: ReadDb, userId: string | null): Promise<CardRow[]> {
  let query = cardsIn(db).orderBy('enrolled_card.enrolled_at').orderBy('enrolled_card.card_id')
  if (userId !== null) query = query.where('enrolled_card.user_id', '=', userId)
  return query.execute()
}

/** A card by its identifier, which is that of its slot. */
export function findCard(db: ReadDb, cardId: string): Promise<CardRow | undefined> {
  return cardsIn(db).where('enrolled_card.card_id', '=', cardId).executeTakeFirst()
}

/** A card by its key. */
export function findCardByKey(db: ReadDb, keyHash: string): Promise<CardRow | undefined> {
  return cardsIn(db).where('enrolled_card.public_key_hash', '=', keyHash).executeTakeFirst()
}

/** The cards of one holder, whichever user enrolled them. */
export function findCardsOfHolder(db: ReadDb, nationalId: string): Promise<CardRow[]> {
  return cardsIn(db).where('enrolled_card.national_id', '=', nationalId).execute()
}

/** Whether a user enrolled a card of this holder. */
export async function isCardOf(db: ReadDb, userId: string, nationalId: string): Promise<boolean> {
  return (await findCardsOfHolder(db, nationalId)).some((card) => card.user_id === userId)
}

function cardsIn(db: ReadDb) {
  return db
    .selectFrom('enrolled_card')
    .leftJoin('card_use', 'card_use.card_id', 'enrolled_card.card_id')
    .selectAll('enrolled_card')
    .select('card_use.last_used_at')
}

/** Writes an enrolled card, in the place of one of the same key whose slot is no more. */
export async function insertCard(
  db: WriteDb,
  card: { readonly cardId: string; readonly userId: string; readonly certificate: ProfessionalCertificate },
  at: string,
): Promise<void> {
  const { certificate } = card
  const holder = holderOf(certificate)
  await db.deleteFrom('enrolled_card').where('public_key_hash', '=', certificate.publicKeyHash).execute()
  await db
    .insertInto('enrolled_card')
    .values({
      card_id: card.cardId,
      user_id: card.userId,
      card_number: numberOf(certificate),
      national_id: holder.nationalId,
      rpps: holder.rpps,
      last_name: holder.lastName,
      first_name: holder.firstName,
      profession: holder.profession,
      certificate: certificate.der,
      public_key_hash: certificate.publicKeyHash,
      valid_from: certificate.notBefore,
      valid_until: certificate.notAfter,
      enrolled_at: at,
    })
    .execute()
}

/** Takes cards away. Their slots go after, and only after: no key changes without a trace. */
export async function deleteCards(db: WriteDb, cardIds: readonly string[]): Promise<void> {
  if (cardIds.length === 0) return
  await db.deleteFrom('card_use').where('card_id', 'in', cardIds).execute()
  await db.deleteFrom('enrolled_card').where('card_id', 'in', cardIds).execute()
}

/** Notes that a card has just opened a session. */
export async function noteCardUsed(db: WriteDb, cardId: string, at: string): Promise<void> {
  await db
    .insertInto('card_use')
    .values({ card_id: cardId, last_used_at: at })
    .onConflict((conflict) => conflict.column('card_id').doUpdateSet({ last_used_at: at }))
    .execute()
}

/** The number of the card of a certificate; empty when it does not say. */
export function numberOf({ identity }: ProfessionalCertificate): string {
  return (identity.cardNumber ?? '').slice(0, 80)
}

/** Certificates of enrolled cards; those that no longer read are left out. */
export function certificatesOf(rows: readonly CardRow[]): ProfessionalCertificate[] {
  return rows.flatMap((row) => {
    const reading = readProfessionalCertificate(new Uint8Array(row.certificate))
    return reading.ok ? [reading.certificate] : []
  })
}

/** A card as screens show it. */
export function viewOfCard(
  row: CardRow,
  around: {
    readonly displayName: string
    readonly trust: TrustBook
    readonly slotIds: ReadonlySet<string>
    readonly at: string
  },
): CardView {
  const reading = readProfessionalCertificate(new Uint8Array(row.certificate))
  return {
    cardId: row.card_id,
    userId: row.user_id,
    displayName: around.displayName,
    cardNumber: row.card_number,
    holder: {
      lastName: row.last_name,
      firstName: row.first_name,
      rpps: row.rpps,
      nationalId: row.national_id,
      profession: row.profession,
    },
    enrolledAt: row.enrolled_at,
    lastUsedAt: row.last_used_at,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    standing: reading.ok ? judge(reading.certificate, around.trust, around.at) : { verdict: 'unreadable', notices: [] },
    opens: around.slotIds.has(row.card_id),
  }
}

import type { CabinetProfile } from '#app/features/cabinet/model.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { ServiceWork } from '#core/kernel/vault.ts'
import { RevocationListFailure, type RevocationLists } from '#core/ports/index.ts'
import { readProfessionalCertificate } from '#main/protocols/professional-certificate.ts'
import { certificatesOf, findCards } from './repository.ts'
import { keepList, type PreparedList, prepareList } from './revocation-store.ts'
import { authoritiesIn, judge, type KeptAuthority, nameOfAuthority, readTrust } from './trust.ts'

/** Lists published for the day are asked for again after that long, in ms. */
const betweenRefreshesMs = 24 * 60 * 60_000

/** A session's card that a list tells revoked. */
export interface RevokedCard {
  readonly userId: string
  readonly cardNumber: string
}

/** Where the lists of this cabinet's cards and authorities are published, as their certificates say. */
export async function publishedAt(db: ReadDb): Promise<readonly string[]> {
  const known = await authoritiesIn(db)
  const cards = certificatesOf(await findCards(db, null))
  const all = [...cards, ...known.map(({ authority }) => authority)].flatMap(({ revocationLists }) => revocationLists)
  return [...new Set(all)].filter((address) => /^https?:/i.test(address))
}

/** Fetches lists one after the other, and reads each before the next: those that do not come, or are not believed, are left out. */
export async function fetchLists(
  lists: RevocationLists,
  asked: { readonly addresses: readonly string[]; readonly known: readonly KeptAuthority[]; readonly now: string },
  signal: AbortSignal,
): Promise<PreparedList[]> {
  const fetched: PreparedList[] = []
  for (const address of asked.addresses) {
    try {
      const prepared = prepareList(await lists.fetch(address, signal), asked.known, asked.now)
      if (prepared.ok) fetched.push(prepared)
    } catch (error) {
      if (signal.aborted || !(error instanceof RevocationListFailure)) throw error
      // The former list stays, and says itself when it is too old.
    }
  }
  return fetched
}

/** Writes lists, and says of each what became of it and what the journal says of it. */
export async function keepLists(db: WriteDb, lists: readonly PreparedList[], now: string) {
  const names = new Map((await authoritiesIn(db)).map(({ row, authority }) => [row.authority_id, authority]))
  const kept = []
  for (const prepared of lists) {
    const authority = names.get(prepared.authorityId)
    const { thisUpdate: issuedAt, count: entries } = prepared.list
    const details = { authority: authority === undefined ? '' : nameOfAuthority(authority), issuedAt, entries }
    kept.push({ outcome: await keepList(db, prepared, now), details })
  }
  return kept
}

/** The enrolled cards that are revoked, as the lists of the cabinet have it. */
export async function revokedCards(db: ReadDb, profile: CabinetProfile, now: string): Promise<RevokedCard[]> {
  const rows = await findCards(db, null)
  const trust = await readTrust(db, profile, certificatesOf(rows))
  return rows.flatMap((row) => {
    const reading = readProfessionalCertificate(new Uint8Array(row.certificate))
    const isRevoked = reading.ok && judge(reading.certificate, trust, now).verdict === 'revoked'
    return isRevoked ? [{ userId: row.user_id, cardNumber: row.card_number }] : []
  })
}

/**
 * The lists of the day, asked for by the program itself. `null`: none is due, or none came. A cabinet without authorities
 * asks nobody.
 *
 * @returns cards that turn out to be revoked
 */
export async function refreshListsIfDue(
  service: ServiceWork,
  lists: RevocationLists,
  now: () => string,
  signal: AbortSignal,
): Promise<readonly RevokedCard[] | null> {
  const { known, addresses, checkedAt } = await service.read(async (db) => ({
    known: await authoritiesIn(db),
    addresses: await publishedAt(db),
    checkedAt: await lastChecked(db),
  }))
  const isDue = checkedAt === null || Date.parse(now()) - Date.parse(checkedAt) >= betweenRefreshesMs
  if (known.length === 0 || addresses.length === 0 || !isDue) return null
  const fetched = await fetchLists(lists, { addresses, known, now: now() }, signal)
  if (fetched.length === 0 || signal.aborted) return null
  const details: Record<string, unknown> = { lists: [] }
  await service.write(
    'card.add-revocations',
    async (db) => {
      const all = await keepLists(db, fetched, now())
      details['lists'] = all.flatMap((one) => (one.outcome === 'kept' ? [one.details] : []))
    },
    details,
  )
  return service.read((db) => revokedCards(db, 'production', now()))
}

async function lastChecked(db: ReadDb): Promise<string | null> {
  const row = await db
    .selectFrom('card_revocation_list')
    .select((list) => list.fn.max('checked_at').as('at'))
    .executeTakeFirst()
  return row?.at ?? null
}

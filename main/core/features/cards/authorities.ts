import {
  addAuthorities,
  addRevocations,
  listAuthorities,
  listRevocations,
  refreshRevocations,
  removeAuthority,
} from '#app/features/cards/trust-contract.ts'
import type { AuthorityView, RevocationListView } from '#app/features/cards/model.ts'
import { problem } from '#app/kernel/problem.ts'
import { handle } from '#core/kernel/handle.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import {
  type Authority,
  commonNameIn,
  goodUntil,
  isVouchedFor,
  readAuthorities,
} from '#main/protocols/certificate-trust.ts'
import { fetchLists, keepLists, publishedAt, revokedCards } from './refreshing.ts'
import { dropLists, prepareList } from './revocation-store.ts'
import { authoritiesIn, nameOfAuthority } from './trust.ts'
import { trainingAuthorities } from './training-authority.ts'

/** Authorities of a cabinet: the national chain has nine. */
const mostAuthorities = 50

const list = handle(listAuthorities, async (_input, work) => ({
  authorities: await authoritiesNow(work),
  canAdd: true,
}))

const add = handle(addAuthorities, async ({ file }, work) => {
  const reading = readAuthorities(bytesOf(file))
  if (!reading.ok) {
    const isOther = reading.problem === 'certificate.not-an-authority'
    return problem('card.authority-refused', { reason: isOther ? 'not-an-authority' : 'unreadable' })
  }
  const added = await work.write(async (db) => {
    const known = await authoritiesIn(db)
    const fresh = reading.authorities.filter((one) => !known.some(({ authority }) => isSame(authority, one)))
    const all = [...known.map(({ authority }) => authority), ...fresh]
    if (all.length > mostAuthorities) return problem('card.authority-refused', { reason: 'too-many' })
    for (const authority of fresh) {
      const at = Date.parse(work.now())
      if (at < Date.parse(authority.notBefore) || at > Date.parse(authority.notAfter)) {
        return problem('card.authority-refused', { reason: 'expired' })
      }
      if (!isVouchedFor(authority, all)) {
        const isNamed = all.some((one) => Buffer.from(one.subject).equals(authority.issuer))
        return problem('card.authority-refused', { reason: isNamed ? 'bad-signature' : 'unknown-issuer' })
      }
    }
    work.journal({
      details: { authorities: fresh.map(nameOfAuthority), fingerprints: fresh.map((one) => one.fingerprint) },
    })
    for (const { der, fingerprint } of fresh) {
      const row = { authority_id: work.newId(), certificate: der, fingerprint }
      await db
        .insertInto('card_authority')
        .values({ ...row, added_at: work.now(), added_by: work.actor.userId })
        .execute()
    }
    return fresh.length
  })
  if (isProblem(added)) return added
  work.announce('card', '*', 0)
  return { authorities: await authoritiesNow(work), added }
})

const remove = handle(removeAuthority, async ({ authorityId }, work) => {
  const removed = await work.write(async (db) => {
    const known = await authoritiesIn(db)
    const found = known.find((one) => one.row.authority_id === authorityId)
    if (found === undefined) return problem('not-found', {})
    const others = known.filter((one) => one !== found).map(({ authority }) => authority)
    if (others.some((one) => !isVouchedFor(one, others))) return problem('card.authority-in-use', {})
    work.journal({ subjectId: authorityId, details: { authority: nameOfAuthority(found.authority) } })
    await dropLists(db, authorityId)
    await db.deleteFrom('card_authority').where('authority_id', '=', authorityId).execute()
    return null
  })
  if (isProblem(removed)) return removed
  work.announce('card', '*', 0)
  return { authorities: await authoritiesNow(work) }
})

const lists = handle(listRevocations, async (_input, work) => ({ lists: await listsNow(work) }))

const addList = handle(addRevocations, async ({ file }, work) => {
  const prepared = prepareList(bytesOf(file), await work.read(authoritiesIn), work.now())
  if (!prepared.ok) return problem('card.revocations-refused', { reason: prepared.reason })
  const refused = await work.write(async (db) => {
    const [kept] = await keepLists(db, [prepared], work.now())
    if (kept?.outcome !== 'kept') {
      return problem('card.revocations-refused', { reason: kept?.outcome === 'older' ? 'older' : 'unknown-issuer' })
    }
    work.journal({ subjectId: prepared.authorityId, details: kept.details })
    return null
  })
  if (isProblem(refused)) return refused
  await endRevoked(work)
  work.announce('card', '*', 0)
  return { lists: await listsNow(work) }
})

const refresh = handle(refreshRevocations, async (_input, work) => {
  const [addresses, known] = await work.read(async (db) => [await publishedAt(db), await authoritiesIn(db)] as const)
  const fetched = await fetchLists(work.ports.revocationLists, { addresses, known, now: work.now() }, work.signal)
  if (fetched.length === 0) return problem('card.revocations-unreachable', {})
  const kept = await work.write(async (db) => {
    const all = await keepLists(db, fetched, work.now())
    work.journal({ details: { lists: all.flatMap((one) => (one.outcome === 'kept' ? [one.details] : [])) } })
    // The list that is here already is what was asked for.
    return all.filter(({ outcome }) => outcome !== 'gone').length
  })
  await endRevoked(work)
  work.announce('card', '*', 0)
  return { lists: await listsNow(work), fetched: kept, failed: addresses.length - kept }
})

/** What answers about who is believed. */
export const authorityHandlers = [list, add, remove, lists, addList, refresh]

/** Whoever came in with a card that a list has just told revoked is out. */
async function endRevoked(work: Work): Promise<void> {
  const profile = work.vault.open()?.profile ?? 'production'
  for (const { userId, cardNumber } of await work.read((db) => revokedCards(db, profile, work.now()))) {
    work.sessions.endOpenedWithCard(userId, cardNumber, 'everywhere')
  }
}

async function authoritiesNow(work: Work): Promise<AuthorityView[]> {
  const known = await work.read(authoritiesIn)
  const built = work.vault.open()?.profile === 'training' ? trainingAuthorities() : []
  return [
    ...built.map((authority) => viewOf(authority, builtInId(authority), null)),
    ...known.map(({ row, authority }) => viewOf(authority, row.authority_id, row.added_at)),
  ]
}

function viewOf(authority: Authority, authorityId: string, addedAt: string | null): AuthorityView {
  return {
    authorityId,
    name: nameOfAuthority(authority),
    issuer: commonNameIn(authority.issuerText),
    isRoot: authority.root,
    validFrom: authority.notBefore,
    validUntil: authority.notAfter,
    fingerprint: authority.fingerprint,
    addedAt,
  }
}

async function listsNow(work: Work): Promise<RevocationListView[]> {
  const known = new Map((await work.read(authoritiesIn)).map((one) => [one.row.authority_id, one.authority]))
  const rows = await work.read((db) =>
    db
      .selectFrom('card_revocation_list')
      .select(['authority_id', 'issued_at', 'next_at', 'entries', 'added_at'])
      .orderBy('issued_at')
      .execute(),
  )
  return rows.map((row) => {
    const authority = known.get(row.authority_id)
    return {
      authorityId: row.authority_id,
      authorityName: authority === undefined ? '' : nameOfAuthority(authority),
      issuedAt: row.issued_at,
      nextAt: row.next_at,
      entries: Number(row.entries),
      addedAt: row.added_at,
      isStale: goodUntil({ thisUpdate: row.issued_at, nextUpdate: row.next_at }) < Date.parse(work.now()),
    }
  })
}

/** The same for each start: a UUID of version 8 (RFC 9562) made of the fingerprint, for what has no row. */
function builtInId({ fingerprint: hex }: Authority): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function isSame(one: Authority, other: Authority): boolean {
  return one.fingerprint === other.fingerprint
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64url'))
}

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
import type { ReadDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { type Authority, isVouchedFor, readAuthorities } from '#main/protocols/certificate-trust.ts'
import { readProfessionalCertificate } from '#main/protocols/professional-certificate.ts'
import { isListOf, readRevocationList } from '#main/protocols/revocation-list.ts'
import { findCards } from './repository.ts'
import { authorityIn, judge, readTrust } from './trust.ts'
import { trainingAuthorities } from './training-authority.ts'

/** Authorities of a cabinet: the national chain has nine. */
const mostAuthorities = 50

/** A list of a day later than this computer's, in ms: clocks differ. */
const clockSkewMs = 60 * 60_000

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
    await db.deleteFrom('card_revocation_list').where('authority_id', '=', authorityId).execute()
    await db.deleteFrom('card_authority').where('authority_id', '=', authorityId).execute()
    return null
  })
  if (isProblem(removed)) return removed
  work.announce('card', '*', 0)
  return { authorities: await authoritiesNow(work) }
})

const lists = handle(listRevocations, async (_input, work) => ({ lists: await listsNow(work) }))

const addList = handle(addRevocations, async ({ file }, work) => {
  const refused = await work.write(async (db) => {
    const kept = await keepList(db, bytesOf(file), work)
    if (kept.ok) work.journal({ subjectId: kept.authorityId, details: kept.details })
    return kept.ok ? null : problem('card.revocations-refused', { reason: kept.reason })
  })
  if (isProblem(refused)) return refused
  await endRevoked(work)
  work.announce('card', '*', 0)
  return { lists: await listsNow(work) }
})

const refresh = handle(refreshRevocations, async (_input, work) => {
  const addresses = await work.read(publishedAt)
  const fetched: Uint8Array[] = []
  for (const address of addresses) {
    try {
      fetched.push(await work.ports.revocationLists.fetch(address, work.signal))
    } catch (error) {
      if (work.signal.aborted) throw error
      // The former list stays, and says itself when it is too old.
    }
  }
  if (addresses.length === 0 || fetched.length === 0) return problem('card.revocations-unreachable', {})
  const kept = await work.write(async (db) => {
    const taken = []
    for (const content of fetched) {
      const one = await keepList(db, content, work)
      // The list that is here already is what was asked for.
      if (one.ok || one.reason === 'older') taken.push(one)
    }
    work.journal({ details: { lists: taken.flatMap((one) => (one.ok ? [one.details] : [])) } })
    return taken.length
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
  const { trust, cards } = await work.read(async (db) => ({
    trust: await readTrust(db, profile),
    cards: await findCards(db, null),
  }))
  for (const card of cards) {
    const reading = readProfessionalCertificate(new Uint8Array(card.certificate))
    if (reading.ok && judge(reading.certificate, trust, work.now()).verdict === 'revoked')
      work.sessions.endOpenedWithCard(card.user_id, card.card_number, 'everywhere')
  }
}

type KeptList =
  | { readonly ok: true; readonly authorityId: string; readonly details: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly reason: 'unreadable' | 'unknown-issuer' | 'bad-signature' | 'older' | 'over' }

/** Writes a list in the place of the former one of its authority, once it is believed. */
async function keepList(
  db: Parameters<Parameters<Work['write']>[0]>[0],
  file: Uint8Array,
  work: Work,
): Promise<KeptList> {
  const content = derOfList(file)
  const reading = readRevocationList(content)
  if (!reading.ok) return { ok: false, reason: 'unreadable' }
  const { list: read } = reading
  const known = await authoritiesIn(db)
  const owner = known.find(({ authority }) => isListOf(read, authority))
  if (owner === undefined) {
    const isNamed = known.some(({ authority }) => Buffer.from(authority.subject).equals(read.issuer))
    return { ok: false, reason: isNamed ? 'bad-signature' : 'unknown-issuer' }
  }
  if (Date.parse(read.thisUpdate) > Date.parse(work.now()) + clockSkewMs) return { ok: false, reason: 'over' }
  const place = { authority_id: owner.row.authority_id, covers: read.covers }
  const former = await db
    .selectFrom('card_revocation_list')
    .select('issued_at')
    .where('authority_id', '=', place.authority_id)
    .where('covers', '=', place.covers)
    .executeTakeFirst()
  // Putting an old list back would let a revoked card in.
  if (former !== undefined && former.issued_at >= read.thisUpdate) return { ok: false, reason: 'older' }
  await db
    .deleteFrom('card_revocation_list')
    .where('authority_id', '=', place.authority_id)
    .where('covers', '=', place.covers)
    .execute()
  const row = { content, issued_at: read.thisUpdate, next_at: read.nextUpdate, entries: read.count }
  await db
    .insertInto('card_revocation_list')
    .values({ ...place, ...row, added_at: work.now() })
    .execute()
  const details = { authority: nameOfAuthority(owner.authority), issuedAt: read.thisUpdate, entries: read.count }
  return { ok: true, authorityId: place.authority_id, details }
}

/** Where the lists of this cabinet's cards and authorities are published, as their certificates say. */
async function publishedAt(db: ReadDb): Promise<readonly string[]> {
  const known = await authoritiesIn(db)
  const cards = await db.selectFrom('enrolled_card').select('certificate').execute()
  const ofCards = cards.flatMap(({ certificate }) => {
    const reading = readProfessionalCertificate(new Uint8Array(certificate))
    return reading.ok ? reading.certificate.revocationLists : []
  })
  const all = [...ofCards, ...known.flatMap(({ authority }) => authority.revocationLists)]
  return [...new Set(all)].filter((address) => /^https?:/i.test(address))
}

async function authoritiesIn(db: ReadDb) {
  const rows = await db.selectFrom('card_authority').selectAll().orderBy('added_at').orderBy('authority_id').execute()
  return rows.flatMap((row) => authorityIn(row.certificate).map((authority) => ({ row, authority })))
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
      isStale: row.next_at !== null && row.next_at < work.now(),
    }
  })
}

/** The same for each start: a UUID of version 8 (RFC 9562) made of the fingerprint, for what has no row. */
function builtInId({ fingerprint: hex }: Authority): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function nameOfAuthority(authority: Authority): string {
  return commonNameIn(authority.subjectText)
}

function commonNameIn(text: string): string {
  return /(?:^|,\s*)CN=([^,]+)/.exec(text)?.[1]?.trim() ?? text
}

function isSame(one: Authority, other: Authority): boolean {
  return one.fingerprint === other.fingerprint
}

/** The DER of a file that may be in PEM. */
function derOfList(file: Uint8Array): Uint8Array {
  const head = Buffer.from(file.subarray(0, 40)).toString('latin1')
  if (!head.includes('-----BEGIN')) return file
  const text = Buffer.from(file).toString('latin1')
  const block = /-----BEGIN X509 CRL-----([A-Za-z0-9+/=\s]+)-----END X509 CRL-----/.exec(text)
  return new Uint8Array(Buffer.from(block?.[1] ?? '', 'base64'))
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64url'))
}

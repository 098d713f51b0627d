import type { CardHolder, CardStanding } from '#app/features/cards/model.ts'
import { type CertificateFinding, standingOf } from '#app/features/cards/rules.ts'
import type { CabinetProfile } from '#app/features/cabinet/model.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { type Authority, commonNameIn, judgeCertificate, readAuthorities } from '#main/protocols/certificate-trust.ts'
import { type ProfessionalCertificate, readProfessionalCertificate } from '#main/protocols/professional-certificate.ts'
import type { KnownList } from '#main/protocols/revoked-serials.ts'
import { publicKeyOf } from '#main/protocols/signed-der.ts'
import { readLists } from './revocation-store.ts'
import type { CardAuthorityTable } from './tables.ts'
import { trainingAuthorities } from './training-authority.ts'

/** Shorter RSA keys open nothing, bits. */
const fewestBits = 2048

/** What a cabinet believes of cards. */
export interface TrustBook {
  readonly authorities: readonly Authority[]
  /** They answer about the certificates the book was read for, and about the authorities. */
  readonly lists: readonly KnownList[]
  readonly cards: 'real' | 'test'
}

/** A card's certificate, read; believed by nobody yet. */
export type ReadCard = { readonly ok: true; readonly certificate: ProfessionalCertificate } | Unfit
type Unfit = { readonly ok: false; readonly refusal: Problem<'card.not-trusted'> }

/** Reads the authentication certificate of a card, in base64url. */
export function readCard(text: string): ReadCard {
  const reading = readProfessionalCertificate(new Uint8Array(Buffer.from(text, 'base64url')))
  if (!reading.ok) return unfit(reading.problem === 'certificate.unreadable' ? 'unreadable' : 'not-authentication')
  const key = publicKeyOf(reading.certificate.publicKey)
  const isGood = key?.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= fewestBits
  return isGood ? reading : unfit('weak-key')
}

function unfit(verdict: 'unreadable' | 'not-authentication' | 'weak-key'): Unfit {
  return { ok: false, refusal: problem('card.not-trusted', { verdict }) }
}

/** An authority of the cabinet, with its row. */
export interface KeptAuthority {
  readonly row: CardAuthorityTable
  readonly authority: Authority
}

/**
 * What this cabinet believes, to judge these certificates: lists may be long, and no more of them is read. The training
 * cabinet believes its own authority, and takes test cards only.
 */
export async function readTrust(
  db: ReadDb,
  profile: CabinetProfile,
  judged: readonly ProfessionalCertificate[],
): Promise<TrustBook> {
  const kept = await authoritiesIn(db)
  const authorities = [
    ...(profile === 'training' ? trainingAuthorities() : []),
    ...kept.map(({ authority }) => authority),
  ]
  const serials = [...judged, ...authorities].map(({ serialNumber }) => serialNumber)
  return { authorities, lists: await readLists(db, kept, serials), cards: profile === 'training' ? 'test' : 'real' }
}

/** The authorities of the cabinet, the first added first; those that no longer read are left out. */
export async function authoritiesIn(db: ReadDb): Promise<KeptAuthority[]> {
  const rows = await db.selectFrom('card_authority').selectAll().orderBy('added_at').orderBy('authority_id').execute()
  return rows.flatMap((row) => {
    const reading = readAuthorities(new Uint8Array(row.certificate))
    return reading.ok ? reading.authorities.map((authority) => ({ row, authority })) : []
  })
}

/** Where a card stands on an instant, by what a cabinet believes. */
export function judge(
  certificate: ProfessionalCertificate,
  { authorities, lists, cards }: TrustBook,
  at: string,
): CardStanding {
  const { verdict, revocation } = judgeCertificate(certificate, {
    authorities,
    lists,
    at,
    use: 'authentication',
    cards,
  })
  const found = verdict === 'unknown-authority' ? strangerOf(certificate, cards) : verdict
  return standingOf({ verdict: found, revocation, notAfter: certificate.notAfter }, at)
}

/** Refused all the same: of a card of the other kind, whose authority is not here on purpose, that is what is said. */
function strangerOf({ identity }: ProfessionalCertificate, cards: TrustBook['cards']): CertificateFinding {
  if (identity.category === null || identity.category.test === (cards === 'test')) return 'unknown-authority'
  return cards === 'test' ? 'real-card' : 'test-card'
}

/** The holder as screens name them. */
export function holderOf({ identity }: ProfessionalCertificate): CardHolder {
  const { lastName, firstName, nationalId, title } = identity
  return { lastName, firstName, rpps: nationalId.rpps, nationalId: nationalId.text, profession: title ?? '' }
}

/** « AC IGC-SANTE FORT PERSONNES ». */
export function nameOfAuthority(authority: Authority): string {
  return commonNameIn(authority.subjectText)
}

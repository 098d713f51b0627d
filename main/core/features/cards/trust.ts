import type { CardHolder, CardStanding } from '#app/features/cards/model.ts'
import { type CertificateFinding, standingOf } from '#app/features/cards/rules.ts'
import type { CabinetProfile } from '#app/features/cabinet/model.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { type Authority, judgeCertificate, readAuthorities } from '#main/protocols/certificate-trust.ts'
import { type ProfessionalCertificate, readProfessionalCertificate } from '#main/protocols/professional-certificate.ts'
import { type RevocationList, readRevocationList } from '#main/protocols/revocation-list.ts'
import { publicKeyOf } from '#main/protocols/signed-der.ts'
import { trainingAuthorities } from './training-authority.ts'
import './tables.ts'

/** Shorter RSA keys open nothing, bits. */
const fewestBits = 2048

/** What a cabinet believes of cards. */
export interface TrustBook {
  readonly authorities: readonly Authority[]
  readonly lists: readonly RevocationList[]
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

/** What this cabinet believes. The training cabinet believes its own authority, and takes test cards only. */
export async function readTrust(db: ReadDb, profile: CabinetProfile): Promise<TrustBook> {
  const authorities = await db.selectFrom('card_authority').select('certificate').orderBy('added_at').execute()
  const lists = await db.selectFrom('card_revocation_list').select('content').execute()
  return {
    authorities: [
      ...(profile === 'training' ? trainingAuthorities() : []),
      ...authorities.flatMap(({ certificate }) => authorityIn(certificate)),
    ],
    lists: lists.flatMap(({ content }) => {
      const reading = readRevocationList(new Uint8Array(content))
      return reading.ok ? [reading.list] : []
    }),
    cards: profile === 'training' ? 'test' : 'real',
  }
}

/** The authority a row keeps; none when it no longer reads. */
export function authorityIn(der: Uint8Array): readonly Authority[] {
  const reading = readAuthorities(new Uint8Array(der))
  return reading.ok ? reading.authorities : []
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

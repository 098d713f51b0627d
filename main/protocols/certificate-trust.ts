import { certificatesIn } from './certificate-bundle.ts'
import {
  type CertificateRefusal,
  type ProfessionalCertificate,
  type ReadCertificate,
  readCertificate,
} from './professional-certificate.ts'
import type { KnownList } from './revoked-serials.ts'
import { isSignedBy, signedParts } from './signed-der.ts'

/** An authority that a cabinet trusts, or whose root it trusts. */
export interface Authority extends ReadCertificate {
  readonly authority: { readonly pathLength: number | null }
  /** Signed by itself: where a chain ends. */
  readonly root: boolean
}

/**
 * What is said of a professional's certificate. Only `trusted` and `revocation-unknown` are signed by an authority of the
 * cabinet, within their dates, for their use; whether the latter is enough is for the cabinet to decide.
 */
export type CertificateVerdict =
  | 'trusted'
  /** No list of its authority, or too old a one: see {@link Judgement} `revocation`. */
  | 'revocation-unknown'
  /** No chain of valid signatures leads to a root of the cabinet. */
  | 'unknown-authority'
  /** A chain does, through an authority past its dates, or told revoked. */
  | 'authority-expired'
  | 'authority-revoked'
  | 'not-yet-valid'
  | 'expired'
  | 'revoked'
  /** Its key is not made for that use. */
  | 'wrong-use'
  /** Not in a card (a program, a module), or it does not say. */
  | 'not-a-card'
  /** A test card where real ones are asked for, and the other way round. */
  | 'test-card'
  | 'real-card'

/** What was known of its revocation. */
export type RevocationKnowledge = 'checked' | 'no-list' | 'list-too-old'

/** A verdict and what it rests on. */
export interface Judgement {
  readonly verdict: CertificateVerdict
  /** From who signed it to the root; empty when no chain was found. */
  readonly chain: readonly Authority[]
  readonly revocation: RevocationKnowledge
  /** ISO 8601 in UTC; `null` when not revoked. */
  readonly revokedAt: string | null
}

/** What a certificate is judged by. */
export interface TrustQuestion {
  /** Roots and intermediate authorities. Nothing outside this list is ever believed. */
  readonly authorities: readonly Authority[]
  readonly lists: readonly KnownList[]
  /** ISO 8601 in UTC. */
  readonly at: string
  /** Of which of the two pairs of a card: its use is digitalSignature, or nonRepudiation. */
  readonly use: 'authentication' | 'signature'
  /** Which cards are good: those of practice, or those of training and of trials. */
  readonly cards: 'real' | 'test'
}

/** A list without `nextUpdate` is good that long, milliseconds. */
const longestWithoutUpdate = 8 * 24 * 60 * 60 * 1000

/** Authorities between a card and its root, at most. */
const deepest = 5

/**
 * Judges a certificate: first what can never be accepted (its authority, its use, its kind), then its dates, then what the
 * lists say. Never throws.
 */
export function judgeCertificate(certificate: ProfessionalCertificate, question: TrustQuestion): Judgement {
  const chain = chainOf(certificate, question.authorities, question.at)
  if (chain === null || certificate.unknownCritical.length > 0) {
    return { verdict: 'unknown-authority', chain: [], revocation: 'no-list', revokedAt: null }
  }
  const { knowledge, revokedAt } = revocationKnown(certificate, chain[0], question, 'holders')
  const say = (verdict: CertificateVerdict): Judgement => ({ verdict, chain, revocation: knowledge, revokedAt })
  const refused = unfit(certificate, question)
  if (refused !== null) return say(refused)
  if (revokedAt !== null) return say('revoked')
  for (const [at, authority] of chain.entries()) {
    const above = chain[at + 1]
    if (above === undefined) break
    if (revocationKnown(authority, above, question, 'authorities').revokedAt !== null) return say('authority-revoked')
  }
  if (chain.some((one) => !isWithin(one, question.at))) return say('authority-expired')
  return say(knowledge === 'checked' ? 'trusted' : 'revocation-unknown')
}

/**
 * The authorities of a file: one in DER, any number in PEM, or a chain in PKCS #7 (`.p7b`). A certificate that is no authority, or whose key may not
 * sign certificates, is refused; nothing is taken of a file with such a one.
 */
export function readAuthorities(
  file: Uint8Array,
):
  | { readonly ok: true; readonly authorities: readonly Authority[] }
  | { readonly ok: false; readonly problem: CertificateRefusal | 'certificate.not-an-authority' } {
  const authorities: Authority[] = []
  for (const der of certificatesIn(file)) {
    const reading = readCertificate(der)
    if (!reading.ok) return reading
    const authority = authorityOf(reading.certificate)
    if (authority === null) return { ok: false, problem: 'certificate.not-an-authority' }
    authorities.push(authority)
  }
  return authorities.length === 0 ? { ok: false, problem: 'certificate.unreadable' } : { ok: true, authorities }
}

/** Whether an authority is a root of the list, or one of the list signed it and, in the end, a root did. */
export function isVouchedFor(authority: Authority, authorities: readonly Authority[]): boolean {
  return authority.root || chainOf(authority, authorities, authority.notBefore) !== null
}

/** The common name in a distinguished name, « AC IGC-SANTE FORT PERSONNES »; the whole of it where it has none. */
export function commonNameIn(text: string): string {
  return /(?:^|,\s*)CN=([^,]+)/.exec(text)?.[1]?.trim() ?? text
}

/** What a signature proves a certificate to be for: its own key usage, and no more. */
function unfit(certificate: ProfessionalCertificate, question: TrustQuestion): CertificateVerdict | null {
  const use = question.use === 'authentication' ? 'digitalSignature' : 'nonRepudiation'
  if (certificate.authority !== null || certificate.keyUsage?.includes(use) !== true) return 'wrong-use'
  const { category } = certificate.identity
  if (category?.product !== 'card') return 'not-a-card'
  if (category.test && question.cards === 'real') return 'test-card'
  if (!category.test && question.cards === 'test') return 'real-card'
  if (Date.parse(question.at) < Date.parse(certificate.notBefore)) return 'not-yet-valid'
  return isWithin(certificate, question.at) ? null : 'expired'
}

/**
 * Up to a root. Authorities are renewed under the same name, with the same key or another one: among those that signed, a
 * chain of valid ones is preferred.
 */
function chainOf(
  certificate: ReadCertificate,
  authorities: readonly Authority[],
  at: string,
): readonly [Authority, ...Authority[]] | null {
  const found: (readonly [Authority, ...Authority[]])[] = []
  const climb = (child: ReadCertificate, below: readonly Authority[]): void => {
    if (below.length === deepest) return
    for (const parent of authorities) {
      if (!isSame(parent.subject, child.issuer) || below.includes(parent) || parent.unknownCritical.length > 0) continue
      // Those below that are not their own roots count; the holder does not (RFC 5280, § 4.2.1.9).
      if (parent.authority.pathLength !== null && parent.authority.pathLength < below.length) continue
      const signed = signedParts(child.der)
      if (signed === null || !isSignedBy(signed, parent.publicKey)) continue
      const [first, ...others] = [...below, parent]
      if (first === undefined) continue
      if (parent.root) found.push([first, ...others])
      else climb(parent, [first, ...others])
    }
  }
  climb(certificate, [])
  return found.find((chain) => chain.every((one) => isWithin(one, at))) ?? found[0] ?? null
}

function revocationKnown(
  certificate: ReadCertificate,
  issuer: Authority,
  { lists, at }: TrustQuestion,
  kind: 'holders' | 'authorities',
): { readonly knowledge: RevocationKnowledge; readonly revokedAt: string | null } {
  const own =
    issuer.keyUsage !== null && !issuer.keyUsage.includes('cRLSign')
      ? []
      : lists.filter((list) => (list.covers === 'all' || list.covers === kind) && isOf(list, issuer))
  // An old list still tells what was revoked then: only its silence proves nothing.
  for (const list of own) {
    const revocation = list.revocationOf(certificate.serialNumber)
    if (revocation !== null) return { knowledge: 'checked', revokedAt: revocation.at }
  }
  if (own.some((list) => Date.parse(at) <= goodUntil(list))) return { knowledge: 'checked', revokedAt: null }
  return { knowledge: own.length === 0 ? 'no-list' : 'list-too-old', revokedAt: null }
}

/** Until when the silence of a list proves something, milliseconds since 1970. */
export function goodUntil({ thisUpdate, nextUpdate }: Pick<KnownList, 'thisUpdate' | 'nextUpdate'>): number {
  return nextUpdate === null ? Date.parse(thisUpdate) + longestWithoutUpdate : Date.parse(nextUpdate)
}

/** An authority is renewed with its name and its key: the list is of both its certificates. */
function isOf({ authority }: KnownList, issuer: Authority): boolean {
  return isSame(authority.subject, issuer.subject) && isSame(authority.publicKey, issuer.publicKey)
}

function authorityOf(certificate: ReadCertificate): Authority | null {
  const { authority, keyUsage } = certificate
  if (authority === null || keyUsage?.includes('keyCertSign') === false) return null
  const signed = signedParts(certificate.der)
  const root =
    isSame(certificate.subject, certificate.issuer) && signed !== null && isSignedBy(signed, certificate.publicKey)
  return { ...certificate, authority, root }
}

function isWithin({ notBefore, notAfter }: ReadCertificate, at: string): boolean {
  const time = Date.parse(at)
  return time >= Date.parse(notBefore) && time <= Date.parse(notAfter)
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.from(one).equals(other)
}

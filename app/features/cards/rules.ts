import type { CardVerdict } from '#app/kernel/card-verdict.ts'
import type { CardNotice, CardStanding } from './model.ts'

/** What was found of a certificate, in the words of `main/protocols/certificate-trust.ts`. */
export type CertificateFinding =
  | 'trusted'
  | 'revocation-unknown'
  | 'unknown-authority'
  | 'authority-expired'
  | 'authority-revoked'
  | 'not-yet-valid'
  | 'expired'
  | 'revoked'
  | 'wrong-use'
  | 'not-a-card'
  | 'test-card'
  | 'real-card'

/** What was known of its revocation. */
export type RevocationFinding = 'checked' | 'no-list' | 'list-too-old'

/**
 * What a cabinet does of each finding: a verdict refuses the card, whose holder still has their password; `null` lets it
 * in. Only a revocation that could not be checked lets in with a word about it: an authority that does not answer, or a
 * cabinet that is offline, must not close the doctor's door (decision 0024).
 */
const verdicts: Readonly<Record<CertificateFinding, CardVerdict | null>> = {
  trusted: null,
  'revocation-unknown': null,
  'unknown-authority': 'unknown-authority',
  'authority-expired': 'unknown-authority',
  'authority-revoked': 'unknown-authority',
  'not-yet-valid': 'not-yet-valid',
  expired: 'expired',
  revoked: 'revoked',
  'wrong-use': 'not-authentication',
  'not-a-card': 'not-authentication',
  'test-card': 'training-card',
  'real-card': 'real-card',
}

const revocationNotices: Readonly<Record<RevocationFinding, readonly CardNotice[]>> = {
  checked: [],
  'no-list': ['revocation-unknown'],
  'list-too-old': ['revocation-stale'],
}

/** How long before its end a card is said to end soon, in days: renewing one takes the ANS some weeks. */
export const endsSoonDays = 30

/** Where a card stands on an instant. */
export function standingOf(
  found: {
    readonly verdict: CertificateFinding
    readonly revocation: RevocationFinding
    /** ISO 8601. */
    readonly notAfter: string
  },
  at: string,
): CardStanding {
  const verdict = verdicts[found.verdict]
  if (verdict !== null) return { verdict, notices: [] }
  const leftDays = (Date.parse(found.notAfter) - Date.parse(at)) / 86_400_000
  const soon: readonly CardNotice[] = leftDays <= endsSoonDays ? ['expires-soon'] : []
  return { verdict, notices: [...revocationNotices[found.revocation], ...soon] }
}

/** Authorities that issue the cards of persons, and their root, as the ANS names them; « TEST » are those of trials. */
const ofCards = /^AC (?:RACINE IGC-SANTE FORT|IGC-SANTE FORT PERSONNES)$/

/** Whether a cabinet needs an authority of that name to accept the cards of its people: the others issue other things. */
export function issuesCards(authorityName: string): boolean {
  return ofCards.test(authorityName)
}

/** What the RPPS of a card is to the account of who enrols it. */
export type RppsMatch = 'same' | 'adopted' | 'other'

/**
 * Whether a card is of the account that enrols it. An account without RPPS takes the card's, once its holder has accepted
 * it; a card without one (an employee's) is only taken by an account that has none either.
 */
export function matchRpps(account: string | null, card: string | null): RppsMatch {
  if (account === card) return 'same'
  return account === null ? 'adopted' : 'other'
}

import { z } from 'zod'
import { id, instantUtc } from '#app/kernel/ids.ts'
import { cardVerdict } from '#app/kernel/card-verdict.ts'
import { rpps } from '#app/features/people/model.ts'

/** Bytes in base64url. */
const bytesText = z.string().regex(/^[A-Za-z0-9_-]*$/)

/** A certificate of a card, DER in base64url, as `app/devices/workstation.ts` gives it. */
export const cardCertificate = bytesText.min(100).max(40_000)

/** An RSA signature of 2,048 to 4,096 bits. */
export const cardSignature = bytesText.min(342).max(683)

/** 32 random bytes. */
export const cardChallenge = bytesText.length(43)

/** What the card signs to open a key slot: `proveSlot` of the workstation takes it as it is, with the insertion. */
export const slotProof = z.object({
  /** As the file names itself: a restored copy keeps it, whatever its seat calls it. */
  cabinetId: id,
  slotId: id,
  challenge: cardChallenge,
})
export type SlotProof = z.infer<typeof slotProof>

/** What the card signs to be recognised: `proveIdentity` of the workstation takes it as it is, with the insertion. */
export const identityProof = z.object({ cabinetId: id, challenge: cardChallenge })
export type IdentityProof = z.infer<typeof identityProof>

/** What a person recognised by their card is told beside. */
export const cardNotice = z.enum([
  /** No revocation list of its authority is here: an opposition is not seen. */
  'revocation-unknown',
  /** The revocation list here should have been replaced. */
  'revocation-stale',
  /** Its certificate ends within 30 days. */
  'expires-soon',
])
export type CardNotice = z.infer<typeof cardNotice>

/** Where a card stands today: accepted, or the verdict that refuses it. */
export const cardStanding = z.object({
  verdict: cardVerdict.nullable(),
  notices: z.array(cardNotice),
})
export type CardStanding = z.infer<typeof cardStanding>

/** The holder as the certificate names them. */
export const cardHolder = z.object({
  lastName: z.string(),
  firstName: z.string(),
  /** Eleven digits; `null` where the card names its holder otherwise (CPE, ADELI). */
  rpps: rpps.nullable(),
  /** `PS_IdNat`: a digit for its kind, then the identifier. */
  nationalId: z.string(),
  /** Wording of the profession in the certificate; empty when it does not say. */
  profession: z.string(),
})
export type CardHolder = z.infer<typeof cardHolder>

/** An enrolled card. */
export const cardView = z.object({
  cardId: id,
  userId: id,
  /** Name of the user it opens for. */
  displayName: z.string(),
  cardNumber: z.string(),
  holder: cardHolder,
  enrolledAt: instantUtc,
  lastUsedAt: instantUtc.nullable(),
  validFrom: instantUtc,
  validUntil: instantUtc,
  standing: cardStanding,
  /** Its key slot is in the file. Without it (files put back, an interruption) it is enrolled again with the password. */
  opens: z.boolean(),
})
export type CardView = z.infer<typeof cardView>

/** An authority whose cards are accepted. */
export const authorityView = z.object({
  authorityId: id,
  /** « AC IGC-SANTE FORT PERSONNES ». */
  name: z.string(),
  /** Who signed it; its own name for a root. */
  issuer: z.string(),
  isRoot: z.boolean(),
  validFrom: instantUtc,
  validUntil: instantUtc,
  /** SHA-256 of the certificate, in lower-case hexadecimal: compared with what the authority publishes. */
  fingerprint: z.string(),
  /** `null` for the one that comes with the training cabinet, which stays. */
  addedAt: instantUtc.nullable(),
})
export type AuthorityView = z.infer<typeof authorityView>

/** A revocation list. */
export const revocationListView = z.object({
  authorityId: id,
  authorityName: z.string(),
  issuedAt: instantUtc,
  /** When its authority will have issued another. */
  nextAt: instantUtc.nullable(),
  entries: z.int(),
  addedAt: instantUtc,
  isStale: z.boolean(),
})
export type RevocationListView = z.infer<typeof revocationListView>

/** The largest file of authorities, in bytes. */
export const largestAuthorityFileBytes = 256 * 1024
/** The largest revocation list, in bytes. */
export const largestRevocationFileBytes = 32 * 1024 * 1024
/** Cards of one user at once: one of each kind, and the next one while it is renewed. */
export const mostCardsOfUser = 4

/** What a file of authorities holds, in base64url, DER or PEM. */
export const authorityFile = bytesText.min(1).max(Math.ceil((largestAuthorityFileBytes * 4) / 3))
/** The same for a revocation list. */
export const revocationFile = bytesText.min(1).max(Math.ceil((largestRevocationFileBytes * 4) / 3))

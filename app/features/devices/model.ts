import { z } from 'zod'
import { certificateText, deviceRefusal, professionalCard, readerName, vitaleCard } from '#app/devices/workstation.ts'
import { id } from '#app/kernel/ids.ts'

/** SHA-256 in base64url. */
const digestText = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
const signatureText = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .max(2_000)

/** What the core asks of the seat. `requestId` is drawn for each: an answer is good for one of them, once. */
export const deviceRequest = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('readVitaleCard'),
    requestId: id,
    /** The one meant, or whichever has such a card. */
    reader: readerName.nullable(),
  }),
  z.object({ kind: z.literal('readProfessionalCard'), requestId: id }),
  z.object({
    kind: z.literal('signDigest'),
    requestId: id,
    /** The card meant, by its number; `null` for the one that is there. */
    cardNumber: z.string().max(80).nullable(),
    algorithm: z.enum(['sha-256']),
    digest: digestText,
    /**
     * A call to the Assurance Maladie: the page asks its user once for a card, as long as it stays in its reader, before
     * anything of that kind is signed. Absent: a document somebody just asked to sign.
     */
    purpose: z.enum(['teleservice']).optional(),
  }),
])
export type DeviceRequest = z.infer<typeof deviceRequest>

/** What goes to the seat: a request, or the news that one no longer matters. */
export const deviceEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('asked'), request: deviceRequest }),
  z.object({ kind: z.literal('withdrawn'), requestId: id }),
])
export type DeviceEvent = z.infer<typeof deviceEvent>

/** A signature and the certificate that verifies it: whoever asked verifies both. */
export const cardSignature = z.object({ signature: signatureText, certificate: certificateText })
export type CardSignature = z.infer<typeof cardSignature>

const outcomeOf = <T extends z.ZodObject>(value: T) =>
  z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), value }), deviceRefusal])

/** What the seat answers, by the kind of what was asked. */
export const deviceAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('readVitaleCard'), outcome: outcomeOf(vitaleCard) }),
  z.strictObject({ kind: z.literal('readProfessionalCard'), outcome: outcomeOf(professionalCard) }),
  z.strictObject({ kind: z.literal('signDigest'), outcome: outcomeOf(cardSignature) }),
])
export type DeviceAnswer = z.infer<typeof deviceAnswer>

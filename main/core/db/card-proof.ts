import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { identityMessage, slotMessage } from '#app/devices/proofs.ts'

/** What a card answered: its authentication key, as its certificate spells it, and a signature it made. */
export interface CardAnswer {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array
  readonly signature: Uint8Array
}

/** RSA keys that are taken, bits: below, a signature can be forged; above, no card of the CPx family. */
const fewestBits = 2048
const mostBits = 4096

/** The key of a card; `null` when it is not RSA of a good size. */
export function cardKey(publicKey: Uint8Array): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
    return key.asymmetricKeyType === 'rsa' && bits >= fewestBits && bits <= mostBits ? key : null
  } catch {
    // Bytes that are no key.
    return null
  }
}

/** What a slot remembers of a card: SHA-256 of its key, in lower-case hexadecimal. */
export function publicKeyHash(publicKey: Uint8Array): string {
  return createHash('sha256').update(publicKey).digest('hex')
}

/**
 * Whether the card signed the message of a key slot. RSASSA-PKCS1-v1_5 has one signature of a message and a key: what
 * this accepts is, to the bit, what the card answered at enrolment.
 */
export function provesSlot(
  answer: CardAnswer,
  slot: { readonly cabinetId: string; readonly slotId: string; readonly challenge: string },
): boolean {
  return isSigned(answer, slotMessage(slot.cabinetId, slot.slotId, slot.challenge))
}

/** Whether the card signed what proves who is there. `challenge` in base64url. */
export function provesIdentity(answer: CardAnswer, cabinetId: string, challenge: string): boolean {
  return isSigned(answer, identityMessage(cabinetId, challenge))
}

function isSigned({ publicKey, signature }: CardAnswer, message: string): boolean {
  const key = cardKey(publicKey)
  return key !== null && verify('sha256', Buffer.from(message), key, signature)
}

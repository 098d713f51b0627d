import {
  createHash,
  createHmac,
  createPublicKey,
  type KeyObject,
  scrypt,
  sign,
  timingSafeEqual,
  verify,
  X509Certificate,
} from 'node:crypto'
import { type PairingTerms, pairingTranscript } from '#app/features/network/pairing.ts'
import { provenText } from '#app/kernel/greeting.ts'

/**
 * The proofs of a pairing, the same at both ends. Frames, code and transcript: `app/features/network/pairing.ts`.
 *
 * The program (`electron`) never sends the code. It proves that it knows it over what it saw of the host, its certificate
 * included; the host answers with the like proof over the certificate it made. A machine in the middle shows another
 * certificate: its relayed proof is false for the host, and it cannot make the host's. To guess the 50 bits of the code
 * from a proof, each try costs one scrypt, and the code lives five minutes and serves once.
 */

/** One derivation: 32 MiB and some 60 ms, so that 2^50 codes cannot be tried on a proof overheard. */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const

/** A host keeps it for one answer only: what code and terms make together. */
export type PairingKey = Buffer & { readonly pairing: unique symbol }

/** SHA-256 of a certificate's DER, lower-case hexadecimal: how a seat, and a host, are known. */
export function fingerprintOf(certificate: Uint8Array): string {
  return createHash('sha256').update(certificate).digest('hex')
}

/** The key of the proofs, from the code as {@link typedCode} gives it. Takes some 60 ms beside the main thread. */
export function pairingKey(code: string, terms: PairingTerms): Promise<PairingKey> {
  const salt = createHash('sha256').update(pairingTranscript(terms)).digest()
  return new Promise((resolve, reject) => {
    scrypt(code, salt, 32, cost, (error, key) => (error === null ? resolve(key as PairingKey) : reject(error)))
  })
}

/** What the seat sends: it knows the code, and saw this certificate of the host. */
export function seatProof(key: PairingKey, terms: PairingTerms): Buffer {
  return createHmac('sha256', key).update('seat').update(pairingTranscript(terms)).digest()
}

/** What the host gives a seat that has joined, all in DER but its identifier. */
export interface Joined {
  readonly hostId: string
  readonly certificate: Uint8Array
  readonly authority: Uint8Array
}

/** What the host answers: it knows the code too, and these are the certificates it gave. */
export function hostProof(key: PairingKey, terms: PairingTerms, joined: Joined): Buffer {
  const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
  return createHmac('sha256', key)
    .update('host')
    .update(createHash('sha256').update(pairingTranscript(terms)).digest())
    .update(Buffer.from(joined.hostId, 'hex'))
    .update(digest(joined.certificate))
    .update(digest(joined.authority))
    .digest()
}

/** Whether two proofs are one, in a time that says nothing of where they differ. */
export function sameProof(given: Uint8Array, expected: Uint8Array): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected)
}

const p1363 = 'ieee-p1363' as const

/** The seat's signature over the terms: it holds the key it asks a certificate for. */
export function signTerms(privateKey: KeyObject, terms: PairingTerms): Buffer {
  return sign('sha256', pairingTranscript(terms), { key: privateKey, dsaEncoding: p1363 })
}

/** Whether the terms were signed with the key they carry, and that key is an ECDSA P-256 one. */
export function holdsItsKey(terms: PairingTerms, possession: Uint8Array): boolean {
  const key = p256Key(terms.publicKey)
  return key !== null && verify('sha256', pairingTranscript(terms), { key, dsaEncoding: p1363 }, possession)
}

/** Whether the holder of `certificate` (DER) signed this greeting. False for bytes that are no certificate of ours. */
export function isGreetingSigned(certificate: Uint8Array, nonce: string, signature: Uint8Array): boolean {
  try {
    const { publicKey: key } = new X509Certificate(certificate)
    if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return false
    return verify('sha256', Buffer.from(provenText(nonce)), { key, dsaEncoding: p1363 }, signature)
  } catch {
    return false
  }
}

/** A public key of the only kind a seat may have; `null` for anything else. */
function p256Key(spki: Uint8Array): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : null
  } catch {
    return null
  }
}

import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { derList, derObjectIdentifier, derOnly, derTag } from './der.ts'

/** What certificates and revocation lists have in common, RFC 5280, § 4.1.1 and § 5.1.1. */
export interface SignedDer {
  /** What the signature is made over. */
  readonly body: Uint8Array
  /** Object identifier of the algorithm. */
  readonly algorithm: string
  readonly signature: Uint8Array
}

/** The only algorithms an authority may sign with: nothing with SHA-1 is believed. RFC 4055, RFC 5758. */
const hashes: Readonly<Record<string, { readonly hash: string; readonly key: string }>> = {
  '1.2.840.113549.1.1.11': { hash: 'sha256', key: 'rsa' },
  '1.2.840.113549.1.1.12': { hash: 'sha384', key: 'rsa' },
  '1.2.840.113549.1.1.13': { hash: 'sha512', key: 'rsa' },
  '1.2.840.10045.4.3.2': { hash: 'sha256', key: 'ec' },
  '1.2.840.10045.4.3.3': { hash: 'sha384', key: 'ec' },
  '1.2.840.10045.4.3.4': { hash: 'sha512', key: 'ec' },
}

/** Shorter RSA keys sign nothing that is believed, bits. */
const fewestRsaBits = 2048

/** The three parts of a signed value; `null` when these bytes are not one. Never throws. */
export function signedParts(bytes: Uint8Array): SignedDer | null {
  const outer = derOnly(bytes, derTag.sequence)
  const parts = outer === null ? null : derList(outer.content, 3)
  if (parts === null) return null
  const [body, algorithmValue, signature] = parts
  if (body?.tag !== derTag.sequence || signature?.tag !== derTag.bitString || signature.content[0] !== 0) return null
  // It is said again among what is signed, and must be the same: RFC 5280, § 4.1.1.2.
  const inside = derList(body.content)?.slice(0, 3) ?? []
  if (algorithmValue === undefined || !inside.some(({ whole }) => Buffer.from(whole).equals(algorithmValue.whole))) {
    return null
  }
  const algorithm = derObjectIdentifier(derList(algorithmValue.content, 4)?.[0])
  return algorithm === null ? null : { body: body.whole, algorithm, signature: signature.content.subarray(1) }
}

/** Whether `publicKey` (SubjectPublicKeyInfo, DER) made this signature, by an algorithm still worth believing. */
export function isSignedBy(signed: SignedDer, publicKey: Uint8Array): boolean {
  const expected = hashes[signed.algorithm]
  const key = publicKeyOf(publicKey)
  if (expected === undefined || key === null || key.asymmetricKeyType !== expected.key) return false
  if (expected.key === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) < fewestRsaBits) return false
  try {
    return verify(expected.hash, signed.body, key, signed.signature)
  } catch {
    // A signature or a key that the library does not even take in proves nothing.
    return false
  }
}

/** The key of a SubjectPublicKeyInfo; `null` when it is none. */
export function publicKeyOf(publicKey: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
  } catch {
    return null
  }
}

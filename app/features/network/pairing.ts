import { z } from 'zod'

/** The version of these frames. Another one is refused with a sentence, never guessed. */
export const pairingProtocol = 1

/** Where a host answers who asks to join: GET introduces the host, POST joins. */
export const pairingPath = '/pairing'

/** Symbols of a code: Crockford's base 32, without I, L, O and U, which are misread or spell words. */
export const codeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Symbols of a code: 50 bits. */
export const codeLength = 10

/** How long a code is good for, in milliseconds. */
export const codeLifeMs = 5 * 60_000

/** Wrong codes before the one shown is withdrawn. */
export const codeTries = 5

/**
 * What a person typed, as the host wrote it: capitals, no space nor hyphen, and the letters Crockford's alphabet leaves
 * out read as the digit they look like. `null` when it cannot be a code.
 */
export function typedCode(text: string): string | null {
  const code = text
    .toUpperCase()
    .replaceAll(/[\s\u00A0\u202F-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  return code.length === codeLength && [...code].every((symbol) => codeAlphabet.includes(symbol)) ? code : null
}

/** A code in two halves, as it is shown: `7F3A2-QX9KD`. */
export function shownCode(code: string): string {
  return `${code.slice(0, codeLength / 2)}-${code.slice(codeLength / 2)}`
}

/** A code drawn from 10 random bytes of the caller: five bits of each. */
export function codeFrom(bytes: Uint8Array): string {
  if (bytes.length !== codeLength) throw new RangeError(`${codeLength} bytes expected`)
  return [...bytes].map((byte) => codeAlphabet[byte & 31]).join('')
}

/** A fingerprint in pairs, as browsers and this program show it: `A1:0B:…`. */
export function shownFingerprint(fingerprint: string): string {
  return (fingerprint.toUpperCase().match(/../g) ?? []).join(':')
}

const bytes = (most: number) => z.base64().max(Math.ceil(most / 3) * 4)
/** SHA-256 of a certificate's DER, lower-case hexadecimal. */
const fingerprint = z.string().regex(/^[0-9a-f]{64}$/)

/** What a host says of itself before anybody has joined: nothing of the cabinet. */
export const hostIntroduction = z.object({
  protocol: z.int(),
  /** Drawn once; says which host it is without naming it. */
  hostId: z.string().regex(/^[0-9a-f]{32}$/),
  /** The computer's own name, which the network knows already. */
  computerName: z.string().max(80),
  /** Of the host's server certificate: to compare with the one shown on the host and with the browser's. */
  fingerprint,
})
export type HostIntroduction = z.infer<typeof hostIntroduction>

/** A seat's name in these frames: without spaces around, which the signature would not forgive, and nothing invisible. */
export const pairedName = z
  .string()
  .min(1)
  .max(40)
  .regex(/^[^\p{C}\s]([^\p{C}]*[^\p{C}\s])?$/u)

const seatKey = {
  protocol: z.literal(pairingProtocol),
  /** How the people of the cabinet will recognise this computer; a number is put behind it when another bears it. */
  name: pairedName,
  /** The seat's public key: ECDSA P-256, SubjectPublicKeyInfo in DER. */
  publicKey: bytes(200),
  /** 32 random bytes. */
  nonce: bytes(32),
  /** ECDSA P-256 with SHA-256 over the transcript, IEEE P1363 form: the seat holds the key it asks a certificate for. */
  possession: bytes(64),
}

/** The frame by which a computer asks to join. */
export const pairingRequest = z.discriminatedUnion('kind', [
  /** The program: never sends the code, only a proof that it knows it, bound to the host's certificate as it saw it. */
  z.strictObject({ kind: z.literal('electron'), ...seatKey, proof: bytes(32) }),
  /** A browser: its page came from the host, so the code goes to whoever gave the page, over TLS. */
  z.strictObject({ kind: z.literal('browser'), ...seatKey, code: z.string().max(20) }),
])
export type PairingRequest = z.infer<typeof pairingRequest>

/** Why a computer may not join now. */
export const pairingRefusal = z.enum([
  /** No code is shown on the host, or the one shown was used, has ended, or was withdrawn after too many tries. */
  'no-code',
  'wrong-code',
  /** This address tries too often. */
  'too-many-tries',
  /** As many computers as a host takes. */
  'full',
  /** The host cannot take anybody in before a person has repaired something there. */
  'unavailable',
  /** Not a frame of this version. */
  'not-understood',
])
export type PairingRefusal = z.infer<typeof pairingRefusal>

/** What the host answers. */
export const pairingAnswer = z.discriminatedUnion('paired', [
  z.object({
    paired: z.literal(true),
    hostId: z.string().regex(/^[0-9a-f]{32}$/),
    computerName: z.string().max(80),
    /** The seat's certificate, DER. Its SHA-256 is the seat's only identifier. */
    certificate: bytes(2_000),
    /** The authority of the host's server certificates, DER: the only one the seat trusts for this host from now on. */
    authority: bytes(2_000),
    /** The host knew the code too, and made this very certificate under this authority. Empty for a browser. */
    proof: bytes(32),
  }),
  z.object({
    paired: z.literal(false),
    refused: pairingRefusal,
    /** Tries left before the code is withdrawn; `null` when that says nothing. */
    triesLeft: z.int().nullable(),
    /** Milliseconds before another try is looked at; 0 when one may try at once. */
    waitMs: z.int(),
  }),
])
export type PairingAnswer = z.infer<typeof pairingAnswer>

/** UTF-8, without the encoder that only some of our rooms have; half a character becomes U+FFFD as it does there. */
function utf8(text: string): Uint8Array<ArrayBuffer> {
  const escaped = encodeURIComponent(text.toWellFormed())
  const bytes = escaped.match(/%[0-9A-F]{2}|[^%]/g) ?? []
  return Uint8Array.from(bytes, (byte) => (byte.length === 1 ? byte.charCodeAt(0) : Number.parseInt(byte.slice(1), 16)))
}

/** Each part behind its length on four bytes: no two lists of parts make the same bytes. */
function framed(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + 4 + part.length, 0))
  const view = new DataView(whole.buffer)
  let at = 0
  for (const part of parts) {
    view.setUint32(at, part.length)
    whole.set(part, at + 4)
    at += 4 + part.length
  }
  return whole
}

/** What both ends of a pairing agree on before any proof. */
export interface PairingTerms {
  readonly kind: 'electron' | 'browser'
  readonly name: string
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array
  /** 32 bytes. */
  readonly nonce: Uint8Array
  /** SHA-256 of the host's certificate as the seat saw it; empty for a browser, whose page cannot see it. */
  readonly hostCertificate: Uint8Array
}

/** The bytes that the proofs and the signature of a pairing are made over. */
export function pairingTranscript(terms: PairingTerms): Uint8Array<ArrayBuffer> {
  return framed([
    utf8(`cabinet-ouvert pairing ${pairingProtocol}`),
    utf8(terms.kind),
    utf8(terms.name),
    terms.publicKey,
    terms.nonce,
    terms.hostCertificate,
  ])
}

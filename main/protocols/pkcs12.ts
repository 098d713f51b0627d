import { createDecipheriv, createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto'
import { derList, derObjectIdentifier, derOnly, derTag, type DerValue } from './der.ts'

/** What a PKCS#12 file held (RFC 7292). */
export type Pkcs12Reading =
  | {
      readonly ok: true
      /** PKCS#8, DER; `null` when the file has none. */
      readonly key: Uint8Array | null
      /** DER, in their order. */
      readonly certificates: readonly Uint8Array[]
    }
  | { readonly ok: false; readonly reason: 'unreadable' | 'password' }

const oid = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  plainKey: '1.2.840.113549.1.12.10.1.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
  x509: '1.2.840.113549.1.9.22.1',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  tripleDes: '1.2.840.113549.1.12.1.3',
} as const

const hashes: Readonly<Record<string, { readonly name: string; readonly bytes: number }>> = {
  '1.3.14.3.2.26': { name: 'sha1', bytes: 20 },
  '2.16.840.1.101.3.4.2.1': { name: 'sha256', bytes: 32 },
  '2.16.840.1.101.3.4.2.2': { name: 'sha384', bytes: 48 },
  '2.16.840.1.101.3.4.2.3': { name: 'sha512', bytes: 64 },
}
const blockBytes: Readonly<Record<string, number>> = { sha1: 64, sha256: 64, sha384: 128, sha512: 128 }
const randomFunctions: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}
const ciphers: Readonly<Record<string, { readonly name: string; readonly key: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', key: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', key: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', key: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', key: 24 },
}

/** More rounds, in one file, would only be there to stop the program. */
const mostRounds = 2_000_000
const explicit = 0xa0
const implicit = 0x80

class Fault extends Error {
  readonly reason: 'unreadable' | 'password'

  constructor(reason: 'unreadable' | 'password') {
    super(`PKCS#12: ${reason}`)
    this.reason = reason
  }
}

/** The password of a file, and what deriving keys from it may still cost. */
interface Opening {
  readonly password: string
  roundsLeft: number
}

/**
 * Opens a PKCS#12 file protected by a password: PBES2 with AES, as files are made today, or triple DES, as they were; RC2 is not
 * read. Its integrity is verified before anything is believed. Blocks for as long as the file’s own rounds ask. Never throws.
 */
export function readPkcs12(file: Uint8Array, password: string): Pkcs12Reading {
  const opening = { password, roundsLeft: mostRounds }
  try {
    const [version, content, mac] = children(derOnly(file, derTag.sequence))
    if (version?.content[0] !== 3) throw new Fault('unreadable')
    const safe = dataIn(content)
    verifyMac(mac, safe, opening)
    const bags = children(derOnly(safe, derTag.sequence)).flatMap((info) => bagsIn(info, opening))
    const keys = bags.flatMap((bag) => keyIn(bag, opening) ?? [])
    return { ok: true, key: keys[0] ?? null, certificates: bags.flatMap((bag) => certificateIn(bag) ?? []) }
  } catch (error) {
    if (error instanceof Fault) return { ok: false, reason: error.reason }
    throw error
  }
}

/**
 * Opens a key sealed by a password (`EncryptedPrivateKeyInfo`, RFC 5958), DER: PKCS#8, or `null` for another password and for
 * what this does not read. A wrong password may also give bytes that are no key. Never throws.
 */
export function openSealedKey(sealed: Uint8Array, password: string): Uint8Array | null {
  try {
    return sealedKeyIn(sealed, { password, roundsLeft: mostRounds })
  } catch (error) {
    if (error instanceof Fault) return null
    throw error
  }
}

function children(value: DerValue | null | undefined): readonly DerValue[] {
  const list = value === null || value === undefined ? null : derList(value.content)
  if (list === null) throw new Fault('unreadable')
  return list
}

/** The octets of a `ContentInfo` of plain data. */
function dataIn(info: DerValue | undefined): Uint8Array {
  const [type, content] = children(info)
  if (derObjectIdentifier(type) !== oid.data || content?.tag !== explicit) throw new Fault('unreadable')
  const octets = derOnly(content.content, derTag.octetString)
  if (octets === null) throw new Fault('unreadable')
  return octets.content
}

function verifyMac(mac: DerValue | undefined, content: Uint8Array, opening: Opening): void {
  const [info, salt, rounds] = children(mac)
  const [algorithm, digest] = children(info)
  const hash = hashes[derObjectIdentifier(children(algorithm)[0]) ?? '']
  if (hash === undefined || salt === undefined || digest === undefined) throw new Fault('unreadable')
  const key = derive(opening.password, salt.content, roundsIn(rounds, opening), {
    id: 3,
    bytes: hash.bytes,
    hash: hash.name,
  })
  const made = createHmac(hash.name, key).update(content).digest()
  const isSame = made.length === digest.content.length && timingSafeEqual(made, digest.content)
  if (!isSame) throw new Fault('password')
}

function bagsIn(info: DerValue, opening: Opening): readonly DerValue[] {
  const [type, content] = children(info)
  const kind = derObjectIdentifier(type)
  if (kind === oid.data) return children(derOnly(dataIn(info), derTag.sequence))
  if (kind !== oid.encryptedData || content?.tag !== explicit) throw new Fault('unreadable')
  const [, encrypted] = children(derOnly(content.content, derTag.sequence))
  const [, algorithm, sealed] = children(encrypted)
  if (sealed?.tag !== implicit) throw new Fault('unreadable')
  return children(derOnly(decrypt(algorithm, sealed.content, opening), derTag.sequence))
}

function keyIn(bag: DerValue, opening: Opening): Uint8Array | null {
  const [type, value] = children(bag)
  const kind = derObjectIdentifier(type)
  if ((kind !== oid.plainKey && kind !== oid.shroudedKey) || value === undefined) return null
  if (kind === oid.plainKey) return value.content
  return sealedKeyIn(value.content, opening)
}

function sealedKeyIn(content: Uint8Array, opening: Opening): Uint8Array {
  const [algorithm, sealed] = children(derOnly(content, derTag.sequence))
  if (sealed?.tag !== derTag.octetString) throw new Fault('unreadable')
  return decrypt(algorithm, sealed.content, opening)
}

function certificateIn(bag: DerValue): Uint8Array | null {
  const [type, value] = children(bag)
  if (derObjectIdentifier(type) !== oid.certificate || value === undefined) return null
  const [kind, content] = children(derOnly(value.content, derTag.sequence))
  if (derObjectIdentifier(kind) !== oid.x509 || content === undefined) return null
  return derOnly(content.content, derTag.octetString)?.content ?? null
}

function decrypt(algorithm: DerValue | undefined, sealed: Uint8Array, opening: Opening): Uint8Array {
  const [type, parameters] = children(algorithm)
  const { name, key, iv } = keyOf(derObjectIdentifier(type), parameters, opening)
  try {
    const decipher = createDecipheriv(name, key, iv)
    return Buffer.concat([decipher.update(sealed), decipher.final()])
  } catch {
    // The integrity was right: what does not open is not written as this reads it.
    throw new Fault('unreadable')
  }
}

function keyOf(kind: string | null, parameters: DerValue | undefined, opening: Opening) {
  const { password } = opening
  if (kind === oid.tripleDes) {
    const [salt, rounds] = children(parameters)
    if (salt === undefined) throw new Fault('unreadable')
    const by = (id: number, bytes: number) =>
      derive(password, salt.content, roundsIn(rounds, opening), { id, bytes, hash: 'sha1' })
    return { name: 'des-ede3-cbc', key: by(1, 24), iv: by(2, 8) }
  }
  if (kind !== oid.pbes2) throw new Fault('unreadable')
  const [derivation, scheme] = children(parameters)
  const [derivationType, derivationValue] = children(derivation)
  const [schemeType, iv] = children(scheme)
  const cipher = ciphers[derObjectIdentifier(schemeType) ?? '']
  if (derObjectIdentifier(derivationType) !== oid.pbkdf2 || cipher === undefined || iv === undefined) {
    throw new Fault('unreadable')
  }
  const [salt, rounds, ...options] = children(derivationValue)
  const named = options.find(({ tag }) => tag === derTag.sequence)
  const hash = named === undefined ? 'sha1' : randomFunctions[derObjectIdentifier(children(named)[0]) ?? '']
  if (salt === undefined || hash === undefined) throw new Fault('unreadable')
  const key = pbkdf2Sync(Buffer.from(password, 'utf8'), salt.content, roundsIn(rounds, opening), cipher.key, hash)
  return { name: cipher.name, key, iv: iv.content }
}

/** One round when it is not told. Each derivation of a file is counted, those of a hostile one being many. */
function roundsIn(value: DerValue | undefined, opening: Opening): number {
  if (value === undefined) return 1
  const { tag, content } = value
  if (tag !== derTag.integer || content.length === 0 || content.length > 4) throw new Fault('unreadable')
  const rounds = Buffer.from(content).readIntBE(0, content.length)
  if (rounds < 1 || rounds > opening.roundsLeft) throw new Fault('unreadable')
  opening.roundsLeft -= rounds
  return rounds
}

/** The derivation of PKCS#12, RFC 7292, appendix B.2. */
function derive(
  password: string,
  salt: Uint8Array,
  rounds: number,
  { id, bytes, hash }: { readonly id: number; readonly bytes: number; readonly hash: string },
): Uint8Array {
  const block = blockBytes[hash] ?? 64
  const filled = (text: Uint8Array) => {
    const length = block * Math.ceil(text.length / block)
    return Uint8Array.from({ length }, (_, at) => text[at % text.length] ?? 0)
  }
  // As UTF-16, big-endian, with a zero at its end.
  const words = Buffer.from(`${password}\0`, 'utf16le').swap16()
  const input = Buffer.concat([filled(salt), filled(words)])
  const made: Buffer[] = []
  for (let length = 0; length < bytes; ) {
    let digest = createHash(hash).update(Buffer.alloc(block, id)).update(input).digest()
    for (let round = 1; round < rounds; round += 1) digest = createHash(hash).update(digest).digest()
    made.push(digest)
    length += digest.length
    addTo(input, filled(digest).subarray(0, block), block)
  }
  return Buffer.concat(made).subarray(0, bytes)
}

/** Adds `added` + 1 to each block of `input`, as numbers, big-endian. */
function addTo(input: Buffer, added: Uint8Array, block: number): void {
  for (let from = 0; from < input.length; from += block) {
    let carry = 1
    for (let at = block - 1; at >= 0; at -= 1) {
      carry += (input[from + at] ?? 0) + (added[at] ?? 0)
      input[from + at] = carry & 0xff
      carry >>= 8
    }
  }
}

import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { certificatesIn } from './certificate-bundle.ts'
import { openSealedKey, readPkcs12 } from './pkcs12.ts'
import { readCertificate } from './professional-certificate.ts'

/** What the certificate of an establishment says. */
export interface Establishment {
  /** `INSI-AUTO`, `INSI-MANU`. */
  readonly commonName: string
  /** Identifier of the structure: the `OU` of the subject, which calls name as their emitter. */
  readonly structureId: string
  /** Common name of who issued it. */
  readonly issuer: string
  /** ISO 8601 in UTC. */
  readonly notBefore: string
  readonly notAfter: string
}

/** A certificate that opens a line, and its key, PEM. */
export interface EstablishmentIdentity {
  /** The certificate first, then those of its chain that came with it. */
  readonly certificate: string
  readonly key: string
}

/** Why a file is no such certificate. */
export type EstablishmentRefusal = 'unreadable' | 'password' | 'no-key' | 'other-key' | 'not-insi' | 'weak-key'

type Reading<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly reason: EstablishmentRefusal }

const mostBytes = 256 * 1024
const fewestBits = 2048

/** What a certificate says, PEM; the first of them when several follow one another. Never throws. */
export function readEstablishment(pem: string): Reading<{ readonly establishment: Establishment }> {
  const [der] = certificatesIn(Buffer.from(pem, 'latin1'))
  if (der === undefined) return { ok: false, reason: 'unreadable' }
  return establishmentOf(der)
}

/**
 * Reads a file that somebody chose: PKCS#12 (`.p12`, `.pfx`) with its password, or PEM with the certificate and its key, which
 * may be encrypted with that password. Whether its dates are good is for whoever knows the day. Never throws.
 */
export function readEstablishmentFile(
  file: Uint8Array,
  password: string,
): Reading<{ readonly establishment: Establishment; readonly identity: EstablishmentIdentity }> {
  if (file.length > mostBytes) return { ok: false, reason: 'unreadable' }
  const read = file[0] === 0x30 ? fromPkcs12(file, password) : fromPem(file, password)
  if (!read.ok) return read
  const { certificates, key } = read
  const own = certificates.find((der) => isKeyOf(der, key))
  if (own === undefined) return { ok: false, reason: certificates.length === 0 ? 'unreadable' : 'other-key' }
  if (key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) < fewestBits) {
    return { ok: false, reason: 'weak-key' }
  }
  const said = establishmentOf(own)
  if (!said.ok) return said
  const chain = [own, ...certificates.filter((one) => one !== own)]
  const identity = {
    certificate: chain.map(pemOf).join(''),
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
  return { ok: true, establishment: said.establishment, identity }
}

interface Parts {
  readonly certificates: readonly Uint8Array[]
  readonly key: KeyObject
}

function fromPkcs12(file: Uint8Array, password: string): Reading<Parts> {
  const read = readPkcs12(file, password)
  if (!read.ok) return read
  if (read.key === null) return { ok: false, reason: 'no-key' }
  const key = keyIn(() => createPrivateKey({ key: Buffer.from(read.key ?? []), format: 'der', type: 'pkcs8' }))
  return key === null ? { ok: false, reason: 'unreadable' } : { ok: true, certificates: read.certificates, key }
}

const keyBlock = /-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----[^-]+-----END \1-----/

function fromPem(file: Uint8Array, password: string): Reading<Parts> {
  const text = Buffer.from(file).toString('latin1')
  const certificates = certificatesIn(file)
  if (certificates.length === 0) return { ok: false, reason: 'unreadable' }
  const block = keyBlock.exec(text)
  if (block === null) return { ok: false, reason: 'no-key' }
  const isEncrypted = /ENCRYPTED/.test(block[0])
  // A sealed key says itself how much work it is to open: that is bounded here, and is not in what reads PEM.
  const read =
    block[1] === 'ENCRYPTED PRIVATE KEY' ? () => sealedKey(block[0], password) : () => plainKey(block[0], password)
  const key = keyIn(read)
  if (key === null) return { ok: false, reason: isEncrypted ? 'password' : 'unreadable' }
  return { ok: true, certificates, key }
}

function plainKey(block: string, password: string): KeyObject {
  return createPrivateKey({ key: block, format: 'pem', passphrase: password })
}

function sealedKey(block: string, password: string): KeyObject {
  const der = Buffer.from(block.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')
  const key = openSealedKey(der, password)
  if (key === null) throw new Error('not opened')
  return createPrivateKey({ key: Buffer.from(key), format: 'der', type: 'pkcs8' })
}

/** Bytes that are no key, or not with this password, throw of many kinds: they all mean that. */
function keyIn(read: () => KeyObject): KeyObject | null {
  try {
    return read()
  } catch {
    return null
  }
}

function isKeyOf(der: Uint8Array, key: KeyObject): boolean {
  try {
    return new X509Certificate(der).checkPrivateKey(key)
  } catch {
    return false
  }
}

function establishmentOf(der: Uint8Array): Reading<{ readonly establishment: Establishment }> {
  const reading = readCertificate(der)
  if (!reading.ok) return { ok: false, reason: 'unreadable' }
  const subject = namesIn(new X509Certificate(der).subject)
  const issuer = namesIn(new X509Certificate(der).issuer)
  const commonName = subject.get('CN') ?? ''
  const structureId = subject.get('OU') ?? ''
  const isInsi = commonNames.has(commonName) && structureId !== ''
  if (!isInsi) return { ok: false, reason: 'not-insi' }
  const { notBefore, notAfter } = reading.certificate
  return { ok: true, establishment: { commonName, structureId, issuer: issuer.get('CN') ?? '', notBefore, notAfter } }
}

/** What INSi takes, `desir_560` otherwise (public client of 2026); written so in capitals. */
const commonNames: ReadonlySet<string> = new Set(['INSI-AUTO', 'INSI-MANU'])

/** Names as Node writes them: one a line, `OU=318751275100020`. The last of a kind wins. */
function namesIn(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').map((line) => {
      const at = line.indexOf('=')
      return [line.slice(0, at), line.slice(at + 1)] as const
    }),
  )
}

function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

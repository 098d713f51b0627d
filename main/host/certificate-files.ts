// What @peculiar/x509 builds on asks for it before anything else.
import 'reflect-metadata'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { createPrivateKey, randomBytes, webcrypto, X509Certificate as NodeCertificate } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** A certificate and its private key, both as kept in the folder. */
export interface Pair {
  readonly certificate: X509Certificate
  /** PKCS #8, PEM. */
  readonly key: string
}

/** The only keys this host makes or accepts. */
export const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** One day, in milliseconds. */
export const day = 24 * 60 * 60 * 1000

const authorityDays = 3650
/** Browsers refuse a server certificate of more than 398 days. */
const serverDays = 390
const renewWithinDays = 30

/** RFC 5280, § 4.2.1.10. */
const nameConstraints = '2.5.29.30'

/**
 * What is kept of an authority cannot be read, or is not one: nothing was changed. Browsers or seats trust that authority:
 * it is for a person to decide that another takes its place, by removing the folder.
 */
export class UnreadableCertificates extends Error {
  readonly folder: string

  constructor(folder: string, cause: unknown) {
    super('the certificates of the host cannot be read', { cause })
    this.name = 'UnreadableCertificates'
    this.folder = folder
  }
}

/** What tells one authority of this host from another. */
export interface AuthorityKind {
  /** Its files are `<file>.pem` and `<file>-key.pem`. */
  readonly file: string
  /** « Autorité de ce poste »: what a person reads in their browser's list. */
  readonly organisation: string
  /** The names it may sign for, by {@link permittedNames}; `null` for one that signs no server. */
  readonly permitted: Uint8Array<ArrayBuffer> | null
}

/** A range of addresses: its first one and its mask, four bytes each, or sixteen. */
export interface AddressRange {
  readonly first: readonly number[]
  readonly mask: readonly number[]
}

/** The extension by which an authority says which names it signs for, whatever its key is made to sign. */
export function permittedNames(names: readonly string[], ranges: readonly AddressRange[]): Uint8Array<ArrayBuffer> {
  const base = (tag: number, bytes: readonly number[]) => der(0x30, der(tag, bytes))
  const subtrees = [
    ...names.flatMap((name) => base(0x82, [...Buffer.from(name)])),
    ...ranges.flatMap(({ first, mask }) => base(0x87, [...first, ...mask])),
  ]
  return Uint8Array.from(der(0x30, der(0xa0, subtrees)))
}

/** One element of DER. */
function der(tag: number, content: readonly number[]): number[] {
  const size = content.length
  if (size < 0x80) return [tag, size, ...content]
  return size < 0x100 ? [tag, 0x81, size, ...content] : [tag, 0x82, size >> 8, size & 0xff, ...content]
}

/**
 * An authority of this host, made when there is none. Throws {@link UnreadableCertificates} rather than make a new one when
 * the present one is there and does not read.
 */
export async function authorityIn(folder: string, kind: AuthorityKind, now: Date): Promise<Pair> {
  return (await presentAuthority(folder, kind, now)) ?? (await makeAuthority(folder, kind, now))
}

async function makeAuthority(folder: string, kind: AuthorityKind, now: Date): Promise<Pair> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=Cabinet Ouvert sur ${commonName()}, O=${kind.organisation}`,
    notBefore: new Date(now.getTime() - day),
    notAfter: new Date(now.getTime() + authorityDays * day),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ...(kind.permitted === null ? [] : [new Extension(nameConstraints, true, kind.permitted)]),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return keep(folder, kind.file, certificate, keys.privateKey)
}

/** The authority on the disk; null when there is none, when it has ended, or when it could sign for any name. */
async function presentAuthority(folder: string, kind: AuthorityKind, now: Date): Promise<Pair | null> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const pair = await readPair(folder, kind.file)
    if (pair === null || pair.certificate.notAfter < now) return null
    if (kind.permitted !== null && pair.certificate.getExtension(nameConstraints)?.critical !== true) return null
    if (!belongTogether(pair)) throw new TypeError('the key is not the one of the certificate')
    return pair
  } catch (error) {
    throw new UnreadableCertificates(folder, error)
  }
}

/**
 * Whether an authority may sign for a name of this computer: it was made when the computer was called so. A computer that
 * changes its name keeps its authority, which the seats know, and is reached by its addresses or its former name.
 */
export function maySignFor(authority: Pair, name: string): boolean {
  const permitted = authority.certificate.getExtension(nameConstraints)
  return permitted !== null && Buffer.from(permitted.value).includes(Buffer.from(der(0x82, [...Buffer.from(name)])))
}

/** What a server certificate is made for. */
export interface ServerNames {
  readonly file: string
  readonly subject: string
  readonly names: readonly { readonly type: 'dns' | 'ip'; readonly value: string }[]
}

/** The server's pair: the one kept when it still serves for these names, another otherwise. */
export async function serverIn(folder: string, authority: Pair, wanted: ServerNames, now: Date): Promise<Pair> {
  return (await presentServer(folder, authority, wanted, now)) ?? (await makeServer(folder, authority, wanted, now))
}

async function makeServer(folder: string, authority: Pair, wanted: ServerNames, now: Date): Promise<Pair> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: `CN=${wanted.subject}`,
    issuer: authority.certificate.subject,
    notBefore: new Date(now.getTime() - day),
    notAfter: new Date(now.getTime() + serverDays * day),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await signingKeyOf(authority),
    extensions: [
      ...(await leafExtensions(authority, ExtendedKeyUsage.serverAuth)),
      new SubjectAlternativeNameExtension([...wanted.names]),
    ],
  })
  return keep(folder, wanted.file, certificate, keys.privateKey)
}

/** What every certificate that signs no other has. */
export async function leafExtensions(authority: Pair, usage: ExtendedKeyUsage): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([usage]),
    await AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey),
  ]
}

/** An authority's key, to sign with. */
export function signingKeyOf(authority: Pair): Promise<webcrypto.CryptoKey> {
  const pkcs8 = createPrivateKey(authority.key).export({ type: 'pkcs8', format: 'der' })
  return webcrypto.subtle.importKey('pkcs8', new Uint8Array(pkcs8), algorithm, false, ['sign'])
}

/** The server's pair on the disk, unless it is missing, spoilt, soon at its end, for other names, or another authority's. */
async function presentServer(folder: string, authority: Pair, wanted: ServerNames, now: Date): Promise<Pair | null> {
  try {
    const pair = await readPair(folder, wanted.file)
    if (pair === null || !belongTogether(pair)) return null
    const { certificate } = pair
    if (certificate.notAfter.getTime() - now.getTime() < renewWithinDays * day) return null
    if (!wanted.names.every(({ type, value }) => answersFor(certificate, type, value))) return null
    return (await certificate.verify({ publicKey: authority.certificate, date: now })) ? pair : null
  } catch {
    // Nobody has been asked to trust the server's own certificate: another one is as good.
    return null
  }
}

function answersFor(certificate: X509Certificate, type: 'dns' | 'ip', value: string): boolean {
  const read = new NodeCertificate(certificate.toString('pem'))
  return (type === 'ip' ? read.checkIP(value) : read.checkHost(value, { subject: 'never' })) !== undefined
}

async function keep(
  folder: string,
  name: string,
  certificate: X509Certificate,
  privateKey: webcrypto.CryptoKey,
): Promise<Pair> {
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', privateKey)
  const key = PemConverter.encode(pkcs8, 'PRIVATE KEY')
  // The key first: a certificate without its key would stop the host, a key without its certificate is made again.
  await writeWhole(join(folder, `${name}-key.pem`), key, 0o600)
  await writeWhole(join(folder, `${name}.pem`), `${certificate.toString('pem')}\n`, 0o644)
  return { certificate, key }
}

/** A certificate and its key; null when either is absent. Throws when either cannot be read. */
async function readPair(folder: string, name: string): Promise<Pair | null> {
  const [text, key] = await Promise.all([
    readPresent(join(folder, `${name}.pem`)),
    readPresent(join(folder, `${name}-key.pem`)),
  ])
  return text === null || key === null ? null : { certificate: new X509Certificate(text), key }
}

/** A file's text; null when there is no such file. */
export async function readPresent(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function belongTogether({ certificate, key }: Pair): boolean {
  return new NodeCertificate(certificate.toString('pem')).checkPrivateKey(createPrivateKey(key))
}

async function writeWhole(file: string, text: string, mode: number): Promise<void> {
  await writeFile(`${file}.new`, text, { mode })
  await rename(`${file}.new`, file)
}

/** Positive, 127 bits, drawn: never the same twice under one authority. */
export function serial(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}

/** A name without what would end an attribute of a distinguished name. */
export function commonName(name = hostname()): string {
  return name.replaceAll(/[^\p{L}\p{N}.-]/gu, '-').slice(0, 40)
}

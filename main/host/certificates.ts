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

/** What the host shows to browsers, and what a person may compare before trusting it. */
export interface HostCertificates {
  /** Private key of the server, PEM. */
  readonly key: string
  /** The server's certificate followed by the authority's, PEM. */
  readonly chain: string
  /** SHA-256 of the server's certificate: what a browser shows under « Empreinte ». */
  readonly fingerprint: string
  /** The authority's certificate, to install once in a browser or a system. */
  readonly authorityFile: string
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const day = 24 * 60 * 60 * 1000
const authorityDays = 3650
/** Browsers refuse a server certificate of more than 398 days. */
const serverDays = 390
const renewWithinDays = 30

/** RFC 5280, § 4.2.1.10. */
const nameConstraints = '2.5.29.30'

/** The permitted subtrees: the name and the two addresses by which a computer calls itself. */
function ownNamesOnly(): Uint8Array<ArrayBuffer> {
  const base = (tag: number, bytes: readonly number[]) => der(0x30, der(tag, bytes))
  const address = (bytes: readonly number[]) => base(0x87, [...bytes, ...bytes.map(() => 0xff)])
  const subtrees = [
    ...base(0x82, [...Buffer.from('localhost')]),
    ...address([127, 0, 0, 1]),
    ...address([...Array<number>(15).fill(0), 1]),
  ]
  return Uint8Array.from(der(0x30, der(0xa0, subtrees)))
}

/** One element of DER, short enough for a length of one byte. */
function der(tag: number, content: readonly number[]): number[] {
  return [tag, content.length, ...content]
}

/**
 * What is kept of the authority cannot be read, or is not one: nothing was changed. Browsers trust that authority: it is
 * for a person to decide that another takes its place, by removing the folder.
 */
export class UnreadableCertificates extends Error {
  readonly folder: string

  constructor(folder: string, cause: unknown) {
    super('the certificates of the host cannot be read', { cause })
    this.name = 'UnreadableCertificates'
    this.folder = folder
  }
}

/**
 * The certificates of this host: made at its first run, the server's renewed a month before its end. Keys are readable by
 * their owner only. The authority's certificate says itself that it signs for this computer's own names and for nothing
 * else: a browser that trusts it believes no other signature of it, even if its key were stolen.
 *
 * Throws {@link UnreadableCertificates} rather than make a new authority when the present one is there and does not read.
 */
export async function hostCertificates(folder: string, now = new Date()): Promise<HostCertificates> {
  const authority = (await presentAuthority(folder, now)) ?? (await makeAuthority(folder, now))
  const server = (await presentServer(folder, authority, now)) ?? (await makeServer(folder, authority, now))
  const fingerprint = Buffer.from(await server.certificate.getThumbprint('SHA-256'))
    .toString('hex')
    .toUpperCase()
  return {
    key: server.key,
    chain: `${server.certificate.toString('pem')}\n${authority.certificate.toString('pem')}\n`,
    fingerprint: fingerprint.match(/../g)?.join(':') ?? fingerprint,
    authorityFile: join(folder, 'authority.pem'),
  }
}

interface Pair {
  readonly certificate: X509Certificate
  readonly key: string
}

async function makeAuthority(folder: string, now: Date): Promise<Pair> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=Cabinet Ouvert sur ${commonName()}, O=Autorité de ce poste`,
    notBefore: new Date(now.getTime() - day),
    notAfter: new Date(now.getTime() + authorityDays * day),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      new Extension(nameConstraints, true, ownNamesOnly()),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return keep(folder, 'authority', certificate, keys.privateKey)
}

async function makeServer(folder: string, authority: Pair, now: Date): Promise<Pair> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const signingKey = await webcrypto.subtle.importKey(
    'pkcs8',
    createPrivateKey(authority.key).export({ type: 'pkcs8', format: 'der' }),
    algorithm,
    false,
    ['sign'],
  )
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: 'CN=localhost',
    issuer: authority.certificate.subject,
    notBefore: new Date(now.getTime() - day),
    notAfter: new Date(now.getTime() + serverDays * day),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      await AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey),
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
    ],
  })
  return keep(folder, 'server', certificate, keys.privateKey)
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

/** The authority on the disk; null when there is none, when it has ended, or when it could sign for any name. */
async function presentAuthority(folder: string, now: Date): Promise<Pair | null> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const pair = await readPair(folder, 'authority')
    if (pair === null || pair.certificate.notAfter < now) return null
    if (pair.certificate.getExtension(nameConstraints)?.critical !== true) return null
    if (!belongTogether(pair)) throw new TypeError('the key is not the one of the certificate')
    return pair
  } catch (error) {
    throw new UnreadableCertificates(folder, error)
  }
}

/** The server's pair on the disk, unless it is missing, spoilt, soon at its end, or signed by another authority. */
async function presentServer(folder: string, authority: Pair, now: Date): Promise<Pair | null> {
  try {
    const pair = await readPair(folder, 'server')
    if (pair === null || !belongTogether(pair)) return null
    const { certificate } = pair
    if (certificate.notAfter.getTime() - now.getTime() < renewWithinDays * day) return null
    return (await certificate.verify({ publicKey: authority.certificate, date: now })) ? pair : null
  } catch {
    // Nobody has been asked to trust the server's own certificate: another one is as good.
    return null
  }
}

/** A certificate and its key; null when either is absent. Throws when either cannot be read. */
async function readPair(folder: string, name: string): Promise<Pair | null> {
  const [text, key] = await Promise.all([
    readPresent(join(folder, `${name}.pem`)),
    readPresent(join(folder, `${name}-key.pem`)),
  ])
  return text === null || key === null ? null : { certificate: new X509Certificate(text), key }
}

async function readPresent(file: string): Promise<string | null> {
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
function serial(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}

/** The computer's name, without what would end an attribute of a distinguished name. */
function commonName(): string {
  return hostname()
    .replaceAll(/[^\p{L}\p{N}.-]/gu, '-')
    .slice(0, 40)
}

// What @peculiar/x509 builds on asks for it before anything else.
import 'reflect-metadata'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { createPrivateKey, randomBytes, webcrypto } from 'node:crypto'
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

/**
 * The certificates of this host: made at its first run, the server's renewed a month before its end. Keys are readable by
 * their owner only. The authority signs for this computer's own names and for nothing else.
 */
export async function hostCertificates(folder: string, now = new Date()): Promise<HostCertificates> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const authority = (await readPair(folder, 'authority', now, 0)) ?? (await makeAuthority(folder, now))
  const server =
    (await readPair(folder, 'server', now, renewWithinDays, authority.certificate)) ??
    (await makeServer(folder, authority, now))
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

/** The pair on the disk, unless it is missing, ends within `marginDays`, or was signed by another authority. */
async function readPair(
  folder: string,
  name: string,
  now: Date,
  marginDays: number,
  issuer?: X509Certificate,
): Promise<Pair | null> {
  try {
    const certificate = new X509Certificate(await readFile(join(folder, `${name}.pem`), 'utf8'))
    const key = await readFile(join(folder, `${name}-key.pem`), 'utf8')
    if (certificate.notAfter.getTime() - now.getTime() < marginDays * day) return null
    if (issuer !== undefined && !(await certificate.verify({ publicKey: issuer, date: now }))) return null
    return { certificate, key }
  } catch {
    return null
  }
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

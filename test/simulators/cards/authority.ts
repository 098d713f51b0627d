// What @peculiar/x509 builds on asks for it before anything else.
import 'reflect-metadata'
import { randomBytes, webcrypto } from 'node:crypto'
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CertificatePolicyExtension,
  CRLDistributionPointsExtension,
  cryptoProvider,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
  X509CrlGenerator,
} from '@peculiar/x509'

cryptoProvider.set(webcrypto as Crypto)

/** Keys made and certified here, in the forms that programs take. */
export interface CertifiedKey {
  /** DER. */
  readonly certificate: Uint8Array
  /** PKCS#8, PEM. */
  readonly privateKey: string
}

/** Whose card it is, and what is wrong with it. */
export interface CardHolder {
  /** `PS_IdNat`: « 8 » and the RPPS. */
  readonly nationalId: string
  readonly lastName: string
  readonly firstName: string
  /** As a certificate words it. « Médecin » where absent. */
  readonly title?: string
  /** Code of table G15; 10, a doctor, where absent. */
  readonly profession?: number
  /** Ten digits after the issuer's. */
  readonly serialNumber: string
  /** 0 CPS, 1 CPF, 2 CPE, 3 CPA. */
  readonly family?: number
  /** Three years around today where absent. */
  readonly validity?: { readonly from: Date; readonly to: Date }
}

/** An authority shaped like the test hierarchy of IGC-Santé, made for one run: a root, and under it « FORT PERSONNES ». */
export interface CardAuthority {
  /** DER: the root, then the authority that issues cards. */
  readonly certificates: readonly [Uint8Array, Uint8Array]
  /** The two certificates of a card, each with a key of its own. */
  readonly issue: (holder: CardHolder) => Promise<{ authentication: CertifiedKey; signature: CertifiedKey }>
  /** A list that revokes these certificates of cards, all DER; a week ahead of the next one where no validity is given. */
  readonly revocationList: (
    revoked: readonly Uint8Array[],
    validity?: { readonly from: Date; readonly to: Date },
  ) => Promise<Uint8Array>
}

/** The words of the hierarchy: whatever is made here says that it is a test. */
export interface AuthorityNames {
  readonly organisation: string
  readonly units: readonly string[]
  readonly root: string
  readonly issuing: string
  /** Where its lists of revoked certificates are said to be; nowhere where absent. */
  readonly revocationLists?: string
}

const testNames: AuthorityNames = {
  organisation: 'ASIP-SANTE',
  units: ['0002 187512751', 'IGC-SANTE TEST'],
  root: 'TEST AC RACINE IGC-SANTE FORT',
  issuing: 'TEST AC IGC-SANTE FORT PERSONNES',
  revocationLists: 'http://igc-sante.esante.gouv.fr/CRL/ACI-FO-PP-TEST.crl',
}

const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: Uint8Array.of(1, 0, 1), modulusLength: 2048 }
const day = 86_400_000

/** Makes a new authority. Some 0.3 s: two RSA keys. */
export async function makeAuthority(names: AuthorityNames = testNames): Promise<CardAuthority> {
  const rootKeys = await newKeys()
  const issuingKeys = await newKeys()
  const validity = { notBefore: new Date('2013-06-25T00:00:00Z'), notAfter: new Date('2059-06-25T00:00:00Z') }
  const usage = new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true)
  const root = await X509CertificateGenerator.createSelfSigned({
    name: authorityName(names, names.root),
    keys: rootKeys,
    signingAlgorithm: rsa,
    serialNumber: newSerial(),
    ...validity,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      usage,
      await SubjectKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  })
  const issuing = await X509CertificateGenerator.create({
    subject: authorityName(names, names.issuing),
    issuer: root.subjectName,
    publicKey: issuingKeys.publicKey,
    signingKey: rootKeys.privateKey,
    signingAlgorithm: rsa,
    serialNumber: newSerial(),
    ...validity,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      usage,
      await SubjectKeyIdentifierExtension.create(issuingKeys.publicKey),
      await AuthorityKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  })
  return {
    certificates: [new Uint8Array(root.rawData), new Uint8Array(issuing.rawData)],
    issue: async (holder) => ({
      authentication: await certify(holder, KeyUsageFlags.digitalSignature, names, issuing.subjectName, issuingKeys),
      signature: await certify(holder, KeyUsageFlags.nonRepudiation, names, issuing.subjectName, issuingKeys),
    }),
    revocationList: async (revoked, validity) => {
      const list = await X509CrlGenerator.create({
        issuer: issuing.subjectName,
        thisUpdate: validity?.from ?? new Date(Date.now() - day),
        nextUpdate: validity?.to ?? new Date(Date.now() + 7 * day),
        entries: revoked.map((certificate) => ({
          serialNumber: new X509Certificate(new Uint8Array(certificate)).serialNumber,
          revocationDate: new Date(Date.now() - day),
        })),
        signingAlgorithm: rsa,
        signingKey: issuingKeys.privateKey,
        extensions: [await AuthorityKeyIdentifierExtension.create(issuingKeys.publicKey)],
      })
      return new Uint8Array(list.rawData)
    },
  }
}

/** What a certificate of the ANS for tests was seen to hold, in its order and encodings. */
async function certify(
  holder: CardHolder,
  usage: KeyUsageFlags,
  names: AuthorityNames,
  issuer: Name,
  authority: CryptoKeyPair,
): Promise<CertifiedKey> {
  const keys = await newKeys()
  const now = Date.now()
  const { from, to } = holder.validity ?? { from: new Date(now - 365 * day), to: new Date(now + 2 * 365 * day) }
  const certificate = await X509CertificateGenerator.create({
    // The last element is one RDN of three attributes, which some programs refuse to read.
    subject: new Name([
      { C: [{ printableString: 'FR' }] },
      { '2.5.4.12': [{ utf8String: holder.title ?? 'Médecin' }] },
      {
        '2.5.4.42': [{ utf8String: holder.firstName.toUpperCase() }],
        '2.5.4.3': [{ utf8String: holder.nationalId }],
        '2.5.4.4': [{ utf8String: holder.lastName.toUpperCase() }],
      },
    ]),
    issuer,
    publicKey: keys.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: rsa,
    serialNumber: newSerial(),
    notBefore: from,
    notAfter: to,
    extensions: [
      new BasicConstraintsExtension(false),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(authority.publicKey),
      new KeyUsagesExtension(usage, true),
      new CertificatePolicyExtension(['1.2.250.1.213.1.7.2.1.1.1']),
      new Extension('2.5.29.16', false, usagePeriod(from, to)),
      ...(names.revocationLists === undefined
        ? []
        : [
            new CRLDistributionPointsExtension([names.revocationLists]),
            new AuthorityInfoAccessExtension({ ocsp: ['http://ocsp.esante.gouv.fr'] }),
          ]),
      new Extension('1.2.250.1.71.1.2.5', false, Uint8Array.of(4, 1, 0x80)),
      new Extension('1.2.250.1.71.1.2.2', false, Uint8Array.of(2, 1, holder.family ?? 0)),
      new Extension('1.2.250.1.71.1.2.3', false, printable(`8025000001/${holder.serialNumber}`)),
      new Extension('1.2.250.1.71.1.2.7', false, Uint8Array.of(2, 1, holder.profession ?? 10)),
    ],
  })
  return { certificate: new Uint8Array(certificate.rawData), privateKey: await pem(keys.privateKey) }
}

function authorityName(names: AuthorityNames, commonName: string): Name {
  return new Name([
    { C: [{ printableString: 'FR' }] },
    { O: [{ utf8String: names.organisation }] },
    ...names.units.map((unit) => ({ OU: [{ utf8String: unit }] })),
    { CN: [{ utf8String: commonName }] },
  ])
}

/** Positive, of the length a real one has. */
function newSerial(): string {
  const serial = randomBytes(16)
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  return serial.toString('hex')
}

/** PrivateKeyUsagePeriod: two generalised times, under the tags 0 and 1. */
function usagePeriod(from: Date, to: Date): Uint8Array<ArrayBuffer> {
  const time = (tag: number, at: Date): Buffer => {
    const text = `${at.toISOString().replaceAll(/[-:T]|\.\d+/g, '')}`
    return Buffer.concat([Uint8Array.of(tag, text.length), Buffer.from(text)])
  }
  const both = Buffer.concat([time(0x80, from), time(0x81, to)])
  return new Uint8Array(Buffer.concat([Uint8Array.of(0x30, both.length), both]))
}

function printable(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat([Uint8Array.of(0x13, text.length), Buffer.from(text, 'latin1')]))
}

async function newKeys(): Promise<CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(rsa, true, ['sign', 'verify'])) as CryptoKeyPair
}

async function pem(key: CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${der.replaceAll(/(.{64})/g, '$1\n').trimEnd()}\n-----END PRIVATE KEY-----\n`
}

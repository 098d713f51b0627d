import 'reflect-metadata'
import {
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  type Name,
  Name as X509Name,
  X509CertificateGenerator,
  X509CrlGenerator,
  X509CrlReason,
} from '@peculiar/x509'

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
} as const

/** A pair of keys, RSA 2048. */
export type Keys = CryptoKeyPair

/** Makes a pair: about a tenth of a second. */
export async function makeKeys(): Promise<Keys> {
  return await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}

/** An authority of the tests: its certificate, and what it signs with. */
export interface MadeAuthority {
  readonly der: Uint8Array
  readonly name: Name
  readonly keys: Keys
}

/** Dates of what is made, ISO 8601. */
export interface Dates {
  readonly from: string
  readonly to: string
}

/** Good throughout the tests. */
export const longDates: Dates = { from: '2013-06-25T00:00:00.000Z', to: '2033-06-25T00:00:00.000Z' }

/** Makes an authority named as those of the IGC-Santé are; without `by`, a root. */
export async function makeAuthority(
  commonName: string,
  options: {
    readonly by?: MadeAuthority
    readonly keys?: Keys
    readonly dates?: Dates
    readonly pathLength?: number
    readonly usage?: number
    readonly serialNumber?: string
  } = {},
): Promise<MadeAuthority> {
  const keys = options.keys ?? (await makeKeys())
  const name = new X509Name([
    { C: ['FR'] },
    { O: ['ASIP-SANTE'] },
    { OU: ['0002 187512751'] },
    { OU: ['IGC-SANTE TEST'] },
    { CN: [commonName] },
  ])
  const dates = options.dates ?? longDates
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: options.serialNumber ?? '0A01',
      subject: name.toJSON(),
      issuer: (options.by?.name ?? name).toJSON(),
      notBefore: new Date(dates.from),
      notAfter: new Date(dates.to),
      signingAlgorithm: algorithm,
      publicKey: keys.publicKey,
      signingKey: (options.by?.keys ?? keys).privateKey,
      extensions: [
        new BasicConstraintsExtension(true, options.pathLength, true),
        new KeyUsagesExtension(options.usage ?? KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    },
    crypto,
  )
  return { der: new Uint8Array(certificate.rawData), name: certificate.subjectName, keys }
}

/** What a made card says; every field of it may be left out. */
export interface HolderOptions {
  readonly nationalId?: string
  readonly lastName?: string
  readonly firstName?: string
  readonly profession?: number
  /** 0 CPS, 1 CPF, 2 CPE, 3 CPA. */
  readonly family?: number
  readonly cardNumber?: string
  /** `0x00` real card, `0x80` test card, …; `null` for a certificate without it. */
  readonly category?: number | null
  readonly dates?: Dates
  readonly serialNumber?: string
  readonly usage?: number
  /** Names of an employee: not in one RDN, with the structure. */
  readonly employee?: boolean
  readonly more?: readonly Extension[]
}

/** Distribution point of what these authorities sign. */
export const listAddress = 'http://igc-sante.invalid/CRL/ACI-FO-PP-TEST.crl'

/** Makes the certificate of a card, of the shape that the ANS gives them. */
export async function makeHolder(by: MadeAuthority, keys: Keys, options: HolderOptions = {}): Promise<Uint8Array> {
  const names = {
    '2.5.4.42': [options.firstName ?? 'HÉLÈNE'],
    CN: [options.nationalId ?? '899700000017'],
    SN: [options.lastName ?? 'MARCHAND'],
  }
  const dates = options.dates ?? { from: '2025-01-01T00:00:00.000Z', to: '2028-01-01T00:00:00.000Z' }
  const category = options.category === undefined ? 0x80 : options.category
  const extension = (type: string, ...bytes: number[]) => new Extension(type, false, Uint8Array.from(bytes))
  const cardNumber = Buffer.from(options.cardNumber ?? '8025000001/2800000001')
  const subject =
    options.employee === true
      ? [
          { C: ['FR'] },
          { O: ['CABINET DES TILLEULS'] },
          { OU: ['499700000017001'] },
          ...Object.entries(names).map(([type, value]) => ({ [type]: value })),
        ]
      : [{ C: ['FR'] }, { '2.5.4.12': ['Médecin'] }, names]
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: options.serialNumber ?? '7B01',
      subject,
      issuer: by.name.toJSON(),
      notBefore: new Date(dates.from),
      notAfter: new Date(dates.to),
      signingAlgorithm: algorithm,
      publicKey: keys.publicKey,
      signingKey: by.keys.privateKey,
      extensions: [
        new BasicConstraintsExtension(false),
        new KeyUsagesExtension(options.usage ?? KeyUsageFlags.digitalSignature, true),
        new CRLDistributionPointsExtension([listAddress]),
        ...(category === null ? [] : [extension('1.2.250.1.71.1.2.5', 0x04, 1, category)]),
        extension('1.2.250.1.71.1.2.2', 0x02, 1, options.family ?? 0),
        extension('1.2.250.1.71.1.2.3', 0x13, cardNumber.length, ...cardNumber),
        extension('1.2.250.1.71.1.2.7', 0x02, 1, options.profession ?? 10),
        ...(options.more ?? []),
      ],
    },
    crypto,
  )
  return new Uint8Array(certificate.rawData)
}

/** Makes the list of an authority. */
export async function makeList(
  by: MadeAuthority,
  revoked: readonly { readonly serialNumber: string; readonly at: string }[],
  options: { readonly dates?: Partial<Dates>; readonly more?: readonly Extension[] } = {},
): Promise<Uint8Array> {
  const list = await X509CrlGenerator.create(
    {
      issuer: by.name.toJSON(),
      thisUpdate: new Date(options.dates?.from ?? '2026-11-20T00:00:00.000Z'),
      nextUpdate: new Date(options.dates?.to ?? '2026-11-27T00:00:00.000Z'),
      entries: revoked.map(({ serialNumber, at }) => ({
        serialNumber,
        revocationDate: new Date(at),
        reason: X509CrlReason.keyCompromise,
      })),
      extensions: [...(options.more ?? [])],
      signingAlgorithm: algorithm,
      signingKey: by.keys.privateKey,
    },
    crypto,
  )
  return new Uint8Array(list.rawData)
}

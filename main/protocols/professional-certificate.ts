// What @peculiar/x509 builds on asks for it before anything else.
import 'reflect-metadata'
import {
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  type Name,
  X509Certificate,
} from '@peculiar/x509'
import { createHash } from 'node:crypto'
import { derAt, derList, derOnly, derSerialNumber, derTag } from './der.ts'
import { signedParts } from './signed-der.ts'

/** A certificate as its bytes tell it, believed by nobody yet: `certificate-trust.ts` says whether it may be. */
export interface ReadCertificate {
  readonly der: Uint8Array
  /** Upper-case hexadecimal, without leading zeros. */
  readonly serialNumber: string
  /** Distinguished names, DER: compared byte for byte. */
  readonly subject: Uint8Array
  readonly issuer: Uint8Array
  /** « CN=AC IGC-SANTE FORT PERSONNES, OU=IGC-SANTE, … », to be shown. */
  readonly subjectText: string
  readonly issuerText: string
  /** ISO 8601 in UTC; good at both ends. */
  readonly notBefore: string
  readonly notAfter: string
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array
  /** SHA-256 of {@link ReadCertificate} `publicKey`, lower-case hexadecimal: what a key slot remembers of a card. */
  readonly publicKeyHash: string
  /** SHA-256 of the certificate, lower-case hexadecimal. */
  readonly fingerprint: string
  /** Names of RFC 5280, § 4.2.1.3; `null` when the certificate does not limit its key. */
  readonly keyUsage: readonly KeyUse[] | null
  /** `null` for a certificate that is no authority. */
  readonly authority: { readonly pathLength: number | null } | null
  /** Addresses (http, ldap) of the lists that would tell it revoked. */
  readonly revocationLists: readonly string[]
  /** Critical extensions this program does not know: such a certificate is not to be believed (RFC 5280, § 4.2). */
  readonly unknownCritical: readonly string[]
}

/** A use of a key that the verdicts look at. */
export type KeyUse = 'digitalSignature' | 'nonRepudiation' | 'keyCertSign' | 'cRLSign'

/** Whose identifier a `PS_IdNat` is, by its first digit: table G08 of the ANS. */
export type NationalIdKind = 'adeli' | 'rpps' | 'student' | 'structure' | 'unknown'

/** National identifier of a card's holder, `PS_IdNat`. */
export interface NationalId {
  /** As written: its kind's digit, then the identifier. */
  readonly text: string
  readonly kind: NationalIdKind
  /** Eleven digits, for a holder who has one. */
  readonly rpps: string | null
}

/** Family of the card, table G02 of the ANS. */
export type CardFamily = 'cps' | 'cpf' | 'cpe' | 'cpa'

/** What holds the key: a card, a module or a program; and whether it is a real or a test one. */
export interface ProductCategory {
  readonly product: 'card' | 'module' | 'software'
  readonly test: boolean
}

/** What a certificate of the CPx family says of its holder and of its card. Absent things are `null`. */
export interface ProfessionalIdentity {
  readonly nationalId: NationalId
  readonly lastName: string
  readonly firstName: string
  /** The profession as the certificate words it: « Médecin ». */
  readonly title: string | null
  /** Code of table G15 of the ANS: « 10 » for a doctor. */
  readonly profession: string | null
  readonly cardFamily: CardFamily | null
  /** « 8025000001/2800000001 ». */
  readonly cardNumber: string | null
  readonly category: ProductCategory | null
  /** Of the structure, for the card of an employee. */
  readonly organisation: string | null
  readonly organisationUnits: readonly string[]
}

/** The certificate of a professional card, read. */
export interface ProfessionalCertificate extends ReadCertificate {
  readonly identity: ProfessionalIdentity
}

/** Why bytes are not taken: not a certificate, or one that is no professional's. */
export type CertificateRefusal = 'certificate.unreadable' | 'certificate.not-professional'

/** What reading gives. */
export type CertificateReading<T> =
  | { readonly ok: true; readonly certificate: T }
  | { readonly ok: false; readonly problem: CertificateRefusal }

/**
 * Private extensions of the CPx certificates. Their encodings are those of a test certificate that the ANS issued: integers
 * for the family and the profession, an octet for the category, a printable string for the card.
 */
export const professionalExtensions = {
  cardFamily: '1.2.250.1.71.1.2.2',
  cardNumber: '1.2.250.1.71.1.2.3',
  category: '1.2.250.1.71.1.2.5',
  profession: '1.2.250.1.71.1.2.7',
} as const

const oid = { commonName: '2.5.4.3', lastName: '2.5.4.4', organisation: '2.5.4.10', unit: '2.5.4.11' } as const
const titleOid = '2.5.4.12'
const firstNameOid = '2.5.4.42'

/** Critical extensions that the verdicts take into account. */
const knownCritical: ReadonlySet<string> = new Set(['2.5.29.15', '2.5.29.19', '2.5.29.37', '2.5.29.32'])

/** A national identifier is shorter, as a key slot keeps it: the longest is a structure's, with a number it gave. */
const longestNationalId = 40

/** Larger ones are refused unread, bytes: a certificate of a card is about 2,200. */
const mostBytes = 32 * 1024

const families: readonly CardFamily[] = ['cps', 'cpf', 'cpe', 'cpa']
const categories: Readonly<Record<number, ProductCategory>> = {
  0x00: { product: 'card', test: false },
  0x02: { product: 'module', test: false },
  0x03: { product: 'software', test: false },
  0x80: { product: 'card', test: true },
  0x82: { product: 'module', test: true },
  0x83: { product: 'software', test: true },
}

/** Reads any X.509 certificate, DER. Hostile bytes get `certificate.unreadable`; it never throws. */
export function readCertificate(der: Uint8Array): CertificateReading<ReadCertificate> {
  const parsed = parse(der)
  return parsed === null ? unreadable : { ok: true, certificate: parsed.certificate }
}

/** Reads the certificate of a professional card. Never throws: what is not one is refused by name. */
export function readProfessionalCertificate(der: Uint8Array): CertificateReading<ProfessionalCertificate> {
  const parsed = parse(der)
  if (parsed === null) return unreadable
  const identity = identityOf(parsed.x509)
  if (identity === null) return { ok: false, problem: 'certificate.not-professional' }
  return { ok: true, certificate: { ...parsed.certificate, identity } }
}

/** What a national identifier is, told by its first digit and its length: table G08 of the ANS. */
export function readNationalId(text: string): NationalId {
  if (/^8\d{11}$/.test(text)) return { text, kind: 'rpps', rpps: text.slice(1) }
  if (/^0[0-9A-Z]{9}$/.test(text)) return { text, kind: 'adeli', rpps: null }
  if (/^9./.test(text)) return { text, kind: 'student', rpps: null }
  if (/^[13456]./.test(text)) return { text, kind: 'structure', rpps: null }
  return { text, kind: 'unknown', rpps: null }
}

const unreadable = { ok: false, problem: 'certificate.unreadable' } as const

function parse(der: Uint8Array): { readonly x509: X509Certificate; readonly certificate: ReadCertificate } | null {
  if (der.length > mostBytes || derOnly(der, derTag.sequence) === null) return null
  try {
    const x509 = new X509Certificate(Uint8Array.from(der))
    const certificate = certificateOf(x509, Uint8Array.from(der))
    return certificate === null ? null : { x509, certificate }
  } catch {
    // The library throws of many kinds at bytes that are no certificate: they all mean that.
    return null
  }
}

function certificateOf(x509: X509Certificate, der: Uint8Array): ReadCertificate | null {
  // Names and the key are compared and hashed as they were signed, never as a library would write them again.
  const fields = derList(derAt(signedParts(der)?.body ?? new Uint8Array())?.content ?? new Uint8Array(), 10) ?? []
  const [serial, , issuer, , subject, key] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields
  const serialNumber = derSerialNumber(serial)
  if (serialNumber === null || issuer === undefined || subject === undefined || key === undefined) return null
  const publicKey = key.whole
  const constraints = x509.getExtension(BasicConstraintsExtension)
  const usage = x509.getExtension(KeyUsagesExtension)
  return {
    der,
    serialNumber,
    subject: subject.whole,
    issuer: issuer.whole,
    subjectText: x509.subject,
    issuerText: x509.issuer,
    notBefore: x509.notBefore.toISOString(),
    notAfter: x509.notAfter.toISOString(),
    publicKey,
    publicKeyHash: createHash('sha256').update(publicKey).digest('hex'),
    fingerprint: createHash('sha256').update(der).digest('hex'),
    keyUsage: usage === null ? null : usesOf(usage.usages),
    authority: constraints?.ca === true ? { pathLength: constraints.pathLength ?? null } : null,
    revocationLists: addressesOf(x509),
    unknownCritical: x509.extensions
      .filter((one) => one.critical && !knownCritical.has(one.type))
      .map(({ type }) => type),
  }
}

function usesOf(flags: KeyUsageFlags): KeyUse[] {
  const uses: readonly KeyUse[] = ['digitalSignature', 'nonRepudiation', 'keyCertSign', 'cRLSign']
  return uses.filter((use) => (flags & KeyUsageFlags[use]) !== 0)
}

function addressesOf(x509: X509Certificate): string[] {
  const points = x509.getExtension(CRLDistributionPointsExtension)?.distributionPoints ?? []
  return points.flatMap(({ distributionPoint }) =>
    (distributionPoint?.fullName ?? []).flatMap(({ uniformResourceIdentifier: address }) =>
      address === undefined ? [] : [address],
    ),
  )
}

function identityOf(x509: X509Certificate): ProfessionalIdentity | null {
  const name = x509.subjectName
  const [nationalId] = valuesOf(name, oid.commonName)
  const [lastName] = valuesOf(name, oid.lastName)
  const [firstName] = valuesOf(name, firstNameOid)
  if (nationalId === undefined || lastName === undefined || firstName === undefined) return null
  if (nationalId.length > longestNationalId) return null
  const family = numberOf(x509, professionalExtensions.cardFamily)
  const category = octetOf(x509, professionalExtensions.category)
  const profession = numberOf(x509, professionalExtensions.profession)
  return {
    nationalId: readNationalId(nationalId),
    lastName,
    firstName,
    title: valuesOf(name, titleOid)[0] ?? null,
    profession: profession === null ? null : String(profession).padStart(2, '0'),
    cardFamily: family === null ? null : (families[family] ?? null),
    cardNumber: textOf(x509, professionalExtensions.cardNumber),
    category: category === null ? null : (categories[category] ?? null),
    organisation: valuesOf(name, oid.organisation)[0] ?? null,
    organisationUnits: valuesOf(name, oid.unit),
  }
}

/** Wherever it stands: the names of a liberal professional are together in one multi-valued RDN. */
function valuesOf(name: Name, type: string): string[] {
  return name
    .getField(type)
    .map((value) => value.normalize('NFC').trim())
    .filter((value) => value !== '')
}

function numberOf(x509: X509Certificate, type: string): number | null {
  const value = valueOf(x509, type, derTag.integer)
  if (value === null || value.length === 0 || value.length > 2) return null
  const number = Buffer.from(value).readIntBE(0, value.length)
  return number < 0 ? null : number
}

function octetOf(x509: X509Certificate, type: string): number | null {
  const value = valueOf(x509, type, derTag.octetString)
  return value?.length === 1 ? (value[0] ?? null) : null
}

function textOf(x509: X509Certificate, type: string): string | null {
  const value = valueOf(x509, type, derTag.printableString)
  return value === null ? null : Buffer.from(value).toString('latin1')
}

function valueOf(x509: X509Certificate, type: string, tag: number): Uint8Array | null {
  const extension = x509.getExtension(type)
  return extension === null ? null : (derOnly(new Uint8Array(extension.value), tag)?.content ?? null)
}

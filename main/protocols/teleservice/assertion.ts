import { derAt, derList, derObjectIdentifier, derOnly, derTag, type DerValue } from '../der.ts'
import { type Xml, xmlElement } from '../xml-writing.ts'
import { teleserviceProfile } from './profile.ts'

/** What the assertion of a professional says of them. */
export interface ProfessionalClaims {
  /** UUID of the assertion. */
  readonly id: string
  /** Instant of issue, ISO 8601 in UTC with milliseconds. */
  readonly at: string
  /** `PS_IdNat`: its kind’s digit, then the identifier. */
  readonly nationalId: string
  /** AM billing number of a liberal professional; FINESS or SIRET of an establishment. */
  readonly billingId: string
  /** Speciality of the Assurance Maladie (table G100, not R01): mandatory for doctors; `null` for the others. */
  readonly amoSpecialty: string | null
  /** Table R02: `SA07`. */
  readonly sector: string | null
  /** Table G15, only in the mode of Pro Santé Connect, for whoever has several professions. */
  readonly profession: string | null
}

/**
 * The assertion of a card, to be signed by its *signature* key right after `Issuer` (see `main/protocols/xml-signature.ts`).
 * `issuer`: see {@link issuerOf}.
 */
export function cardAssertion(claims: ProfessionalClaims, issuer: string): Xml {
  const { issuerFormat, qualifier } = teleserviceProfile.assertion.wire
  return assertion(claims, { qualifier: qualifier.card, issuer, format: issuerFormat, profession: null })
}

/** The assertion of the mode of Pro Santé Connect: sent as it is, signed by nobody. Its issuer is a guess. */
export function pscAssertion(claims: ProfessionalClaims, issuer: string): Xml {
  const { format } = teleserviceProfile.pscIssuer.wire
  const { qualifier } = teleserviceProfile.assertion.wire
  return assertion(claims, { qualifier: qualifier.psc, issuer, format, profession: claims.profession })
}

/** Right after which the signature of {@link cardAssertion} stands. */
export const signatureGoesAfter = {
  namespace: teleserviceProfile.assertion.wire.namespace,
  name: teleserviceProfile.assertion.wire.issuer,
} as const

interface AssertionMode {
  readonly qualifier: string
  readonly issuer: string
  readonly format: string
  readonly profession: string | null
}

function assertion(claims: ProfessionalClaims, { qualifier, issuer, format, profession }: AssertionMode): Xml {
  const names = teleserviceProfile.assertion.wire
  const attribute = (name: string, value: string | null) =>
    value === null ? null : xmlElement(names.attribute, { Name: name }, [xmlElement(names.value, {}, value)])
  const attributes = {
    xmlns: names.namespace,
    ID: `${names.idPrefix}${claims.id}`,
    IssueInstant: claims.at,
    Version: names.version,
  }
  return xmlElement(names.root, attributes, [
    xmlElement(names.issuer, { Format: format }, issuer),
    xmlElement(names.subject, {}, [xmlElement(names.nameId, { NameQualifier: qualifier }, claims.nationalId)]),
    xmlElement(names.statement, {}, [
      attribute(names.billing, claims.billingId),
      attribute(teleserviceProfile.specialtyAttribute.wire, claims.amoSpecialty),
      attribute(names.sector, claims.sector),
      attribute(names.profession, profession),
    ]),
  ])
}

/**
 * The subject of a certificate as the issuer of an assertion: most specific first, the names of one RDN joined by `+` in the order
 * of the certificate, RFC 4514 escapes. `subject`: the distinguished name, DER. `null` when it is not one that can be told.
 */
export function issuerOf(subject: Uint8Array): string | null {
  const sequence = derOnly(subject, derTag.sequence)
  const names = sequence === null ? null : derList(sequence.content)
  if (names === null || names.length === 0) return null
  const texts = names.map((one) => (one.tag === setTag ? relativeName(one) : null))
  if (texts.includes(null)) return null
  return texts.toReversed().join(',')
}

const setTag = 0x31

function relativeName(set: DerValue): string | null {
  const pairs = derList(set.content)
  if (pairs === null || pairs.length === 0) return null
  const texts = pairs.map((pair) => {
    const [type, value] = derList(pair.content, 2) ?? []
    const identifier = derObjectIdentifier(type)
    const text = textOf(value)
    return identifier === null || text === null ? null : `${nameOf(identifier)}=${escaped(text)}`
  })
  return texts.includes(null) ? null : texts.join('+')
}

function nameOf(identifier: string): string {
  return new Map(Object.entries(teleserviceProfile.issuerNames.wire)).get(identifier) ?? identifier
}

function textOf(value: DerValue | undefined): string | null {
  if (value === undefined || derAt(value.whole) === null) return null
  const { utf8String, printableString, ia5String } = derTag
  if (value.tag === utf8String) return Buffer.from(value.content).toString('utf8')
  return value.tag === printableString || value.tag === ia5String ? Buffer.from(value.content).toString('latin1') : null
}

/** RFC 4514, § 2.4. */
function escaped(text: string): string {
  return text
    .replaceAll(/["+,;<>\\]/g, String.raw`\$&`)
    .replace(/^[ #]/, String.raw`\$&`)
    .replace(/ $/, String.raw`\ `)
}

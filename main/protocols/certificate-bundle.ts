import { type DerValue, derList, derObjectIdentifier, derOnly, derTag } from './der.ts'

/** PKCS #7 signedData, RFC 5652: with nothing signed, it is how an authority gives its whole chain in one file (`.p7b`). */
const signedData = '1.2.840.113549.1.7.2'
const explicitContent = 0xa0
const certificateSet = 0xa0

/** Certificates of one file, at most: the chains of the IGC-Santé are nine. */
const mostCertificates = 64

/**
 * The certificates of a file, DER, none of them read: a single one in DER, any number in PEM, or a chain in PKCS #7 (DER or
 * PEM). Empty when it is none of those. Never throws.
 */
export function certificatesIn(file: Uint8Array): Uint8Array[] {
  const outer = derOnly(file, derTag.sequence)
  if (outer !== null) return chainIn(outer) ?? [file]
  const text = Buffer.from(file).toString('latin1')
  const blocks = text.matchAll(/-----BEGIN (CERTIFICATE|PKCS7)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g)
  return [...blocks.take(mostCertificates)].flatMap(([, , base64]) => {
    const der = Uint8Array.from(Buffer.from(base64 ?? '', 'base64'))
    const value = derOnly(der, derTag.sequence)
    return (value === null ? null : chainIn(value)) ?? [der]
  })
}

/** `null` when it is no PKCS #7. */
function chainIn(outer: DerValue): Uint8Array[] | null {
  const [type, content] = derList(outer.content, 8) ?? []
  if (derObjectIdentifier(type) !== signedData || content?.tag !== explicitContent) return null
  const fields = derList(derOnly(content.content, derTag.sequence)?.content ?? new Uint8Array(), 8) ?? []
  const set = fields.find(({ tag }) => tag === certificateSet)
  return (derList(set?.content ?? new Uint8Array(), mostCertificates) ?? []).map(({ whole }) => whole)
}

import { type DerValue, derAt, derInstant, derList, derObjectIdentifier, derOnly, derTag } from './der.ts'
import { eachEntry } from './revocation-entries.ts'
import { isSignedBy, type SignedDer, signedParts } from './signed-der.ts'

/** A revocation list as its bytes tell it, RFC 5280, § 5: {@link isListOf} says whose it really is. */
export interface RevocationList {
  /** Distinguished name of who issued it, DER. */
  readonly issuer: Uint8Array
  /** ISO 8601 in UTC. */
  readonly thisUpdate: string
  /** When a newer one will be there at the latest; `null` where the list does not say. */
  readonly nextUpdate: string | null
  /** Certificates it tells revoked. */
  readonly count: number
  /** Lists of only these certificates: RFC 5280, § 5.2.5. */
  readonly covers: 'all' | 'holders' | 'authorities'
  readonly signed: SignedDer
  readonly entries: Uint8Array
}

/**
 * Why bytes are not taken: no list; or one that says only a part (changes since another list, some reasons, several
 * authorities), which would let a revoked certificate pass.
 */
export type ListRefusal = 'list.unreadable' | 'list.partial'

/** Larger ones are refused unread, bytes. */
export const longestListBytes = 32 * 1024 * 1024

const issuingPoint = '2.5.29.28'

/** Reads a list, DER. Hostile bytes are refused by name; it never throws, and its time grows as the number of bytes. */
export function readRevocationList(
  der: Uint8Array,
): { readonly ok: true; readonly list: RevocationList } | { readonly ok: false; readonly problem: ListRefusal } {
  const signed = der.length > longestListBytes ? null : signedParts(der)
  const values = signed === null ? null : derList(derAt(signed.body)?.content ?? new Uint8Array(), 8)
  if (signed === null || values === null) return unreadable
  // The version is only written for lists with extensions.
  const fields = values[0]?.tag === derTag.integer ? values.slice(1) : values
  const [algorithm, issuer, updated, ...rest] = fields
  const thisUpdate = derInstant(updated)
  if (algorithm?.tag !== derTag.sequence || issuer?.tag !== derTag.sequence || thisUpdate === null) return unreadable
  const nextUpdate = derInstant(rest[0])
  if (nextUpdate !== null) rest.shift()
  const revoked = rest[0]?.tag === derTag.sequence ? rest.shift() : undefined
  const extensions = rest[0]?.tag === 0xa0 ? rest.shift() : undefined
  if (rest.length > 0) return unreadable
  const count = revoked === undefined ? 0 : countOf(revoked.content)
  const covers = coverageOf(extensions)
  if (count === null || covers === null) return unreadable
  if (covers === 'part') return { ok: false, problem: 'list.partial' }
  const entries = revoked?.content ?? new Uint8Array()
  return { ok: true, list: { issuer: issuer.whole, thisUpdate, nextUpdate, count, covers, signed, entries } }
}

/** Whether this list is the one of the authority of that name and key (SubjectPublicKeyInfo, DER). */
export function isListOf(
  list: RevocationList,
  authority: { readonly subject: Uint8Array; readonly publicKey: Uint8Array },
): boolean {
  return Buffer.from(list.issuer).equals(authority.subject) && isSignedBy(list.signed, authority.publicKey)
}

const unreadable = { ok: false, problem: 'list.unreadable' } as const

function countOf(content: Uint8Array): number | null {
  let count = 0
  const isWhole = eachEntry(content, () => {
    count += 1
  })
  return isWhole ? count : null
}

/** `null` when the extensions are not such; `part` when a certificate absent from the list may be revoked all the same. */
function coverageOf(extensions: DerValue | undefined): RevocationList['covers'] | 'part' | null {
  if (extensions === undefined) return 'all'
  const all = extensionsIn(derOnly(extensions.content, derTag.sequence))
  if (all === null) return null
  let covers: RevocationList['covers'] | 'part' = 'all'
  for (const { type, critical, value } of all) {
    if (type === issuingPoint) covers = scopeOf(value)
    // Lists of changes (2.5.29.27) and what is not known are critical: nothing may be concluded from them.
    else if (critical) return 'part'
  }
  return covers
}

function scopeOf(value: Uint8Array): RevocationList['covers'] | 'part' {
  const fields = derList(derOnly(value, derTag.sequence)?.content ?? new Uint8Array([0]))
  if (fields === null) return 'part'
  const said = (tag: number) => fields.some((field) => field.tag === tag && field.content[0] !== 0)
  // onlySomeReasons, indirectCRL, onlyContainsAttributeCerts.
  if (said(0x83) || said(0x84) || said(0x85)) return 'part'
  if (said(0x81) && said(0x82)) return 'part'
  if (said(0x81)) return 'holders'
  return said(0x82) ? 'authorities' : 'all'
}

function extensionsIn(
  list: DerValue | null,
): { readonly type: string; readonly critical: boolean; readonly value: Uint8Array }[] | null {
  const values = list?.tag === derTag.sequence ? derList(list.content) : null
  if (values === null) return null
  const found = []
  for (const one of values) {
    const fields = one.tag === derTag.sequence ? derList(one.content, 3) : null
    const type = derObjectIdentifier(fields?.[0])
    const value = fields?.at(-1)
    if (type === null || value?.tag !== derTag.octetString) return null
    const critical = fields?.length === 3 && fields[1]?.content[0] !== 0
    found.push({ type, critical, value: value.content })
  }
  return found
}

/** One value of DER, ITU-T X.690: its tag (one byte), its content, and all its bytes. */
export interface DerValue {
  readonly tag: number
  readonly content: Uint8Array
  /** Tag and length included: what a signature is made over. */
  readonly whole: Uint8Array
}

/** Tags of the universal class, constructed where X.690 says so. */
export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const

/**
 * The value that begins at `offset`; `null` where there is none: cut short, of indefinite length, of a length not written
 * the shortest way, or of a tag of several bytes. Never throws.
 */
export function derAt(bytes: Uint8Array, offset = 0): DerValue | null {
  const tag = bytes[offset]
  const first = bytes[offset + 1]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null
  let start = offset + 2
  let length = first
  if (first >= 0x80) {
    const count = first & 0x7f
    if (count === 0 || count > 4) return null
    length = 0
    for (let at = 0; at < count; at += 1) {
      const byte = bytes[start + at]
      if (byte === undefined || (at === 0 && byte === 0)) return null
      length = length * 256 + byte
    }
    if (length < 0x80) return null
    start += count
  }
  const end = start + length
  if (end > bytes.length) return null
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(offset, end) }
}

/** The only value of these bytes; `null` when they hold another number of them. */
export function derOnly(bytes: Uint8Array, tag?: number): DerValue | null {
  const value = derAt(bytes)
  if (value === null || value.whole.length !== bytes.length) return null
  return tag === undefined || value.tag === tag ? value : null
}

/** The values that follow one another in `content`, at most `most`; `null` when one of them is not DER. */
export function derList(content: Uint8Array, most = 64): DerValue[] | null {
  const values: DerValue[] = []
  for (let offset = 0; offset < content.length; ) {
    const value = derAt(content, offset)
    if (value === null || values.length === most) return null
    values.push(value)
    offset += value.whole.length
  }
  return values
}

/** An object identifier with dots, « 1.2.250.1.71 »; `null` when it is not one. */
export function derObjectIdentifier(value: DerValue | undefined): string | null {
  if (value?.tag !== derTag.objectIdentifier || value.content.length === 0) return null
  const arcs: number[] = []
  let arc = 0
  let open = false
  for (const byte of value.content) {
    if (!open && byte === 0x80) return null
    arc = arc * 128 + (byte & 0x7f)
    if (arc > Number.MAX_SAFE_INTEGER / 128) return null
    open = byte >= 0x80
    if (open) continue
    if (arcs.length === 0) arcs.push(...(arc < 80 ? [Math.floor(arc / 40), arc % 40] : [2, arc - 80]))
    else arcs.push(arc)
    arc = 0
  }
  return open ? null : arcs.join('.')
}

const utcTime = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/
const generalizedTime = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/

/** An instant, ISO 8601 in UTC, from either form that RFC 5280, § 4.1.2.5 allows; `null` when it is neither. */
export function derInstant(value: DerValue | undefined): string | null {
  if (value === undefined) return null
  const text = Buffer.from(value.content).toString('latin1')
  if (value.tag === derTag.generalizedTime) {
    const parts = generalizedTime.exec(text)
    return parts === null ? null : instant(parts[1] ?? '', parts)
  }
  const parts = value.tag === derTag.utcTime ? utcTime.exec(text) : null
  if (parts === null) return null
  const year = parts[1] ?? ''
  return instant(`${Number(year) < 50 ? '20' : '19'}${year}`, parts)
}

function instant(year: string, [, , month, day, hour, minute, second]: readonly string[]): string | null {
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
  const time = Date.parse(text)
  // « 31 February » is read as a day of March by the language, and is no instant.
  return Number.isNaN(time) || new Date(time).toISOString() !== text ? null : text
}

/** An integer as a certificate's serial number is told: upper-case hexadecimal, without leading zeros; `null` otherwise. */
export function derSerialNumber(value: DerValue | undefined): string | null {
  if (value?.tag !== derTag.integer || value.content.length === 0) return null
  return Buffer.from(value.content)
    .toString('hex')
    .toUpperCase()
    .replace(/^(?:00)+(?=..)/, '')
}

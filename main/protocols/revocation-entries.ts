import { derAt, derTag } from './der.ts'

/** Longer serial numbers are no certificate's: RFC 5280, § 4.1.2.2 allows twenty bytes. */
export const longestSerialBytes = 20

/** `reasonCode`, 2.5.29.21, as the first bytes of the only extension of an entry, down to the value. */
const reasonHead = [0x30, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01]
/** A certificate taken back off the list: only lists of changes have it. RFC 5280, § 5.3.1. */
const removedFromList = 8

/** One entry: where its serial number is, without leading zeros, and when it was revoked, in seconds since 1970. */
export type EntryVisitor = (from: number, to: number, seconds: number) => void

/**
 * Visits what a list revokes, RFC 5280, § 5.1, `revokedCertificates`. There may be hundreds of thousands: no object is made
 * of an entry, and the time grows as the number of bytes. False when an entry is not one; some were then visited.
 */
export function eachEntry(entries: Uint8Array, visit: EntryVisitor): boolean {
  for (let at = 0; at < entries.length; ) {
    const end = entries[at] === derTag.sequence ? endAt(entries, at) : -1
    if (end < 0) return false
    const serial = contentAt(entries, at)
    const serialEnd = entries[serial] === derTag.integer ? endAt(entries, serial) : -1
    const date = serialEnd
    const dateEnd = date < 0 || date >= end ? -1 : endAt(entries, date)
    if (dateEnd < 0 || dateEnd > end) return false
    const seconds = secondsOf(entries, date, dateEnd)
    const to = serialEnd
    let from = contentAt(entries, serial)
    while (from < to - 1 && entries[from] === 0) from += 1
    if (seconds === null || from >= to || to - from > longestSerialBytes) return false
    if (dateEnd < end && (entries[dateEnd] !== derTag.sequence || endAt(entries, dateEnd) !== end)) return false
    if (!isTakenBack(entries, dateEnd, end)) visit(from, to, seconds)
    at = end
  }
  return true
}

/** Where the value at `at` ends; -1 where there is none. The short form of lengths is read without an object. */
function endAt(bytes: Uint8Array, at: number): number {
  const length = bytes[at + 1]
  if (length === undefined) return -1
  if (length >= 0x80) {
    const value = derAt(bytes, at)
    return value === null ? -1 : at + value.whole.length
  }
  const end = at + 2 + length
  return end > bytes.length ? -1 : end
}

/** Where the content of a value that {@link endAt} accepted begins. */
function contentAt(bytes: Uint8Array, at: number): number {
  const length = bytes[at + 1] ?? 0
  return length < 0x80 ? at + 2 : at + 2 + (length & 0x7f)
}

function isTakenBack(bytes: Uint8Array, from: number, end: number): boolean {
  if (end - from !== reasonHead.length + 1 || bytes[end - 1] !== removedFromList) return false
  return reasonHead.every((byte, at) => bytes[from + at] === byte)
}

const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Seconds since 1970, 0 for an earlier date, of either form that RFC 5280, § 4.1.2.5 allows; `null` when it is neither. */
function secondsOf(bytes: Uint8Array, at: number, end: number): number | null {
  const isLong = bytes[at] === derTag.generalizedTime
  if (!isLong && bytes[at] !== derTag.utcTime) return null
  if (end - at !== (isLong ? 17 : 15) || bytes[end - 1] !== 0x5a) return null
  for (let digit = at + 2; digit < end - 1; digit += 1) if (!isDigit(bytes[digit] ?? 0)) return null
  const short = two(bytes, end - 13)
  const year = isLong ? two(bytes, at + 2) * 100 + short : short + (short < 50 ? 2000 : 1900)
  const [month, day] = [two(bytes, end - 11), two(bytes, end - 9)]
  const [hour, minute, second] = [two(bytes, end - 7), two(bytes, end - 5), two(bytes, end - 3)]
  if (day < 1 || day > (longestMonths[month - 1] ?? 0) || hour > 23 || minute > 59 || second > 59) return null
  return Math.max(0, Date.UTC(year, month - 1, day, hour, minute, second) / 1000)
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

function two(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) - 0x30) * 10 + (bytes[at + 1] ?? 0) - 0x30
}

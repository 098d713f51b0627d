import type { Authority } from './certificate-trust.ts'
import { eachEntry } from './revocation-entries.ts'
import { isListOf, type RevocationList } from './revocation-list.ts'

/** What a list says of a certificate it names. */
export interface Revocation {
  /** ISO 8601 in UTC. */
  readonly at: string
}

/**
 * What a list revokes, put away in parts so that one serial number is looked for among a few thousand at most. In a part,
 * one after the other, in no order: the serial number on `serialBytes` bytes, zeros first, then the second of its
 * revocation, since 1970, on four. Written so in cabinets: another shape needs another migration.
 */
export interface RevokedSerials {
  readonly serialBytes: number
  /** By their number; the empty ones are left out. */
  readonly parts: ReadonlyMap<number, Uint8Array>
}

/** A list as certificates are judged by it: its signature was verified when it came. */
export interface KnownList extends Pick<RevocationList, 'thisUpdate' | 'nextUpdate' | 'covers'> {
  /** Who signed it. */
  readonly authority: Pick<Authority, 'subject' | 'publicKey'>
  /** What it says of a serial number, upper-case hexadecimal; `null` when it does not name it. */
  readonly revocationOf: (serialNumber: string) => Revocation | null
}

const mostParts = 256
const dateBytes = 4
const latestSecond = 0xffff_ffff

/** Puts away what a list revokes. Its time and memory grow as the list. */
export function putAway({ entries }: Pick<RevocationList, 'entries'>): RevokedSerials {
  let serialBytes = 1
  const counts = new Uint32Array(mostParts)
  eachEntry(entries, (from, to) => {
    serialBytes = Math.max(serialBytes, to - from)
    const place = placeIn(entries, from, to)
    counts[place] = (counts[place] ?? 0) + 1
  })
  const width = serialBytes + dateBytes
  const parts = Array.from(counts, (count) => Buffer.alloc(count * width))
  const written = new Uint32Array(mostParts)
  eachEntry(entries, (from, to, seconds) => {
    const place = placeIn(entries, from, to)
    const at = written[place] ?? 0
    const part = parts[place]
    written[place] = at + width
    part?.set(entries.subarray(from, to), at + serialBytes - (to - from))
    part?.writeUInt32BE(Math.min(seconds, latestSecond), at + serialBytes)
  })
  return { serialBytes, parts: new Map([...parts.entries()].filter(([, part]) => part.length > 0)) }
}

/** Number of the part where a serial number (hexadecimal) is, if it is in one. */
export function partOf(serialNumber: string): number {
  const serial = bytesOf(serialNumber)
  return placeIn(serial, 0, serial.length)
}

/** What a part says of a serial number, hexadecimal. */
export function revocationIn(part: Uint8Array, serialBytes: number, serialNumber: string): Revocation | null {
  const serial = bytesOf(serialNumber)
  const bytes = Buffer.from(part.buffer, part.byteOffset, part.length)
  if (serial.length > serialBytes) return null
  const wanted = Buffer.alloc(serialBytes)
  serial.copy(wanted, serialBytes - serial.length)
  const width = serialBytes + dateBytes
  for (let at = 0; at + width <= bytes.length; at += width) {
    if (bytes.compare(wanted, 0, serialBytes, at, at + serialBytes) !== 0) continue
    return { at: new Date(bytes.readUInt32BE(at + serialBytes) * 1000).toISOString() }
  }
  return null
}

/** A list that an authority signed, to judge by; `null` when it did not. */
export function knownList(list: RevocationList, authority: KnownList['authority']): KnownList | null {
  if (!isListOf(list, authority)) return null
  const { serialBytes, parts } = putAway(list)
  const { thisUpdate, nextUpdate, covers } = list
  const revocationOf = (serialNumber: string) => {
    const part = parts.get(partOf(serialNumber))
    return part === undefined ? null : revocationIn(part, serialBytes, serialNumber)
  }
  return { authority, thisUpdate, nextUpdate, covers, revocationOf }
}

/** Numbers that follow one another, as those of cards do, are spread (Fibonacci hashing, Knuth, 6.4). */
function placeIn(bytes: Uint8Array, from: number, to: number): number {
  let last = 0
  for (let at = Math.max(from, to - 4); at < to; at += 1) last = (last << 8) | (bytes[at] ?? 0)
  return Math.imul(last, 0x9e37_79b1) >>> 24
}

function bytesOf(serialNumber: string): Buffer {
  const even = serialNumber.length % 2 === 0 ? serialNumber : `0${serialNumber}`
  return Buffer.from(even.replace(/^(?:00)+(?=..)/, ''), 'hex')
}

import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { manifest as cabinetManifest } from '../manifest.ts'

/**
 * The layout of a `.cabsave` file, format 1. All integers are big-endian; P is the page size (4096), N the number of
 * pages of the database.
 *
 * ```
 * offset            bytes
 * 0                 P       header page: the header below, then zeros
 * P                 P·(N-1) pages 2 to N of the encrypted database, at the very place they have in `cabinet.db`
 * P·N               P       page 1 of the encrypted database
 * P·(N+1)           M       description: JSON in UTF-8 (`backupDescription`), which holds the cabinet's manifest
 * … + M             32·B    SHA-256 of each block of 1 MiB of the P·N bytes that start at offset P; the last is shorter
 * … + 32·B          32      seal: HMAC-SHA256 of the two fields above, under a key derived from the data key
 * … + 32            168     footer: the same 168 bytes as the header
 *
 * header            0    16  `CabinetOuvert\r\n\x1A`
 *                  16     4  format of the file (1)
 *                  20     4  page size P
 *                  24     8  number of pages N
 *                  32     8  length of the whole file
 *                  40     8  offset of the description
 *                  48     4  length of the description M
 *                  52     4  size of a block (1,048,576)
 *                  56    16  random identifier of this file
 *                  72    32  SHA-256 of description, block digests and seal: with it the header vouches for every byte
 *                 104    32  program that wrote the file, UTF-8, zero padded
 *                 136    32  SHA-256 of bytes 0 to 135
 * ```
 *
 * To get the database back by hand: bytes P·N to P·(N+1), then bytes P to P·N. It is a SQLCipher 4 database; its key is
 * wrapped in the cabinet's manifest, so a backup opens with the slots the cabinet had that day and with nothing else.
 *
 * Why page 1 is not in its place: while the file is being made it is, so SQLite can open and check the very bytes that
 * are kept; once checked, the header takes its place, and the file says what it is from its first byte. Header and footer
 * are equal and each carries its digest: one flipped byte anywhere leaves one of them whole, and a cut file keeps the
 * first, which is how « damaged », « cut short » and « not a backup at all » are told apart.
 *
 * Kept by every later format: the first 20 bytes, the name of the program at 104, and the digest at 136. That is what
 * lets an old program say « written by a newer one » rather than « damaged ».
 */
export const backupFormat = 1
/** How a backup's name ends. */
export const backupSuffix = '.cabsave'
/** How the name of a backup being written ends. Such a file is never listed, and the next run removes it. */
export const partialSuffix = '.cabsave.partial'
/** Bytes of a block: the grain of a digest. */
export const blockBytes = 1 << 20
/** Bytes of the header and of the footer. */
export const headerBytes = 168
/** Bytes of a SHA-256. */
export const digestBytes = 32
/** A description has a few users and figures; more than this is not one. */
const largestDescriptionBytes = 4 << 20

const magic = Buffer.from('CabinetOuvert\r\n\x1A', 'latin1')

/** What a backup says of itself: enough to choose one and to restore it, nothing about patients but their number. */
const backupDescription = z.strictObject({
  /** The cabinet's manifest at that instant, key slots included. */
  cabinet: cabinetManifest,
  /** When the copy was taken: the state of the database at that instant, whatever was written during the copy. */
  takenAt: z.iso.datetime({ precision: 3 }),
  /** The program that made the backup: « Cabinet Ouvert 0.1.0 ». */
  writtenBy: z.string().min(1).max(100),
  /** What started it. */
  reason: z.enum(['asked', 'scheduled', 'closing', 'before-migration']),
  counts: z.strictObject({ patients: z.int().min(0), users: z.int().min(0) }),
  /** A line the journal held then, at its end or close to it: the database may hold later ones. Absent before a migration. */
  journal: z
    .strictObject({ sequence: z.int().min(0), digest: z.string().length(64), lineage: z.string().max(64) })
    .optional(),
})
export type BackupDescription = z.infer<typeof backupDescription>
export type BackupReason = BackupDescription['reason']

/** The figures of the header. */
export interface BackupHeader {
  readonly format: number
  readonly pageSize: number
  readonly pageCount: number
  readonly fileBytes: number
  readonly descriptionOffset: number
  readonly descriptionBytes: number
  readonly blockBytes: number
  readonly fileId: Uint8Array
  readonly tailDigest: Uint8Array
  readonly writtenBy: string
}

/** What the first or last {@link headerBytes} bytes of a file turn out to be. */
export type ReadHeader =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  /** A whole header of a format this program does not know. */
  | { readonly kind: 'newer'; readonly writtenBy: string }
  /** Begins as one of ours, but its digest does not hold. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'foreign' }

/** The bytes of a header. */
export function writeHeader(header: BackupHeader): Buffer {
  const bytes = Buffer.alloc(headerBytes)
  magic.copy(bytes)
  bytes.writeUInt32BE(header.format, 16)
  bytes.writeUInt32BE(header.pageSize, 20)
  bytes.writeBigUInt64BE(BigInt(header.pageCount), 24)
  bytes.writeBigUInt64BE(BigInt(header.fileBytes), 32)
  bytes.writeBigUInt64BE(BigInt(header.descriptionOffset), 40)
  bytes.writeUInt32BE(header.descriptionBytes, 48)
  bytes.writeUInt32BE(header.blockBytes, 52)
  bytes.set(header.fileId, 56)
  bytes.set(header.tailDigest, 72)
  bytes.set(fittingText(header.writtenBy, 32), 104)
  sha256(bytes.subarray(0, 136)).copy(bytes, 136)
  return bytes
}

/** Reads a header from its bytes; fewer than {@link headerBytes} are `broken` if they begin as ours, else `foreign`. */
export function readHeader(bytes: Uint8Array): ReadHeader {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const begins = view.byteLength > 0 && magic.subarray(0, view.byteLength).equals(view.subarray(0, magic.byteLength))
  if (!begins) return { kind: 'foreign' }
  if (view.byteLength < headerBytes) return { kind: 'broken' }
  if (!sha256(view.subarray(0, 136)).equals(view.subarray(136, headerBytes))) return { kind: 'broken' }
  const writtenBy = view.toString('utf8', 104, 136).replace(/\0+$/u, '')
  const format = view.readUInt32BE(16)
  if (format > backupFormat) return { kind: 'newer', writtenBy }
  const header = {
    format,
    pageSize: view.readUInt32BE(20),
    pageCount: Number(view.readBigUInt64BE(24)),
    fileBytes: Number(view.readBigUInt64BE(32)),
    descriptionOffset: Number(view.readBigUInt64BE(40)),
    descriptionBytes: view.readUInt32BE(48),
    blockBytes: view.readUInt32BE(52),
    fileId: Uint8Array.from(view.subarray(56, 72)),
    tailDigest: Uint8Array.from(view.subarray(72, 104)),
    writtenBy,
  }
  return isConsistent(header) ? { kind: 'header', header } : { kind: 'broken' }
}

/** Whether the figures agree with each other: a hostile header must not make a reader seek or allocate at will. */
function isConsistent(header: BackupHeader): boolean {
  return (
    header.format === backupFormat &&
    header.blockBytes === blockBytes &&
    isPageSize(header.pageSize) &&
    header.pageCount >= 1 &&
    Number.isSafeInteger(header.fileBytes) &&
    header.descriptionBytes >= 2 &&
    header.descriptionBytes <= largestDescriptionBytes &&
    header.descriptionOffset === header.pageSize * (header.pageCount + 1) &&
    header.fileBytes === header.descriptionOffset + tailBytes(header) + headerBytes
  )
}

/** Whether SQLite knows pages of this size, and the header fits in one. */
export function isPageSize(bytes: number): boolean {
  return bytes >= 512 && bytes <= 65_536 && Number.isInteger(Math.log2(bytes))
}

/** How many blocks the database of a backup has. */
export function blockCount(header: Pick<BackupHeader, 'pageSize' | 'pageCount'>): number {
  return Math.ceil((header.pageSize * header.pageCount) / blockBytes)
}

/** Bytes between the database and the footer: description, block digests and seal. */
export function tailBytes(header: Pick<BackupHeader, 'pageSize' | 'pageCount' | 'descriptionBytes'>): number {
  return header.descriptionBytes + digestBytes * blockCount(header) + digestBytes
}

/** What stands between the database and the footer. */
export interface BackupTail {
  /** Null when the bytes are not a description this program understands. */
  readonly description: BackupDescription | null
  readonly blockDigests: Buffer
  /** What the seal is computed over. */
  readonly sealed: Buffer
  readonly seal: Buffer
}

/** The tail's bytes: description, block digests, seal. */
export function writeTail(description: BackupDescription, blockDigests: Uint8Array, dataKey: Uint8Array): Buffer {
  const sealed = Buffer.concat([descriptionBytes(description), blockDigests])
  return Buffer.concat([sealed, sealOf(sealed, dataKey)])
}

/** The bytes of a description as written in the file. */
export function descriptionBytes(description: BackupDescription): Buffer {
  return Buffer.from(JSON.stringify(backupDescription.parse(description)))
}

/** Takes a tail apart; null when its digest is not the one the header vouches for. */
export function readTail(bytes: Buffer, header: BackupHeader): BackupTail | null {
  if (bytes.byteLength !== tailBytes(header) || !sha256(bytes).equals(header.tailDigest)) return null
  const digestsAt = header.descriptionBytes
  const sealAt = bytes.byteLength - digestBytes
  return {
    description: parseDescription(bytes.subarray(0, digestsAt)),
    blockDigests: bytes.subarray(digestsAt, sealAt),
    sealed: bytes.subarray(0, sealAt),
    seal: bytes.subarray(sealAt),
  }
}

function parseDescription(bytes: Buffer): BackupDescription | null {
  try {
    const parsed = backupDescription.safeParse(JSON.parse(bytes.toString('utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** Whether the tail was written by somebody who holds the data key: description and digests are then nobody else's. */
export function sealHolds(tail: BackupTail, dataKey: Uint8Array): boolean {
  return timingSafeEqual(sealOf(tail.sealed, dataKey), tail.seal)
}

function sealOf(sealed: Uint8Array, dataKey: Uint8Array): Buffer {
  const key = Buffer.from(hkdfSync('sha256', dataKey, new Uint8Array(0), 'cabinet-ouvert cabsave seal', 32))
  try {
    return createHmac('sha256', key).update(sealed).digest()
  } finally {
    key.fill(0)
  }
}

/** SHA-256. Measured on 500 MB in blocks of 1 MiB, reading included: 0.4 s, against 0.7 for BLAKE2b and 0.8 for SHA-512. */
export function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

/** The longest beginning of a text that fits in so many bytes of UTF-8. */
function fittingText(text: string, bytes: number): Buffer {
  const whole = Buffer.from(text)
  if (whole.byteLength <= bytes) return whole
  let end = bytes
  while (end > 0 && ((whole[end] ?? 0) & 0xc0) === 0x80) end--
  return whole.subarray(0, end)
}

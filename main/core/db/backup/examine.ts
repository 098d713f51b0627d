import {
  type BackupDescription,
  type BackupHeader,
  type BackupTail,
  blockBytes,
  blockCount,
  digestBytes,
  headerBytes,
  readHeader,
  readTail,
  sha256,
  tailBytes,
} from './format.ts'
import { type OrdinaryFile, readAt } from './ordinary-file.ts'
import type { Steering, WorkProgress } from './steering.ts'

/** What a file turns out to be, without any key. */
export type Examination =
  | {
      readonly state: 'sound'
      readonly sizeBytes: number
      readonly description: BackupDescription
      readonly header: BackupHeader
      readonly tail: BackupTail
    }
  | {
      readonly state: 'damaged'
      readonly sizeBytes: number
      readonly detail: 'flipped' | 'truncated' | 'empty'
      /** Present when what the file says of itself is intact: the damage is elsewhere. */
      readonly description: BackupDescription | null
    }
  | { readonly state: 'foreign'; readonly sizeBytes: number }
  | { readonly state: 'newer'; readonly sizeBytes: number; readonly writtenBy: string }

/** `summary`: header, description and size, a few milliseconds. `every-block`: each byte against its digest. */
export type ExaminationDepth = 'summary' | 'every-block'

/** How closely to look, and what this program understands. */
export interface ExaminationTerms {
  readonly depth: ExaminationDepth
  /** The last migration this program knows: a database beyond it was written by a newer one. */
  readonly knownSchema: number
}

/**
 * Says whether a file is a backup, whole, and what it holds. Writes nothing and needs no key.
 *
 * A backup is `sound` when header, footer and description agree and, at depth `every-block`, every byte is the one
 * written. It is `newer` when it is intact and its format, its manifest or its schema is unknown here.
 */
export function examine(
  file: OrdinaryFile,
  { depth, knownSchema }: ExaminationTerms,
  steering: Steering,
  report: (progress: WorkProgress) => void,
): Examination {
  const sizeBytes = file.bytes
  const damaged = (detail: 'flipped' | 'truncated' | 'empty', description: BackupDescription | null = null) =>
    ({ state: 'damaged', sizeBytes, detail, description }) as const
  if (sizeBytes === 0) return damaged('empty')

  const first = readHeader(bytesAt(file, 0, headerBytes))
  const last = readHeader(bytesAt(file, Math.max(0, sizeBytes - headerBytes), headerBytes))
  if (first.kind === 'newer') return { state: 'newer', sizeBytes, writtenBy: first.writtenBy }
  if (first.kind !== 'header') {
    if (last.kind === 'header') return damaged('flipped', tailOf(file, last.header)?.description ?? null)
    if (last.kind === 'newer') return damaged('flipped')
    if (first.kind === 'foreign') return { state: 'foreign', sizeBytes }
    return damaged(sizeBytes < headerBytes ? 'truncated' : 'flipped')
  }

  const { header } = first
  if (sizeBytes < header.fileBytes) return damaged('truncated')
  const tail = tailOf(file, header)
  if (tail === null) return damaged('flipped')
  if (sizeBytes > header.fileBytes || !edgesHold(file, header)) return damaged('flipped', tail.description)
  if (tail.description === null) return { state: 'newer', sizeBytes, writtenBy: header.writtenBy }
  if (tail.description.cabinet.schemaVersion > knownSchema) {
    return { state: 'newer', sizeBytes, writtenBy: tail.description.writtenBy }
  }
  if (depth === 'every-block' && !blocksHold(file, header, tail, steering, report)) {
    return damaged('flipped', tail.description)
  }
  return { state: 'sound', sizeBytes, description: tail.description, header, tail }
}

/** The database of a backup as it is stored, block by block, each checked against its digest; stops at the first bad one. */
export function* checkedBlocks(file: OrdinaryFile, header: BackupHeader, tail: BackupTail): Generator<Buffer | null> {
  const bytes = header.pageSize * header.pageCount
  const buffer = Buffer.allocUnsafe(blockBytes)
  for (let block = 0; block < blockCount(header); block++) {
    const length = Math.min(blockBytes, bytes - block * blockBytes)
    const view = buffer.subarray(0, length)
    const read = readAt(file.descriptor, view, header.pageSize + block * blockBytes)
    const expected = tail.blockDigests.subarray(block * digestBytes, (block + 1) * digestBytes)
    if (read !== length || !sha256(view).equals(expected)) {
      yield null
      return
    }
    yield view
  }
}

function blocksHold(
  file: OrdinaryFile,
  header: BackupHeader,
  tail: BackupTail,
  steering: Steering,
  report: (progress: WorkProgress) => void,
): boolean {
  const total = header.pageSize * header.pageCount
  let done = 0
  for (const block of checkedBlocks(file, header, tail)) {
    if (block === null) return false
    done += block.byteLength
    report({ phase: 'rereading', done, total })
    steering.pass()
  }
  return true
}

function tailOf(file: OrdinaryFile, header: BackupHeader): BackupTail | null {
  if (header.fileBytes > file.bytes) return null
  return readTail(bytesAt(file, header.descriptionOffset, tailBytes(header)), header)
}

/** Header and footer are equal, and what fills the header's page is zero: no byte of the file is left unchecked. */
function edgesHold(file: OrdinaryFile, header: BackupHeader): boolean {
  const page = bytesAt(file, 0, header.pageSize)
  const footer = bytesAt(file, header.fileBytes - headerBytes, headerBytes)
  return page.subarray(0, headerBytes).equals(footer) && page.subarray(headerBytes).every((byte) => byte === 0)
}

function bytesAt(file: OrdinaryFile, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, Math.min(length, file.bytes - position)))
  return bytes.subarray(0, readAt(file.descriptor, bytes, position))
}

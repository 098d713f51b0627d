import { createHash } from 'node:crypto'
import { pieceBytes } from '#app/features/documents/model.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'

/** What is kept is not what was written. */
export class BlobDamaged extends Error {
  constructor() {
    super('a content does not match its digest')
    this.name = 'BlobDamaged'
  }
}

/** SHA-256 in hexadecimal. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/**
 * Keeps a content, once however often it is stored, and answers its digest. Whoever stores it writes in the same
 * transaction the row that names it: see {@link blobColumns}.
 */
export async function storeBlob(db: WriteDb, bytes: Uint8Array): Promise<string> {
  const digest = digestOf(bytes)
  if ((await findBlob(db, digest)) !== undefined) return digest
  // Not drawn: the same content always has the same. Of version 0, which no import may be called by.
  const contentId = [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `0${digest.slice(13, 16)}`,
    digest.slice(16, 20),
    digest.slice(20, 32),
  ].join('-')
  let position = 0
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    await insertPiece(db, contentId, position, bytes.subarray(at, at + pieceBytes))
    position += 1
  }
  await db.insertInto('blob').values({ digest, content_id: contentId, bytes: bytes.length, pieces: position }).execute()
  return digest
}

/** Adds a piece of a content whose digest is not known yet. */
export async function insertPiece(db: WriteDb, contentId: string, position: number, piece: Uint8Array): Promise<void> {
  await db
    .insertInto('blob_piece')
    .values({ content_id: contentId, position, piece, piece_digest: digestOf(piece) })
    .execute()
}

/**
 * Makes a content of pieces that came one by one, and answers its digest. When the cabinet has it already, the pieces
 * are dropped.
 */
export async function keepPieces(db: WriteDb, contentId: string, digest: string): Promise<void> {
  if ((await findBlob(db, digest)) !== undefined) {
    await dropPieces(db, contentId)
    return
  }
  let bytes = 0
  let pieces = 0
  for await (const piece of piecesOf(db, contentId)) {
    bytes += piece.length
    pieces += 1
  }
  await db.insertInto('blob').values({ digest, content_id: contentId, bytes, pieces }).execute()
}

/** Drops the pieces of a content that never became one. */
export async function dropPieces(db: WriteDb, contentId: string): Promise<void> {
  await db.deleteFrom('blob_piece').where('content_id', '=', contentId).execute()
}

/** What is known of a content. */
export async function findBlob(db: ReadDb, digest: string) {
  return db.selectFrom('blob').selectAll().where('digest', '=', digest).executeTakeFirst()
}

/** The pieces of a content in their order, one in memory at a time. Throws {@link BlobDamaged}. */
export async function* piecesOf(db: ReadDb, contentId: string): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; position += 1) {
    const piece = await findPiece(db, contentId, position)
    if (piece === null) return
    yield piece
  }
}

/** One piece of a content, checked; `null` when there is none at this place. Throws {@link BlobDamaged}. */
export async function findPiece(db: ReadDb, contentId: string, position: number): Promise<Uint8Array | null> {
  const row = await db
    .selectFrom('blob_piece')
    .select(['piece', 'piece_digest'])
    .where('content_id', '=', contentId)
    .where('position', '=', position)
    .executeTakeFirst()
  if (row === undefined) return null
  if (digestOf(row.piece) !== row.piece_digest) throw new BlobDamaged()
  return row.piece
}

/**
 * A content by its digest, piece by piece, checked as a whole once the last one was given. Throws {@link BlobDamaged}
 * when it is not what was stored, and for a digest of nothing: ask only for one that a row in sight names.
 */
export async function* readBlobPieces(db: ReadDb, digest: string): AsyncGenerator<Uint8Array> {
  const blob = await findBlob(db, digest)
  if (blob === undefined) throw new BlobDamaged()
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of piecesOf(db, blob.content_id)) {
    hash.update(piece)
    bytes += piece.length
    yield piece
  }
  if (bytes !== blob.bytes || hash.digest('hex') !== digest) throw new BlobDamaged()
}

/** A whole content by its digest, checked. Throws {@link BlobDamaged}. */
export async function readBlob(db: ReadDb, digest: string): Promise<Uint8Array> {
  return joined(readBlobPieces(db, digest))
}

/** Pieces put together. */
export async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  const bytes = new Uint8Array(all.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of all) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

/** A content that is in memory already, as pieces. */
export async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import { dropPieces, insertPiece } from './blobs.ts'
import type { DocumentUploadTable } from './tables.ts'

/** How long an import may stay unfinished, in ms: a line cut overnight is taken up in the morning. */
export const uploadMs = 24 * 3_600_000

/** An import of this person, or nothing: one of somebody else is not there. */
export async function findUpload(
  db: ReadDb,
  uploadId: string,
  userId: string,
): Promise<DocumentUploadTable | undefined> {
  return db
    .selectFrom('document_upload')
    .selectAll()
    .where('upload_id', '=', uploadId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/** Whether an import, or a content, has this name already: its pieces are kept under it, and would be dropped with it. */
export async function isNameTaken(db: ReadDb, uploadId: string): Promise<boolean> {
  const upload = await db
    .selectFrom('document_upload')
    .select('upload_id')
    .where('upload_id', '=', uploadId)
    .executeTakeFirst()
  const content = await db.selectFrom('blob').select('digest').where('content_id', '=', uploadId).executeTakeFirst()
  const piece = await db
    .selectFrom('blob_piece')
    .select('position')
    .where('content_id', '=', uploadId)
    .limit(1)
    .executeTakeFirst()
  return upload !== undefined || content !== undefined || piece !== undefined
}

/** How many imports a person has under way, and their bytes. */
export async function countUploads(
  db: ReadDb,
  userId: string,
): Promise<{ readonly count: number; readonly bytes: number }> {
  const row = await db
    .selectFrom('document_upload')
    .select((eb) => [eb.fn.countAll().as('count'), eb.fn.sum('bytes').as('bytes')])
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return { count: Number(row.count), bytes: Number(row.bytes ?? 0) }
}

/** Begins an import under a name that nothing has: see {@link isNameTaken}. */
export async function insertUpload(
  db: WriteDb,
  upload: Pick<DocumentUploadTable, 'upload_id' | 'user_id' | 'file_name' | 'bytes' | 'started_at'>,
): Promise<void> {
  await db
    .insertInto('document_upload')
    .values({ ...upload, received: 0, pieces: 0 })
    .execute()
}

/** Adds the next piece of an import and answers how many bytes are there. */
export async function addPiece(db: WriteDb, upload: DocumentUploadTable, piece: Uint8Array): Promise<number> {
  await insertPiece(db, upload.upload_id, upload.pieces, piece)
  const received = upload.received + piece.length
  await db
    .updateTable('document_upload')
    .set({ received, pieces: upload.pieces + 1 })
    .where('upload_id', '=', upload.upload_id)
    .execute()
  return received
}

/** Forgets an import whose pieces became a content. */
export async function endUpload(db: WriteDb, uploadId: string): Promise<void> {
  await db.deleteFrom('document_upload').where('upload_id', '=', uploadId).execute()
}

/** Forgets an import and drops its pieces. */
export async function dropUpload(db: WriteDb, uploadId: string): Promise<void> {
  await endUpload(db, uploadId)
  await dropPieces(db, uploadId)
}

/** Drops the imports nobody went on with; answers how many. */
export async function dropOldUploads(db: WriteDb, before: string): Promise<number> {
  const old = await db.selectFrom('document_upload').select('upload_id').where('started_at', '<', before).execute()
  for (const { upload_id } of old) await dropUpload(db, upload_id)
  return old.length
}

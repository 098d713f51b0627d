import {
  dropUpload as dropUploadOperation,
  importDocument,
  importEnclosure,
  sendPiece,
  startUpload,
} from '#app/features/documents/contract.ts'
import type { DocumentView } from '#app/features/documents/model.ts'
import { isWholePiece, mayBeginUpload, refusalOfSize } from '#app/features/documents/rules.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { inOnePiece, joined, keepPieces, piecesOf, readBlob, storeBlob } from './blobs.ts'
import { readWordsOf, tellContent, type ToldContent } from './content.ts'
import { makeDocument, type NewDocument } from './making.ts'
import { findDocument, findSameContent } from './repository.ts'
import { journalDocument, tellDocument } from './telling.ts'
import {
  addPiece,
  countUploads,
  dropOldUploads,
  dropUpload,
  endUpload,
  findUpload,
  insertUpload,
  isNameTaken,
  uploadMs,
} from './uploads.ts'
import { viewOf } from './views.ts'

const start = handle(startUpload, ({ uploadId, fileName, bytes }, work) => {
  const refused = refusalOfSize(bytes)
  if (refused !== null) return Promise.resolve(problem('document.refused', { reason: refused }))
  return work.write(async (db) => {
    const { userId } = work.actor
    const present = await findUpload(db, uploadId, userId)
    if (present !== undefined) {
      // Taken up again after a cut: the same file, or nothing to do with it.
      return present.bytes === bytes ? { uploadId, receivedBytes: present.received } : problem('not-found', {})
    }
    // Drawn by who sends: what somebody else sends, or what became a content, is not begun again under its name.
    if (await isNameTaken(db, uploadId)) return problem('not-found', {})
    const at = work.now()
    await dropOldUploads(db, new Date(Date.parse(at) - uploadMs).toISOString())
    if (!mayBeginUpload(await countUploads(db, userId), bytes)) return problem('document.too-many-uploads', {})
    await insertUpload(db, { upload_id: uploadId, user_id: userId, file_name: fileName, bytes, started_at: at })
    return { uploadId, receivedBytes: 0 }
  })
})

const send = handle(sendPiece, ({ uploadId, offset, piece }, work) => {
  const bytes = Buffer.from(piece, 'base64')
  return work.write(async (db) => {
    const present = await findUpload(db, uploadId, work.actor.userId)
    if (present === undefined) return problem('not-found', {})
    // A piece that came already, or before its turn: what is there is said, and the caller goes on from it.
    const isNext = offset === present.received && isWholePiece(present, bytes.length)
    if (!isNext) return { uploadId, receivedBytes: present.received }
    return { uploadId, receivedBytes: await addPiece(db, present, bytes) }
  })
})

const drop = handle(dropUploadOperation, ({ uploadId }, work) =>
  work.write(async (db) => {
    const present = await findUpload(db, uploadId, work.actor.userId)
    if (present !== undefined) await dropUpload(db, uploadId)
    return {}
  }),
)

const importOne = handle(importDocument, async ({ uploadId, patientId, fileDate }, work) => {
  const { userId } = work.actor
  const upload = await work.read((db) => findUpload(db, uploadId, userId))
  if (upload === undefined) return problem('not-found', {})
  if (upload.received < upload.bytes) return problem('document.incomplete', { receivedBytes: upload.received })
  const told = await work.read((db) => tellContent(piecesOf(db, uploadId)))
  if ('refused' in told) return problem('document.refused', { reason: told.refused })
  // Before minutes are spent on reading it; and again where it is written.
  const known = await work.read((db) => alreadyHere(db, patientId, told.digest))
  if (known !== null) return known
  const { documentReading } = work.ports
  const read = await readWordsOf(documentReading, told, () => work.read((db) => joined(piecesOf(db, uploadId))))
  return make(work, patientId, told, async (db) => {
    await keepPieces(db, uploadId, told.digest)
    await endUpload(db, uploadId)
    const isPast = fileDate !== null && fileDate <= work.today()
    return { fileName: upload.file_name, read, source: 'import', fileDate: isPast ? fileDate : null }
  })
})

const importEnclosed = handle(importEnclosure, async ({ documentId, index }, work) => {
  const mail = await work.read((db) => findDocument(db, documentId))
  if (mail === undefined || mail.kind !== 'mail') return problem('not-found', {})
  const { documentReading } = work.ports
  const enclosed = await documentReading.enclosure(await work.read((db) => readBlob(db, mail.blob_digest)), index)
  if (enclosed === null) return problem('not-found', {})
  const { fileName, bytes } = enclosed
  const told = await tellContent(inOnePiece(bytes))
  if ('refused' in told) return problem('document.refused', { reason: told.refused })
  const read = await readWordsOf(documentReading, told, async () => bytes)
  return make(work, mail.patient_id, told, async (db) => {
    await storeBlob(db, bytes)
    return { fileName, read, source: 'attachment', fileDate: mail.document_date }
  })
})

/** What answers imports. */
export const importHandlers = [start, send, drop, importOne, importEnclosed]

/** Writes a document whose content `keep` has just kept, in one transaction with it. */
async function make(
  work: Work,
  patientId: string | null,
  content: ToldContent,
  keep: (db: WriteDb) => Promise<Pick<NewDocument, 'fileName' | 'read' | 'source' | 'fileDate'>>,
): Promise<{ document: DocumentView } | Problem<'document.already-here'>> {
  const row = await work.write(async (db) => {
    const known = await alreadyHere(db, patientId, content.digest)
    if (known !== null) return known
    const kept = await keep(db)
    const made = await makeDocument(db, {
      ...kept,
      documentId: work.newId(),
      versionId: work.newId(),
      patientId,
      content,
      today: work.today(),
      at: work.now(),
      by: work.actor.userId,
    })
    journalDocument(work, made, { kind: made.kind, bytes: made.bytes, source: made.source })
    return made
  })
  if (isProblem(row)) return row
  tellDocument(work, row, [row.patient_id])
  return { document: await work.read((db) => viewOf(db, row)) }
}

async function alreadyHere(
  db: ReadDb,
  patientId: string | null,
  digest: string,
): Promise<Problem<'document.already-here'> | null> {
  const same = await findSameContent(db, patientId, digest)
  return same === undefined
    ? null
    : problem('document.already-here', { documentId: same.document_id, title: same.title })
}

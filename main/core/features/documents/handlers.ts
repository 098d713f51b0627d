import {
  countUnfiled as countUnfiledOperation,
  listUnfiled,
  moveDocument,
  openDocument,
  readDocument,
  readWords,
  removeDocument,
  restoreDocument,
  updateDocument,
} from '#app/features/documents/contract.ts'
import type { DocumentView } from '#app/features/documents/model.ts'
import { habitKey } from '#app/features/documents/rules.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { handle } from '#core/kernel/handle.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { BlobDamaged, findBlob, findPiece, readBlob } from './blobs.ts'
import { findCategory, noteHabit } from './categories.ts'
import { documentToChange } from './changing.ts'
import { readWordsOf } from './content.ts'
import { putDocumentEntry } from './entry.ts'
import {
  changeDocument,
  countUnfiled,
  type DocumentChange,
  findDocument,
  findSameContent,
  findUnfiled,
  findVersion,
} from './repository.ts'
import type { DocumentTable } from './tables.ts'
import { journalDocument, tellDocument } from './telling.ts'
import { linesOf, viewOf } from './views.ts'

const list = handle(listUnfiled, (page, work) =>
  work.read(async (db) => {
    const { rows, total } = await findUnfiled(db, page)
    return { documents: await linesOf(db, rows), total }
  }),
)

const counts = handle(countUnfiledOperation, async (_input, work) => ({ unfiled: await work.read(countUnfiled) }))

const open = handle(openDocument, async ({ documentId }, work) => {
  const row = await work.read((db) => findDocument(db, documentId))
  if (row === undefined) return problem('not-found', {})
  journalDocument(work, row)
  return { document: await work.read((db) => viewOf(db, row)) }
})

const read = handle(readDocument, ({ documentId, number, position }, work) =>
  work.read(async (db) => {
    const row = await findDocument(db, documentId)
    if (row !== undefined && !mayTakeContent(work, row)) return problem('forbidden', {})
    const version = row === undefined ? undefined : await findVersion(db, documentId, number ?? row.number)
    if (version === undefined) return problem('not-found', {})
    const blob = await findBlob(db, version.blob_digest)
    if (blob === undefined) return problem('document.damaged', {})
    if (position >= blob.pieces) return problem('not-found', {})
    const piece = await orDamaged(() => findPiece(db, blob.content_id, position))
    if (piece === null || isProblem(piece)) return problem('document.damaged', {})
    return {
      piece: Buffer.from(piece).toString('base64'),
      bytes: blob.bytes,
      pieces: blob.pieces,
      digest: blob.digest,
    }
  }),
)

/** Characters of a text that a screen is sent: what nobody reads to the end is saved to the disk. */
const longestShown = 400_000

const words = handle(readWords, async ({ documentId }, work) => {
  const row = await work.read((db) => findDocument(db, documentId))
  if (row === undefined) return problem('not-found', {})
  const { documentReading } = work.ports
  const content = () => work.read((db) => readBlob(db, row.blob_digest))
  const read = await orDamaged(() => readWordsOf(documentReading, row, content))
  if (isProblem(read)) return read
  const { text, html, mail } = read
  if (text === '' && html === null && mail === null) return problem('document.not-readable', {})
  return {
    words: {
      text: text.slice(0, longestShown),
      html: html === null ? null : html.slice(0, longestShown),
      mail: mail === null ? null : { ...mail, enclosures: [...mail.enclosures] },
      isCut: text.length > longestShown || (html?.length ?? 0) > longestShown,
    },
  }
})

const update = handle(updateDocument, async ({ documentId, expectedVersion, fields }, work) => {
  const { title, categoryId, documentDate, sender } = fields
  const category = categoryId === null ? null : await work.read((db) => findCategory(db, categoryId))
  if (category === undefined) return problem('not-found', {})
  return change(work, { documentId, expectedVersion }, async (db, row) => {
    if (categoryId !== null && categoryId !== row.category_id) {
      await noteHabit(db, habitKey(row.file_name), categoryId, work.now())
    }
    return { title, category_id: categoryId, document_date: documentDate, sender }
  })
})

const move = handle(moveDocument, async ({ documentId, expectedVersion, patientId }, work) => {
  const row = await work.read((db) => findDocument(db, documentId))
  // The whole record of one patient has no place in another’s, and none where everybody looks.
  if (row?.source === 'export' && row.patient_id !== patientId) return problem('forbidden', {})
  const same =
    row === undefined || row.patient_id === patientId
      ? undefined
      : await work.read((db) => findSameContent(db, patientId, row.blob_digest))
  if (same !== undefined) return problem('document.already-here', { documentId: same.document_id, title: same.title })
  return change(work, { documentId, expectedVersion }, async () => ({ patient_id: patientId }))
})

const remove = handle(removeDocument, async (wanted, work) => {
  const removed = await change(work, wanted, async () => ({ removed_at: work.now(), removed_by: work.actor.userId }))
  return isProblem(removed) ? removed : { version: removed.document.version }
})

const restore = handle(restoreDocument, (wanted, work) =>
  change(work, { ...wanted, removed: true }, async () => ({ removed_at: null, removed_by: null })),
)

/** What answers about documents that are there. */
export const documentHandlers = [list, counts, open, read, words, update, move, remove, restore]

/** An export holds what was noted in a record: who reads documents and not records does not open it. */
function mayTakeContent(work: Work, row: DocumentTable): boolean {
  return row.source !== 'export' || work.actor.permissions.includes('record.read')
}

async function change(
  work: Work,
  wanted: { readonly documentId: string; readonly expectedVersion: number; readonly removed?: boolean },
  decide: (db: WriteDb, row: DocumentTable) => Promise<DocumentChange>,
): Promise<{ document: DocumentView } | Problem<'edit.conflict' | 'not-found'>> {
  const changed = await work.write(async (db) => {
    const before = await documentToChange(db, wanted)
    if (isProblem(before)) return before
    const decided = await decide(db, before)
    const after = await changeDocument(db, before, decided, { at: work.now(), by: work.actor.userId })
    await putDocumentEntry(db, after)
    const from = after.patient_id === before.patient_id ? {} : { from: before.patient_id ?? 'unfiled' }
    journalDocument(work, after, { ...from, fields: Object.keys(decided) })
    return { before, after }
  })
  if (isProblem(changed)) return changed
  tellDocument(work, changed.after, [changed.before.patient_id, changed.after.patient_id])
  return { document: await work.read((db) => viewOf(db, changed.after)) }
}

/** What is read, or the refusal of a content that is not what was written. */
async function orDamaged<T>(reading: () => Promise<T>): Promise<T | Problem<'document.damaged'>> {
  try {
    return await reading()
  } catch (error) {
    if (error instanceof BlobDamaged) return problem('document.damaged', {})
    throw error
  }
}

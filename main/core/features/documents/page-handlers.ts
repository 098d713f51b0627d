import { arrangePages, extractPages, turnImage, useFormerVersion } from '#app/features/documents/contract.ts'
import type { ArrangedPage, DocumentView } from '#app/features/documents/model.ts'
import { isArrangement, pagesLeft, shownAsOf } from '#app/features/documents/rules.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { ArrangingRefused, type DocumentReading } from '#core/ports/document-reading.ts'
import { handle } from '#core/kernel/handle.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { digestOf, readBlob, storeBlob } from './blobs.ts'
import { documentToChange } from './changing.ts'
import { readWordsOf } from './content.ts'
import { putDocumentEntry } from './entry.ts'
import { makeDocument } from './making.ts'
import { findSameContent, findVersion, giveContent, type NewContent } from './repository.ts'
import type { DocumentTable } from './tables.ts'
import { journalDocument, tellDocument } from './telling.ts'
import { viewOf } from './views.ts'

type Edited = { readonly documentId: string; readonly expectedVersion: number }
type NotArrangeable = Problem<'document.not-arrangeable'>

/** Beyond, taking a PDF apart costs more memory than it is worth. */
const largestArranged = 60 * 1024 * 1024

const turn = handle(turnImage, async ({ turn: wanted, ...edited }, work) => {
  const row = await work.read((db) => documentToChange(db, edited))
  if (isProblem(row)) return row
  if (shownAsOf(row.kind) !== 'image') return problem('document.not-arrangeable', { reason: 'kind' })
  const { blob_digest, bytes, pages } = row
  return replaceContent(work, edited, { blob_digest, bytes, pages, turn: wanted, reason: 'turned' })
})

const arrange = handle(arrangePages, async ({ pages, ...edited }, work) => {
  const arranged = await arrangedFrom(work, edited, pages)
  return isProblem(arranged) ? arranged : replaceContent(work, edited, arranged)
})

const useVersion = handle(useFormerVersion, async ({ number, ...edited }, work) => {
  const row = await work.read((db) => documentToChange(db, edited))
  if (isProblem(row)) return row
  const former = await work.read((db) => findVersion(db, row.document_id, number))
  if (former === undefined) return problem('not-found', {})
  // Pages of a former content have their own words.
  const { blob_digest, bytes, pages, turn: formerTurn } = former
  const content = () => work.read((db) => readBlob(db, blob_digest))
  const { text: words } = await readWordsOf(work.ports.documentReading, { kind: row.kind, bytes }, content)
  return replaceContent(work, edited, { blob_digest, bytes, pages, turn: formerTurn, reason: 'former', words })
})

const extract = handle(extractPages, async ({ pages, title, takeOut, ...edited }, work) => {
  const taken = await arrangedFrom(
    work,
    edited,
    pages.map((from) => ({ from, turn: 0 })),
  )
  if (isProblem(taken)) return taken
  const present = await work.read((db) => documentToChange(db, edited))
  if (isProblem(present)) return present
  const left = takeOut ? pagesLeft(pages, present.pages ?? 0) : []
  if (left === null) return problem('document.not-arrangeable', { reason: 'pages' })
  const rest = takeOut ? await arrangedFrom(work, edited, left) : null
  if (isProblem(rest)) return rest
  const written = await work.write(async (db) => {
    const row = await documentToChange(db, edited)
    if (isProblem(row)) return row
    const same = await findSameContent(db, row.patient_id, taken.blob_digest)
    if (same !== undefined) {
      return problem('document.already-here', { documentId: same.document_id, title: same.title })
    }
    await storeBlob(db, taken.content)
    const stamp = { at: work.now(), by: work.actor.userId }
    const extracted = await makeDocument(db, {
      documentId: work.newId(),
      versionId: work.newId(),
      patientId: row.patient_id,
      fileName: row.file_name,
      content: { kind: 'pdf', digest: taken.blob_digest, bytes: taken.bytes },
      read: { text: taken.words, html: null, mail: null, pages: taken.pages },
      source: 'extract',
      fileDate: row.document_date,
      today: row.document_date,
      title,
      categoryId: row.category_id,
      ...stamp,
    })
    const after = rest === null ? row : await writeContent(work, db, row, rest)
    journalDocument(work, after, { extracted: extracted.document_id, pages: pages.length })
    return { after, extracted }
  })
  if (isProblem(written)) return written
  tellDocument(work, written.after, [written.after.patient_id])
  return work.read(async (db) => ({
    document: await viewOf(db, written.after),
    extracted: await viewOf(db, written.extracted),
  }))
})

/** What answers about the pages of documents. */
export const pageHandlers = [turn, arrange, useVersion, extract]

/** Another content for a document, with the bytes of those that are new. */
interface Content extends Omit<NewContent, 'versionId'> {
  readonly content?: Uint8Array
}

interface ArrangedContent extends Content {
  readonly content: Uint8Array
  readonly words: string
}

/** Writes what was read and made before the transaction, which waits for nothing outside; the version must still be the same. */
async function replaceContent(
  work: Work,
  edited: Edited,
  content: Content,
): Promise<{ document: DocumentView } | Problem<'edit.conflict' | 'not-found'>> {
  const after = await work.write(async (db) => {
    const row = await documentToChange(db, edited)
    if (isProblem(row)) return row
    const written = await writeContent(work, db, row, content)
    journalDocument(work, written, { reason: content.reason, number: written.number })
    return written
  })
  if (isProblem(after)) return after
  tellDocument(work, after, [after.patient_id])
  return { document: await work.read((db) => viewOf(db, after)) }
}

async function writeContent(
  work: Work,
  db: Parameters<typeof giveContent>[0],
  row: DocumentTable,
  { content, ...columns }: Content,
): Promise<DocumentTable> {
  if (content !== undefined) await storeBlob(db, content)
  const stamp = { at: work.now(), by: work.actor.userId }
  const after = await giveContent(db, row, { ...columns, versionId: work.newId() }, stamp)
  await putDocumentEntry(db, after)
  return after
}

async function arrangedFrom(
  work: Work,
  edited: Edited,
  pages: readonly ArrangedPage[],
): Promise<ArrangedContent | NotArrangeable | Problem<'edit.conflict' | 'not-found'>> {
  const row = await work.read((db) => documentToChange(db, edited))
  if (isProblem(row)) return row
  if (row.kind !== 'pdf') return problem('document.not-arrangeable', { reason: 'kind' })
  if (row.bytes > largestArranged) return problem('document.not-arrangeable', { reason: 'too-large' })
  if (row.pages !== null && !isArrangement(pages, row.pages)) {
    return problem('document.not-arrangeable', { reason: 'pages' })
  }
  const { documentReading } = work.ports
  const content = await arrangeWith(documentReading, await work.read((db) => readBlob(db, row.blob_digest)), pages)
  if (isProblem(content)) return content
  const { text } = await documentReading.read('pdf', content)
  return {
    content,
    blob_digest: digestOf(content),
    bytes: content.length,
    pages: pages.length,
    turn: 0,
    reason: 'arranged',
    words: text,
  }
}

async function arrangeWith(
  reading: DocumentReading,
  bytes: Uint8Array,
  pages: readonly ArrangedPage[],
): Promise<Uint8Array | NotArrangeable> {
  try {
    return await reading.arrange(bytes, pages)
  } catch (error) {
    if (error instanceof ArrangingRefused) return problem('document.not-arrangeable', { reason: error.reason })
    throw error
  }
}

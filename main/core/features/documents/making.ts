import type { DocumentSource } from '#app/features/documents/model.ts'
import { cleanFileName, dayNamedIn, habitKey, suggestCategory, titleFromName } from '#app/features/documents/rules.ts'
import type { ReadContent } from '#core/ports/document-reading.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import { findCategories, findHabit } from './categories.ts'
import type { ToldContent } from './content.ts'
import { putDocumentEntry } from './entry.ts'
import { insertDocument } from './repository.ts'
import type { DocumentTable } from './tables.ts'

/** A content about to become a document, kept already. */
export interface NewDocument {
  readonly documentId: string
  readonly versionId: string
  readonly patientId: string | null
  /** As it came: a path, a name of any kind. */
  readonly fileName: string
  readonly content: ToldContent
  readonly read: ReadContent
  readonly source: DocumentSource
  /** The file's own day, when it is known. */
  readonly fileDate: string | null
  readonly today: string
  readonly at: string
  readonly by: string | null
  /** Said rather than guessed. */
  readonly title?: string
  readonly categoryId?: string | null
}

/**
 * Makes a document, guessing what nobody said: title and day from the name, else from the message or the file; category
 * from what was chosen for files named alike, else from the words of the name, then of the text.
 */
export async function makeDocument(db: WriteDb, made: NewDocument): Promise<DocumentTable> {
  const { content, read, today } = made
  const fileName = cleanFileName(made.fileName, content.kind)
  const subject = read.mail?.subject ?? ''
  const row = await insertDocument(
    db,
    {
      document_id: made.documentId,
      patient_id: made.patientId,
      title: made.title ?? (subject === '' ? titleFromName(fileName) : subject.slice(0, 160)),
      category_id: made.categoryId === undefined ? await guessCategory(db, fileName, read.text) : made.categoryId,
      document_date: dayNamedIn(fileName, today) ?? dayOf(read.mail?.date, today) ?? made.fileDate ?? today,
      sender: nameOfSender(read.mail?.from ?? ''),
      kind: content.kind,
      file_name: fileName,
      source: made.source,
      blob_digest: content.digest,
      bytes: content.bytes,
      pages: read.pages,
      turn: 0,
      imported_at: made.at,
      imported_by: made.by,
      updated_at: made.at,
      updated_by: made.by,
    },
    { versionId: made.versionId, words: read.text },
  )
  await putDocumentEntry(db, row)
  return row
}

async function guessCategory(db: ReadDb, fileName: string, text: string): Promise<string | null> {
  const habit = await findHabit(db, habitKey(fileName))
  if (habit !== null) return habit
  return suggestCategory(fileName.replaceAll('_', ' '), text, await findCategories(db))?.categoryId ?? null
}

/** « Labo de l’Estuaire », of « Labo de l’Estuaire <labo@…> »; the address alone when it has no name. */
function nameOfSender(from: string): string {
  const name = from.replace(/\s*<[^<>]*>$/u, '').trim()
  return (name === '' ? from : name).slice(0, 120)
}

function dayOf(date: string | undefined, today: string): string | null {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(date ?? '')?.[0]
  return day === undefined || day > today ? null : day
}

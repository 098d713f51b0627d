import { documentKinds } from '#app/text/fr/documents.ts'
import { findPerson } from '#core/features/people/index.ts'
import { putEntry, removeEntry } from '#core/features/record/index.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import { findWords } from './repository.ts'
import type { DocumentTable } from './tables.ts'

/** Writes the line of a document in « Historique », or takes it out: removed, or in no record. */
export async function putDocumentEntry(db: WriteDb, row: DocumentTable): Promise<void> {
  if (row.patient_id === null || row.removed_at !== null) {
    await removeEntry(db, row.document_id)
    return
  }
  await putEntry(db, {
    entryId: row.document_id,
    patientId: row.patient_id,
    kind: 'document',
    categoryId: row.category_id,
    occurredAt: occurredAt(row),
    title: row.title,
    detail: detailOf(row),
    authorId: row.imported_by,
    authorName: row.sender === '' ? await initialsOf(db, row.imported_by) : row.sender,
    marks: row.sender === '' ? {} : { received: true },
    text: `${row.file_name}\n${row.sender}\n${await findWords(db, row.document_id)}`,
  })
}

/** The day of the document; the instant of its import when that is the same day, so that it stands among what was done. */
function occurredAt({ document_date, imported_at }: DocumentTable): string {
  return imported_at.startsWith(document_date) ? imported_at : `${document_date}T12:00:00.000Z`
}

function detailOf({ kind, pages }: DocumentTable): string {
  const said = documentKinds[kind]
  if (pages === null || pages < 2) return said
  return `${said} · ${pages} pages`
}

async function initialsOf(db: ReadDb, userId: string | null): Promise<string> {
  const person = userId === null ? undefined : await findPerson(db, userId)
  if (person === undefined) return ''
  return [person.first_name, person.last_name]
    .flatMap((name) => name.split(/[\s-]+/u))
    .map((part) => part.charAt(0).toLocaleUpperCase('fr'))
    .join('')
}

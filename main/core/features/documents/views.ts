import type { DocumentLine, DocumentView } from '#app/features/documents/model.ts'
import { shownAsOf } from '#app/features/documents/rules.ts'
import { findPerson, shortNameOf } from '#core/features/people/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { findVersions } from './repository.ts'
import type { DocumentTable } from './tables.ts'

/** Documents as lists show them. */
export async function linesOf(db: ReadDb, rows: readonly DocumentTable[]): Promise<DocumentLine[]> {
  const nameOf = await namesOf(
    db,
    rows.map((row) => row.imported_by),
  )
  return rows.map((row) => lineOf(row, nameOf))
}

/** A document with its versions. */
export async function viewOf(db: ReadDb, row: DocumentTable): Promise<DocumentView> {
  const versions = await findVersions(db, row.document_id)
  const nameOf = await namesOf(db, [row.imported_by, row.updated_by, ...versions.map((version) => version.made_by)])
  return {
    ...lineOf(row, nameOf),
    shownAs: shownAsOf(row.kind),
    number: row.number,
    turn: row.turn,
    versions: versions.map((version) => ({
      number: version.number,
      reason: version.reason,
      bytes: version.bytes,
      pages: version.pages,
      madeAt: version.made_at,
      madeBy: nameOf(version.made_by),
    })),
    updatedAt: row.updated_at,
    updatedBy: nameOf(row.updated_by),
    removed: row.removed_at !== null,
  }
}

function lineOf(row: DocumentTable, nameOf: (userId: string | null) => string): DocumentLine {
  return {
    documentId: row.document_id,
    patientId: row.patient_id,
    fields: {
      title: row.title,
      categoryId: row.category_id,
      documentDate: row.document_date,
      sender: row.sender,
    },
    kind: row.kind,
    fileName: row.file_name,
    bytes: row.bytes,
    pages: row.pages,
    source: row.source,
    importedAt: row.imported_at,
    importedBy: nameOf(row.imported_by),
    version: row.version,
  }
}

async function namesOf(db: ReadDb, userIds: readonly (string | null)[]): Promise<(userId: string | null) => string> {
  const names = new Map<string, string>()
  for (const userId of new Set(userIds.filter((one) => one !== null))) {
    const person = await findPerson(db, userId)
    names.set(userId, person === undefined ? '' : shortNameOf(person))
  }
  return (userId) => (userId === null ? '' : (names.get(userId) ?? ''))
}

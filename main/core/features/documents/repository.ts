import type { SelectQueryBuilder } from 'kysely'
import type { CabinetTables, ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { DocumentTable, DocumentVersionTable } from './tables.ts'

/** Who writes, and when; `by: null` for the core itself. */
export interface Stamp {
  readonly at: string
  readonly by: string | null
}

/** A document in sight, removed ones too; or nothing. */
export async function findDocument(db: ReadDb, documentId: string): Promise<DocumentTable | undefined> {
  return db.selectFrom('document').selectAll().where('document_id', '=', documentId).executeTakeFirst()
}

/** The same content where a document would go: in that record, or among those to be filed. Removed ones do not count. */
export async function findSameContent(
  db: ReadDb,
  patientId: string | null,
  digest: string,
): Promise<DocumentTable | undefined> {
  return db
    .selectFrom('document')
    .selectAll()
    .where('blob_digest', '=', digest)
    .where('patient_id', patientId === null ? 'is' : '=', patientId as never)
    .where('removed_at', 'is', null)
    .orderBy('imported_at')
    .limit(1)
    .executeTakeFirst()
}

/** Whether a scanned file is a document already, filed or not: the move of its original was cut. */
export async function isScannedAlready(db: ReadDb, digest: string, fileName: string): Promise<boolean> {
  const row = await db
    .selectFrom('document')
    .select('document_id')
    .where('blob_digest', '=', digest)
    .where('file_name', '=', fileName)
    .where('source', '=', 'scan')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Documents in no record, the oldest first. */
export async function findUnfiled(
  db: ReadDb,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: readonly DocumentTable[]; readonly total: number }> {
  const rows = await unfiled(db)
    .selectAll()
    .orderBy('imported_at')
    .orderBy('document_id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return { rows, total: await countUnfiled(db) }
}

/** How many documents are in no record. */
export async function countUnfiled(db: ReadDb): Promise<number> {
  const { total } = await unfiled(db)
    .select((eb) => eb.fn.countAll().as('total'))
    .executeTakeFirstOrThrow()
  return Number(total)
}

function unfiled(db: ReadDb): SelectQueryBuilder<CabinetTables, 'document', object> {
  return db.selectFrom('document').where('patient_id', 'is', null).where('removed_at', 'is', null)
}

/** Writes documents as they are given, with a first version each; their contents must be there. For whole cabinets too. */
export async function insertDocument(
  db: WriteDb,
  document: Omit<DocumentTable, 'number' | 'version' | 'removed_at' | 'removed_by'>,
  given: { readonly versionId: string; readonly words: string },
): Promise<DocumentTable> {
  const row: DocumentTable = { ...document, number: 1, version: 1, removed_at: null, removed_by: null }
  await db.insertInto('document').values(row).execute()
  await insertVersion(db, row, {
    versionId: given.versionId,
    reason: 'imported',
    at: row.imported_at,
    by: row.imported_by,
  })
  await db
    .insertInto('document_words')
    .values({ document_id: row.document_id, patient_id: row.patient_id, words: given.words })
    .execute()
  return row
}

async function insertVersion(
  db: WriteDb,
  row: DocumentTable,
  made: Stamp & { readonly versionId: string; readonly reason: DocumentVersionTable['reason'] },
): Promise<void> {
  await db
    .insertInto('document_version')
    .values({
      document_version_id: made.versionId,
      document_id: row.document_id,
      patient_id: row.patient_id,
      number: row.number,
      blob_digest: row.blob_digest,
      bytes: row.bytes,
      pages: row.pages,
      turn: row.turn,
      reason: made.reason,
      made_at: made.at,
      made_by: made.by,
    })
    .execute()
}

/** What may change of a document that is there; a new patient takes its versions and words with it. */
export type DocumentChange = Partial<
  Pick<DocumentTable, 'patient_id' | 'title' | 'category_id' | 'document_date' | 'sender' | 'removed_at' | 'removed_by'>
>

/** Writes over the version that was read; answers the row as it is now. */
export async function changeDocument(
  db: WriteDb,
  present: DocumentTable,
  change: DocumentChange,
  stamp: Stamp,
): Promise<DocumentTable> {
  const written = { ...change, updated_at: stamp.at, updated_by: stamp.by, version: present.version + 1 }
  await db.updateTable('document').set(written).where('document_id', '=', present.document_id).execute()
  if (change.patient_id !== undefined) {
    const { patient_id } = change
    await db
      .updateTable('document_version')
      .set({ patient_id })
      .where('document_id', '=', present.document_id)
      .execute()
    await db.updateTable('document_words').set({ patient_id }).where('document_id', '=', present.document_id).execute()
  }
  return { ...present, ...written }
}

/** A content that takes the place of the present one. */
export interface NewContent extends Pick<DocumentTable, 'blob_digest' | 'bytes' | 'pages' | 'turn'> {
  readonly reason: DocumentVersionTable['reason']
  readonly versionId: string
  /** Words found in it; absent when they are the same. */
  readonly words?: string
}

/** Shows another content, in a version of its own after the last one. */
export async function giveContent(
  db: WriteDb,
  present: DocumentTable,
  content: NewContent,
  stamp: Stamp,
): Promise<DocumentTable> {
  const { reason, versionId, words, ...columns } = content
  const { last } = await db
    .selectFrom('document_version')
    .select((eb) => eb.fn.max('number').as('last'))
    .where('document_id', '=', present.document_id)
    .executeTakeFirstOrThrow()
  const written = {
    ...columns,
    number: Number(last) + 1,
    updated_at: stamp.at,
    updated_by: stamp.by,
    version: present.version + 1,
  }
  await db.updateTable('document').set(written).where('document_id', '=', present.document_id).execute()
  const row = { ...present, ...written }
  await insertVersion(db, row, { ...stamp, versionId, reason })
  if (words !== undefined) {
    await db.updateTable('document_words').set({ words }).where('document_id', '=', present.document_id).execute()
  }
  return row
}

/** Every version of a document in sight, the last first. */
export async function findVersions(db: ReadDb, documentId: string): Promise<readonly DocumentVersionTable[]> {
  return db
    .selectFrom('document_version')
    .selectAll()
    .where('document_id', '=', documentId)
    .orderBy('number', 'desc')
    .execute()
}

/** One version of a document in sight. */
export async function findVersion(
  db: ReadDb,
  documentId: string,
  number: number,
): Promise<DocumentVersionTable | undefined> {
  return db
    .selectFrom('document_version')
    .selectAll()
    .where('document_id', '=', documentId)
    .where('number', '=', number)
    .executeTakeFirst()
}

/** The words found in a document in sight. */
export async function findWords(db: ReadDb, documentId: string): Promise<string> {
  const row = await db
    .selectFrom('document_words')
    .select('words')
    .where('document_id', '=', documentId)
    .executeTakeFirst()
  return row?.words ?? ''
}

import { noteContent, type NoteContent, type NoteRevision, type NoteView } from '#app/features/notes/model.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { NoteRevisionTable, NoteTable } from './tables.ts'

/** A note with the state it is in. */
export interface NoteRow extends NoteTable {
  readonly content: string
  readonly revised_at: string
  readonly revised_by: string
}

/** The most revisions shown of one note. */
const mostRevisions = 200

/** A note in sight, removed ones too; or nothing. */
export async function findNote(db: ReadDb, noteId: string): Promise<NoteRow | undefined> {
  return db
    .selectFrom('note')
    .innerJoin('note_revision', 'note_revision.revision_id', 'note.revision_id')
    .selectAll('note')
    .select(['note_revision.content', 'note_revision.at as revised_at', 'note_revision.author_name as revised_by'])
    .where('note.note_id', '=', noteId)
    .executeTakeFirst()
}

/** Every state of a note in sight, the last one first. */
export async function findRevisions(db: ReadDb, noteId: string): Promise<NoteRevision[]> {
  const rows = await db
    .selectFrom('note_revision')
    .selectAll()
    .where('note_id', '=', noteId)
    .orderBy('revision', 'desc')
    .limit(mostRevisions)
    .execute()
  return rows.map((row) => ({
    revision: row.revision,
    content: contentOf(row),
    reason: row.reason,
    authorId: row.author_id,
    authorName: row.author_name,
    at: row.at,
  }))
}

/** Writes a state of a note; the note itself follows, since it points at it. */
export async function insertRevision(db: WriteDb, revision: NoteRevisionTable): Promise<void> {
  await db.insertInto('note_revision').values(revision).execute()
}

/** Writes a note whose revision is there. */
export async function insertNote(db: WriteDb, note: NoteTable): Promise<void> {
  await db.insertInto('note').values(note).execute()
}

/** What may change of a signed note. */
export type NoteChange = Partial<
  Pick<NoteTable, 'revision_id' | 'revision' | 'occurred_at' | 'removed_at' | 'removed_by'>
>

/** Writes over the version that was read; answers the version it has now. */
export async function changeNote(db: WriteDb, present: NoteTable, change: NoteChange): Promise<number> {
  const version = present.version + 1
  await db
    .updateTable('note')
    .set({ ...change, version })
    .where('note_id', '=', present.note_id)
    .execute()
  return version
}

/** What a revision says. */
export function contentOf(row: Pick<NoteRevisionTable, 'content'>): NoteContent {
  return noteContent.parse(JSON.parse(row.content))
}

/** A note as the screens show it. */
export function viewOf(row: NoteRow): NoteView {
  return {
    noteId: row.note_id,
    patientId: row.patient_id,
    content: contentOf(row),
    authorId: row.author_id,
    authorName: row.author_name,
    signedAt: row.signed_at,
    revision: row.revision,
    revisedAt: row.revised_at,
    revisedBy: row.revised_by,
    version: row.version,
  }
}

/** Every name a patient in sight is known by. */
export async function namesOf(db: ReadDb, patientId: string): Promise<readonly string[]> {
  const row = await db
    .selectFrom('patient')
    .select(['birth_name', 'used_name', 'used_first_name', 'first_birth_first_name', 'birth_first_names'])
    .where('patient_id', '=', patientId)
    .executeTakeFirst()
  return row === undefined ? [] : Object.values(row).filter((name) => typeof name === 'string')
}

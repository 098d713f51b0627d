import type { DraftPlace, DraftView } from '#app/features/drafts/model.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { DraftTable } from './tables.ts'

/** One user's draft for one place, or `null`. */
export async function findDraft(db: ReadDb, userId: string, place: DraftPlace): Promise<DraftView | null> {
  const row = await db
    .selectFrom('draft')
    .selectAll()
    .where('user_id', '=', userId)
    .where('form', '=', place.form)
    .where('subject_id', place.subjectId === null ? 'is' : '=', place.subjectId)
    .executeTakeFirst()
  return row === undefined ? null : viewOf(row)
}

/** A user's drafts, the last written first. */
export async function listDrafts(db: ReadDb, userId: string) {
  const rows = await db
    .selectFrom('draft')
    .select(['form', 'subject_id', 'patient_id', 'saved_at'])
    .where('user_id', '=', userId)
    .orderBy('saved_at', 'desc')
    .execute()
  return rows.map((row) => ({
    place: { form: row.form, subjectId: row.subject_id },
    savedAt: row.saved_at,
    subjectId: row.subject_id,
    patientId: row.patient_id,
  }))
}

/**
 * Keeps a draft in the place of the former one, whichever patient that was about. `db` sees every patient. Says whether
 * the list of drafts changes by it: not when the same text goes on.
 */
export async function saveDraft(db: WriteDb, draft: DraftTable): Promise<{ readonly isNew: boolean }> {
  const place = { form: draft.form, subjectId: draft.subject_id }
  // Removed and written again: a draft has no version.
  const [former] = await discardDraft(db, draft.user_id, place)
  await db.insertInto('draft').values(draft).execute()
  return { isNew: former === undefined || former.patient_id !== draft.patient_id }
}

/** Drops a draft; nothing happens when there is none. Says whom it was about. */
export function discardDraft(
  db: WriteDb,
  userId: string,
  place: DraftPlace,
): Promise<readonly Pick<DraftTable, 'patient_id'>[]> {
  return db
    .deleteFrom('draft')
    .where('user_id', '=', userId)
    .where('form', '=', place.form)
    .where('subject_id', place.subjectId === null ? 'is' : '=', place.subjectId)
    .returning('patient_id')
    .execute()
}

/** The patient of an entry of « Historique » in sight; nothing when there is none. */
export async function patientOfEntry(db: ReadDb, entryId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('record_entry')
    .select('patient_id')
    .where('entry_id', '=', entryId)
    .executeTakeFirst()
  return row?.patient_id
}

function viewOf(row: DraftTable): DraftView {
  return {
    place: { form: row.form, subjectId: row.subject_id },
    fields: JSON.parse(row.fields) as DraftView['fields'],
    basedOnVersion: row.based_on_version,
    savedAt: row.saved_at,
  }
}

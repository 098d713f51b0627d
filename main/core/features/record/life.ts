import { z } from 'zod'
import { entryKind, entryMarks } from '#app/features/record/model.ts'
import { searchMarksOfPatient } from '#core/features/access/index.ts'
import type { ArchivedRow, PatientLife, ReadDb, WriteDb } from '#core/kernel/tables.ts'
import { forgetWords, knownWords } from './known-words.ts'
import { indexWords, insertEntry, type RecordEntry, wordsOf } from './repository.ts'

/** The lines of a record with their texts, oldest first. */
export async function entriesOf(db: ReadDb, patientId: string): Promise<readonly (RecordEntry & { place: number })[]> {
  const rows = await db
    .selectFrom('record_entry')
    .innerJoin('record_entry_text', 'record_entry_text.place', 'record_entry.place')
    .selectAll('record_entry')
    .select('record_entry_text.text')
    .where('record_entry.patient_id', '=', patientId)
    .orderBy('record_entry.place')
    .execute()
  return rows.map((row) => ({
    place: Number(row.place),
    entryId: row.entry_id,
    patientId: row.patient_id,
    kind: row.kind,
    categoryId: row.category_id,
    occurredAt: row.occurred_at,
    title: row.title,
    detail: row.detail,
    authorId: row.author_id,
    authorName: row.author_name,
    marks: entryMarks.parse(JSON.parse(row.marks)),
    text: row.text,
  }))
}

/**
 * Writes again the words that find the entries of a record, with the marks of these groups: whoever comes to see the
 * record must find what is in it. Leaving a group needs nothing: a mark too many shows no row.
 */
export async function markEntries(db: WriteDb, patientId: string, groupMarks: readonly string[]): Promise<void> {
  for (const entry of await entriesOf(db, patientId)) {
    await db.deleteFrom('record_search').where('rowid', '=', entry.place).execute()
    await indexWords(db, entry.place, wordsOf(entry, groupMarks))
  }
}

const archivedEntry = z.strictObject({
  entryId: z.uuid(),
  kind: entryKind,
  categoryId: z.string().nullable(),
  occurredAt: z.iso.datetime({ precision: 3 }),
  title: z.string(),
  detail: z.string(),
  authorId: z.string().nullable(),
  authorName: z.string(),
  marks: z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(entryMarks),
  text: z.string(),
})

/** The Historique of a record when it is deleted, merged or carried to another cabinet: places are this cabinet's own. */
export const patientLife: PatientLife = {
  async leave(db, patientId) {
    const words = new Set<string>()
    for (const entry of await entriesOf(db, patientId)) {
      await db.deleteFrom('record_search').where('rowid', '=', entry.place).execute()
      for (const word of knownWords(wordsOf(entry, []).split(' '))) words.add(word)
    }
    await forgetWords(db, words)
  },
  async enter(db, patientId) {
    await markEntries(db, patientId, await searchMarksOfPatient(db, patientId))
  },
  async pack(db, patientId) {
    const entries = await entriesOf(db, patientId)
    return entries.map(
      ({ place: _place, patientId: _patientId, marks, ...entry }): ArchivedRow => ({
        ...entry,
        marks: JSON.stringify(marks),
      }),
    )
  },
  async unpack(db, patientId, rows) {
    // One that is here, in whatever record, keeps its line: an archive may name anything.
    for (const row of rows) await insertEntry(db, { ...archivedEntry.parse(row), patientId })
  },
}

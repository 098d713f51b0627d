import type { EntryKind, EntryMarks } from '#app/features/record/model.ts'
import { entryWords } from '#app/features/record/rules.ts'
import { searchWords } from '#app/kernel/letters.ts'
import { searchMarksOfPatient } from '#core/features/access/index.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import { forgetWords, knownWords } from './known-words.ts'
import type { RecordEntryTable } from './tables.ts'

/** A thing of a record as it stands in the Historique. */
export interface RecordEntry {
  /** The identifier of the thing itself. */
  readonly entryId: string
  readonly patientId: string
  readonly kind: EntryKind
  readonly categoryId: string | null
  readonly occurredAt: string
  /** One line, at most 300 characters: longer ones are cut. */
  readonly title: string
  readonly detail: string
  readonly authorId: string | null
  /** Initials, or who sent it: cut after 24 characters. */
  readonly authorName: string
  readonly marks: EntryMarks
  /** Everything it is found by, besides its title and its detail. */
  readonly text: string
}

/** Words of the index that are not words of a text: `_` is in none of those. */
export const entrySearchMarks = {
  kind: (kind: EntryKind) => `_k${kind}`,
  patient: (patientId: string) => `_p${patientId.replaceAll('-', '')}`,
  category: (categoryId: string) => `_c${categoryId.replaceAll('-', '')}`,
  author: (authorName: string) => `_a${searchWords(authorName).join('_')}`,
} as const

/**
 * Puts a thing in the Historique and in the search, or writes it again where it is. Its patient must be in sight of the
 * handle. Throws when its identifier is that of a thing of another kind: a page draws some of them, and a note called like
 * a document would take its line away.
 */
export async function putEntry(db: WriteDb, entry: RecordEntry): Promise<void> {
  const present = await db
    .selectFrom('record_entry')
    .select(['record_entry.place', 'record_entry.occurred_at', 'record_entry.kind'])
    .where('record_entry.entry_id', '=', entry.entryId)
    .executeTakeFirst()
  if (present !== undefined && present.kind !== entry.kind) throw new Error('two things of one identifier')
  const former = present === undefined ? [] : await takeOut(db, Number(present.place))
  await insertEntry(db, entry, present?.occurred_at === entry.occurredAt ? Number(present.place) : null)
  const said = new Set(entryWords(entry.title, entry.detail, entry.text))
  await forgetWords(
    db,
    former.filter((word) => !said.has(word)),
  )
}

/** Adds a thing that is not there. Throws when one of its identifier is, in whatever record. */
export async function insertEntry(db: WriteDb, entry: RecordEntry, placeLeft: number | null = null): Promise<void> {
  const place = placeLeft ?? (await freePlace(db, entry.occurredAt))
  const words = wordsOf(entry, await searchMarksOfPatient(db, entry.patientId))
  await db.insertInto('record_entry').values(rowOf(entry, place)).execute()
  await db.insertInto('record_entry_text').values({ place, patient_id: entry.patientId, text: entry.text }).execute()
  await indexWords(db, place, words)
}

/** Takes a thing out of the Historique and of the search; nothing when it is not there, or out of sight. */
export async function removeEntry(db: WriteDb, entryId: string): Promise<void> {
  const present = await db
    .selectFrom('record_entry')
    .select('record_entry.place')
    .where('record_entry.entry_id', '=', entryId)
    .executeTakeFirst()
  if (present !== undefined) await forgetWords(db, await takeOut(db, Number(present.place)))
}

/** A book holds more: its words are left until its record goes, rather than everybody made to wait. */
const mostForgotten = 5_000

/** Takes a line out, and answers the words of the list that it had. */
async function takeOut(db: WriteDb, place: number): Promise<readonly string[]> {
  const row = await db
    .selectFrom('record_entry')
    .innerJoin('record_entry_text', 'record_entry_text.place', 'record_entry.place')
    .select(['record_entry.title', 'record_entry.detail', 'record_entry_text.text'])
    .where('record_entry.place', '=', place)
    .executeTakeFirst()
  await db.deleteFrom('record_search').where('rowid', '=', place).execute()
  await db.deleteFrom('record_entry_text').where('record_entry_text.place', '=', place).execute()
  await db.deleteFrom('record_entry').where('record_entry.place', '=', place).execute()
  const words = row === undefined ? [] : knownWords(entryWords(row.title, row.detail, row.text))
  return words.slice(0, mostForgotten)
}

/** Puts the words of an entry in the index. */
export async function indexWords(db: WriteDb, place: number, words: string): Promise<void> {
  await db.insertInto('record_search').values({ rowid: place, tokens: words }).execute()
  const known = knownWords(words.split(' ')).map((word) => ({ word }))
  for (let from = 0; from < known.length; from += wordsAtOnce) {
    await db
      .insertInto('record_word')
      .values(known.slice(from, from + wordsAtOnce))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/** A statement takes so many values at the most; a book is imported in some of them. */
const wordsAtOnce = 500

/** What a line holds, cut to what it may hold. */
export function rowOf(entry: RecordEntry, place: number): RecordEntryTable {
  return {
    place,
    entry_id: entry.entryId,
    patient_id: entry.patientId,
    kind: entry.kind,
    category_id: entry.categoryId,
    occurred_at: entry.occurredAt,
    title: cut(entry.title, 300) || '—',
    detail: cut(entry.detail, 300),
    author_id: entry.authorId,
    author_name: cut(entry.authorName, 24),
    marks: JSON.stringify(entry.marks),
  }
}

/** What the index holds of an entry: its words, its kind, its patient, and the groups of the patient. */
export function wordsOf(entry: RecordEntry, groupMarks: readonly string[]): string {
  const marks = entrySearchMarks
  return [
    ...entryWords(entry.title, entry.detail, entry.text),
    marks.kind(entry.kind),
    marks.patient(entry.patientId),
    ...(entry.categoryId === null ? [] : [marks.category(entry.categoryId)]),
    marks.author(cut(entry.authorName, 24)),
    ...groupMarks,
  ].join(' ')
}

/** By how much the places of two lines a millisecond apart differ: so many lines may have the same instant. */
export const placesPerMillisecond = 1024

/** The first place of an instant. */
export function placeOf(occurredAt: string): number {
  return Date.parse(occurredAt) * placesPerMillisecond
}

/**
 * A place nobody has at an instant: after those of the same instant. When a thousand have it (documents imported without a
 * date), a little later, farther and farther: what is shown is sorted by the instant itself.
 */
async function freePlace(db: ReadDb, occurredAt: string): Promise<number> {
  for (let away = 0; ; away = away === 0 ? 1 : away * 2) {
    const from = placeOf(occurredAt) + away * placesPerMillisecond
    const last = await db
      .selectFrom('record_place')
      .select((eb) => eb.fn.max<number | string | null>('place').as('place'))
      .where('place', '>=', from)
      .where('place', '<', from + placesPerMillisecond)
      .executeTakeFirstOrThrow()
    const next = last.place === null ? from : Number(last.place) + 1
    if (next < from + placesPerMillisecond) return next
  }
}

function cut(text: string, most: number): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  if (line.length <= most) return line
  // Never between the two halves of a sign.
  return `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`
}

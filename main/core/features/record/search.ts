import { entryKinds, type EntryKind, type RecordMatch, type TimelineFilter } from '#app/features/record/model.ts'
import { holdsAny, highlights, snippetOf, type WantedWords } from '#app/features/record/rules.ts'
import { sql } from 'kysely'
import { dialectOf } from '#core/kernel/dialect.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { placeOf } from './repository.ts'
import { bears, type SearchParts, type SearchSight, searchParts, withWholeWords } from './search-query.ts'
import type { RecordEntryTable } from './tables.ts'
import { periodOf, shownKinds, toEntry } from './timeline.ts'

/** What is looked for, by whom. */
export interface SearchRequest {
  readonly wanted: WantedWords
  readonly filter: TimelineFilter
  /** Those the caller may read. */
  readonly kinds: readonly EntryKind[]
  /** Where the cabinet stands, as an IANA name. */
  readonly timeZone: string
  readonly limit: number
}

/** What of a long text is read to show where its words stand; the rest only when they do not stand there. */
const readAtOnce = 8_000

/** The lines of one record that answer, newest first, and how many there are. */
export async function searchInRecord(
  db: ReadDb,
  { patientId, offset, ...request }: SearchRequest & { readonly patientId: string; readonly offset: number },
): Promise<{ readonly matches: readonly RecordMatch[]; readonly total: number }> {
  const parts = await partsOf(db, request, patientId)
  if (parts === null) return { matches: [], total: 0 }
  const found = await places(db, parts, request)
    .innerJoin('record_entry', 'record_entry.place', 'record_search.rowid')
    .where('record_entry.patient_id', '=', patientId)
    .select(['record_entry.place', 'record_entry.occurred_at'])
    .execute()
  const inOrder = found
    .map((row) => ({ place: Number(row.place), at: row.occurred_at }))
    .toSorted((a, b) => (a.at === b.at ? b.place - a.place : a.at < b.at ? 1 : -1))
  const shown = inOrder.slice(offset, offset + request.limit).map(({ place }) => place)
  if (shown.length === 0) return { matches: [], total: inOrder.length }
  const rows = await db
    .selectFrom('record_entry')
    .innerJoin('record_entry_text', 'record_entry_text.place', 'record_entry.place')
    .selectAll('record_entry')
    .select(beginning)
    .where('record_entry.place', 'in', shown)
    .execute()
  const byPlace = new Map(rows.map((row) => [Number(row.place), row]))
  const matches: RecordMatch[] = []
  for (const place of shown) {
    const row = byPlace.get(place)
    if (row !== undefined) matches.push(await matchOf(db, row, request.wanted))
  }
  return { matches, total: inOrder.length }
}

/** A line found anywhere, with the names of its patient. */
export interface CabinetRow {
  readonly match: RecordMatch
  readonly patient: {
    readonly patient_id: string
    readonly used_name: string
    readonly used_first_name: string
    readonly birth_name: string
    readonly first_birth_first_name: string
    readonly birth_date: string
  }
}

/**
 * The lines of all records in sight that answer, newest first, hidden records apart; and what asks for the older ones.
 *
 * The index holds its entries in the order of time and says which are in sight: as many are looked at as are shown,
 * whatever the words and however little somebody sees. The handle limits the rows all the same.
 */
export async function searchEverywhere(
  db: ReadDb,
  { sight, after, ...request }: SearchRequest & { readonly sight: SearchSight; readonly after: number | null },
): Promise<{ readonly rows: readonly CabinetRow[]; readonly next: number | null }> {
  const parts = await partsOf(db, request, sight)
  if (parts === null) return { rows: [], next: null }
  let query = places(db, parts, request)
    .innerJoin('record_entry', 'record_entry.place', 'record_search.rowid')
    .innerJoin('patient', 'patient.patient_id', 'record_entry.patient_id')
    .innerJoin('record_entry_text', 'record_entry_text.place', 'record_search.rowid')
    .where('patient.hidden', '=', 0)
  if (after !== null) query = query.where('record_search.rowid', '<', after)
  const found = await query
    .selectAll('record_entry')
    .select(beginning)
    .select([
      'patient.used_name',
      'patient.used_first_name',
      'patient.birth_name',
      'patient.first_birth_first_name',
      'patient.birth_date',
    ])
    .orderBy('record_search.rowid', 'desc')
    .limit(request.limit + 1)
    .execute()
  const shown = found.slice(0, request.limit)
  const rows: CabinetRow[] = []
  for (const row of shown) rows.push({ match: await matchOf(db, row, request.wanted), patient: row })
  const last = shown.at(-1)
  return { rows, next: found.length > shown.length && last !== undefined ? Number(last.place) : null }
}

async function partsOf(db: ReadDb, request: SearchRequest, within: string | SearchSight): Promise<SearchParts | null> {
  const kinds = shownKinds(request)
  const parts = searchParts(request.wanted, kinds, kinds.length === entryKinds.length, request.filter, within)
  return parts === null ? null : withWholeWords(db, parts)
}

/** Entries that bear these parts, in a period: places grow with the instant. */
function places(db: ReadDb, parts: SearchParts, { filter, timeZone }: SearchRequest) {
  let query = db.selectFrom('record_search').where(bears(parts, dialectOf(db)))
  const { since, until } = periodOf(filter, timeZone)
  if (since !== null) query = query.where('record_search.rowid', '>=', placeOf(since))
  if (until !== null) query = query.where('record_search.rowid', '<', placeOf(until))
  return query
}

const beginning = sql<string>`substr(${sql.ref('record_entry_text.text')}, 1, ${sql.lit(readAtOnce)})`.as('text')

async function matchOf(
  db: ReadDb,
  row: RecordEntryTable & { readonly text: string },
  wanted: WantedWords,
): Promise<RecordMatch> {
  const isCut = row.text.length >= readAtOnce
  const text = isCut && !holdsAny(row.text, wanted) ? await wholeText(db, row.place) : row.text
  return {
    entry: toEntry(row),
    titleHighlights: [...highlights(row.title, wanted)],
    snippet: snippetOf(text, wanted),
  }
}

async function wholeText(db: ReadDb, place: number): Promise<string> {
  const row = await db
    .selectFrom('record_entry_text')
    .select('record_entry_text.text')
    .where('record_entry_text.place', '=', place)
    .executeTakeFirst()
  return row?.text ?? ''
}

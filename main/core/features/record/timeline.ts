import { type SelectQueryBuilder, sql } from 'kysely'
import {
  type EntryKind,
  type EntryMarks,
  entryKinds,
  type KindCount,
  type TimelineEntry,
  type TimelineFilter,
} from '#app/features/record/model.ts'
import { dayStart, nextDay } from '#app/kernel/local-time.ts'
import type { CabinetTables, ReadDb } from '#core/kernel/tables.ts'
import type { RecordEntryTable } from './tables.ts'

/** Which part of which Historique. */
export interface TimelinePage {
  readonly patientId: string
  readonly filter: TimelineFilter
  /** Those the caller may read. */
  readonly kinds: readonly EntryKind[]
  /** Where the cabinet stands, as an IANA name: days begin there. */
  readonly timeZone: string
  readonly offset: number
  readonly limit: number
}

/** A part of the Historique, and how many lines there are of each kind. */
export interface Timeline {
  readonly entries: readonly TimelineEntry[]
  readonly total: number
  readonly counts: readonly KindCount[]
}

type Filtered = SelectQueryBuilder<CabinetTables, 'record_entry', object>

/** A page of the Historique, newest first, with the figures of its kinds. Counting and skipping read the index alone. */
export async function findTimeline(db: ReadDb, page: TimelinePage): Promise<Timeline> {
  const counted = await filtered(db, page, page.kinds)
    .select(['record_entry.kind', (eb) => eb.fn.countAll().as('count')])
    .groupBy('record_entry.kind')
    .execute()
  const counts = entryKinds.flatMap((kind) => {
    const row = counted.find((one) => one.kind === kind)
    return row === undefined ? [] : [{ kind, count: Number(row.count) }]
  })
  const kinds = shownKinds(page)
  const total = counts.reduce((sum, { kind, count }) => sum + (kinds.includes(kind) ? count : 0), 0)
  if (total <= page.offset) return { entries: [], total, counts }
  const places = await filtered(db, page, kinds)
    .select('record_entry.place')
    .orderBy('record_entry.occurred_at', 'desc')
    .orderBy('record_entry.place', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return {
    entries: await entriesAt(
      db,
      places.map((row) => Number(row.place)),
    ),
    total,
    counts,
  }
}

/** The kinds a filter shows among those that may be read. */
export function shownKinds({ filter, kinds }: Pick<TimelinePage, 'filter' | 'kinds'>): readonly EntryKind[] {
  return kinds.filter((kind) => filter.kinds?.includes(kind) !== false)
}

/** Lines at these places, in this order; one out of sight is left out. */
export async function entriesAt(db: ReadDb, places: readonly number[]): Promise<readonly TimelineEntry[]> {
  if (places.length === 0) return []
  const rows = await db.selectFrom('record_entry').selectAll().where('record_entry.place', 'in', places).execute()
  const byPlace = new Map(rows.map((row) => [Number(row.place), row]))
  return places.flatMap((place) => {
    const row = byPlace.get(place)
    return row === undefined ? [] : [toEntry(row)]
  })
}

/** A line as it is shown. */
export function toEntry(row: RecordEntryTable): TimelineEntry {
  return {
    entryId: row.entry_id,
    kind: row.kind,
    categoryId: row.category_id,
    occurredAt: row.occurred_at,
    title: row.title,
    detail: row.detail,
    authorId: row.author_id,
    authorName: row.author_name,
    marks: JSON.parse(row.marks) as EntryMarks,
  }
}

/** First instant of a period, and the first after it; `null` where it is open. */
export function periodOf(
  { from, to }: TimelineFilter,
  timeZone: string,
): { readonly since: string | null; readonly until: string | null } {
  return {
    since: from === undefined ? null : dayStart(from, timeZone),
    until: to === undefined ? null : dayStart(nextDay(to), timeZone),
  }
}

function filtered(db: ReadDb, { patientId, filter, timeZone }: TimelinePage, kinds: readonly EntryKind[]): Filtered {
  let query: Filtered = db.selectFrom('record_entry').where('record_entry.patient_id', '=', patientId)
  const { since, until } = periodOf(filter, timeZone)
  if (since !== null) query = query.where('record_entry.occurred_at', '>=', since)
  if (until !== null) query = query.where('record_entry.occurred_at', '<', until)
  if (kinds.length < entryKinds.length) query = query.where(oneOf('record_entry.kind', kinds))
  if (filter.categoryIds !== undefined) query = query.where(oneOf('record_entry.category_id', filter.categoryIds))
  if (filter.authorNames !== undefined) query = query.where(oneOf('record_entry.author_name', filter.authorNames))
  return query
}

/** « One of these », false of an empty list. */
function oneOf(column: string, values: readonly string[]) {
  return values.length === 0 ? sql<boolean>`1 = 0` : sql<boolean>`${sql.ref(column)} in (${sql.join(values)})`
}

/** What the lines of a record can be filtered by, of the kinds that may be read. */
export async function findFacets(db: ReadDb, patientId: string, kinds: readonly EntryKind[]) {
  const lines = db
    .selectFrom('record_entry')
    .where('record_entry.patient_id', '=', patientId)
    .where(oneOf('record_entry.kind', kinds))
  const authors = await lines
    .where('record_entry.author_name', '<>', '')
    .select(['record_entry.author_name as name', (eb) => eb.fn.countAll().as('count')])
    .groupBy('record_entry.author_name')
    .orderBy('record_entry.author_name')
    .execute()
  const categories = await lines
    .where('record_entry.category_id', 'is not', null)
    .select(['record_entry.category_id', (eb) => eb.fn.countAll().as('count')])
    .groupBy('record_entry.category_id')
    .execute()
  const span = await lines
    .select((eb) => [
      eb.fn.min('record_entry.occurred_at').as('first'),
      eb.fn.max('record_entry.occurred_at').as('last'),
    ])
    .executeTakeFirst()
  return {
    authors: authors.map(({ name, count }) => ({ name, count: Number(count) })),
    categories: categories.flatMap(({ category_id: categoryId, count }) =>
      categoryId === null ? [] : [{ categoryId, count: Number(count) }],
    ),
    firstAt: span?.first ?? null,
    lastAt: span?.last ?? null,
  }
}

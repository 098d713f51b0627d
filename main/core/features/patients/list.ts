import { type SelectQueryBuilder, sql } from 'kysely'
import type { CivilDate } from '#app/kernel/civil-date.ts'
import type { PatientFilters, PatientSortColumn, PatientSummary } from '#app/features/patients/model.ts'
import type { SearchTerm } from '#app/features/patients/rules/search.ts'
import type { CabinetTables, ReadDb } from '#core/kernel/tables.ts'
import type { QueryDialect } from '#core/kernel/dialect.ts'
import { summaryColumns, toSummary } from './rows.ts'
import { type SearchWanted, searchCondition, withFilters } from './search-query.ts'
import { countInSight, type ListSight, marksInSight, seesNobody } from './sight.ts'

/** Records counted before saying « more than »: one letter among 100,000 must stay instant. */
export const countedUpTo = 1_000

/** The column that carries the order of each column shown. */
const sortKeys = {
  fileNumber: 'file_number',
  usedName: 'order_key',
  usedFirstName: 'used_first_name_key',
  birthName: 'birth_name_key',
  birthFirstName: 'birth_first_name_key',
  birthDate: 'birth_date',
  insStatus: 'ins_rank',
} as const satisfies Record<PatientSortColumn, string>

/** Exact traits of « Recherche avancée », beside the words that narrow it. */
export interface ExactTraits {
  readonly nameKey?: string
  readonly firstNameKey?: string
  readonly birthDate?: CivilDate
  /** 13 or 15 characters. */
  readonly ins?: string
}

/** Which records, in which order, and which part of them. */
export interface PageRequest {
  readonly terms: readonly SearchTerm[]
  readonly exact?: ExactTraits
  readonly filters: PatientFilters
  readonly sort: { readonly by: PatientSortColumn; readonly direction: 'ascending' | 'descending' }
  readonly offset: number
  readonly limit: number
  readonly sight: ListSight
  /** For « Rappel VSM »: reminders due by that day. */
  readonly today: CivilDate
}

/** Part of the list, and how much there is in all. */
export interface Page {
  readonly rows: PatientSummary[]
  readonly total: number
  readonly totalIsExact: boolean
  readonly visible: number
}

/**
 * One page of the list, and how many records there are. `db` is limited to the caller's patients.
 *
 * Two steps: identifiers in order, read from an index or from the search alone, then the rows of that page. When words
 * are searched and the list is in its own order, the search index already answers in that order.
 */
export async function findPage(db: ReadDb, request: PageRequest, dialect: QueryDialect): Promise<Page> {
  if (seesNobody(request.sight)) return { rows: [], total: 0, totalIsExact: true, visible: 0 }
  const { shown: visible, hidden } = await countInSight(db, request.sight, dialect)
  if (isPlain(request)) {
    const total = request.filters.includeHidden === true ? visible + hidden : visible
    const rows = await plainPage(db, request, total, dialect)
    return { rows, total, totalIsExact: true, visible }
  }
  const { rows, counted } =
    request.sort.by === 'usedName' && request.offset + request.limit <= countedUpTo
      ? await firstFound(db, request, dialect)
      : await sortedFound(db, request, dialect)
  return { rows, total: Math.min(counted, countedUpTo), totalIsExact: counted <= countedUpTo, visible }
}

interface Found {
  readonly rows: PatientSummary[]
  /** Records found, or one more than `countedUpTo`. */
  readonly counted: number
}

/** In the order of the list, the search is asked once: its first places are the page, and their number the count. */
async function firstFound(db: ReadDb, request: PageRequest, dialect: QueryDialect): Promise<Found> {
  const direction = request.sort.direction === 'ascending' ? 'asc' : 'desc'
  const found = await searchedPlaces(db, request, dialect)
    .orderBy('patient_search.rowid', direction)
    .limit(countedUpTo + 1)
    .execute()
  const places = found.slice(request.offset, request.offset + request.limit).map((row) => row.place)
  return { rows: await summariesAt(db, places), counted: found.length }
}

/** In another order, what is found is sorted; it is counted only when the page does not show it all. */
async function sortedFound(db: ReadDb, request: PageRequest, dialect: QueryDialect): Promise<Found> {
  const ids = await searchedPage(searched(db, request, dialect), request)
  const rows = await summariesInOrder(db, ids)
  const all = request.offset === 0 && ids.length < request.limit
  return { rows, counted: all ? ids.length : await countSearched(db, request, dialect) }
}

/** Neither word nor filter: the list itself. */
function isPlain(request: PageRequest): boolean {
  const { rcp, insKo, vsmReminder, tagId, accessGroupId } = request.filters
  const filtered =
    rcp === true || insKo === true || vsmReminder === true || tagId !== undefined || accessGroupId !== undefined
  return !filtered && request.terms.length === 0 && request.exact === undefined
}

/** Records that may be sorted rather than walked past: a page in the middle of a long list walks past half of it. */
const mostSorted = 20_000

/** A page of the whole list, read from the end of the list that is nearer. */
async function plainPage(
  db: ReadDb,
  request: PageRequest,
  total: number,
  dialect: QueryDialect,
): Promise<PatientSummary[]> {
  const last = Math.min(request.offset + request.limit, total)
  if (last <= request.offset) return []
  const fromEnd = request.offset > total / 2
  const direction = (request.sort.direction === 'ascending') === fromEnd ? 'desc' : 'asc'
  const part = { count: last - request.offset, skipped: fromEnd ? total - last : request.offset }
  const inOrder = <T>(rows: readonly T[]) => (fromEnd ? rows.toReversed() : rows)
  if (marksInSight(request.sight) !== null && request.sort.by === 'usedName') {
    const places = await searchedPlaces(db, request, dialect)
      .orderBy('patient_search.rowid', direction)
      .limit(part.count)
      .offset(part.skipped)
      .execute()
    return summariesAt(db, inOrder(places.map((row) => row.place)))
  }
  if (marksInSight(request.sight) !== null && total <= mostSorted) {
    return summariesInOrder(db, await searchedPage(searched(db, request, dialect), request))
  }
  let query = db.selectFrom('patient').select('patient.patient_id')
  if (request.filters.includeHidden !== true) query = query.where('patient.hidden', '=', 0)
  query = query.orderBy(`patient.${sortKeys[request.sort.by]}`, direction)
  if (request.sort.by !== 'usedName' && request.sort.by !== 'fileNumber') {
    query = query.orderBy('patient.order_key', direction)
  }
  const rows = await query.limit(part.count).offset(part.skipped).execute()
  return summariesInOrder(db, inOrder(rows.map((row) => row.patient_id)))
}

/**
 * Records that answer the words, the marks and the exact traits, each with its line in the order of the list.
 *
 * Where marks say who is in sight, words and marks are answered without touching `patient`: the identifiers found are read
 * from it afterwards, through the same limited handle.
 */
function searched(db: ReadDb, request: PageRequest, dialect: QueryDialect): Searched {
  const wanted = wantedOf(request)
  let query = db
    .selectFrom('patient_search')
    .innerJoin('patient_order', 'patient_order.place', 'patient_search.rowid') as Searched
  if (hasWords(wanted)) query = query.where(searchCondition(wanted, dialect))
  if (!needsRow(request, wanted)) return query
  let rows = query.innerJoin('patient', 'patient.patient_id', 'patient_order.patient_id')
  if (!hasWords(wanted) && wanted.withoutHidden) rows = rows.where('patient.hidden', '=', 0)
  if (request.filters.vsmReminder === true) rows = rows.where('patient.vsm_reminder_on', '<=', request.today)
  return withExactTraits(rows, request.exact) as Searched
}

/** The places of the records found; from the search index alone where nothing else has to be looked at. */
function searchedPlaces(db: ReadDb, request: PageRequest, dialect: QueryDialect) {
  const wanted = wantedOf(request)
  const places: Searched = needsRow(request, wanted)
    ? searched(db, request, dialect)
    : (db.selectFrom('patient_search').where(searchCondition(wanted, dialect)) as unknown as Searched)
  return places.select('patient_search.rowid as place')
}

function wantedOf(request: PageRequest): SearchWanted {
  return withFilters(request.terms, request.filters, marksInSight(request.sight))
}

function hasWords(wanted: SearchWanted): boolean {
  return wanted.terms.length > 0 || wanted.inSight !== null
}

/** Whether a condition stands on the row itself: its traits, or who may see it where no mark says so. */
function needsRow(request: PageRequest, wanted: SearchWanted): boolean {
  const onRow = request.exact !== undefined || request.filters.vsmReminder === true
  const seenByRow = wanted.inSight === null && !request.sight.seesAll
  return !hasWords(wanted) || onRow || seenByRow
}

type Searched = SelectQueryBuilder<CabinetTables, 'patient_search' | 'patient_order', object>
type SearchedRows = SelectQueryBuilder<CabinetTables, 'patient_search' | 'patient_order' | 'patient', object>

function withExactTraits(start: SearchedRows, exact: ExactTraits | undefined): SearchedRows {
  let query = start
  if (exact?.nameKey !== undefined) {
    const inside = `%${exact.nameKey}%`
    query = query.where((eb) =>
      eb.or([eb('patient.birth_name_key', 'like', inside), eb('patient.used_name_key', 'like', inside)]),
    )
  }
  if (exact?.firstNameKey !== undefined) {
    const inside = `%${exact.firstNameKey}%`
    query = query.where((eb) =>
      eb.or([
        eb('patient.used_first_name_key', 'like', inside),
        eb('patient.birth_first_name_key', 'like', inside),
        eb(
          sql<string>`lower(replace(replace(replace(${eb.ref('patient.birth_first_names_ins')}, ' ', ''), '-', ''), '''', ''))`,
          'like',
          inside,
        ),
      ]),
    )
  }
  if (exact?.birthDate !== undefined) query = query.where('patient.birth_date', '=', exact.birthDate)
  if (exact?.ins !== undefined) {
    query = query.where('patient.ins_matricule', '=', exact.ins.slice(0, 13))
    if (exact.ins.length === 15) query = query.where('patient.ins_key', '=', exact.ins.slice(13))
  }
  return query
}

async function searchedPage(found: Searched, request: PageRequest): Promise<string[]> {
  const direction = request.sort.direction === 'ascending' ? 'asc' : 'desc'
  const ids = found.select('patient_order.patient_id')
  const sorted =
    request.sort.by === 'usedName'
      ? ids.orderBy('patient_search.rowid', direction)
      : ids.orderBy(`patient_order.${sortKeys[request.sort.by]}`, direction).orderBy('patient_search.rowid', direction)
  const rows = await sorted.limit(request.limit).offset(request.offset).execute()
  return rows.map((row) => row.patient_id)
}

async function countSearched(db: ReadDb, request: PageRequest, dialect: QueryDialect): Promise<number> {
  const row = await db
    .selectFrom(
      searchedPlaces(db, request, dialect)
        .limit(countedUpTo + 1)
        .as('found'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Rows of the patients at these places of the list, in the order of the places given. */
export async function summariesAt(db: ReadDb, places: readonly number[]): Promise<PatientSummary[]> {
  if (places.length === 0) return []
  const rows = await db
    .selectFrom('patient_order')
    .innerJoin('patient', (join) =>
      join
        .onRef('patient.order_key', '=', 'patient_order.order_key')
        // The sign that joins nothing turns SQLite away from the key of the table, to the index that holds whole lines.
        .on((eb) => eb(sql<string>`${eb.ref('patient.patient_id')} || ''`, '=', eb.ref('patient_order.patient_id'))),
    )
    .select([...summaryColumns, 'patient_order.place'])
    .where('patient_order.place', 'in', places)
    .execute()
  const byPlace = new Map(rows.map((row) => [Number(row.place), row]))
  return places.flatMap((place) => {
    const row = byPlace.get(Number(place))
    return row === undefined ? [] : [toSummary(row)]
  })
}

/** Rows of these patients, in this order; one out of sight is left out. */
export async function summariesInOrder(db: ReadDb, ids: readonly string[]): Promise<PatientSummary[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('patient').select(summaryColumns).where('patient.patient_id', 'in', ids).execute()
  const byId = new Map(rows.map((row) => [row.patient_id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row === undefined ? [] : [toSummary(row)]
  })
}

/** Figures of the filter bar: records not hidden that each filter would show. */
export async function countFilters(
  db: ReadDb,
  today: CivilDate,
): Promise<{ insKo: number; rcp: number; vsmReminder: number }> {
  // The sign keeps the engine from walking every record that is not hidden: few have one of these marks.
  const shown = db
    .selectFrom('patient')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where((eb) => sql<boolean>`+${eb.ref('patient.hidden')} = 0`)
  const [insKo, rcp, vsm] = [
    await shown.where('patient.ins_ko', '=', sql.lit(1)).executeTakeFirstOrThrow(),
    await shown.where('patient.rcp', '=', sql.lit(1)).executeTakeFirstOrThrow(),
    await shown.where('patient.vsm_reminder_on', '<=', today).executeTakeFirstOrThrow(),
  ]
  return { insKo: Number(insKo.count), rcp: Number(rcp.count), vsmReminder: Number(vsm.count) }
}

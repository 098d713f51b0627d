import type { PatientSummary } from '#app/features/patients/model.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import type { QueryDialect } from '#core/kernel/dialect.ts'
import { findPage, type Page, type PageRequest, summariesInOrder } from './list.ts'
import { searchCondition, withFilters } from './search-query.ts'
import { marksInSight } from './sight.ts'

/** Greater than any sign of a key, which holds letters, digits and blanks. */
const afterAnyKey = '~'

/**
 * The first records found, those whose name in use begins with `nameKey` first, then those whose birth name does, then the
 * others; each group in the order of the list. For « martin », the MARTIN families come before every Martine.
 *
 * Each group is asked for by itself: among 100,000 records, the first of the list that answer a first name say nothing of
 * the families far below.
 */
export async function findNameFirst(
  db: ReadDb,
  request: PageRequest,
  nameKey: string,
  dialect: QueryDialect,
): Promise<Page> {
  const page = await findPage(db, { ...request, offset: 0 }, dialect)
  if (nameKey === '' || page.total === 0) return page
  const known = new Set<string>()
  const rows: PatientSummary[] = []
  const take = (found: readonly PatientSummary[]) => {
    for (const row of found) {
      if (known.has(row.patientId) || rows.length === request.limit) continue
      known.add(row.patientId)
      rows.push(row)
    }
  }
  for (const column of ['order_key', 'birth_name_key'] as const) {
    if (rows.length < request.limit) take(await named(db, request, dialect, column, nameKey))
  }
  take(page.rows)
  return { ...page, rows }
}

/** Records found whose key of that column begins so, in the order of the list. */
async function named(
  db: ReadDb,
  request: PageRequest,
  dialect: QueryDialect,
  column: 'order_key' | 'birth_name_key',
  key: string,
): Promise<PatientSummary[]> {
  let query = db
    .selectFrom('patient_search')
    .innerJoin('patient_order', 'patient_order.place', 'patient_search.rowid')
    .innerJoin('patient', 'patient.patient_id', 'patient_order.patient_id')
    .select('patient_order.patient_id')
    .where(searchCondition(withFilters(request.terms, request.filters, marksInSight(request.sight)), dialect))
  if (column === 'birth_name_key') {
    query = query
      .where('patient_order.birth_name_key', '>=', key)
      .where('patient_order.birth_name_key', '<', `${key}${afterAnyKey}`)
  } else {
    // Names are the order of the list: those that begin so are neighbours, and the index is read between their places.
    const places = await neighbours(db, key)
    if (places === null) return []
    query = query.where('patient_search.rowid', '>=', places.first).where('patient_search.rowid', '<=', places.last)
  }
  const found = await query.orderBy('patient_search.rowid').limit(request.limit).execute()
  return summariesInOrder(
    db,
    found.map((row) => row.patient_id),
  )
}

async function neighbours(db: ReadDb, key: string): Promise<{ readonly first: number; readonly last: number } | null> {
  const of = (direction: 'asc' | 'desc') =>
    db
      .selectFrom('patient_order')
      .select('place')
      .where('order_key', '>=', key)
      .where('order_key', '<', `${key}${afterAnyKey}`)
      .orderBy('order_key', direction)
      .orderBy('place', direction)
      .limit(1)
      .executeTakeFirst()
  const [first, last] = [await of('asc'), await of('desc')]
  return first === undefined || last === undefined ? null : { first: Number(first.place), last: Number(last.place) }
}

import { type SelectQueryBuilder, type Selectable, sql } from 'kysely'
import { actFamily } from '#app/features/journal/model.ts'
import type { AuditEntryTable, CabinetTables, ReadDb } from '#core/kernel/tables.ts'

/** Which lines: days as instants, the end left out. */
export interface LineFilter {
  readonly userId?: string | undefined
  readonly patientId?: string | undefined
  readonly family?: string | undefined
  readonly outcome?: 'done' | 'refused' | 'failed' | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** A line of the journal as stored. */
export type JournalRow = Selectable<AuditEntryTable>

/** Where a page begins: the place of a line in time. */
export interface LinePlace {
  readonly at: string
  readonly sequence: number
}

/** Which part of the lines, and in which order of time. */
export interface LinePage {
  readonly filter: LineFilter
  /** The line before the page; `null` for the first one. */
  readonly after: LinePlace | null
  readonly order: 'newest-first' | 'oldest-first'
  readonly limit: number
  /** Leaves out lines after this number. */
  readonly through?: number
}

type Lines = SelectQueryBuilder<CabinetTables, 'audit_entry', object>

/** Lines emptied at the end of their time: they belong to nobody and to no family any more. */
const expiredFamily = 'expired'

/**
 * One page of lines in the order of time. Each of its questions is answered by one index, from the place where the page
 * begins: the cost is that of the page, whatever the length of the journal.
 */
export async function findLines(db: ReadDb, page: LinePage): Promise<readonly JournalRow[]> {
  const places = await findPlaces(db, page)
  return findRows(db, places)
}

/** The row of a line; `undefined` when there is no line of this number. */
export function findPlace(db: ReadDb, sequence: number): Promise<LinePlace | undefined> {
  return db.selectFrom('audit_entry').select(['at', 'sequence']).where('sequence', '=', sequence).executeTakeFirst()
}

/** Lines of the chain after a number and up to another, oldest first, in the order of the chain. */
export function findChain(
  db: ReadDb,
  { after, through, limit }: { readonly after: number; readonly through: number; readonly limit: number },
): Promise<readonly JournalRow[]> {
  return db
    .selectFrom('audit_entry')
    .selectAll()
    .where('sequence', '>', after)
    .where('sequence', '<=', through)
    .orderBy('sequence')
    .limit(limit)
    .execute()
}

/** How many lines a filter lets through, up to a number. */
export async function countLines(db: ReadDb, filter: LineFilter, through: number): Promise<number> {
  const counted = await Promise.all(
    branches(db, filter).map((branch) =>
      branch
        .where('sequence', '<=', through)
        .select((eb) => eb.fn.countAll().as('lines'))
        .executeTakeFirst(),
    ),
  )
  return counted.reduce((sum, row) => sum + Number(row?.lines ?? 0), 0)
}

/** The first and the last line of the chain within days; `null` when there is none. */
export async function chainRange(
  db: ReadDb,
  filter: Pick<LineFilter, 'from' | 'to'>,
  through: number,
): Promise<{ readonly first: number; readonly last: number } | null> {
  const ends = async (order: 'asc' | 'desc') => {
    const found = await Promise.all(
      branches(db, { from: filter.from, to: filter.to }).map((branch) =>
        inOrder(branch.where('sequence', '<=', through), order)
          .select('sequence')
          .limit(1)
          .executeTakeFirst(),
      ),
    )
    return found.flatMap((row) => (row === undefined ? [] : [row.sequence]))
  }
  const [firsts, lasts] = [await ends('asc'), await ends('desc')]
  return firsts.length === 0 ? null : { first: Math.min(...firsts), last: Math.max(...lasts) }
}

async function findPlaces(db: ReadDb, page: LinePage): Promise<readonly LinePlace[]> {
  const order = page.order === 'newest-first' ? 'desc' : 'asc'
  const found = await Promise.all(
    branches(db, page.filter).map((branch) => {
      const begun = page.after === null ? branch : branch.where(beyond(page.after, order))
      const bounded = page.through === undefined ? begun : begun.where('sequence', '<=', page.through)
      return inOrder(bounded, order).select(['at', 'sequence']).limit(page.limit).execute()
    }),
  )
  const sign = order === 'asc' ? 1 : -1
  return found
    .flat()
    .toSorted((left, right) => sign * (compare(left.at, right.at) || left.sequence - right.sequence))
    .slice(0, page.limit)
}

/**
 * The questions that together answer a filter. By record or by what was refused, one; else one for each family, since the
 * indexes go by family. `|| ''` keeps a condition from choosing an index that would read more.
 */
function branches(db: ReadDb, filter: LineFilter): readonly Lines[] {
  const { userId, patientId, family, outcome, from, to } = filter
  let lines: Lines = db.selectFrom('audit_entry')
  if (from !== undefined) lines = lines.where('at', '>=', from)
  if (to !== undefined) lines = lines.where('at', '<', to)
  if (patientId !== undefined) {
    let ofPatient = lines.where('patient_id', '=', patientId)
    if (userId !== undefined) ofPatient = ofPatient.where(sql<string>`actor_user_id || ''`, '=', userId)
    if (family !== undefined) ofPatient = ofPatient.where(sql<string>`family || ''`, '=', family)
    return [outcome === undefined ? ofPatient : ofPatient.where('outcome', '=', outcome)]
  }
  if (outcome === 'refused' || outcome === 'failed') {
    let notDone = lines.where(sql<boolean>`outcome <> 'done'`).where('outcome', '=', outcome)
    if (userId !== undefined) notDone = notDone.where(sql<string>`actor_user_id || ''`, '=', userId)
    if (family !== undefined) notDone = notDone.where(sql<string>`family || ''`, '=', family)
    return [notDone]
  }
  const expired = userId === undefined && outcome === undefined ? [expiredFamily] : []
  const families = family === undefined ? [...actFamily.options, ...expired] : [family]
  return families.map((one) => {
    const ofFamily = lines.where('family', '=', one)
    const ofPerson = userId === undefined ? ofFamily : ofFamily.where('actor_user_id', '=', userId)
    return outcome === undefined ? ofPerson : ofPerson.where('outcome', '=', outcome)
  })
}

function inOrder(lines: Lines, order: 'asc' | 'desc'): Lines {
  return lines.orderBy('at', order).orderBy('sequence', order)
}

function beyond({ at, sequence }: LinePlace, order: 'asc' | 'desc') {
  return order === 'asc'
    ? sql<boolean>`(${sql.ref('at')}, ${sql.ref('sequence')}) > (${at}, ${sequence})`
    : sql<boolean>`(${sql.ref('at')}, ${sql.ref('sequence')}) < (${at}, ${sequence})`
}

/** Numbers at once in one question: SQLite takes a bounded number of parameters. */
const rowsAtOnce = 500

async function findRows(db: ReadDb, places: readonly LinePlace[]): Promise<readonly JournalRow[]> {
  const rows = new Map<number, JournalRow>()
  for (let start = 0; start < places.length; start += rowsAtOnce) {
    const numbers = places.slice(start, start + rowsAtOnce).map(({ sequence }) => sequence)
    const found = await db.selectFrom('audit_entry').selectAll().where('sequence', 'in', numbers).execute()
    for (const row of found) rows.set(row.sequence, row)
  }
  return places.flatMap(({ sequence }) => rows.get(sequence) ?? [])
}

function compare(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}

import { sql } from 'kysely'
import type { WriteDb } from '#core/kernel/tables.ts'
import { groupSearchMark, publicGroupId } from '#core/features/access/index.ts'
import { dialectOf } from '#core/kernel/dialect.ts'
import { insertRows } from './insert-rows.ts'
import { findPlace, placesForMany } from './order.ts'
import { tokensOf, toOrderRow } from './rows.ts'
import type { PatientOrderTable, PatientRow } from './tables.ts'

/** A patient to add with many others. */
export interface ManyPatient {
  readonly row: PatientRow
  readonly tags: readonly { readonly tagId: string; readonly name: string }[]
  readonly accessGroupIds: readonly string[]
}

/** Rows a statement carries: long enough to be quick, short enough never to hold the connection for a blink. */
const rowsAtOnce = 60
const indexedAtOnce = 250

/** How far a long write is; `stop` ends it by throwing what it returns. */
export interface ManyProgress {
  /** The handle sees every patient: rows may travel together. */
  readonly unlimited: boolean
  at(phase: 'records' | 'search', done: number, total: number): void
  /** After some were written, all those given until then: writes what hangs on them. */
  written?(): Promise<void>
  /** Between two statements: waits while paused, throws when cancelled. */
  whenRunning(): Promise<void>
}

/**
 * Adds many patients in the transaction of `db`: file numbers and hidden marks are those of the rows given.
 *
 * `orderKeys` are the list keys of all of them in the order in which `patients` gives them: places are dealt out before
 * the first row is written, so that the search index is filled in its own order, which is many times quicker.
 */
export async function insertMany(
  db: WriteDb,
  orderKeys: readonly string[],
  patients: Iterable<ManyPatient> | AsyncIterable<ManyPatient>,
  progress: ManyProgress,
): Promise<void> {
  const total = orderKeys.length
  const publicId = await publicGroupId(db)
  // « Public » is given to every patient by the schema, and has no mark.
  const groupsOf = ({ accessGroupIds }: ManyPatient) => accessGroupIds.filter((groupId) => groupId !== publicId)
  const places = placesForMany(await listPlaces(db), orderKeys)
  const words: { place: number; tokens: string }[] = []
  let batch: ManyPatient[] = []
  let done = 0
  let hidden = 0
  let highest = 0
  const writeBatch = async (): Promise<void> => {
    if (batch.length === 0) return
    await progress.whenRunning()
    await insertRows(
      db,
      'patient',
      batch.map((patient) => patient.row),
      progress.unlimited,
    )
    const groups = batch.flatMap((patient) =>
      groupsOf(patient).map((access_group_id) => ({ patient_id: patient.row.patient_id, access_group_id })),
    )
    await insertRows(db, 'patient_access_group', groups, progress.unlimited)
    const tags = batch.flatMap(({ row, tags: own }) =>
      own.map(({ tagId }) => ({ patient_id: row.patient_id, tag_id: tagId })),
    )
    await insertRows(db, 'patient_tag', tags, progress.unlimited)
    const ordered: PatientOrderTable[] = []
    for (const [index, patient] of batch.entries()) {
      const { row, tags: own } = patient
      const place = places?.[done + index] ?? (await findPlace(db, row.order_key))
      const entry = toOrderRow(row, place)
      if (places === null) await db.insertInto('patient_order').values(entry).execute()
      else ordered.push(entry)
      words.push({ place, tokens: tokensOf(row, own, groupsOf(patient).map(groupSearchMark)) })
      hidden += row.hidden
      highest = Math.max(highest, row.file_number)
    }
    await insertRows(db, 'patient_order', ordered, progress.unlimited)
    await progress.written?.()
    done += batch.length
    batch = []
    progress.at('records', done, total)
  }
  for await (const patient of patients) {
    batch.push(patient)
    if (batch.length === rowsAtOnce) await writeBatch()
  }
  await writeBatch()

  words.sort((a, b) => a.place - b.place)
  for (let from = 0; from < words.length; from += indexedAtOnce) {
    await progress.whenRunning()
    const some = words.slice(from, from + indexedAtOnce)
    await insertRows(
      db,
      'patient_search',
      some.map(({ place, tokens }) => ({ rowid: place, tokens })),
      progress.unlimited,
    )
    progress.at('search', from + some.length, words.length)
  }
  await mergeIndex(db, words.length)
  await db
    .updateTable('patient_register')
    .set((eb) => ({
      next_file_number: sql<number>`case when next_file_number > ${highest} then next_file_number else ${highest + 1} end`,
      shown: eb('shown', '+', done - hidden),
      hidden: eb('hidden', '+', hidden),
    }))
    .where('one', '=', 1)
    .execute()
}

/**
 * Joins the pieces that a long filling leaves in the index of SQLite, a few pages at a time: a search reads them all.
 * `merge` with a negative number starts it, with a positive one goes on (FTS5, « The 'merge' Command »).
 */
async function mergeIndex(db: WriteDb, filled: number): Promise<void> {
  if (dialectOf(db) !== 'sqlite' || filled < 1_000) return
  await sql`insert into patient_search (patient_search, rank) values ('merge', -500)`.execute(db)
  for (let step = 0; step < filled / 1_000; step += 1) {
    await sql`insert into patient_search (patient_search, rank) values ('merge', 500)`.execute(db)
  }
}

async function listPlaces(db: WriteDb): Promise<{ place: number; orderKey: string }[]> {
  const all: { place: number; orderKey: string }[] = []
  for (;;) {
    const rows = await db
      .selectFrom('patient_order')
      .select(['place', 'order_key'])
      .where('place', '>', all.at(-1)?.place ?? Number.MIN_SAFE_INTEGER)
      .orderBy('place')
      .limit(5_000)
      .execute()
    if (rows.length === 0) return all
    for (const row of rows) all.push({ place: Number(row.place), orderKey: row.order_key })
  }
}

import { sql } from 'kysely'
import type { WriteDb } from '#core/kernel/tables.ts'
import { findPlace, placesForMany } from './order.ts'
import { tokensOf } from './rows.ts'
import type { PatientRow } from './tables.ts'

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
  at(phase: 'records' | 'search', done: number, total: number): void
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
  const places = placesForMany(await listPlaces(db), orderKeys)
  const words: { place: number; tokens: string }[] = []
  let batch: ManyPatient[] = []
  let done = 0
  let hidden = 0
  let highest = 0
  const writeBatch = async (): Promise<void> => {
    if (batch.length === 0) return
    await progress.whenRunning()
    await db
      .insertInto('patient')
      .values(batch.map((patient) => patient.row))
      .execute()
    const groups = batch.flatMap(({ row, accessGroupIds }) =>
      accessGroupIds.map((access_group_id) => ({ patient_id: row.patient_id, access_group_id })),
    )
    if (groups.length > 0) await db.insertInto('patient_access_group').values(groups).execute()
    const tags = batch.flatMap(({ row, tags: own }) =>
      own.map(({ tagId }) => ({ patient_id: row.patient_id, tag_id: tagId })),
    )
    if (tags.length > 0) await db.insertInto('patient_tag').values(tags).execute()
    const ordered: { place: number; patient_id: string; order_key: string }[] = []
    for (const [index, { row, tags: own }] of batch.entries()) {
      const place = places?.[done + index] ?? (await findPlace(db, row.order_key))
      const entry = { place, patient_id: row.patient_id, order_key: row.order_key }
      if (places === null) await db.insertInto('patient_order').values(entry).execute()
      else ordered.push(entry)
      words.push({ place, tokens: tokensOf(row, own) })
      hidden += row.hidden
      highest = Math.max(highest, row.file_number)
    }
    if (ordered.length > 0) await db.insertInto('patient_order').values(ordered).execute()
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
    await db
      .insertInto('patient_search')
      .values(some.map(({ place, tokens }) => ({ rowid: place, tokens })))
      .execute()
    progress.at('search', from + some.length, words.length)
  }
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

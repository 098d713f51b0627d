import { sql } from 'kysely'
import { insertRows } from '#core/features/patients/index.ts'
import { dialectOf } from '#core/kernel/dialect.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import { knownWords } from './known-words.ts'
import { placeOf, placesPerMillisecond, type RecordEntry, rowOf, wordsOf } from './repository.ts'

/** An entry with the marks of the groups of its patient. */
export interface ManyEntry {
  readonly entry: RecordEntry
  readonly groupMarks: readonly string[]
}

/** Puts many entries in an empty Historique: oldest first, so that the index is filled in its own order. */
export class EntryFiller {
  readonly #db: WriteDb
  readonly #known = new Set<string>()
  #last = Number.NEGATIVE_INFINITY
  #filled = 0

  /** @param db Sees every patient, in a cabinet where nothing is written yet. */
  constructor(db: WriteDb) {
    this.#db = db
  }

  /** Adds some entries, none older than those added before. Some hundreds at a time. */
  async add(entries: readonly ManyEntry[]): Promise<void> {
    const placed = entries.map(({ entry, groupMarks }) => {
      const first = placeOf(entry.occurredAt)
      const place = Math.max(first, this.#last + 1)
      if (place >= first + placesPerMillisecond)
        throw new RangeError('too many entries of one instant, or not in order')
      this.#last = place
      return { row: rowOf(entry, place), text: entry.text, words: wordsOf(entry, groupMarks) }
    })
    const db = this.#db
    const rows = placed.map(({ row }) => row)
    await insertRows(db, 'record_entry', rows, true)
    const texts = placed.map(({ row, text }) => ({ place: row.place, patient_id: row.patient_id, text }))
    await insertRows(db, 'record_entry_text', texts, true)
    const words = placed.map(({ row, words: tokens }) => ({ rowid: row.place, tokens }))
    await insertRows(db, 'record_search', words, true)
    const unknown = new Set<string>()
    for (const { words: of } of placed)
      for (const word of knownWords(of.split(' '))) if (!this.#known.has(word)) unknown.add(word)
    for (const word of unknown) this.#known.add(word)
    await insertRows(
      db,
      'record_word',
      [...unknown].map((word) => ({ word })),
      true,
    )
    this.#filled += placed.length
  }

  /** Joins the pieces that a long filling leaves in the index of SQLite: a search reads them all. */
  async finish(): Promise<void> {
    if (dialectOf(this.#db) !== 'sqlite' || this.#filled < 1_000) return
    await sql`insert into record_search (record_search, rank) values ('merge', -500)`.execute(this.#db)
    for (let step = 0; step < this.#filled / 1_000; step += 1) {
      await sql`insert into record_search (record_search, rank) values ('merge', 500)`.execute(this.#db)
    }
  }
}

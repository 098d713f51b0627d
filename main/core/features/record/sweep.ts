import { sql } from 'kysely'
import { dialectOf } from '#core/kernel/dialect.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'

/** Pages of the index that one step writes again: some tens of milliseconds during which nobody else writes. */
const pagesAtOnce = 250

/** A place no entry has: instants are after 1970. */
const nowhere = -1

/**
 * Asks that the words of records that went be swept out of the index of the Historique: SQLite marks the rows of an index
 * without contents as gone, and their words stay in its pieces until these are joined. PostgreSQL keeps none.
 */
export async function askForSweep(db: WriteDb): Promise<void> {
  if (dialectOf(db) !== 'sqlite') return
  await db
    .insertInto('index_sweep')
    .values({ one: 1, stage: 'asked' })
    .onConflict((conflict) => conflict.column('one').doUpdateSet({ stage: 'asked' }))
    .execute()
}

/** Whether a sweep is asked for or under way. */
export async function isSweepAsked(db: ReadDb): Promise<boolean> {
  return (await db.selectFrom('index_sweep').select('stage').executeTakeFirst()) !== undefined
}

/**
 * One step of the sweep, in a transaction of its own; answers whether some are left. Every piece of the index is joined
 * into one, a few pages at a time (FTS5, « The 'merge' Command »); rows written meanwhile wait in pieces of their own.
 */
export async function sweepStep(db: WriteDb): Promise<boolean> {
  const asked = await db.selectFrom('index_sweep').select('stage').executeTakeFirst()
  if (asked === undefined) return false
  if (asked.stage === 'asked') {
    // A second piece beside what may be the only one: one alone is joined with nothing, whatever is marked in it.
    await db.deleteFrom('record_search').where('rowid', '=', nowhere).execute()
    await db.insertInto('record_search').values({ rowid: nowhere, tokens: '_sweep' }).execute()
    await db.updateTable('index_sweep').set({ stage: 'parted' }).execute()
    return true
  }
  if (asked.stage === 'parted') {
    await db.deleteFrom('record_search').where('rowid', '=', nowhere).execute()
    await sql`insert into record_search (record_search, rank) values ('merge', ${sql.lit(-pagesAtOnce)})`.execute(db)
    await db.updateTable('index_sweep').set({ stage: 'joining' }).execute()
    return true
  }
  const before = await changes(db)
  await sql`insert into record_search (record_search, rank) values ('merge', ${sql.lit(pagesAtOnce)})`.execute(db)
  // The command itself counts as one.
  if ((await changes(db)) - before > 1) return true
  await db.deleteFrom('index_sweep').execute()
  return false
}

async function changes(db: WriteDb): Promise<number> {
  const { rows } = await sql<{ changes: number }>`select total_changes() as changes`.execute(db)
  return Number(rows[0]?.changes ?? 0)
}

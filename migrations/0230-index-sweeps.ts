import { sql } from 'kysely'
import { isOneOf, type Migration, strictTable } from './lib.ts'

/** Words of a deleted record leave the search indexes, not only the answers. */
export const indexSweeps: Migration = {
  number: 230,
  name: 'index-sweeps',
  async up(db, dialect) {
    // The one row says that words are to be swept out, and whether it has begun: a kill takes up where it was.
    await strictTable(db, dialect, 'index_sweep')
      .addColumn('one', 'integer', (column) => column.primaryKey())
      .addColumn('stage', 'text', (column) => column.notNull())
      .addCheckConstraint('index_sweep_one', sql`one = 1`)
      .addCheckConstraint('index_sweep_stage', isOneOf('stage', ['asked', 'parted', 'joining']))
      .execute()
    if (dialect !== 'sqlite') return
    // Taken out of the index at once (FTS5, « secure-delete »); the other index, without contents, marks them and is swept.
    await sql`insert into patient_search (patient_search, rank) values ('secure-delete', 1)`.execute(db)
    // Two pieces are enough for `merge` to go on.
    await sql`insert into record_search (record_search, rank) values ('usermerge', 2)`.execute(db)
  },
}

import { sql } from 'kysely'
import type { Migration } from '#migrations/lib.ts'
import { strictTable } from '#migrations/lib.ts'

/** A step of some 100 ms in many parts, so that a kill falls inside it. */
export const slowMigration: Migration = {
  number: 20,
  name: 'slow',
  async up(db, dialect) {
    for (let part = 0; part < 10; part++) {
      await strictTable(db, dialect, `part_${part}`)
        .addColumn('number', 'integer', (column) => column.primaryKey())
        .addColumn('content', 'text', (column) => column.notNull())
        .execute()
      await sql`insert into ${sql.table(`part_${part}`)} (content) select content from note`.execute(db)
      await sql`update note set content = content || '.'`.execute(db)
    }
  },
}

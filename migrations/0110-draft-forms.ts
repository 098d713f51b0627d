import { sql } from 'kysely'
import { isId, isInstant, isTextOf, type Migration, strictTable } from './lib.ts'

const columns = sql.raw('draft_id, user_id, form, subject_id, patient_id, fields, based_on_version, saved_at')

/** Drafts of any form: the contract names them, and a table was made again for each new one. */
export const draftForms: Migration = {
  number: 110,
  name: 'draft-forms',
  async up(db, dialect) {
    const named = isTextOf('form', 40)
    if (dialect === 'postgres') {
      await sql`alter table draft drop constraint draft_form`.execute(db)
      await sql`alter table draft add constraint draft_form check (${named})`.execute(db)
      return
    }
    // SQLite changes no check in place: the table is made again with its rows, its index and the view above it.
    await sql`drop view draft_count`.execute(db)
    await sql`alter table draft rename to draft_before`.execute(db)
    await sql`drop index draft_one_per_place`.execute(db)
    await strictTable(db, dialect, 'draft')
      .addColumn('draft_id', 'text', (column) => column.primaryKey())
      .addColumn('user_id', 'text', (column) => column.notNull().references('person.user_id'))
      .addColumn('form', 'text', (column) => column.notNull())
      .addColumn('subject_id', 'text')
      .addColumn('patient_id', 'text')
      .addColumn('fields', 'text', (column) => column.notNull())
      .addColumn('based_on_version', 'integer')
      .addColumn('saved_at', 'text', (column) => column.notNull())
      .addCheckConstraint('draft_id_form', isId('draft_id'))
      .addCheckConstraint('draft_form', named)
      .addCheckConstraint('draft_saved', isInstant('saved_at'))
      .execute()
    await sql`insert into draft (${columns}) select ${columns} from draft_before`.execute(db)
    await sql`drop table draft_before`.execute(db)
    await sql`create unique index draft_one_per_place on draft (user_id, form, coalesce(subject_id, ''))`.execute(db)
    await sql`create view draft_count as select user_id, count(*) as drafts from draft group by user_id`.execute(db)
  },
}

import { sql } from 'kysely'
import {
  isCivilDate,
  isFlag,
  isId,
  isInstant,
  isOneOf,
  isTextOf,
  type Migration,
  type MigrationTransaction,
  type SchemaDialect,
  strictTable,
} from './lib.ts'

const forms = [
  'patient-civil-status',
  'new-patient',
  'person',
  'cabinet-settings',
  'task',
  'role',
  'access-group',
] as const
const draftColumns = sql.raw('draft_id, user_id, form, subject_id, patient_id, fields, based_on_version, saved_at')

/** Things to do (AGD-2), and drafts of the forms that came since. */
export const tasks: Migration = {
  number: 90,
  name: 'tasks',
  async up(db, dialect) {
    await strictTable(db, dialect, 'task')
      .addColumn('task_id', 'text', (column) => column.primaryKey())
      // Null for a task about no patient: everybody's, as GRP-2 says.
      .addColumn('patient_id', 'text', (column) => column.references('patient.patient_id'))
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('note', 'text', (column) => column.notNull())
      .addColumn('assigned_to', 'text', (column) => column.references('person.user_id'))
      .addColumn('due_on', 'text')
      .addColumn('urgent', 'integer', (column) => column.notNull())
      .addColumn('done_at', 'text')
      .addColumn('done_by', 'text', (column) => column.references('person.user_id'))
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('created_by', 'text', (column) => column.notNull().references('person.user_id'))
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addColumn('updated_by', 'text', (column) => column.notNull().references('person.user_id'))
      // A removed task is kept as long as the cabinet: it is part of what was decided about a patient, and it can come back.
      .addColumn('removed_at', 'text')
      .addColumn('version', 'integer', (column) => column.notNull())
      .addCheckConstraint('task_id_form', isId('task_id'))
      .addCheckConstraint('task_title', isTextOf('title', 160))
      .addCheckConstraint('task_note', sql`length(note) <= 4000`)
      .addCheckConstraint('task_due', isCivilDate('due_on'))
      .addCheckConstraint('task_urgent', isFlag('urgent'))
      .addCheckConstraint('task_done', sql`(done_at is null) = (done_by is null)`)
      .addCheckConstraint('task_done_at', isInstant('done_at'))
      .addCheckConstraint('task_created', isInstant('created_at'))
      .addCheckConstraint('task_updated', isInstant('updated_at'))
      .addCheckConstraint('task_removed', isInstant('removed_at'))
      .addCheckConstraint('task_version', sql`version >= 1`)
      .execute()
    // What is to do, of one person or of all; what is done, the last first; what is about one patient.
    await sql`create index task_to_do on task (assigned_to, due_on) where done_at is null and removed_at is null`.execute(
      db,
    )
    await sql`create index task_by_due on task (due_on) where done_at is null and removed_at is null`.execute(db)
    await sql`create index task_done_last on task (done_at desc) where done_at is not null and removed_at is null`.execute(
      db,
    )
    await sql`create index task_of_patient on task (patient_id) where patient_id is not null`.execute(db)
    await widenDraftForms(db, dialect)
  },
}

/** SQLite changes no check in place: the table is made again with its rows, its index and the view above it. */
async function widenDraftForms(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  if (dialect === 'postgres') {
    await sql`alter table draft drop constraint draft_form`.execute(db)
    await sql`alter table draft add constraint draft_form check (${isOneOf('form', forms)})`.execute(db)
    return
  }
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
    .addCheckConstraint('draft_form', isOneOf('form', forms))
    .addCheckConstraint('draft_saved', isInstant('saved_at'))
    .execute()
  await sql`insert into draft (${draftColumns}) select ${draftColumns} from draft_before`.execute(db)
  await sql`drop table draft_before`.execute(db)
  await sql`create unique index draft_one_per_place on draft (user_id, form, coalesce(subject_id, ''))`.execute(db)
  await sql`create view draft_count as select user_id, count(*) as drafts from draft group by user_id`.execute(db)
}

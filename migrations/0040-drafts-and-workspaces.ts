import { sql } from 'kysely'
import { isId, isInstant, isOneOf, type Migration, strictTable } from './lib.ts'

/** What each user was typing, and what they left open. */
export const draftsAndWorkspaces: Migration = {
  number: 40,
  name: 'drafts-and-workspaces',
  async up(db, dialect) {
    await strictTable(db, dialect, 'draft')
      .addColumn('draft_id', 'text', (column) => column.primaryKey())
      .addColumn('user_id', 'text', (column) => column.notNull().references('person.user_id'))
      .addColumn('form', 'text', (column) => column.notNull())
      .addColumn('subject_id', 'text')
      // Set when the subject is a patient: the draft is then seen by who may see the patient.
      .addColumn('patient_id', 'text')
      .addColumn('fields', 'text', (column) => column.notNull())
      .addColumn('based_on_version', 'integer')
      .addColumn('saved_at', 'text', (column) => column.notNull())
      .addCheckConstraint('draft_id_form', isId('draft_id'))
      .addCheckConstraint(
        'draft_form',
        isOneOf('form', ['patient-civil-status', 'new-patient', 'person', 'cabinet-settings']),
      )
      .addCheckConstraint('draft_saved', isInstant('saved_at'))
      .execute()
    await db.schema
      .createIndex('draft_one_per_place')
      .unique()
      .on('draft')
      .expression(sql`user_id, form, coalesce(subject_id, '')`)
      .execute()

    // The lock screen says how many drafts wait for each user, before anybody is known: a number, and nothing else.
    await sql`create view draft_count as
      select user_id, count(*) as drafts from draft group by user_id`.execute(db)

    await strictTable(db, dialect, 'workspace')
      .addColumn('user_id', 'text', (column) => column.primaryKey().references('person.user_id'))
      .addColumn('content', 'text', (column) => column.notNull())
      .addColumn('saved_at', 'text', (column) => column.notNull())
      .addCheckConstraint('workspace_saved', isInstant('saved_at'))
      .execute()
  },
}

import { sql } from 'kysely'
import {
  isId,
  isInstant,
  isOneOf,
  isTextOf,
  type Migration,
  type MigrationTransaction,
  type SchemaDialect,
  strictTable,
} from './lib.ts'

const categories = ['letter', 'certificate'] as const

/** Letters and certificates with each of their states, and the templates they are written from (DOS-6). */
export const letters: Migration = {
  number: 190,
  name: 'letters',
  async up(db, dialect) {
    await strictTable(db, dialect, 'letter')
      .addColumn('letter_id', 'text', (column) => column.primaryKey())
      .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
      .addColumn('category', 'text', (column) => column.notNull())
      .addColumn('author_id', 'text', (column) => column.notNull().references('person.user_id'))
      .addColumn('author_name', 'text', (column) => column.notNull())
      .addColumn('validated_at', 'text', (column) => column.notNull())
      .addColumn('removed_at', 'text')
      .addColumn('removed_by', 'text', (column) => column.references('person.user_id'))
      .addColumn('version', 'integer', (column) => column.notNull())
      .addCheckConstraint('letter_id_form', isId('letter_id'))
      .addCheckConstraint('letter_category', isOneOf('category', categories))
      .addCheckConstraint('letter_validated', isInstant('validated_at'))
      .addCheckConstraint('letter_removed', isInstant('removed_at'))
      .addCheckConstraint('letter_removed_by', sql`(removed_at is null) = (removed_by is null)`)
      .addCheckConstraint('letter_version', sql`version >= 1`)
      .execute()
    await sql`create index letter_of_patient on letter (patient_id)`.execute(db)
    await strictTable(db, dialect, 'letter_revision')
      .addColumn('revision_id', 'text', (column) => column.primaryKey())
      .addColumn('letter_id', 'text', (column) => column.notNull().references('letter.letter_id'))
      .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      // JSON of what was written: whom it is for, who signs, the words.
      .addColumn('content', 'text', (column) => column.notNull())
      .addColumn('practitioner_name', 'text', (column) => column.notNull())
      // The PDF as it was made then.
      .addColumn('blob_digest', 'text', (column) => column.notNull())
      .addColumn('author_id', 'text', (column) => column.notNull().references('person.user_id'))
      .addColumn('author_name', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addUniqueConstraint('letter_revision_once', ['letter_id', 'revision'])
      .addCheckConstraint('letter_revision_id_form', isId('revision_id'))
      .addCheckConstraint('letter_revision_number', sql`revision >= 1`)
      .addCheckConstraint('letter_revision_title', isTextOf('title', 160))
      .addCheckConstraint('letter_revision_blob', sql`length(blob_digest) = 64`)
      .addCheckConstraint('letter_revision_at', isInstant('at'))
      .addCheckConstraint('letter_revision_reason', sql`length(reason) <= 200`)
      .execute()
    await sql`create index letter_revision_of_patient on letter_revision (patient_id)`.execute(db)
    await sql`create index letter_revision_blob on letter_revision (blob_digest)`.execute(db)
    await strictTable(db, dialect, 'letter_template')
      .addColumn('template_id', 'text', (column) => column.primaryKey())
      // Null for one of the whole cabinet.
      .addColumn('owner_id', 'text', (column) => column.references('person.user_id'))
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('content', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addColumn('updated_by', 'text', (column) => column.notNull().references('person.user_id'))
      .addColumn('removed_at', 'text')
      .addColumn('version', 'integer', (column) => column.notNull())
      .addCheckConstraint('letter_template_id_form', isId('template_id'))
      .addCheckConstraint('letter_template_name', isTextOf('name', 80))
      .addCheckConstraint('letter_template_updated', isInstant('updated_at'))
      .addCheckConstraint('letter_template_removed', isInstant('removed_at'))
      .addCheckConstraint('letter_template_version', sql`version >= 1`)
      .execute()
    await freeze(db, dialect)
  },
}

/** What was validated is never written again: a correction is another revision. A merge still moves it to another record. */
async function freeze(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  const columns = [
    'letter_id',
    'revision',
    'title',
    'content',
    'blob_digest',
    'author_id',
    'author_name',
    'at',
    'reason',
  ]
  const changed = sql.raw(columns.map((column) => `old.${column} <> new.${column}`).join(' or '))
  if (dialect === 'sqlite') {
    await sql`create trigger letter_revision_unchanged before update on letter_revision when ${changed}
      begin select raise(abort, 'a validated letter is never rewritten'); end`.execute(db)
    return
  }
  await sql`create function letter_frozen() returns trigger language plpgsql as $$
    begin raise exception 'a validated letter is never rewritten'; end $$`.execute(db)
  await sql`create trigger letter_revision_unchanged before update on letter_revision for each row
    when (${changed}) execute function letter_frozen()`.execute(db)
}

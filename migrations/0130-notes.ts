import { sql } from 'kysely'
import { isFlag, isId, isInstant, isTextOf, type Migration, type MigrationTransaction, strictTable } from './lib.ts'

/** Signed consultations and every state they went through; what each user writes again and again. */
export const notes: Migration = {
  number: 130,
  name: 'notes',
  async up(db, dialect) {
    // Before the note, which points at the revision it now is: a record's rows go the other way round, so the note goes first.
    await strictTable(db, dialect, 'note_revision')
      .addColumn('revision_id', 'text', (column) => column.primaryKey())
      .addColumn('note_id', 'text', (column) => column.notNull())
      .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('content', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('author_id', 'text', (column) => column.notNull())
      .addColumn('author_name', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addCheckConstraint('note_revision_id_form', isId('revision_id'))
      .addCheckConstraint('note_revision_number_of', sql`revision >= 1`)
      .addCheckConstraint('note_revision_reason', sql`length(reason) <= 200`)
      .addCheckConstraint('note_revision_author', isTextOf('author_name', 200))
      .addCheckConstraint('note_revision_at', isInstant('at'))
      .execute()
    await db.schema
      .createIndex('note_revision_of_note')
      .on('note_revision')
      .columns(['note_id', 'revision'])
      .unique()
      .execute()
    await db.schema.createIndex('note_revision_by_patient').on('note_revision').columns(['patient_id']).execute()

    await strictTable(db, dialect, 'note')
      .addColumn('note_id', 'text', (column) => column.primaryKey())
      .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
      .addColumn('occurred_at', 'text', (column) => column.notNull())
      .addColumn('author_id', 'text', (column) => column.notNull())
      .addColumn('author_name', 'text', (column) => column.notNull())
      .addColumn('signed_at', 'text', (column) => column.notNull())
      .addColumn('revision_id', 'text', (column) => column.notNull().references('note_revision.revision_id'))
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('removed_at', 'text')
      .addColumn('removed_by', 'text')
      .addColumn('version', 'integer', (column) => column.notNull())
      .addCheckConstraint('note_id_form', isId('note_id'))
      .addCheckConstraint('note_occurred', isInstant('occurred_at'))
      .addCheckConstraint('note_author', isTextOf('author_name', 200))
      .addCheckConstraint('note_signed', isInstant('signed_at'))
      .addCheckConstraint('note_revision_number', sql`revision >= 1`)
      .addCheckConstraint('note_removed', isInstant('removed_at'))
      .addCheckConstraint('note_version', sql`version >= 1`)
      .execute()
    await db.schema.createIndex('note_by_patient').on('note').columns(['patient_id', 'occurred_at']).execute()

    await strictTable(db, dialect, 'glossary_phrase')
      .addColumn('phrase_id', 'text', (column) => column.primaryKey())
      .addColumn('user_id', 'text', (column) => column.notNull().references('person.user_id'))
      .addColumn('phrase_key', 'text', (column) => column.notNull())
      .addColumn('phrase', 'text', (column) => column.notNull())
      .addColumn('uses', 'integer', (column) => column.notNull())
      .addColumn('last_used_at', 'text', (column) => column.notNull())
      .addCheckConstraint('glossary_phrase_id_form', isId('phrase_id'))
      .addCheckConstraint('glossary_phrase_key', isTextOf('phrase_key', 400))
      .addCheckConstraint('glossary_phrase_text', isTextOf('phrase', 160))
      .addCheckConstraint('glossary_phrase_used', isInstant('last_used_at'))
      .execute()
    await db.schema
      .createIndex('glossary_phrase_by_user')
      .on('glossary_phrase')
      .columns(['user_id', 'phrase_key'])
      .unique()
      .execute()

    await strictTable(db, dialect, 'glossary_choice', { clustered: true })
      .addColumn('user_id', 'text', (column) => column.primaryKey().references('person.user_id'))
      .addColumn('learns', 'integer', (column) => column.notNull())
      .addCheckConstraint('glossary_choice_learns', isFlag('learns'))
      .execute()

    await (dialect === 'sqlite' ? freezeSqlite(db) : freezePostgres(db))
  },
}

const changesOfRevision = sql`new.revision_id is not old.revision_id or new.note_id is not old.note_id
  or new.revision is not old.revision or new.content is not old.content or new.reason is not old.reason
  or new.author_id is not old.author_id or new.author_name is not old.author_name or new.at is not old.at`

const changesOfNote = sql`new.note_id is not old.note_id or new.author_id is not old.author_id
  or new.author_name is not old.author_name or new.signed_at is not old.signed_at or new.revision < old.revision`

/**
 * What was signed never changes. Only the record a note is in may (two records merged), and the whole note may go with
 * its record: its revisions then go after it.
 */
async function freezeSqlite(db: MigrationTransaction): Promise<void> {
  await sql`create trigger note_revision_unchanged before update on note_revision when ${changesOfRevision}
    begin select raise(abort, 'a signed note is never rewritten'); end`.execute(db)
  await sql`create trigger note_revision_kept before delete on note_revision
    when exists (select 1 from note where note.note_id = old.note_id)
    begin select raise(abort, 'a revision goes with its note only'); end`.execute(db)
  // « insert or replace » would remove a row without the trigger above; the very same row may be written again.
  await sql`create trigger note_revision_not_replaced before insert on note_revision
    when exists (select 1 from note_revision present
      where (present.revision_id = new.revision_id or (present.note_id = new.note_id and present.revision = new.revision))
        and (present.note_id is not new.note_id or present.revision is not new.revision
          or present.content is not new.content or present.author_id is not new.author_id or present.at is not new.at))
    begin select raise(abort, 'a signed note is never rewritten'); end`.execute(db)
  await sql`create trigger note_signed_unchanged before update on note when ${changesOfNote}
    begin select raise(abort, 'a signature is never rewritten'); end`.execute(db)
}

async function freezePostgres(db: MigrationTransaction): Promise<void> {
  await sql`create function note_frozen() returns trigger language plpgsql as $$
    begin raise exception 'a signed note is never rewritten'; end $$`.execute(db)
  await sql`create function note_revision_going() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from note where note.note_id = old.note_id) then
        raise exception 'a revision goes with its note only';
      end if;
      return old;
    end $$`.execute(db)
  await sql`create trigger note_revision_unchanged before update on note_revision for each row
    when (old.revision_id <> new.revision_id or old.note_id <> new.note_id or old.revision <> new.revision
      or old.content <> new.content or old.reason <> new.reason or old.author_id <> new.author_id
      or old.author_name <> new.author_name or old.at <> new.at)
    execute function note_frozen()`.execute(db)
  await sql`create trigger note_revision_kept before delete on note_revision for each row
    execute function note_revision_going()`.execute(db)
  await sql`create trigger note_signed_unchanged before update on note for each row
    when (old.note_id <> new.note_id or old.author_id <> new.author_id or old.author_name <> new.author_name
      or old.signed_at <> new.signed_at or new.revision < old.revision)
    execute function note_frozen()`.execute(db)
}

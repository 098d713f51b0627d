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

/** What the cabinet is, its settings, and its journal. */
export const kernel: Migration = {
  number: 10,
  name: 'kernel',
  async up(db, dialect) {
    await strictTable(db, dialect, 'cabinet_info')
      .addColumn('cabinet_id', 'text', (column) => column.primaryKey())
      .addColumn('profile', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addCheckConstraint('cabinet_info_id', isId('cabinet_id'))
      .addCheckConstraint('cabinet_info_profile', isOneOf('profile', ['production', 'training']))
      .addCheckConstraint('cabinet_info_created', isInstant('created_at'))
      .execute()

    await strictTable(db, dialect, 'setting')
      .addColumn('section', 'text', (column) => column.primaryKey())
      .addColumn('content', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addColumn('updated_by', 'text')
      .addCheckConstraint('setting_section', isTextOf('section', 40))
      .addCheckConstraint('setting_version', sql`version >= 1`)
      .addCheckConstraint('setting_updated', isInstant('updated_at'))
      .execute()

    await strictTable(db, dialect, 'audit_entry')
      .addColumn('sequence', 'integer', (column) => column.primaryKey())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('act', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('problem', 'text')
      .addColumn('operation', 'text', (column) => column.notNull())
      .addColumn('actor_user_id', 'text')
      .addColumn('service', 'text')
      .addColumn('seat', 'text', (column) => column.notNull())
      .addColumn('session_id', 'text')
      .addColumn('patient_id', 'text')
      .addColumn('subject_id', 'text')
      .addColumn('details', 'text', (column) => column.notNull())
      .addColumn('previous_digest', 'text', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addCheckConstraint('audit_entry_at', isInstant('at'))
      .addCheckConstraint('audit_entry_outcome', isOneOf('outcome', ['done', 'refused', 'failed']))
      .addCheckConstraint('audit_entry_digest', sql`length(digest) = 64 and length(previous_digest) = 64`)
      .execute()
    await db.schema
      .createIndex('audit_entry_by_patient')
      .on('audit_entry')
      .columns(['patient_id', 'sequence'])
      .execute()
    await db.schema
      .createIndex('audit_entry_by_actor')
      .on('audit_entry')
      .columns(['actor_user_id', 'sequence'])
      .execute()
    await appendOnly(db, dialect)
  },
}

/**
 * The journal only grows: no line is changed or removed, and none is put in between. Replacing a line (`insert or
 * replace`) would remove it without a delete trigger, hence the check of the number at each insertion.
 */
async function appendOnly(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  if (dialect === 'sqlite') {
    await sql`create trigger audit_entry_kept before delete on audit_entry
      begin select raise(abort, 'the journal is append-only'); end`.execute(db)
    await sql`create trigger audit_entry_unchanged before update on audit_entry
      begin select raise(abort, 'the journal is append-only'); end`.execute(db)
    await sql`create trigger audit_entry_in_order before insert on audit_entry
      when new.sequence <> (select coalesce(max(sequence), 0) + 1 from audit_entry)
      begin select raise(abort, 'the journal is append-only'); end`.execute(db)
    return
  }
  await sql`create function audit_entry_refuse() returns trigger language plpgsql as
    $$ begin raise exception 'the journal is append-only'; end $$`.execute(db)
  await sql`create function audit_entry_check_order() returns trigger language plpgsql as
    $$ begin
      if new.sequence <> (select coalesce(max(sequence), 0) + 1 from audit_entry) then
        raise exception 'the journal is append-only';
      end if;
      return new;
    end $$`.execute(db)
  await sql`create trigger audit_entry_kept before delete or update on audit_entry
    for each row execute function audit_entry_refuse()`.execute(db)
  await sql`create trigger audit_entry_not_emptied before truncate on audit_entry
    for each statement execute function audit_entry_refuse()`.execute(db)
  await sql`create trigger audit_entry_in_order before insert on audit_entry
    for each row execute function audit_entry_check_order()`.execute(db)
}

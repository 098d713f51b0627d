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

/** Blocked patients, records that left and their traces, merges that can be undone, the usual tags. */
export const patientLife: Migration = {
  number: 210,
  name: 'patient-life',
  async up(db, dialect) {
    await createBlocks(db, dialect)
    await createTraces(db, dialect)
    await createMerges(db, dialect)
    await letPatientsGo(db, dialect)
    await seedTags(db)
  },
}

async function createBlocks(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  await strictTable(db, dialect, 'patient_block')
    .addColumn('patient_id', 'text', (column) => column.primaryKey().references('patient.patient_id'))
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('blocked_at', 'text', (column) => column.notNull())
    .addColumn('blocked_by_user_id', 'text', (column) => column.notNull())
    // As they were called when they wrote.
    .addColumn('blocked_by', 'text', (column) => column.notNull())
    .addCheckConstraint('patient_block_reason', isTextOf('reason', 300))
    .addCheckConstraint('patient_block_at', isInstant('blocked_at'))
    .execute()
}

/** What « Rapport patients » keeps of a record that left: no foreign key, the record is no longer there. */
async function createTraces(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  await strictTable(db, dialect, 'patient_trace')
    .addColumn('trace_id', 'text', (column) => column.primaryKey())
    .addColumn('former_patient_id', 'text', (column) => column.notNull().unique())
    .addColumn('departure', 'text', (column) => column.notNull())
    .addColumn('file_number', 'integer', (column) => column.notNull())
    .addColumn('birth_name', 'text', (column) => column.notNull())
    .addColumn('first_birth_first_name', 'text', (column) => column.notNull())
    // JSON array of texts.
    .addColumn('birth_first_names', 'text', (column) => column.notNull())
    .addColumn('used_name', 'text', (column) => column.notNull())
    .addColumn('used_first_name', 'text', (column) => column.notNull())
    .addColumn('order_key', 'text', (column) => column.notNull())
    .addColumn('sex', 'text', (column) => column.notNull())
    .addColumn('birth_date', 'text', (column) => column.notNull())
    .addColumn('birth_place_code', 'text', (column) => column.notNull())
    .addColumn('left_at', 'text', (column) => column.notNull())
    .addColumn('left_by_user_id', 'text', (column) => column.notNull())
    .addColumn('left_by', 'text', (column) => column.notNull())
    // The record it was merged into, the one made again from it.
    .addColumn('merged_into', 'text')
    .addColumn('recreated_as', 'text')
    .addCheckConstraint('patient_trace_id', isId('trace_id'))
    .addCheckConstraint('patient_trace_departure', isOneOf('departure', ['deleted', 'merged']))
    .addCheckConstraint('patient_trace_merged', sql`(departure = 'merged') = (merged_into is not null)`)
    .addCheckConstraint('patient_trace_sex', isOneOf('sex', ['F', 'M', 'I']))
    .addCheckConstraint('patient_trace_left', isInstant('left_at'))
    .execute()
  await db.schema.createIndex('patient_trace_by_name').on('patient_trace').columns(['order_key', 'trace_id']).execute()
  // The groups the record was in: who did not see it then does not learn afterwards that it was there.
  await strictTable(db, dialect, 'patient_trace_access_group', { clustered: true })
    .addColumn('trace_id', 'text', (column) =>
      column.notNull().references('patient_trace.trace_id').onDelete('cascade'),
    )
    .addColumn('access_group_id', 'text', (column) =>
      column.notNull().references('access_group.access_group_id').onDelete('cascade'),
    )
    .addPrimaryKeyConstraint('patient_trace_access_group_key', ['trace_id', 'access_group_id'])
    .execute()
  await db.schema
    .createIndex('patient_trace_access_group_by_group')
    .on('patient_trace_access_group')
    .columns(['access_group_id', 'trace_id'])
    .execute()
}

async function createMerges(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  await strictTable(db, dialect, 'patient_merge')
    .addColumn('merge_id', 'text', (column) => column.primaryKey())
    .addColumn('kept_patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
    .addColumn('other_patient_id', 'text', (column) => column.notNull().unique())
    // JSON: the rows of both patients before, and the kept one after.
    .addColumn('kept_before', 'text', (column) => column.notNull())
    .addColumn('kept_after', 'text', (column) => column.notNull())
    .addColumn('other_before', 'text', (column) => column.notNull())
    .addColumn('merged_at', 'text', (column) => column.notNull())
    .addColumn('merged_by_user_id', 'text', (column) => column.notNull())
    .addColumn('merged_by', 'text', (column) => column.notNull())
    .addCheckConstraint('patient_merge_id', isId('merge_id'))
    .addCheckConstraint('patient_merge_at', isInstant('merged_at'))
    .execute()
  await db.schema.createIndex('patient_merge_of_kept').on('patient_merge').column('kept_patient_id').execute()
  // What each merge moved, changed or found twice: by table and key; the row as it was where it is not merely moved.
  await strictTable(db, dialect, 'patient_merge_row', { clustered: true })
    .addColumn('merge_id', 'text', (column) => column.notNull().references('patient_merge.merge_id'))
    .addColumn('table_name', 'text', (column) => column.notNull())
    // JSON array: the values of the primary key, in its order.
    .addColumn('row_key', 'text', (column) => column.notNull())
    .addColumn('became', 'text', (column) => column.notNull())
    // JSON: the row before; null when moving it back is enough.
    .addColumn('image', 'text')
    .addPrimaryKeyConstraint('patient_merge_row_key', ['merge_id', 'table_name', 'row_key', 'became'])
    .addCheckConstraint('patient_merge_row_became', isOneOf('became', ['moved', 'dropped', 'added']))
    .execute()
}

/** « Public » holds every patient as long as they are there; a record that goes leaves its groups. */
async function letPatientsGo(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  if (dialect === 'sqlite') {
    await sql`drop trigger patient_kept_in_public`.execute(db)
    await sql`create trigger patient_kept_in_public before delete on patient_access_group
      when (select kind from access_group where access_group_id = old.access_group_id) = 'public'
        and exists (select 1 from patient where patient_id = old.patient_id)
      begin select raise(abort, 'every patient is in Public'); end`.execute(db)
    await sql`create trigger patient_leaves_groups after delete on patient begin
      delete from patient_access_group where patient_id = old.patient_id;
    end`.execute(db)
    return
  }
  await sql`create or replace function patient_keep_public() returns trigger language plpgsql as $$ begin
    if (select kind from access_group where access_group_id = old.access_group_id) = 'public'
      and exists (select 1 from patient where patient_id = old.patient_id) then
      raise exception 'every patient is in Public';
    end if;
    return old; end $$`.execute(db)
  await sql`create function patient_leave_groups() returns trigger language plpgsql as $$ begin
    delete from patient_access_group where patient_id = old.patient_id;
    return null; end $$`.execute(db)
  await sql`create trigger patient_leaves_groups after delete on patient
    for each row execute function patient_leave_groups()`.execute(db)
}

/** Tags by which records are put away (PAT-9): there from the first day, like any other afterwards. */
async function seedTags(db: MigrationTransaction): Promise<void> {
  const usual = [
    ['0192f000-0000-7000-8000-000000000301', 'Archivé', 'archive', 'violet', 1],
    ['0192f000-0000-7000-8000-000000000302', 'Inactif', 'inactif', 'grey', 1],
    ['0192f000-0000-7000-8000-000000000303', 'Sorti', 'sorti', 'grey', 1],
  ] as const
  for (const [id, name, key, color, hides] of usual) {
    await sql`insert into tag (tag_id, name, name_key, color, hides_record, version)
      select ${id}, ${name}, ${key}, ${color}, ${hides}, 1
      where not exists (select 1 from tag where name_key = ${key})`.execute(db)
  }
}

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

/** What a group shows, « Public » kept whole by the schema, groups in the search index, and emergency accesses. */
export const accessGroups: Migration = {
  number: 70,
  name: 'access-groups',
  async up(db, dialect) {
    await describeGroups(db)
    await keepSwitch(db)
    await keepPublicWhole(db, dialect)
    await countSight(db, dialect)
    await indexGroups(db, dialect)
    await addEmergencies(db, dialect)
  },
}

const colors = ['slate', 'teal', 'blue', 'amber', 'violet', 'green', 'plum', 'red'] as const

async function describeGroups(db: MigrationTransaction): Promise<void> {
  const text = (name: string, usual: string) =>
    db.schema.alterTable('access_group').addColumn(name, 'text', (column) => column.notNull().defaultTo(usual))
  await text('description', '').execute()
  await db.schema
    .alterTable('access_group')
    .addColumn('color', 'text', (column) => column.notNull().defaultTo('slate').check(isOneOf('color', colors)))
    .execute()
  await text('initials', 'P').execute()
  await text('tag', '').execute()
  await db.schema
    .alterTable('access_group')
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1).check(sql`version >= 1`))
    .execute()
  await db.schema
    .alterTable('access_group')
    .addColumn('updated_at', 'text', (column) => column.check(isInstant('updated_at')))
    .execute()
  await db.schema.alterTable('access_group').addColumn('updated_by', 'text').execute()

  // Those of practitioners, in the order in which they came: one colour after the other, grey left to « Public ».
  await sql`update access_group set
    initials = coalesce(
      (select upper(substr(first_name, 1, 1) || substr(last_name, 1, 1)) from person where user_id = owner_user_id), 'P'),
    color = (
      select case (place.n % 7) when 0 then 'teal' when 1 then 'blue' when 2 then 'amber' when 3 then 'violet'
        when 4 then 'green' when 5 then 'plum' else 'red' end
      from (
        select access_group_id, row_number() over (order by created_at, access_group_id) - 1 as n
        from access_group where kind = 'practitioner'
      ) as place
      where place.access_group_id = access_group.access_group_id)
    where kind = 'practitioner'`.execute(db)

  // Figures, never which: they are shown to people who see none of these patients.
  await sql`create view access_group_count as
    select access_group_id, count(*) as patients from patient_access_group group by access_group_id`.execute(db)
}

/** A cabinet where somebody did not see everybody was using groups, before there was a switch to say so. */
async function keepSwitch(db: MigrationTransaction): Promise<void> {
  await sql`insert into setting (section, content, version, updated_at)
    select 'access-groups', '{"enabled":true}', 1, max(updated_at) from person
    where sees_all = 0 having count(*) > 0`.execute(db)
}

/** Every patient is in « Public », whoever writes them and whatever they forget. */
async function keepPublicWhole(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  await sql`insert into patient_access_group (patient_id, access_group_id)
    select patient.patient_id, access_group.access_group_id from patient cross join access_group
    where access_group.kind = 'public' and not exists (
      select 1 from patient_access_group as present
      where present.patient_id = patient.patient_id and present.access_group_id = access_group.access_group_id
    )`.execute(db)
  if (dialect === 'sqlite') {
    await sql`create trigger patient_in_public after insert on patient begin
      insert into patient_access_group (patient_id, access_group_id)
        select new.patient_id, access_group_id from access_group where kind = 'public';
    end`.execute(db)
    await sql`create trigger access_group_public_whole after insert on access_group when new.kind = 'public' begin
      insert into patient_access_group (patient_id, access_group_id)
        select patient_id, new.access_group_id from patient;
    end`.execute(db)
    await sql`create trigger patient_kept_in_public before delete on patient_access_group
      when (select kind from access_group where access_group_id = old.access_group_id) = 'public'
      begin select raise(abort, 'every patient is in Public'); end`.execute(db)
    await sql`create trigger patient_group_unchanged before update on patient_access_group
      begin select raise(abort, 'a group is added to a patient or removed, never changed'); end`.execute(db)
    return
  }
  await sql`create function patient_join_public() returns trigger language plpgsql as $$ begin
    insert into patient_access_group (patient_id, access_group_id)
      select new.patient_id, access_group_id from access_group where kind = 'public';
    return null; end $$`.execute(db)
  await sql`create function access_group_fill_public() returns trigger language plpgsql as $$ begin
    if new.kind = 'public' then
      insert into patient_access_group (patient_id, access_group_id)
        select patient_id, new.access_group_id from patient;
    end if;
    return null; end $$`.execute(db)
  await sql`create function patient_keep_public() returns trigger language plpgsql as $$ begin
    if (select kind from access_group where access_group_id = old.access_group_id) = 'public' then
      raise exception 'every patient is in Public';
    end if;
    return old; end $$`.execute(db)
  await sql`create function patient_group_refuse() returns trigger language plpgsql as $$ begin
    raise exception 'a group is added to a patient or removed, never changed'; end $$`.execute(db)
  await sql`create trigger patient_in_public after insert on patient
    for each row execute function patient_join_public()`.execute(db)
  await sql`create trigger access_group_public_whole after insert on access_group
    for each row execute function access_group_fill_public()`.execute(db)
  await sql`create trigger patient_kept_in_public before delete on patient_access_group
    for each row execute function patient_keep_public()`.execute(db)
  await sql`create trigger patient_group_unchanged before update on patient_access_group
    for each row execute function patient_group_refuse()`.execute(db)
}

/**
 * A number that changes with whatever decides how many records somebody sees: figures counted once are right as long as it
 * stands still.
 */
async function countSight(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  await db.schema
    .alterTable('patient_register')
    .addColumn('sight_version', 'integer', (column) => column.notNull().defaultTo(1))
    .execute()
  const step = 'update patient_register set sight_version = sight_version + 1 where one = 1'
  if (dialect === 'sqlite') {
    await sql
      .raw(`create trigger patient_sight_gained after insert on patient_access_group begin ${step}; end`)
      .execute(db)
    await sql
      .raw(`create trigger patient_sight_lost after delete on patient_access_group begin ${step}; end`)
      .execute(db)
    await sql
      .raw(`create trigger patient_sight_hidden after update of hidden on patient
        when old.hidden <> new.hidden begin ${step}; end`)
      .execute(db)
    return
  }
  await sql
    .raw(`create function patient_sight_step() returns trigger language plpgsql as
      $$ begin ${step}; return null; end $$`)
    .execute(db)
  for (const [name, when] of [
    ['patient_sight_gained', 'insert on patient_access_group'],
    ['patient_sight_lost', 'delete on patient_access_group'],
    ['patient_sight_hidden', 'update of hidden on patient'],
  ]) {
    await sql.raw(`create trigger ${name} after ${when} for each row execute function patient_sight_step()`).execute(db)
  }
}

/**
 * Groups among the words of a record, « Public » apart: a search by who sees a tenth of the records is answered by the
 * index, without looking at the nine others.
 */
async function indexGroups(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  const joined =
    dialect === 'sqlite'
      ? sql`group_concat(' _g' || replace(held.access_group_id, '-', ''), '')`
      : sql`string_agg(' _g' || replace(held.access_group_id, '-', ''), '')`
  const held = sql`from patient_order as line
    join patient_access_group as held on held.patient_id = line.patient_id
    join access_group on access_group.access_group_id = held.access_group_id and access_group.kind <> 'public'`
  await sql`update patient_search
    set tokens = tokens || (select ${joined} ${held} where line.place = patient_search.rowid)
    where rowid in (select line.place ${held})`.execute(db)
}

async function addEmergencies(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  await strictTable(db, dialect, 'emergency_access')
    .addColumn('emergency_id', 'text', (column) => column.primaryKey())
    .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
    .addColumn('user_id', 'text', (column) => column.notNull().references('person.user_id'))
    // As they were called when they asked.
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('ends_at', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'text')
    .addCheckConstraint('emergency_access_id', isId('emergency_id'))
    .addCheckConstraint('emergency_access_reason', isTextOf('reason', 500))
    .addCheckConstraint('emergency_access_started', isInstant('started_at'))
    .addCheckConstraint('emergency_access_ends', isInstant('ends_at'))
    .addCheckConstraint('emergency_access_ended', isInstant('ended_at'))
    .execute()
  await db.schema
    .createIndex('emergency_access_by_user')
    .on('emergency_access')
    .columns(['user_id', 'ends_at'])
    .execute()
  await db.schema
    .createIndex('emergency_access_by_patient')
    .on('emergency_access')
    .columns(['patient_id', 'started_at'])
    .execute()

  await strictTable(db, dialect, 'emergency_acknowledgement', { clustered: true })
    .addColumn('emergency_id', 'text', (column) => column.notNull().references('emergency_access.emergency_id'))
    .addColumn('user_id', 'text', (column) => column.notNull().references('person.user_id'))
    .addColumn('acknowledged_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('emergency_acknowledgement_key', ['emergency_id', 'user_id'])
    .addCheckConstraint('emergency_acknowledgement_at', isInstant('acknowledged_at'))
    .execute()
}

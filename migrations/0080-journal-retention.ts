import { sql } from 'kysely'
import {
  isFlag,
  isInstant,
  isOneOf,
  type Migration,
  type MigrationTransaction,
  type SchemaDialect,
  strictTable,
} from './lib.ts'

/** The families of the acts that cabinets of the earlier steps wrote. */
const families: readonly (readonly [family: string, acts: string])[] = [
  ['sessions', "'session.open', 'session.open-with-recovery-key', 'session.lock', 'session.unlock', 'session.close'"],
  ['records-read', "'patient.search', 'patient.preview', 'patient.open', 'patient.read'"],
  [
    'people-and-access',
    "'person.create', 'person.update', 'person.set-active', 'person.reset-password', 'person.change-own-password'",
  ],
  ['settings', "'cabinet.create', 'cabinet.close', 'settings.update', 'tag.save'"],
  [
    'backups-and-keys',
    "'backup.configure', 'backup.start', 'backup.made', 'backup.failed', 'key.replace-recovery', 'key.set-keyring', 'key.rekey', 'key.rekeyed'",
  ],
]
const aboutRecords = "'records-read', 'records-changed', 'people-and-access'"

/**
 * Lines that can be emptied when their time is over. From format 2 on, a line's digest covers what it says through a digest
 * of its own, salted: once what it says is gone, the salt with it, its place in the chain still verifies and nothing of it
 * can be guessed. Older lines keep their format and are never emptied.
 *
 * Besides: where a screen looks for lines (by family, person, record, outcome, time), from which line on the journal
 * continues a restored backup, and how far its head was last sealed.
 */
export const journalRetention: Migration = {
  number: 80,
  name: 'journal-retention',
  async up(db, dialect) {
    await db.schema
      .alterTable('audit_entry')
      .addColumn('format', 'integer', (column) => column.notNull().defaultTo(1).check(sql`format in (1, 2)`))
      .execute()
    await db.schema
      .alterTable('audit_entry')
      .addColumn('family', 'text', (column) => column.notNull().defaultTo('records-changed'))
      .execute()
    await db.schema
      .alterTable('audit_entry')
      .addColumn('retention', 'text', (column) =>
        column
          .notNull()
          .defaultTo('record')
          .check(isOneOf('retention', ['technical', 'record', 'kept'])),
      )
      .execute()
    await db.schema.alterTable('audit_entry').addColumn('salt', 'text').execute()
    await db.schema
      .alterTable('audit_entry')
      .addColumn('content_digest', 'text', (column) =>
        column.check(
          sql`(format = 1) = (content_digest is null) and (content_digest is null or length(content_digest) = 64)`,
        ),
      )
      .execute()
    await changeFamilies(db, dialect)
    await indexes(db)
    await lineage(db, dialect)
    await (dialect === 'sqlite' ? guardSqlite(db) : guardPostgres(db))
  },
}

/** The guards are down meanwhile; the two columns are not part of the digest of an old line. */
async function changeFamilies(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  if (dialect === 'sqlite') await sql`drop trigger audit_entry_unchanged`.execute(db)
  else await sql`drop trigger audit_entry_kept on audit_entry`.execute(db)
  const branches = sql.join(
    families.map(([family, acts]) => sql`when act in (${sql.raw(acts)}) then ${sql.lit(family)}`),
    sql` `,
  )
  await sql`update audit_entry set family = case ${branches} else 'records-changed' end`.execute(db)
  await sql`update audit_entry set retention =
    case when family in (${sql.raw(aboutRecords)}) then 'record' else 'technical' end`.execute(db)
}

/** In the order of time, which is how a person looks: a clock that was set back must not hide a line from its day. */
async function indexes(db: MigrationTransaction): Promise<void> {
  await db.schema.dropIndex('audit_entry_by_patient').execute()
  await db.schema.dropIndex('audit_entry_by_actor').execute()
  const index = (name: string) => db.schema.createIndex(`audit_entry_${name}`).on('audit_entry')
  await index('by_family').columns(['family', 'at', 'sequence']).execute()
  await index('by_person')
    .columns(['actor_user_id', 'family', 'at', 'sequence'])
    .where('actor_user_id', 'is not', null)
    .execute()
  await index('by_record').columns(['patient_id', 'at', 'sequence']).where('patient_id', 'is not', null).execute()
  await index('not_done').columns(['at', 'sequence']).where(sql.ref('outcome'), '<>', sql.lit('done')).execute()
  await index('kept_lines').columns(['sequence']).where(sql.ref('retention'), '=', sql.lit('kept')).execute()
}

async function lineage(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  await strictTable(db, dialect, 'journal_lineage')
    .addColumn('sequence', 'integer', (column) => column.primaryKey())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('restoration_id', 'text', (column) => column.notNull().unique())
    .addCheckConstraint('journal_lineage_digest', sql`length(digest) = 64`)
    .execute()
  await strictTable(db, dialect, 'journal_seal')
    .addColumn('only_row', 'integer', (column) => column.primaryKey())
    .addColumn('sequence', 'integer', (column) => column.notNull())
    .addColumn('sealed_at', 'text', (column) => column.notNull())
    .addCheckConstraint('journal_seal_only', isFlag('only_row'))
    .addCheckConstraint('journal_seal_at', isInstant('sealed_at'))
    .execute()
}

/**
 * A line changes in one way only: emptied, by a transaction whose last line says so, once its time is over. The shortest
 * times are written here, so that no setting and no program empties anything younger.
 */
async function guardSqlite(db: MigrationTransaction): Promise<void> {
  await sql`create trigger audit_entry_unchanged before update on audit_entry
    when coalesce(
      old.format = 2 and old.salt is not null and old.retention in ('technical', 'record')
      and new.salt is null and new.family = 'expired' and new.act = '' and new.outcome = 'done'
      and new.problem is null and new.operation = '' and new.actor_user_id is null and new.service is null
      and new.seat = '' and new.session_id is null and new.patient_id is null and new.subject_id is null
      and new.details = ''
      and new.sequence is old.sequence and new.at is old.at and new.format is old.format
      and new.retention is old.retention and new.content_digest is old.content_digest
      and new.previous_digest is old.previous_digest and new.digest is old.digest
      and exists (
        select 1 from audit_entry as emptying
        where emptying.sequence = (select max(sequence) from audit_entry)
          and emptying.act = 'journal.expire' and emptying.retention = 'kept'
          and json_extract(emptying.details, '$.retention') = old.retention
          and old.at < json_extract(emptying.details, '$.before')
          and json_extract(emptying.details, '$.before') <= strftime('%Y-%m-%dT%H:%M:%fZ', emptying.at,
            case old.retention when 'technical' then '-6 months' else '-10 years' end)
      ), 0) = 0
    begin select raise(abort, 'the journal is append-only'); end`.execute(db)
}

async function guardPostgres(db: MigrationTransaction): Promise<void> {
  await sql`create function audit_entry_check_emptying() returns trigger language plpgsql as
    $$ declare
      emptying audit_entry%rowtype;
      emptied audit_entry%rowtype;
      shortest interval;
    begin
      emptied := old;
      emptied.salt := null; emptied.family := 'expired'; emptied.act := ''; emptied.outcome := 'done';
      emptied.problem := null; emptied.operation := ''; emptied.actor_user_id := null; emptied.service := null;
      emptied.seat := ''; emptied.session_id := null; emptied.patient_id := null; emptied.subject_id := null;
      emptied.details := '';
      shortest := case old.retention when 'technical' then interval '6 months' else interval '10 years' end;
      select * into emptying from audit_entry order by sequence desc limit 1;
      if old.format = 2 and old.salt is not null and old.retention in ('technical', 'record')
        and new is not distinct from emptied
        and emptying.act = 'journal.expire' and emptying.retention = 'kept'
      then
        if emptying.details::json->>'retention' = old.retention
          and old.at < emptying.details::json->>'before'
          and (emptying.details::json->>'before')::timestamptz at time zone 'UTC'
            <= (emptying.at::timestamptz at time zone 'UTC') - shortest
        then
          return new;
        end if;
      end if;
      raise exception 'the journal is append-only';
    end $$`.execute(db)
  await sql`create trigger audit_entry_kept before delete on audit_entry
    for each row execute function audit_entry_refuse()`.execute(db)
  await sql`create trigger audit_entry_unchanged before update on audit_entry
    for each row execute function audit_entry_check_emptying()`.execute(db)
}

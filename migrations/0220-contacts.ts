import { sql } from 'kysely'
import {
  isFlag,
  isId,
  isInstant,
  isOneOf,
  type Migration,
  type MigrationTransaction,
  type SchemaDialect,
  strictTable,
} from './lib.ts'

const contactKinds = ['professional', 'pharmacy', 'laboratory', 'facility', 'insurer', 'person', 'other'] as const
const relationKinds = [
  'legal-guardian',
  'emergency',
  'trusted-person',
  'parent',
  'spouse',
  'child',
  'relative',
  'payer',
  'insurer',
  'attending-physician',
  'specialist',
  'pharmacy',
  'nurse',
  'physiotherapist',
  'laboratory',
  'other',
] as const
const answers = ['unknown', 'yes', 'no'] as const

/** The directory of contacts, what they are to patients, and what patients consent to (PAT-6, PAT-7). */
export const contacts: Migration = {
  number: 220,
  name: 'contacts',
  async up(db, dialect) {
    await createContacts(db, dialect)
    await createGroups(db, dialect)
    await createRelations(db, dialect)
    await createConsents(db, dialect)
  },
}

async function createContacts(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  let table = strictTable(db, dialect, 'contact')
    .addColumn('contact_id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('channel', 'text')
  for (const name of [
    'title',
    'last_name',
    'first_name',
    'organisation',
    'speciality',
    'rpps',
    'address_line',
    'address_complement',
    'postal_code',
    'town',
    'phone',
    'mobile',
    'email',
    'mssante',
    'comments',
    // Folded: the order of the directory, and the words a contact is found by, each after a space.
    'order_key',
    'search_key',
  ]) {
    table = table.addColumn(name, 'text', (column) => column.notNull())
  }
  await table
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addColumn('updated_by', 'text', (column) => column.notNull().references('person.user_id'))
    // Off the directory; what names the contact keeps it.
    .addColumn('removed_at', 'text')
    .addColumn('version', 'integer', (column) => column.notNull())
    .addCheckConstraint('contact_id_form', isId('contact_id'))
    .addCheckConstraint('contact_kind', isOneOf('kind', contactKinds))
    .addCheckConstraint('contact_channel', isOneOf('channel', ['mssante', 'email', 'post', 'phone']))
    .addCheckConstraint('contact_named', sql`length(last_name) + length(organisation) > 0`)
    .addCheckConstraint('contact_updated', isInstant('updated_at'))
    .addCheckConstraint('contact_removed', isInstant('removed_at'))
    .addCheckConstraint('contact_version', sql`version >= 1`)
    .execute()
  await db.schema.createIndex('contact_by_name').on('contact').columns(['order_key', 'contact_id']).execute()
}

/** Contacts have access groups as patients have (GRP-2), and « Public » holds them all. */
async function createGroups(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  await strictTable(db, dialect, 'contact_access_group', { clustered: true })
    .addColumn('contact_id', 'text', (column) => column.notNull().references('contact.contact_id'))
    .addColumn('access_group_id', 'text', (column) =>
      column.notNull().references('access_group.access_group_id').onDelete('cascade'),
    )
    .addPrimaryKeyConstraint('contact_access_group_key', ['contact_id', 'access_group_id'])
    .execute()
  await db.schema
    .createIndex('contact_access_group_by_group')
    .on('contact_access_group')
    .columns(['access_group_id', 'contact_id'])
    .execute()
  if (dialect === 'sqlite') {
    await sql`create trigger contact_in_public after insert on contact begin
      insert into contact_access_group (contact_id, access_group_id)
        select new.contact_id, access_group_id from access_group where kind = 'public';
    end`.execute(db)
    await sql`create trigger contact_kept_in_public before delete on contact_access_group
      when (select kind from access_group where access_group_id = old.access_group_id) = 'public'
      begin select raise(abort, 'every contact is in Public'); end`.execute(db)
    return
  }
  await sql`create function contact_join_public() returns trigger language plpgsql as $$ begin
    insert into contact_access_group (contact_id, access_group_id)
      select new.contact_id, access_group_id from access_group where kind = 'public';
    return null; end $$`.execute(db)
  await sql`create function contact_keep_public() returns trigger language plpgsql as $$ begin
    if (select kind from access_group where access_group_id = old.access_group_id) = 'public' then
      raise exception 'every contact is in Public';
    end if;
    return old; end $$`.execute(db)
  await sql`create trigger contact_in_public after insert on contact
    for each row execute function contact_join_public()`.execute(db)
  await sql`create trigger contact_kept_in_public before delete on contact_access_group
    for each row execute function contact_keep_public()`.execute(db)
}

async function createRelations(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  await strictTable(db, dialect, 'patient_relation')
    .addColumn('relation_id', 'text', (column) => column.primaryKey())
    .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
    .addColumn('contact_id', 'text', (column) => column.notNull().references('contact.contact_id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('comments', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addColumn('updated_by', 'text', (column) => column.notNull().references('person.user_id'))
    .addColumn('removed_at', 'text')
    .addColumn('version', 'integer', (column) => column.notNull())
    .addCheckConstraint('patient_relation_id', isId('relation_id'))
    .addCheckConstraint('patient_relation_kind', isOneOf('kind', relationKinds))
    .addCheckConstraint('patient_relation_comments', sql`length(comments) <= 300`)
    .addCheckConstraint('patient_relation_updated', isInstant('updated_at'))
    .addCheckConstraint('patient_relation_removed', isInstant('removed_at'))
    .addCheckConstraint('patient_relation_version', sql`version >= 1`)
    .execute()
  await sql`create unique index patient_relation_once on patient_relation (patient_id, contact_id, kind)
    where removed_at is null`.execute(db)
  await db.schema.createIndex('patient_relation_of_contact').on('patient_relation').column('contact_id').execute()
}

async function createConsents(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  await strictTable(db, dialect, 'patient_consent')
    .addColumn('patient_id', 'text', (column) => column.primaryKey().references('patient.patient_id'))
    .addColumn('privacy_policy', 'text', (column) => column.notNull())
    .addColumn('mssante_citizen', 'text', (column) => column.notNull())
    .addColumn('mssante_professionals', 'text', (column) => column.notNull())
    .addColumn('dmp', 'text', (column) => column.notNull())
    .addColumn('dmp_visible_to_patient', 'integer', (column) => column.notNull())
    .addColumn('dmp_visible_to_professionals', 'integer', (column) => column.notNull())
    .addColumn('opposes_sharing', 'integer', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addColumn('updated_by', 'text', (column) => column.notNull().references('person.user_id'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addCheckConstraint('patient_consent_policy', isOneOf('privacy_policy', answers))
    .addCheckConstraint('patient_consent_citizen', isOneOf('mssante_citizen', answers))
    .addCheckConstraint('patient_consent_professionals', isOneOf('mssante_professionals', answers))
    .addCheckConstraint('patient_consent_dmp', isOneOf('dmp', answers))
    .addCheckConstraint('patient_consent_dmp_patient', isFlag('dmp_visible_to_patient'))
    .addCheckConstraint('patient_consent_dmp_professionals', isFlag('dmp_visible_to_professionals'))
    .addCheckConstraint('patient_consent_opposes', isFlag('opposes_sharing'))
    .addCheckConstraint('patient_consent_updated', isInstant('updated_at'))
    .addCheckConstraint('patient_consent_version', sql`version >= 1`)
    .execute()
}

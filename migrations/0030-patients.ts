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

/** Patients, how the list is ordered and searched, and the cabinet's tags. */
export const patients: Migration = {
  number: 30,
  name: 'patients',
  async up(db, dialect) {
    await createPatient(db, dialect)
    await createOrderAndSearch(db, dialect)
    await createTags(db, dialect)
  },
}

async function createPatient(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  let table = strictTable(db, dialect, 'patient')
    .addColumn('patient_id', 'text', (column) => column.primaryKey())
    .addColumn('file_number', 'integer', (column) => column.notNull().unique())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('sex', 'text', (column) => column.notNull())
    // Unknown parts are 00 and a lunar month may exceed 12: never a calendar date.
    .addColumn('birth_date', 'text', (column) => column.notNull())
    .addColumn('birth_place_code', 'text', (column) => column.notNull())
    // JSON array of texts, in the order of the birth certificate.
    .addColumn('birth_first_names', 'text', (column) => column.notNull())
    .addColumn('marital_status', 'text')
    .addColumn('coverage_birth_rank', 'integer')
    .addColumn('deceased', 'integer', (column) => column.notNull())
    .addColumn('death_date', 'text')
    .addColumn('rcp', 'integer', (column) => column.notNull())
    .addColumn('vsm_reminder_on', 'text')
    .addColumn('ins_status', 'text', (column) => column.notNull())
    // Order of the statuses in a sorted list: text sorts them by chance.
    .addColumn('ins_rank', 'integer', (column) => column.notNull())
    // JSON array of codes.
    .addColumn('ins_attributes', 'text', (column) => column.notNull())
    .addColumn('ins_ko', 'integer', (column) => column.notNull())
    .addColumn('ins_matricule', 'text')
    .addColumn('ins_key', 'text')
    .addColumn('ins_oid', 'text')
    // A tag that hides is on the record.
    .addColumn('hidden', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addColumn('updated_by_user_id', 'text')
    // As they were called when they wrote.
    .addColumn('updated_by', 'text', (column) => column.notNull())
  for (const name of [
    'birth_name',
    'first_birth_first_name',
    'used_name',
    'used_first_name',
    // The three names in the INS character set, as the national services know them.
    'birth_name_ins',
    'first_birth_first_name_ins',
    'birth_first_names_ins',
    // Folded, for sorting and for equality: no accent, no space, lower case.
    'birth_name_key',
    'birth_first_name_key',
    'used_name_key',
    'used_first_name_key',
    'order_key',
    'birth_place_text',
    'address_line',
    'address_complement',
    'postal_code',
    'town',
    'country',
    'mobile',
    'phone',
    'other_phone',
    'email',
    'profession',
    'comments',
    'billing_payer_name',
    'billing_payer_address',
    'billing_note',
    // JSON array of { issuer, value }.
    'other_identifiers',
    'coverage_insured_nir',
    'coverage_regime',
    'coverage_amc_number',
    'coverage_amc_member_number',
    'attending_physician_name',
    'attending_physician_rpps',
  ]) {
    table = table.addColumn(name, 'text', (column) => column.notNull())
  }
  await table
    .addCheckConstraint('patient_id_form', isId('patient_id'))
    .addCheckConstraint('patient_file_number', sql`file_number >= 1`)
    .addCheckConstraint('patient_version', sql`version >= 1`)
    .addCheckConstraint('patient_sex', isOneOf('sex', ['F', 'M', 'I']))
    .addCheckConstraint('patient_birth_date', isCivilDate('birth_date'))
    .addCheckConstraint('patient_birth_place', sql`length(birth_place_code) = 5`)
    .addCheckConstraint('patient_birth_name', isTextOf('birth_name', 100))
    .addCheckConstraint('patient_first_name', isTextOf('first_birth_first_name', 60))
    .addCheckConstraint(
      'patient_marital_status',
      isOneOf('marital_status', ['single', 'married', 'pacs', 'cohabiting', 'divorced', 'separated', 'widowed']),
    )
    .addCheckConstraint('patient_birth_rank', sql`coverage_birth_rank between 1 and 9`)
    .addCheckConstraint('patient_deceased', isFlag('deceased'))
    .addCheckConstraint('patient_death', sql`death_date is null or deceased = 1`)
    .addCheckConstraint('patient_rcp', isFlag('rcp'))
    .addCheckConstraint(
      'patient_ins_status',
      isOneOf('ins_status', ['provisional', 'retrieved', 'validated', 'qualified']),
    )
    .addCheckConstraint('patient_ins_ko', isFlag('ins_ko'))
    // The matricule never stands without its key and its OID, nor beside an identity INSi has not given.
    .addCheckConstraint(
      'patient_ins_whole',
      sql`(ins_matricule is null) = (ins_oid is null) and (ins_matricule is null) = (ins_key is null)`,
    )
    .addCheckConstraint('patient_ins_standing', sql`ins_matricule is null or ins_status in ('retrieved', 'qualified')`)
    .addCheckConstraint('patient_hidden', isFlag('hidden'))
    .addCheckConstraint('patient_created', isInstant('created_at'))
    .addCheckConstraint('patient_updated', isInstant('updated_at'))
    .execute()

  // The list, sorted by any of its columns, hidden records apart: skipping pages reads the index alone.
  for (const [name, key] of [
    ['used_name', 'order_key'],
    ['used_first_name', 'used_first_name_key'],
    ['birth_name', 'birth_name_key'],
    ['birth_first_name', 'birth_first_name_key'],
    ['birth_date', 'birth_date'],
    ['ins_status', 'ins_rank'],
    ['file_number', 'file_number'],
  ] as const) {
    const columns = key === 'order_key' || key === 'file_number' ? ['hidden', key] : ['hidden', key, 'order_key']
    await db.schema.createIndex(`patient_by_${name}`).on('patient').columns(columns).execute()
  }
  // Whole lines of the list in its order: a page of it is read from a few neighbours, not from a hundred long rows.
  await db.schema
    .createIndex('patient_line')
    .on('patient')
    .columns([
      'order_key',
      'patient_id',
      'version',
      'file_number',
      'used_name',
      'used_first_name',
      'birth_name',
      'first_birth_first_name',
      'birth_date',
      'sex',
      'ins_status',
      'ins_attributes',
      'ins_ko',
      'deceased',
      'hidden',
    ])
    .execute()
  // Who bears that name: duplicates.
  await db.schema
    .createIndex('patient_named_at_birth')
    .on('patient')
    .columns(['birth_name_key', 'birth_first_name_key'])
    .execute()
  await db.schema.createIndex('patient_named').on('patient').columns(['used_name_key', 'used_first_name_key']).execute()
  await db.schema
    .createIndex('patient_ins')
    .on('patient')
    .column('ins_matricule')
    .where('ins_matricule', 'is not', null)
    .execute()
  for (const flag of ['rcp', 'ins_ko', 'hidden'] as const) {
    await db.schema
      .createIndex(`patient_with_${flag}`)
      .on('patient')
      .column('patient_id')
      .where(sql.ref(flag), '=', sql.lit(1))
      .execute()
  }
  await db.schema
    .createIndex('patient_with_vsm_reminder')
    .on('patient')
    .columns(['vsm_reminder_on', 'patient_id'])
    .where('vsm_reminder_on', 'is not', null)
    .execute()

  // Matricules an identity has borne, kept when a corrected trait or the national service withdrew them.
  await strictTable(db, dialect, 'patient_former_ins')
    .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
    .addColumn('matricule', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('oid', 'text', (column) => column.notNull())
    .addColumn('withdrawn_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('patient_former_ins_key', ['patient_id', 'withdrawn_at', 'matricule'])
    .addCheckConstraint('patient_former_ins_withdrawn', isInstant('withdrawn_at'))
    .execute()

  // One row: what would cost a walk over every patient to count.
  await strictTable(db, dialect, 'patient_register')
    .addColumn('one', 'integer', (column) => column.primaryKey())
    .addColumn('next_file_number', 'integer', (column) => column.notNull())
    .addColumn('shown', 'integer', (column) => column.notNull())
    .addColumn('hidden', 'integer', (column) => column.notNull())
    .addCheckConstraint('patient_register_one', sql`one = 1`)
    .addCheckConstraint('patient_register_counts', sql`shown >= 0 and hidden >= 0 and next_file_number >= 1`)
    .execute()
  await sql`insert into patient_register (one, next_file_number, shown, hidden) values (1, 1, 0, 0)`.execute(db)
}

async function createOrderAndSearch(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  // Places in the order of the list, far apart so that a newcomer finds room between two neighbours. The search index
  // carries the same numbers, and so answers in the order of the list without sorting.
  const place = dialect === 'sqlite' ? 'integer' : 'bigint'
  await strictTable(db, dialect, 'patient_order')
    .addColumn('place', place, (column) => column.primaryKey())
    .addColumn('patient_id', 'text', (column) => column.notNull().unique().references('patient.patient_id'))
    .addColumn('order_key', 'text', (column) => column.notNull())
    // What the other columns of the list sort by, here too: found records are sorted without reading them whole.
    .addColumn('used_first_name_key', 'text', (column) => column.notNull())
    .addColumn('birth_name_key', 'text', (column) => column.notNull())
    .addColumn('birth_first_name_key', 'text', (column) => column.notNull())
    .addColumn('birth_date', 'text', (column) => column.notNull())
    .addColumn('ins_rank', 'integer', (column) => column.notNull())
    .addColumn('file_number', 'integer', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('patient_order_by_key').on('patient_order').columns(['order_key', 'place']).execute()

  if (dialect === 'sqlite') {
    await sql`create virtual table patient_search using fts5(
      tokens, detail = none, columnsize = 0, prefix = '1 2 3 4',
      tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
    )`.execute(db)
  } else {
    await sql`create table patient_search (
      rowid bigint primary key,
      tokens text not null,
      lexemes tsvector generated always as (array_to_tsvector(string_to_array(tokens, ' '))) stored
    )`.execute(db)
    await sql`create index patient_search_lexemes on patient_search using gin (lexemes)`.execute(db)
  }
}

async function createTags(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  await strictTable(db, dialect, 'tag')
    .addColumn('tag_id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('name_key', 'text', (column) => column.notNull().unique())
    .addColumn('color', 'text', (column) => column.notNull())
    .addColumn('hides_record', 'integer', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addCheckConstraint('tag_id_form', isId('tag_id'))
    .addCheckConstraint('tag_name', isTextOf('name', 40))
    .addCheckConstraint('tag_color', isOneOf('color', ['grey', 'teal', 'blue', 'green', 'amber', 'red', 'violet']))
    .addCheckConstraint('tag_hides_record', isFlag('hides_record'))
    .execute()
  await strictTable(db, dialect, 'patient_tag', { clustered: true })
    .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
    .addColumn('tag_id', 'text', (column) => column.notNull().references('tag.tag_id'))
    .addPrimaryKeyConstraint('patient_tag_key', ['patient_id', 'tag_id'])
    .execute()
  await db.schema.createIndex('patient_tag_by_tag').on('patient_tag').columns(['tag_id', 'patient_id']).execute()
}

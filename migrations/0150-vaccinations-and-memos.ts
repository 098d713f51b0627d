import { sql } from 'kysely'
import {
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

/** Vaccinations with what they protect from, and the short notes kept beside a record. */
export const vaccinationsAndMemos: Migration = {
  number: 150,
  name: 'vaccinations-and-memos',
  async up(db, dialect) {
    await recordTable(db, dialect, 'vaccination')
      .addColumn('source_note_id', 'text')
      // Codes of valences between spaces, in the order of the table of the screen: « diphtheria tetanus poliomyelitis ».
      .addColumn('valences', 'text', (column) => column.notNull())
      .addColumn('vaccine', 'text', (column) => column.notNull())
      .addColumn('rank', 'text', (column) => column.notNull())
      .addColumn('given_on', 'text', (column) => column.notNull())
      .addColumn('lot', 'text', (column) => column.notNull())
      .addColumn('site', 'text')
      .addColumn('route', 'text')
      .addColumn('given_by', 'text', (column) => column.notNull())
      .addColumn('declared', 'integer', (column) => column.notNull())
      .addColumn('comment', 'text', (column) => column.notNull())
      .addCheckConstraint('vaccination_valences', sql`length(valences) <= 400`)
      .addCheckConstraint('vaccination_vaccine', isTextOf('vaccine', 120))
      .addCheckConstraint('vaccination_rank', sql`length(rank) <= 40`)
      .addCheckConstraint('vaccination_given_on', sql`given_on like '____-__-__'`)
      .addCheckConstraint('vaccination_lot', sql`length(lot) <= 40`)
      .addCheckConstraint(
        'vaccination_site',
        isOneOf('site', ['left-arm', 'right-arm', 'left-thigh', 'right-thigh', 'other']),
      )
      .addCheckConstraint(
        'vaccination_route',
        isOneOf('route', ['intramuscular', 'subcutaneous', 'intradermal', 'oral', 'nasal']),
      )
      .addCheckConstraint('vaccination_given_by', sql`length(given_by) <= 120`)
      .addCheckConstraint('vaccination_declared', isFlag('declared'))
      .addCheckConstraint('vaccination_comment', sql`length(comment) <= 2000`)
      .execute()
    await sql`create index vaccination_of_patient on vaccination (patient_id, given_on)`.execute(db)
    // Those of the cabinet, and those read by whoever wrote them only: apart, since the second are handed over with no record.
    for (const memos of ['memo', 'personal_memo']) {
      await recordTable(db, dialect, memos)
        .addColumn('words', 'text', (column) => column.notNull())
        .addColumn('pinned', 'integer', (column) => column.notNull())
        .addCheckConstraint(`${memos}_words`, isTextOf('words', 4000))
        .addCheckConstraint(`${memos}_pinned`, isFlag('pinned'))
        .execute()
      await sql`create index ${sql.raw(`${memos}_of_patient`)} on ${sql.table(memos)} (patient_id)`.execute(db)
    }
  },
}

/** A table of the record: whose it is, who wrote it, and whether it is removed. */
function recordTable(db: MigrationTransaction, dialect: SchemaDialect, name: string) {
  const check = (rule: string) => `${name}_${rule}`
  return strictTable(db, dialect, name)
    .addColumn(`${name}_id`, 'text', (column) => column.primaryKey())
    .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
    .addColumn('recorded_at', 'text', (column) => column.notNull())
    .addColumn('recorded_by', 'text', (column) => column.notNull())
    .addColumn('recorded_by_name', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addColumn('updated_by', 'text', (column) => column.notNull())
    .addColumn('updated_by_name', 'text', (column) => column.notNull())
    .addColumn('removed_at', 'text')
    .addColumn('removed_by', 'text')
    .addColumn('version', 'integer', (column) => column.notNull())
    .addCheckConstraint(check('id_form'), isId(`${name}_id`))
    .addCheckConstraint(check('recorded'), isInstant('recorded_at'))
    .addCheckConstraint(check('updated'), isInstant('updated_at'))
    .addCheckConstraint(check('removed'), isInstant('removed_at'))
    .addCheckConstraint(check('removal'), sql`(removed_at is null) = (removed_by is null)`)
    .addCheckConstraint(check('version_from_one'), sql`version >= 1`)
}

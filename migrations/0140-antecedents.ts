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

/**
 * Antécédents, pathologies, family, habitus, allergies; and the codes of an imported CIM-10. Authors are kept by name beside
 * their identifier: a record handed over to another cabinet still says who wrote it.
 */
export const antecedents: Migration = {
  number: 140,
  name: 'antecedents',
  async up(db, dialect) {
    await recordTable(db, dialect, 'problem')
      .addColumn('label', 'text', (column) => column.notNull())
      .addColumn('code', 'text')
      .addColumn('nature', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('onset', 'text')
      .addColumn('ended', 'text')
      .addColumn('ald_kind', 'text')
      .addColumn('ald_number', 'integer')
      .addColumn('ald_starts_on', 'text')
      .addColumn('ald_ends_on', 'text')
      .addColumn('comment', 'text', (column) => column.notNull())
      .addCheckConstraint('problem_label', isTextOf('label', 200))
      .addCheckConstraint('problem_code', isTextOf('code', 12))
      .addCheckConstraint(
        'problem_nature',
        isOneOf('nature', ['medical', 'surgical', 'obstetric', 'psychiatric', 'other']),
      )
      .addCheckConstraint('problem_state', isOneOf('state', ['active', 'past']))
      .addCheckConstraint('problem_onset', isPartialDate('onset'))
      .addCheckConstraint('problem_ended', isPartialDate('ended'))
      .addCheckConstraint('problem_ald_kind', isOneOf('ald_kind', ['listed', 'off-list', 'several']))
      .addCheckConstraint('problem_ald_number', sql`ald_number between 1 and 30`)
      // A number belongs to the list, and to nothing else.
      .addCheckConstraint('problem_ald', sql`(coalesce(ald_kind, '') = 'listed') = (ald_number is not null)`)
      .addCheckConstraint('problem_ald_starts', isPartialDate('ald_starts_on'))
      .addCheckConstraint('problem_ald_ends', isPartialDate('ald_ends_on'))
      .addCheckConstraint('problem_comment', sql`length(comment) <= 2000`)
      .execute()
    await recordTable(db, dialect, 'family_history')
      .addColumn('relative', 'text', (column) => column.notNull())
      .addColumn('label', 'text', (column) => column.notNull())
      .addColumn('code', 'text')
      .addColumn('age', 'integer')
      .addColumn('fatal', 'integer', (column) => column.notNull())
      .addColumn('comment', 'text', (column) => column.notNull())
      .addCheckConstraint('family_history_relative', isTextOf('relative', 40))
      .addCheckConstraint('family_history_label', isTextOf('label', 200))
      .addCheckConstraint('family_history_code', isTextOf('code', 12))
      .addCheckConstraint('family_history_age', sql`age between 0 and 120`)
      .addCheckConstraint('family_history_fatal', isFlag('fatal'))
      .addCheckConstraint('family_history_comment', sql`length(comment) <= 2000`)
      .execute()
    await recordTable(db, dialect, 'habitus')
      .addColumn('topic', 'text', (column) => column.notNull())
      .addColumn('consumption', 'text')
      .addColumn('cigarettes_per_day', 'real')
      .addColumn('pack_years', 'real')
      .addColumn('glasses_per_week', 'real')
      .addColumn('since', 'text')
      .addColumn('stopped', 'text')
      .addColumn('words', 'text', (column) => column.notNull())
      .addCheckConstraint('habitus_topic', isTextOf('topic', 40))
      .addCheckConstraint('habitus_consumption', isOneOf('consumption', ['never', 'former', 'current']))
      .addCheckConstraint('habitus_cigarettes', sql`cigarettes_per_day between 0 and 200`)
      .addCheckConstraint('habitus_pack_years', sql`pack_years between 0 and 300`)
      .addCheckConstraint('habitus_glasses', sql`glasses_per_week between 0 and 500`)
      .addCheckConstraint('habitus_since', isPartialDate('since'))
      .addCheckConstraint('habitus_stopped', isPartialDate('stopped'))
      .addCheckConstraint('habitus_words', sql`length(words) <= 500`)
      .execute()
    await recordTable(db, dialect, 'allergy')
      .addColumn('substance', 'text', (column) => column.notNull())
      .addColumn('substance_code', 'text')
      .addColumn('class_code', 'text')
      .addColumn('category', 'text', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('reaction', 'text', (column) => column.notNull())
      .addColumn('severity', 'text')
      .addColumn('certainty', 'text', (column) => column.notNull())
      .addColumn('onset', 'text')
      .addColumn('comment', 'text', (column) => column.notNull())
      .addCheckConstraint('allergy_substance', isTextOf('substance', 200))
      .addCheckConstraint('allergy_substance_code', isTextOf('substance_code', 20))
      .addCheckConstraint('allergy_class_code', isTextOf('class_code', 40))
      .addCheckConstraint('allergy_category', isOneOf('category', ['medicine', 'food', 'environment', 'other']))
      .addCheckConstraint('allergy_type', isOneOf('type', ['allergy', 'intolerance']))
      .addCheckConstraint('allergy_reaction', sql`length(reaction) <= 200`)
      .addCheckConstraint('allergy_severity', isOneOf('severity', ['mild', 'moderate', 'severe']))
      .addCheckConstraint('allergy_certainty', isOneOf('certainty', ['confirmed', 'likely', 'to-confirm']))
      .addCheckConstraint('allergy_onset', isPartialDate('onset'))
      .addCheckConstraint('allergy_comment', sql`length(comment) <= 2000`)
      .execute()
    // « Aucune connue »: who stated it and when, kept after an allergy or a withdrawal ended it.
    await strictTable(db, dialect, 'allergy_statement')
      .addColumn('statement_id', 'text', (column) => column.primaryKey())
      .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
      .addColumn('declared_at', 'text', (column) => column.notNull())
      .addColumn('declared_by', 'text', (column) => column.notNull())
      .addColumn('declared_by_name', 'text', (column) => column.notNull())
      .addColumn('ended_at', 'text')
      .addColumn('ended_by', 'text')
      .addCheckConstraint('allergy_statement_id_form', isId('statement_id'))
      .addCheckConstraint('allergy_statement_declared', isInstant('declared_at'))
      .addCheckConstraint('allergy_statement_ended', isInstant('ended_at'))
      .addCheckConstraint('allergy_statement_end', sql`(ended_at is null) = (ended_by is null)`)
      .execute()
    await sql`create index allergy_statement_of_patient on allergy_statement (patient_id)`.execute(db)
    for (const table of ['problem', 'family_history', 'habitus', 'allergy']) {
      await sql`create index ${sql.raw(`${table}_of_patient`)} on ${sql.table(table)} (patient_id)`.execute(db)
    }
    await strictTable(db, dialect, 'cim10_edition')
      .addColumn('only_row', 'integer', (column) => column.primaryKey())
      .addColumn('edition', 'text', (column) => column.notNull())
      .addColumn('codes', 'integer', (column) => column.notNull())
      .addColumn('imported_at', 'text', (column) => column.notNull())
      .addCheckConstraint('cim10_edition_only_row', sql`only_row = 1`)
      .addCheckConstraint('cim10_edition_name', isTextOf('edition', 80))
      .addCheckConstraint('cim10_edition_imported', isInstant('imported_at'))
      .execute()
    await strictTable(db, dialect, 'cim10_code', { clustered: true })
      .addColumn('code', 'text', (column) => column.primaryKey())
      .addColumn('label', 'text', (column) => column.notNull())
      // The words of the label and the code, folded, each between spaces: what is typed is the beginning of some of them.
      .addColumn('search_words', 'text', (column) => column.notNull())
      .addCheckConstraint('cim10_code_form', isTextOf('code', 12))
      .addCheckConstraint('cim10_code_label', isTextOf('label', 400))
      .execute()
  },
}

/** A table of structured data: whose it is, which note fed it, who wrote it, and whether it is removed. */
function recordTable(db: MigrationTransaction, dialect: SchemaDialect, name: string) {
  const check = (rule: string) => `${name}_${rule}`
  return strictTable(db, dialect, name)
    .addColumn(`${name}_id`, 'text', (column) => column.primaryKey())
    .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
    .addColumn('source_note_id', 'text')
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

/** A day, a month or a year: `2014-00-00` when only the year is known. */
function isPartialDate(column: string) {
  return sql<boolean>`${sql.ref(column)} like '____-__-__'`
}

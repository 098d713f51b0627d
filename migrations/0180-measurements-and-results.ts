import { sql } from 'kysely'
import {
  isCivilDate,
  isId,
  isInstant,
  isOneOf,
  isTextOf,
  type Migration,
  type MigrationTransaction,
  type SchemaDialect,
  strictTable,
} from './lib.ts'

/** What is measured at the cabinet, and what laboratories answer. */
export const measurementsAndResults: Migration = {
  number: 180,
  name: 'measurements-and-results',
  async up(db, dialect) {
    await createMeasurements(db, dialect)
    await createResults(db, dialect)
  },
}

async function createMeasurements(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  await strictTable(db, dialect, 'measurement')
    .addColumn('measurement_id', 'text', (column) => column.primaryKey())
    .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
    // What was measured together: the item of a note, or one entry by hand.
    .addColumn('set_id', 'text', (column) => column.notNull())
    .addColumn('source_note_id', 'text')
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('value', 'real', (column) => column.notNull())
    // The diastolic pressure.
    .addColumn('second_value', 'real')
    .addColumn('measured_at', 'text', (column) => column.notNull())
    .addColumn('recorded_at', 'text', (column) => column.notNull())
    .addColumn('recorded_by_id', 'text', (column) => column.notNull())
    .addColumn('recorded_by', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addColumn('updated_by_id', 'text', (column) => column.notNull())
    .addColumn('updated_by', 'text', (column) => column.notNull())
    // Kept with the record, and back by an undo.
    .addColumn('removed_at', 'text')
    .addColumn('removed_by', 'text')
    .addColumn('version', 'integer', (column) => column.notNull())
    .addCheckConstraint('measurement_id_form', isId('measurement_id'))
    .addCheckConstraint('measurement_set', isId('set_id'))
    .addCheckConstraint('measurement_note', isId('source_note_id'))
    .addCheckConstraint('measurement_code', isTextOf('code', 40))
    .addCheckConstraint('measurement_second', sql`(second_value is null) = (code <> 'blood-pressure')`)
    .addCheckConstraint('measurement_measured', isInstant('measured_at'))
    .addCheckConstraint('measurement_recorded', isInstant('recorded_at'))
    .addCheckConstraint('measurement_updated', isInstant('updated_at'))
    .addCheckConstraint('measurement_removed', isInstant('removed_at'))
    .addCheckConstraint('measurement_removed_by', sql`(removed_at is null) = (removed_by is null)`)
    .addCheckConstraint('measurement_version', sql`version >= 1`)
    .execute()
  await sql`create index measurement_of_patient on measurement (patient_id, measured_at, code)`.execute(db)
  await sql`create index measurement_of_set on measurement (set_id)`.execute(db)
}

async function createResults(db: MigrationTransaction, dialect: SchemaDialect): Promise<void> {
  const flags = ['high', 'low', 'very-high', 'very-low', 'normal'] as const
  await strictTable(db, dialect, 'result')
    .addColumn('result_id', 'text', (column) => column.primaryKey())
    .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('laboratory', 'text', (column) => column.notNull())
    .addColumn('sampled_on', 'text', (column) => column.notNull())
    .addColumn('comment', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'text')
    .addColumn('seen_by', 'text')
    .addColumn('recorded_at', 'text', (column) => column.notNull())
    .addColumn('recorded_by_id', 'text', (column) => column.notNull())
    .addColumn('recorded_by', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addColumn('updated_by_id', 'text', (column) => column.notNull())
    .addColumn('updated_by', 'text', (column) => column.notNull())
    .addColumn('removed_at', 'text')
    .addColumn('removed_by', 'text')
    .addColumn('version', 'integer', (column) => column.notNull())
    .addCheckConstraint('result_id_form', isId('result_id'))
    .addCheckConstraint('result_title', sql`length(title) <= 160`)
    .addCheckConstraint('result_sampled', isCivilDate('sampled_on'))
    .addCheckConstraint('result_seen', sql`(seen_at is null) = (seen_by is null)`)
    .addCheckConstraint('result_seen_at', isInstant('seen_at'))
    .addCheckConstraint('result_recorded', isInstant('recorded_at'))
    .addCheckConstraint('result_updated', isInstant('updated_at'))
    .addCheckConstraint('result_removed', isInstant('removed_at'))
    .addCheckConstraint('result_removed_by', sql`(removed_at is null) = (removed_by is null)`)
    .addCheckConstraint('result_version', sql`version >= 1`)
    .execute()
  await sql`create index result_of_patient on result (patient_id, sampled_on)`.execute(db)

  await strictTable(db, dialect, 'result_value')
    .addColumn('result_value_id', 'text', (column) => column.primaryKey())
    .addColumn('result_id', 'text', (column) => column.notNull().references('result.result_id'))
    .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('panel', 'text', (column) => column.notNull())
    .addColumn('analyte', 'text', (column) => column.notNull())
    // Folded, for setting earlier values beside.
    .addColumn('analyte_key', 'text', (column) => column.notNull())
    .addColumn('loinc', 'text')
    .addColumn('value', 'real')
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('unit', 'text', (column) => column.notNull())
    .addColumn('low', 'real')
    .addColumn('high', 'real')
    .addColumn('reference', 'text', (column) => column.notNull())
    // As the laboratory gave it; null when the range decides.
    .addColumn('flag', 'text')
    .addCheckConstraint('result_value_id_form', isId('result_value_id'))
    .addCheckConstraint('result_value_position', sql`position >= 0`)
    .addCheckConstraint('result_value_analyte', isTextOf('analyte', 120))
    .addCheckConstraint('result_value_flag', isOneOf('flag', flags))
    .addCheckConstraint('result_value_said', sql`(value is null) = (text <> '')`)
    .execute()
  await sql`create index result_value_of_result on result_value (result_id, position)`.execute(db)
  await sql`create index result_value_of_analyte on result_value (patient_id, analyte_key)`.execute(db)
}

import { sql } from 'kysely'
import { isCivilDate, isFlag, isId, isInstant, isOneOf, isTextOf, type Migration, strictTable } from './lib.ts'

/** What patients take, what was prescribed to them, and lines kept to be prescribed again. */
export const treatmentsAndPrescriptions: Migration = {
  number: 170,
  name: 'treatments-and-prescriptions',
  async up(db, dialect) {
    await strictTable(db, dialect, 'treatment')
      .addColumn('treatment_id', 'text', (column) => column.primaryKey())
      .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
      // Of the public base when it was written; an import that no longer has it changes nothing here.
      .addColumn('drug_cis', 'text')
      .addColumn('drug_name', 'text', (column) => column.notNull())
      // JSON: doses of the day, words, unit, route, « si besoin ».
      .addColumn('posology', 'text', (column) => column.notNull())
      .addColumn('duration_count', 'integer')
      .addColumn('duration_unit', 'text')
      .addColumn('chronic', 'integer', (column) => column.notNull())
      .addColumn('started_on', 'text')
      .addColumn('stopped_on', 'text')
      .addColumn('stop_reason', 'text', (column) => column.notNull())
      .addColumn('ald', 'integer', (column) => column.notNull())
      .addColumn('prescriber', 'text', (column) => column.notNull())
      .addColumn('renewed_until', 'text')
      .addColumn('source_note_id', 'text')
      .addColumn('recorded_at', 'text', (column) => column.notNull())
      .addColumn('recorded_by', 'text')
      .addColumn('recorded_by_name', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addColumn('updated_by', 'text')
      .addColumn('updated_by_name', 'text', (column) => column.notNull())
      .addColumn('removed_at', 'text')
      .addColumn('removed_by_name', 'text')
      .addColumn('version', 'integer', (column) => column.notNull())
      .addCheckConstraint('treatment_id_form', isId('treatment_id'))
      .addCheckConstraint('treatment_name', isTextOf('drug_name', 300))
      .addCheckConstraint('treatment_duration', sql`(duration_count is null) = (duration_unit is null)`)
      .addCheckConstraint('treatment_duration_unit', isOneOf('duration_unit', ['day', 'week', 'month']))
      .addCheckConstraint('treatment_chronic', isFlag('chronic'))
      .addCheckConstraint('treatment_ald', isFlag('ald'))
      .addCheckConstraint('treatment_started', isCivilDate('started_on'))
      .addCheckConstraint('treatment_stopped', isCivilDate('stopped_on'))
      .addCheckConstraint('treatment_renewed', isCivilDate('renewed_until'))
      .addCheckConstraint('treatment_recorded', isInstant('recorded_at'))
      .addCheckConstraint('treatment_updated', isInstant('updated_at'))
      .addCheckConstraint('treatment_removed', isInstant('removed_at'))
      .addCheckConstraint('treatment_version', sql`version >= 1`)
      .execute()
    await sql`create index treatment_of_patient on treatment (patient_id) where removed_at is null`.execute(db)

    await strictTable(db, dialect, 'prescription')
      .addColumn('prescription_id', 'text', (column) => column.primaryKey())
      .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
      .addColumn('prescribed_on', 'text', (column) => column.notNull())
      // JSON: its lines, frozen by the signature.
      .addColumn('content', 'text', (column) => column.notNull())
      .addColumn('signed_at', 'text', (column) => column.notNull())
      .addColumn('signed_by', 'text')
      .addColumn('signed_by_name', 'text', (column) => column.notNull())
      // JSON: alerts passed over with their reasons, and what could not be checked.
      .addColumn('overridden', 'text', (column) => column.notNull())
      .addColumn('not_checked', 'text', (column) => column.notNull())
      // The sheet as a PDF.
      .addColumn('blob_digest', 'text', (column) => column.notNull())
      .addColumn('cancelled_at', 'text')
      .addColumn('cancelled_by', 'text')
      .addColumn('cancelled_by_name', 'text', (column) => column.notNull())
      .addColumn('cancel_reason', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addCheckConstraint('prescription_id_form', isId('prescription_id'))
      .addCheckConstraint('prescription_day', isCivilDate('prescribed_on'))
      .addCheckConstraint('prescription_signed', isInstant('signed_at'))
      .addCheckConstraint('prescription_cancelled', isInstant('cancelled_at'))
      .addCheckConstraint('prescription_version', sql`version >= 1`)
      .execute()
    await db.schema
      .createIndex('prescription_of_patient')
      .on('prescription')
      .columns(['patient_id', 'signed_at'])
      .execute()
    await db.schema.createIndex('prescription_blob').on('prescription').column('blob_digest').execute()

    await strictTable(db, dialect, 'prescription_template')
      .addColumn('template_id', 'text', (column) => column.primaryKey())
      // Null for one of the cabinet.
      .addColumn('owner_id', 'text', (column) => column.references('person.user_id'))
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('lines', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addCheckConstraint('prescription_template_id', isId('template_id'))
      .addCheckConstraint('prescription_template_name', isTextOf('name', 80))
      .addCheckConstraint('prescription_template_updated', isInstant('updated_at'))
      .addCheckConstraint('prescription_template_version', sql`version >= 1`)
      .execute()
  },
}

import { sql } from 'kysely'
import { isCivilDate, isId, isInstant, isOneOf, isTextOf, type Migration, strictTable } from './lib.ts'

/** What ADRi answered about a patient, as it came, with who asked and who went through it (VIT-1). */
export const rights: Migration = {
  number: 280,
  name: 'rights',
  async up(db, dialect) {
    await strictTable(db, dialect, 'rights_answer')
      // That of the call it came by, whose trace is kept for another time than the record is: no reference.
      .addColumn('rights_answer_id', 'text', (column) => column.primaryKey())
      .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
      .addColumn('received_at', 'text', (column) => column.notNull())
      .addColumn('asked_by', 'text', (column) => column.notNull())
      .addColumn('asked_by_name', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      // The day the rights were asked for.
      .addColumn('asked_on', 'text', (column) => column.notNull())
      // JSON, as it was read, codes and all: what they mean may be told better one day.
      .addColumn('content', 'text', (column) => column.notNull())
      .addColumn('reviewed_at', 'text')
      .addColumn('reviewed_by', 'text')
      .addColumn('reviewed_by_name', 'text')
      .addCheckConstraint('rights_answer_id_form', isId('rights_answer_id'))
      .addCheckConstraint('rights_answer_received', isInstant('received_at'))
      .addCheckConstraint(
        'rights_answer_reason',
        isOneOf('reason', ['asked', 'systematic', 'card-absent', 'rights-absent', 'rights-expired', 'situation']),
      )
      .addCheckConstraint('rights_answer_asked_on', isCivilDate('asked_on'))
      .addCheckConstraint('rights_answer_content', isTextOf('content', 100_000))
      .addCheckConstraint('rights_answer_reviewed', isInstant('reviewed_at'))
      .addCheckConstraint('rights_answer_review', sql`(reviewed_at is null) = (reviewed_by is null)`)
      .execute()
    await sql`create index rights_answer_of_patient on rights_answer (patient_id, received_at)`.execute(db)
  },
}

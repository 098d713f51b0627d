import { sql } from 'kysely'
import { isId, isInstant, isOneOf, isTextOf, type Migration, strictTable } from './lib.ts'

/** The calls to the services of the Assurance Maladie, what professionals say of themselves there, and the certificate of the cabinet (INS-2). */
export const teleservices: Migration = {
  number: 260,
  name: 'teleservices',
  async up(db, dialect) {
    // A row is written before anything is sent: a program that ends in the middle leaves the trace of what was asked.
    await strictTable(db, dialect, 'teleservice_exchange')
      .addColumn('exchange_id', 'text', (column) => column.primaryKey())
      .addColumn('service', 'text', (column) => column.notNull())
      .addColumn('operation', 'text', (column) => column.notNull())
      .addColumn('patient_id', 'text', (column) => column.references('patient.patient_id'))
      .addColumn('mode', 'text', (column) => column.notNull())
      .addColumn('message_id', 'text', (column) => column.notNull())
      .addColumn('asked_at', 'text', (column) => column.notNull())
      .addColumn('asked_by', 'text')
      .addColumn('asked_by_name', 'text', (column) => column.notNull())
      // Empty while the answer is awaited, and for ever when the program ended meanwhile.
      .addColumn('ended_at', 'text')
      .addColumn('took_ms', 'integer')
      .addColumn('outcome', 'text')
      .addColumn('problem', 'text')
      // What a person has to decide on, as JSON in the words of the slice that asked; emptied by nobody but the retention.
      .addColumn('answer', 'text')
      .addColumn('decided_at', 'text')
      .addCheckConstraint('teleservice_exchange_id', isId('exchange_id'))
      .addCheckConstraint('teleservice_exchange_service', isTextOf('service', 20))
      .addCheckConstraint('teleservice_exchange_operation', isTextOf('operation', 40))
      .addCheckConstraint('teleservice_exchange_mode', isOneOf('mode', ['card', 'psc', 'certificate']))
      .addCheckConstraint('teleservice_exchange_message', isTextOf('message_id', 80))
      .addCheckConstraint('teleservice_exchange_asked', isInstant('asked_at'))
      .addCheckConstraint('teleservice_exchange_by', isTextOf('asked_by_name', 200))
      .addCheckConstraint('teleservice_exchange_ended', isInstant('ended_at'))
      .addCheckConstraint('teleservice_exchange_took', sql`took_ms >= 0`)
      .addCheckConstraint('teleservice_exchange_outcome', isTextOf('outcome', 120))
      .addCheckConstraint('teleservice_exchange_problem', isTextOf('problem', 80))
      .addCheckConstraint('teleservice_exchange_decided', isInstant('decided_at'))
      .addCheckConstraint('teleservice_exchange_whole', sql`(ended_at is null) = (outcome is null)`)
      .execute()
    await db.schema
      .createIndex('teleservice_exchange_patient')
      .on('teleservice_exchange')
      .columns(['patient_id', 'asked_at'])
      .execute()
    await db.schema.createIndex('teleservice_exchange_asked').on('teleservice_exchange').column('asked_at').execute()

    await strictTable(db, dialect, 'teleservice_claims')
      .addColumn('user_id', 'text', (column) => column.primaryKey().references('person.user_id'))
      .addColumn('billing_number', 'text', (column) => column.notNull())
      .addColumn('amo_specialty', 'text', (column) => column.notNull())
      .addColumn('sector', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addColumn('updated_by', 'text', (column) => column.references('person.user_id'))
      .addCheckConstraint('teleservice_claims_at', isInstant('updated_at'))
      .execute()

    await strictTable(db, dialect, 'teleservice_certificate')
      .addColumn('only_row', 'integer', (column) => column.primaryKey())
      .addColumn('certificate', 'text', (column) => column.notNull())
      .addColumn('private_key', 'text', (column) => column.notNull())
      .addColumn('imported_at', 'text', (column) => column.notNull())
      .addColumn('imported_by', 'text', (column) => column.references('person.user_id'))
      .addCheckConstraint('teleservice_certificate_only', sql`only_row = 1`)
      .addCheckConstraint('teleservice_certificate_at', isInstant('imported_at'))
      .execute()
  },
}

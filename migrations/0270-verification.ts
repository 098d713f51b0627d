import { isId, isInstant, isOneOf, isTextOf, type Migration, strictTable } from './lib.ts'

/** Verifications of identities by INSi: runs, the batches they deposit, what came of each identity (INS-3). */
export const verification: Migration = {
  number: 270,
  name: 'verification',
  async up(db, dialect) {
    await strictTable(db, dialect, 'verification_run')
      .addColumn('run_id', 'text', (column) => column.primaryKey())
      .addColumn('origin', 'text', (column) => column.notNull())
      .addColumn('started_at', 'text', (column) => column.notNull())
      .addColumn('started_by_user_id', 'text')
      .addColumn('started_by', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      // Why it does not go on by itself, or what keeps it waiting: a problem, as JSON.
      .addColumn('trouble', 'text')
      .addColumn('ended_at', 'text')
      .addCheckConstraint('verification_run_id', isId('run_id'))
      .addCheckConstraint('verification_run_origin', isOneOf('origin', ['night', 'person']))
      .addCheckConstraint('verification_run_started', isInstant('started_at'))
      .addCheckConstraint('verification_run_state', isOneOf('state', ['running', 'paused', 'cancelled', 'done']))
      .addCheckConstraint('verification_run_trouble', isTextOf('trouble', 400))
      .addCheckConstraint('verification_run_ended', isInstant('ended_at'))
      .execute()
    await db.schema
      .createIndex('verification_run_by_date')
      .on('verification_run')
      .columns(['started_at', 'run_id'])
      .execute()

    await strictTable(db, dialect, 'verification_batch')
      // The name under which the service is asked for it.
      .addColumn('batch_id', 'text', (column) => column.primaryKey())
      .addColumn('run_id', 'text', (column) => column.notNull().references('verification_run.run_id'))
      // `sending`: it may have come there. A kill at that moment leaves it so, and the service is asked before it is sent again.
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('made_at', 'text', (column) => column.notNull())
      // Not to be collected before.
      .addColumn('collect_at', 'text')
      // The call that brought its answers.
      .addColumn('exchange_id', 'text')
      .addCheckConstraint('verification_batch_id', isId('batch_id'))
      .addCheckConstraint(
        'verification_batch_state',
        isOneOf('state', ['sending', 'deposited', 'collected', 'applied', 'abandoned']),
      )
      .addCheckConstraint('verification_batch_made', isInstant('made_at'))
      .addCheckConstraint('verification_batch_collect', isInstant('collect_at'))
      .execute()
    await db.schema
      .createIndex('verification_batch_by_run')
      .on('verification_batch')
      .columns(['run_id', 'state'])
      .execute()

    await strictTable(db, dialect, 'verification_item')
      // Also the name of the identity in its batch: it says nothing of the person.
      .addColumn('item_id', 'text', (column) => column.primaryKey())
      .addColumn('run_id', 'text', (column) => column.notNull().references('verification_run.run_id'))
      .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
      // The proof asked about: an answer that comes after it fell is nobody's.
      .addColumn('proof_id', 'text', (column) => column.notNull())
      .addColumn('batch_id', 'text', (column) => column.references('verification_batch.batch_id'))
      .addColumn('state', 'text', (column) => column.notNull())
      // As INSi answered it, or the name of what kept the identity from being asked about.
      .addColumn('code', 'text')
      .addColumn('answered_at', 'text')
      .addCheckConstraint('verification_item_id', isId('item_id'))
      .addCheckConstraint('verification_item_proof', isId('proof_id'))
      .addCheckConstraint(
        'verification_item_state',
        isOneOf('state', ['waiting', 'asked', 'confirmed', 'not-confirmed', 'changed', 'unanswered']),
      )
      .addCheckConstraint('verification_item_code', isTextOf('code', 60))
      .addCheckConstraint('verification_item_answered', isInstant('answered_at'))
      .execute()
    await db.schema
      .createIndex('verification_item_by_run')
      .on('verification_item')
      .columns(['run_id', 'state', 'item_id'])
      .execute()
    await db.schema.createIndex('verification_item_by_batch').on('verification_item').column('batch_id').execute()
    await db.schema.createIndex('verification_item_by_patient').on('verification_item').column('patient_id').execute()
  },
}

import { isId, isInstant, isOneOf, type Migration, strictTable } from './lib.ts'

/** How each backup went. Where and when they are made is in `setting`. */
export const backupRuns: Migration = {
  number: 50,
  name: 'backup-runs',
  async up(db, dialect) {
    await strictTable(db, dialect, 'backup_run')
      .addColumn('backup_run_id', 'text', (column) => column.primaryKey())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('path', 'text', (column) => column.notNull())
      .addColumn('size_bytes', 'integer')
      .addColumn('ended_at', 'text', (column) => column.notNull())
      .addCheckConstraint('backup_run_id_form', isId('backup_run_id'))
      .addCheckConstraint('backup_run_reason', isOneOf('reason', ['on-demand', 'scheduled', 'closing', 'migration']))
      .addCheckConstraint('backup_run_outcome', isOneOf('outcome', ['verified', 'failed']))
      .addCheckConstraint('backup_run_ended', isInstant('ended_at'))
      .execute()
    await db.schema.createIndex('backup_run_by_end').on('backup_run').column('ended_at').execute()
  },
}

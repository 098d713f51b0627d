import { isId, isInstant, isTextOf, type Migration, strictTable } from './lib.ts'

/**
 * Commands that were done, by the key their caller drew: sent again after a cut, they are not done again.
 * No index by instant: each command would pay for it, and the old ones are looked for once an hour.
 */
export const commandReceipts: Migration = {
  number: 100,
  name: 'command-receipts',
  async up(db, dialect) {
    await strictTable(db, dialect, 'command_receipt', { clustered: true })
      .addColumn('key_digest', 'text', (column) => column.primaryKey())
      .addColumn('user_id', 'text', (column) => column.notNull().references('person.user_id'))
      .addColumn('operation', 'text', (column) => column.notNull())
      .addColumn('input_digest', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addCheckConstraint('command_receipt_user', isId('user_id'))
      .addCheckConstraint('command_receipt_operation', isTextOf('operation', 80))
      .addCheckConstraint('command_receipt_at', isInstant('at'))
      .execute()
  },
}

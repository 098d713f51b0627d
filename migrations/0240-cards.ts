import { sql } from 'kysely'
import { bytes, isId, isInstant, isOneOf, isTextOf, type Migration, strictTable } from './lib.ts'

/** Cards that were enrolled, the authorities they are believed by, and what those revoked (CAB-1). */
export const cards: Migration = {
  number: 240,
  name: 'cards',
  async up(db, dialect) {
    await strictTable(db, dialect, 'enrolled_card')
      // Also the name of its key slot, in the manifest.
      .addColumn('card_id', 'text', (column) => column.primaryKey())
      .addColumn('user_id', 'text', (column) => column.notNull().references('person.user_id'))
      .addColumn('card_number', 'text', (column) => column.notNull())
      .addColumn('national_id', 'text', (column) => column.notNull())
      .addColumn('rpps', 'text')
      .addColumn('last_name', 'text', (column) => column.notNull())
      .addColumn('first_name', 'text', (column) => column.notNull())
      .addColumn('profession', 'text', (column) => column.notNull())
      .addColumn('certificate', bytes(dialect) as 'blob', (column) => column.notNull())
      .addColumn('public_key_hash', 'text', (column) => column.notNull().unique())
      .addColumn('valid_from', 'text', (column) => column.notNull())
      .addColumn('valid_until', 'text', (column) => column.notNull())
      .addColumn('enrolled_at', 'text', (column) => column.notNull())
      .addCheckConstraint('enrolled_card_id', isId('card_id'))
      .addCheckConstraint('enrolled_card_national_id', isTextOf('national_id', 40))
      .addCheckConstraint('enrolled_card_hash', sql`length(public_key_hash) = 64`)
      .addCheckConstraint('enrolled_card_from', isInstant('valid_from'))
      .addCheckConstraint('enrolled_card_until', isInstant('valid_until'))
      .addCheckConstraint('enrolled_card_at', isInstant('enrolled_at'))
      .execute()
    await db.schema.createIndex('enrolled_card_user').on('enrolled_card').column('user_id').execute()

    await strictTable(db, dialect, 'card_use')
      .addColumn('card_id', 'text', (column) =>
        column.primaryKey().references('enrolled_card.card_id').onDelete('cascade'),
      )
      .addColumn('last_used_at', 'text', (column) => column.notNull())
      .addCheckConstraint('card_use_at', isInstant('last_used_at'))
      .execute()

    await strictTable(db, dialect, 'card_authority')
      .addColumn('authority_id', 'text', (column) => column.primaryKey())
      .addColumn('certificate', bytes(dialect) as 'blob', (column) => column.notNull())
      .addColumn('fingerprint', 'text', (column) => column.notNull().unique())
      .addColumn('added_at', 'text', (column) => column.notNull())
      .addColumn('added_by', 'text', (column) => column.references('person.user_id'))
      .addCheckConstraint('card_authority_id', isId('authority_id'))
      .addCheckConstraint('card_authority_fingerprint', sql`length(fingerprint) = 64`)
      .addCheckConstraint('card_authority_at', isInstant('added_at'))
      .execute()

    await strictTable(db, dialect, 'card_revocation_list')
      .addColumn('authority_id', 'text', (column) =>
        column.notNull().references('card_authority.authority_id').onDelete('cascade'),
      )
      .addColumn('covers', 'text', (column) => column.notNull())
      .addColumn('issued_at', 'text', (column) => column.notNull())
      .addColumn('next_at', 'text')
      .addColumn('entries', 'integer', (column) => column.notNull())
      .addColumn('serial_bytes', 'integer', (column) => column.notNull())
      .addColumn('added_at', 'text', (column) => column.notNull())
      // When its authority last gave it, the same list as before included.
      .addColumn('checked_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('card_revocation_list_key', ['authority_id', 'covers'])
      .addCheckConstraint('card_revocation_list_covers', isOneOf('covers', ['all', 'holders', 'authorities']))
      .addCheckConstraint('card_revocation_list_issued', isInstant('issued_at'))
      .addCheckConstraint('card_revocation_list_next', isInstant('next_at'))
      .addCheckConstraint('card_revocation_list_entries', sql`entries >= 0`)
      .addCheckConstraint('card_revocation_list_serials', sql`serial_bytes between 1 and 20`)
      .addCheckConstraint('card_revocation_list_added', isInstant('added_at'))
      .addCheckConstraint('card_revocation_list_checked', isInstant('checked_at'))
      .execute()

    // The serial numbers of a list, in up to 256 parts: one is looked for in one part, however long the list is.
    await strictTable(db, dialect, 'card_revocation_part')
      .addColumn('authority_id', 'text', (column) => column.notNull())
      .addColumn('covers', 'text', (column) => column.notNull())
      .addColumn('part', 'integer', (column) => column.notNull())
      .addColumn('content', bytes(dialect) as 'blob', (column) => column.notNull())
      .addPrimaryKeyConstraint('card_revocation_part_key', ['authority_id', 'covers', 'part'])
      .addForeignKeyConstraint(
        'card_revocation_part_list',
        ['authority_id', 'covers'],
        'card_revocation_list',
        ['authority_id', 'covers'],
        (constraint) => constraint.onDelete('cascade'),
      )
      .addCheckConstraint('card_revocation_part_number', sql`part between 0 and 255`)
      .execute()
  },
}

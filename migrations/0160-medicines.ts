import { isFlag, isId, isInstant, isOneOf, isTextOf, type Migration, strictTable } from './lib.ts'

/** Drugs and substances of the public base, as the cabinet imported them. */
export const medicines: Migration = {
  number: 160,
  name: 'medicines',
  async up(db, dialect) {
    // An import is written beside the one in force, then takes its place in one step.
    await strictTable(db, dialect, 'medicine_edition')
      .addColumn('edition_id', 'text', (column) => column.primaryKey())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('imported_at', 'text', (column) => column.notNull())
      .addColumn('imported_by', 'text', (column) => column.notNull())
      .addColumn('medicines', 'integer', (column) => column.notNull())
      .addColumn('substances', 'integer', (column) => column.notNull())
      // JSON: name and number of lines of each file.
      .addColumn('files', 'text', (column) => column.notNull())
      .addCheckConstraint('medicine_edition_id', isId('edition_id'))
      .addCheckConstraint('medicine_edition_state', isOneOf('state', ['loading', 'current', 'former']))
      .addCheckConstraint('medicine_edition_imported', isInstant('imported_at'))
      .execute()
    await db.schema
      .createIndex('medicine_edition_one_current')
      .unique()
      .on('medicine_edition')
      .column('state')
      .where('state', '=', 'current')
      .execute()

    await strictTable(db, dialect, 'medicine')
      .addColumn('edition_id', 'text', (column) => column.notNull().references('medicine_edition.edition_id'))
      .addColumn('cis', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('form', 'text', (column) => column.notNull())
      .addColumn('routes', 'text', (column) => column.notNull())
      .addColumn('authorisation', 'text', (column) => column.notNull())
      .addColumn('is_marketed', 'integer', (column) => column.notNull())
      .addColumn('holder', 'text', (column) => column.notNull())
      // JSON: they are read with the drug, never looked for.
      .addColumn('components', 'text', (column) => column.notNull())
      .addColumn('conditions', 'text', (column) => column.notNull())
      .addColumn('supply', 'text')
      .addColumn('atc_code', 'text')
      .addColumn('group_label', 'text')
      .addPrimaryKeyConstraint('medicine_key', ['edition_id', 'cis'])
      .addCheckConstraint('medicine_cis', isTextOf('cis', 8))
      .addCheckConstraint('medicine_marketed', isFlag('is_marketed'))
      .execute()

    // Narrow and in the order of answers: a search reads all of it in a few milliseconds, any word at any place.
    await strictTable(db, dialect, 'medicine_search', { clustered: true })
      .addColumn('edition_id', 'text', (column) => column.notNull().references('medicine_edition.edition_id'))
      .addColumn('place', 'integer', (column) => column.notNull())
      .addColumn('cis', 'text', (column) => column.notNull())
      // Of its generic group; empty for none.
      .addColumn('group_code', 'text', (column) => column.notNull())
      .addColumn('words', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('medicine_search_key', ['edition_id', 'place'])
      .execute()

    await strictTable(db, dialect, 'medicine_substance', { clustered: true })
      .addColumn('edition_id', 'text', (column) => column.notNull().references('medicine_edition.edition_id'))
      .addColumn('code', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      // Of all the names it has in the base.
      .addColumn('words', 'text', (column) => column.notNull())
      .addColumn('medicines', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('medicine_substance_key', ['edition_id', 'code'])
      .execute()
  },
}

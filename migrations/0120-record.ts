import { sql } from 'kysely'
import { isId, isInstant, isOneOf, isTextOf, type Migration, strictTable } from './lib.ts'

/** The Historique of records, and what finds its words. */
export const record: Migration = {
  number: 120,
  name: 'record',
  async up(db, dialect) {
    const place = dialect === 'sqlite' ? 'integer' : 'bigint'
    await strictTable(db, dialect, 'record_entry')
      // Grows with the instant, so that the search index, which bears the same number, answers newest first.
      .addColumn('place', place, (column) => column.primaryKey())
      .addColumn('entry_id', 'text', (column) => column.notNull().unique())
      .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('category_id', 'text')
      .addColumn('occurred_at', 'text', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('detail', 'text', (column) => column.notNull())
      .addColumn('author_id', 'text')
      .addColumn('author_name', 'text', (column) => column.notNull())
      // JSON: signed, revised, abnormal values…
      .addColumn('marks', 'text', (column) => column.notNull())
      .addCheckConstraint('record_entry_id', isId('entry_id'))
      .addCheckConstraint(
        'record_entry_kind',
        isOneOf('kind', ['consultation', 'document', 'letter', 'prescription', 'result', 'vaccination', 'message']),
      )
      .addCheckConstraint('record_entry_category', isId('category_id'))
      .addCheckConstraint('record_entry_occurred', isInstant('occurred_at'))
      .addCheckConstraint('record_entry_title', isTextOf('title', 300))
      .addCheckConstraint('record_entry_detail', sql`length(detail) <= 300`)
      .addCheckConstraint('record_entry_author', sql`length(author_name) <= 24`)
      .execute()
    // A page of a long record is skipped and counted in the index alone, whatever it is filtered by.
    await db.schema
      .createIndex('record_entry_of_patient')
      .on('record_entry')
      .columns(['patient_id', 'occurred_at', 'place', 'kind', 'category_id', 'author_name'])
      .execute()
    // Places taken, by lines out of sight too: a newcomer is put among all.
    await sql`create view record_place as select place from record_entry`.execute(db)

    // Apart from the lines: a list never reads it.
    await strictTable(db, dialect, 'record_entry_text')
      .addColumn('place', place, (column) => column.primaryKey())
      .addColumn('patient_id', 'text', (column) => column.notNull().references('patient.patient_id'))
      .addColumn('text', 'text', (column) => column.notNull())
      .execute()
    await db.schema
      .createIndex('record_entry_text_of_patient')
      .on('record_entry_text')
      .columns(['patient_id', 'place'])
      .execute()

    // The words there are, from five letters on: a long beginning is looked up here, then as whole words, whose entries the
    // index gives one by one. The index itself would first gather those of all of them.
    await strictTable(db, dialect, 'record_word', { clustered: true })
      .addColumn('word', 'text', (column) => column.primaryKey())
      .execute()
    if (dialect === 'sqlite') {
      // Holds no text: it is beside. A row is taken out by its number, whatever folding it was made with.
      await sql`create virtual table record_search using fts5(
        tokens, content = '', contentless_delete = 1, detail = none, prefix = '2 3 4',
        tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
      )`.execute(db)
    } else {
      await sql`create table record_search (
        rowid bigint primary key,
        tokens text not null,
        lexemes tsvector generated always as (array_to_tsvector(string_to_array(tokens, ' '))) stored
      )`.execute(db)
      await sql`create index record_search_lexemes on record_search using gin (lexemes)`.execute(db)
    }
  },
}

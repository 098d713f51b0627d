import { type Kysely, PostgresAdapter, type RawBuilder, sql } from 'kysely'
import type { PatientFilters } from '#app/features/patients/model.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { type SearchTerm, type SearchWord, searchMarks } from '#app/features/patients/rules/search.ts'

/** The engines the search index is written for. */
export type SearchDialect = 'sqlite' | 'postgres'

/** What must be among the words of a record: the terms typed, and the marks of the filters. */
export function withFilters(terms: readonly SearchTerm[], filters: PatientFilters): SearchTerm[] {
  const marks: string[] = []
  if (filters.includeHidden !== true) marks.push(searchMarks.visible)
  if (filters.rcp === true) marks.push(searchMarks.rcp)
  if (filters.insKo === true) marks.push(searchMarks.insKo)
  if (filters.vsmReminder === true) marks.push(searchMarks.vsmReminder)
  if (filters.tagId !== undefined) marks.push(searchMarks.tag(filters.tagId))
  return [...terms, ...marks.map((text) => ({ ways: [[{ text, prefix: false }]] }))]
}

/**
 * The condition « the words of this record answer these terms », for a query over `patient_search`.
 *
 * Words are folded to letters, digits and `_` by the rules, so nothing typed can be an operator of the engine's own
 * language; they are quoted all the same. SQLite: FTS5. PostgreSQL: a `tsquery` made without dictionary.
 */
export function searchCondition(terms: readonly SearchTerm[], dialect: SearchDialect): RawBuilder<boolean> {
  const text = expression(terms, dialect)
  return dialect === 'sqlite'
    ? sql<boolean>`patient_search match ${text}`
    : sql<boolean>`patient_search.lexemes @@ cast(${text} as tsquery)`
}

function expression(terms: readonly SearchTerm[], dialect: SearchDialect): string {
  const and = dialect === 'sqlite' ? ' AND ' : ' & '
  const or = dialect === 'sqlite' ? ' OR ' : ' | '
  const word = dialect === 'sqlite' ? sqliteWord : postgresWord
  return terms.map((term) => `(${term.ways.map((way) => `(${way.map(word).join(and)})`).join(or)})`).join(and)
}

function sqliteWord(word: SearchWord): string {
  return `"${word.text.replaceAll('"', '')}"${word.prefix ? ' *' : ''}`
}

function postgresWord(word: SearchWord): string {
  return `'${word.text.replaceAll(/['\\]/g, '')}'${word.prefix ? ':*' : ''}`
}

/** The engine a handle talks to. */
export function searchDialectOf(db: ReadDb): SearchDialect {
  return (db as unknown as Kysely<unknown>).getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite'
}

import { type Kysely, PostgresAdapter, type RawBuilder, sql } from 'kysely'
import type { PatientFilters } from '#app/features/patients/model.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { type SearchTerm, type SearchWord, searchMarks } from '#app/features/patients/rules/search.ts'

/** The engines the search index is written for. */
export type SearchDialect = 'sqlite' | 'postgres'

/** What the words of a record must and must not hold. */
export interface SearchWanted {
  readonly terms: readonly SearchTerm[]
  /** Records that bear the mark of hidden ones are left out. */
  readonly withoutHidden: boolean
}

/** The terms typed and the marks of the filters. */
export function withFilters(terms: readonly SearchTerm[], filters: PatientFilters): SearchWanted {
  const marks: string[] = []
  if (filters.rcp === true) marks.push(searchMarks.rcp)
  if (filters.insKo === true) marks.push(searchMarks.insKo)
  if (filters.vsmReminder === true) marks.push(searchMarks.vsmReminder)
  if (filters.tagId !== undefined) marks.push(searchMarks.tag(filters.tagId))
  const all = [...terms, ...marks.map((text) => ({ ways: [[{ text, prefix: false }]] }))]
  return { terms: all, withoutHidden: filters.includeHidden !== true }
}

/**
 * The condition « the words of this record answer these terms », for a query over `patient_search`; there must be terms.
 *
 * Words are folded to letters, digits and `_` by the rules, so nothing typed can be an operator of the engine's own
 * language; they are quoted all the same. SQLite: FTS5. PostgreSQL: a `tsquery` made without dictionary.
 */
export function searchCondition(wanted: SearchWanted, dialect: SearchDialect): RawBuilder<boolean> {
  const text = expression(wanted.terms, dialect)
  if (dialect === 'sqlite') {
    const match = wanted.withoutHidden ? `(${text}) NOT "${searchMarks.hidden}"` : text
    return sql<boolean>`patient_search match ${match}`
  }
  const match = wanted.withoutHidden ? `(${text}) & !'${searchMarks.hidden}'` : text
  return sql<boolean>`patient_search.lexemes @@ cast(${match} as tsquery)`
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

import { type RawBuilder, sql } from 'kysely'
import type { PatientFilters } from '#app/features/patients/model.ts'
import { groupSearchMark } from '#core/features/access/index.ts'
import type { QueryDialect } from '#core/kernel/dialect.ts'
import { type SearchTerm, type SearchWord, searchMarks } from '#app/features/patients/rules/search.ts'

/** What the words of a record must and must not hold. */
export interface SearchWanted {
  readonly terms: readonly SearchTerm[]
  /** Records that bear the mark of hidden ones are left out. */
  readonly withoutHidden: boolean
  /** Marks of groups, one of which a record must bear; `null` when nobody is left out for that. */
  readonly inSight: readonly string[] | null
}

/** The terms typed, the marks of the filters, and those of the groups whose patients are in sight. */
export function withFilters(
  terms: readonly SearchTerm[],
  filters: PatientFilters,
  inSight: readonly string[] | null,
): SearchWanted {
  const marks: string[] = []
  if (filters.rcp === true) marks.push(searchMarks.rcp)
  if (filters.insKo === true) marks.push(searchMarks.insKo)
  if (filters.vsmReminder === true) marks.push(searchMarks.vsmReminder)
  if (filters.tagId !== undefined) marks.push(searchMarks.tag(filters.tagId))
  if (filters.accessGroupId !== undefined) marks.push(groupSearchMark(filters.accessGroupId))
  const all = [...terms, ...marks.map((text) => ({ ways: [[{ text, prefix: false }]] }))]
  return { terms: all, withoutHidden: filters.includeHidden !== true, inSight }
}

/**
 * The condition « the words of this record answer these terms », for a query over `patient_search`; there must be terms, or
 * groups in sight.
 *
 * Words are folded to letters, digits and `_` by the rules, so nothing typed can be an operator of the engine's own
 * language; they are quoted all the same. SQLite: FTS5. PostgreSQL: a `tsquery` made without dictionary.
 */
export function searchCondition(wanted: SearchWanted, dialect: QueryDialect): RawBuilder<boolean> {
  const text = expression(withSight(wanted), dialect)
  if (dialect === 'sqlite') {
    const match = wanted.withoutHidden ? `(${text}) NOT "${searchMarks.hidden}"` : text
    return sql<boolean>`patient_search match ${match}`
  }
  const match = wanted.withoutHidden ? `(${text}) & !'${searchMarks.hidden}'` : text
  return sql<boolean>`patient_search.lexemes @@ cast(${match} as tsquery)`
}

/** Groups stand first: what each word is narrowed by. */
function withSight(wanted: SearchWanted): readonly SearchTerm[] {
  if (wanted.inSight === null) return wanted.terms
  return [{ ways: wanted.inSight.map((text) => [{ text, prefix: false }]) }, ...wanted.terms]
}

function expression(terms: readonly SearchTerm[], dialect: QueryDialect): string {
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

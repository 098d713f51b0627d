import { type RawBuilder, sql } from 'kysely'
import type { EntryKind, TimelineFilter } from '#app/features/record/model.ts'
import type { WantedWords } from '#app/features/record/rules.ts'
import { groupSearchMark } from '#core/features/access/index.ts'
import { dialectOf, type QueryDialect } from '#core/kernel/dialect.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { shortestKnownWord } from './known-words.ts'
import { entrySearchMarks } from './repository.ts'

/** Whose entries a search of the whole cabinet may find, as the handle limits them. */
export interface SearchSight {
  readonly seesAll: boolean
  readonly groupIds: readonly string[]
  /** Patients opened by an emergency access at this moment. */
  readonly opened: readonly string[]
}

/** What an entry must bear: every part, each of them one of some words. */
export type SearchParts = readonly (readonly SearchWord[])[]

interface SearchWord {
  readonly text: string
  readonly prefix: boolean
}

/**
 * The parts of a search, narrowest first; `null` when nothing can answer: no kind to read, nobody in sight.
 *
 * @param within The one patient whose record is searched, or the sight of who searches everywhere.
 */
export function searchParts(
  wanted: WantedWords,
  kinds: readonly EntryKind[],
  allKinds: boolean,
  filter: TimelineFilter,
  within: string | SearchSight,
): SearchParts | null {
  const narrowed = [
    typeof within === 'string' ? [entrySearchMarks.patient(within)] : marksInSight(within),
    allKinds ? null : kinds.map(entrySearchMarks.kind),
    filter.categoryIds?.map(entrySearchMarks.category) ?? null,
    filter.authorNames?.map(entrySearchMarks.author) ?? null,
  ].filter((marks) => marks !== null)
  if (narrowed.some((marks) => marks.length === 0)) return null
  return [
    ...narrowed.map((marks) => marks.map(exactly)),
    ...wanted.whole.map((word) => [exactly(word)]),
    ...(wanted.beginning === null ? [] : [[{ text: wanted.beginning, prefix: true }]]),
  ]
}

/** Words that one beginning may stand for: beyond, the index gathers them itself. */
const mostContinuations = 128

/**
 * The same parts with each long beginning replaced by the whole words it stands for; `null` when there are none. On SQLite
 * only: the index gathers every entry of a beginning before it gives the first, and half the entries have « traitement ».
 */
export async function withWholeWords(db: ReadDb, parts: SearchParts): Promise<SearchParts | null> {
  if (dialectOf(db) !== 'sqlite') return parts
  const whole: (readonly SearchWord[])[] = []
  for (const part of parts) {
    const [beginning] = part
    if (beginning?.prefix !== true || beginning.text.length < shortestKnownWord) {
      whole.push(part)
      continue
    }
    const rows = await db
      .selectFrom('record_word')
      .select('record_word.word')
      .where('record_word.word', '>=', beginning.text)
      // Words are letters and digits: all of them come before this sign.
      .where('record_word.word', '<', `${beginning.text}~`)
      .limit(mostContinuations + 1)
      .execute()
    if (rows.length === 0) return null
    whole.push(rows.length > mostContinuations ? part : rows.map(({ word }) => exactly(word)))
  }
  return whole
}

/** The marks one of which an entry in sight bears; `null` for somebody who sees all. */
function marksInSight({ seesAll, groupIds, opened }: SearchSight): readonly string[] | null {
  if (seesAll) return null
  return [...groupIds.map(groupSearchMark), ...opened.map(entrySearchMarks.patient)]
}

function exactly(text: string): SearchWord {
  return { text, prefix: false }
}

/**
 * The condition « this entry bears these parts », for a query over `record_search`. Words are folded to letters and digits
 * by the rules, so nothing typed can be an operator of the engine's own language; they are quoted all the same.
 */
export function bears(parts: SearchParts, dialect: QueryDialect): RawBuilder<boolean> {
  if (dialect === 'sqlite') {
    return sql<boolean>`record_search match ${joined(parts, sqliteWord, ' AND ', ' OR ')}`
  }
  return sql<boolean>`record_search.lexemes @@ cast(${joined(parts, postgresWord, ' & ', ' | ')} as tsquery)`
}

function joined(parts: SearchParts, word: (word: SearchWord) => string, and: string, or: string): string {
  return parts.map((part) => `(${part.map(word).join(or)})`).join(and)
}

function sqliteWord(word: SearchWord): string {
  return `"${word.text.replaceAll('"', '')}"${word.prefix ? ' *' : ''}`
}

function postgresWord(word: SearchWord): string {
  return `'${word.text.replaceAll(/['\\]/g, '')}'${word.prefix ? ':*' : ''}`
}

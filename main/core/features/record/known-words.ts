import { sql } from 'kysely'
import { dialectOf } from '#core/kernel/dialect.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import './tables.ts'

/** A beginning shorter than this is looked up in the index itself, which knows beginnings of up to four letters. */
export const shortestKnownWord = 5

/** The words of an entry that stand in the list of words. */
export function knownWords(words: readonly string[]): readonly string[] {
  return words.filter((word) => word.length >= shortestKnownWord && !word.startsWith('_'))
}

/** Takes words out of the list that no entry has any more: a name may be a word of one record alone. */
export async function forgetWords(db: WriteDb, words: Iterable<string>): Promise<void> {
  for (const word of words) {
    const one = await db
      .selectFrom('record_search')
      .select('record_search.rowid')
      // Letters and digits only: folded by the rules.
      .where(
        dialectOf(db) === 'sqlite'
          ? sql<boolean>`record_search match ${`"${word}"`}`
          : sql<boolean>`record_search.lexemes @@ cast(${`'${word}'`} as tsquery)`,
      )
      .limit(1)
      .executeTakeFirst()
    if (one === undefined) await db.deleteFrom('record_word').where('word', '=', word).execute()
  }
}

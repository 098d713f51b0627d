import type { GlossaryPhrase } from '#app/features/notes/model.ts'
import { largestGlossary, phraseKey } from '#app/features/notes/phrases.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { GlossaryPhraseTable } from './tables.ts'

/** The most phrases proposed at once, and shown in the settings. */
const mostProposed = 5
const mostShown = 500

/** Above every sign a key is made of. */
const afterAll = '\u{FFFF}'

/** Phrases of a user that go on as what is begun does, the most used first. */
export async function completionsOf(db: ReadDb, userId: string, begun: string): Promise<string[]> {
  const key = phraseKey(begun)
  if (key === '') return []
  const rows = await db
    .selectFrom('glossary_phrase')
    .select(['phrase', 'phrase_key'])
    .where('user_id', '=', userId)
    .where('phrase_key', '>', key)
    .where('phrase_key', '<', `${key}${afterAll}`)
    .orderBy('uses', 'desc')
    .orderBy('last_used_at', 'desc')
    .limit(mostProposed)
    .execute()
  return rows.map(({ phrase }) => phrase)
}

/** A user's phrases that hold these words, the most used first, and how many they have. */
export async function findPhrases(
  db: ReadDb,
  userId: string,
  text: string,
): Promise<{ readonly phrases: GlossaryPhrase[]; readonly total: number }> {
  const { total } = await db
    .selectFrom('glossary_phrase')
    .select((eb) => eb.fn.countAll().as('total'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  const rows = await db
    .selectFrom('glossary_phrase')
    .selectAll()
    .where('user_id', '=', userId)
    .where('phrase_key', 'like', `%${phraseKey(text)}%`)
    .orderBy('uses', 'desc')
    .orderBy('phrase_key')
    .limit(mostShown)
    .execute()
  return { phrases: rows.map(viewOf), total: Number(total) }
}

/** Whether a user's glossary learns from what they sign. */
export async function learns(db: ReadDb, userId: string): Promise<boolean> {
  const row = await db.selectFrom('glossary_choice').select('learns').where('user_id', '=', userId).executeTakeFirst()
  return row?.learns !== 0
}

/** Writes whether a user's glossary learns. */
export async function writeLearning(db: WriteDb, userId: string, wanted: boolean): Promise<void> {
  const row = { learns: wanted ? 1 : 0 }
  await db
    .insertInto('glossary_choice')
    .values({ user_id: userId, ...row })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row))
    .execute()
}

/** Phrases of a user used once more, or for the first time. */
export async function learn(
  db: WriteDb,
  phrases: readonly string[],
  by: { readonly userId: string; readonly at: string; readonly newId: () => string },
): Promise<void> {
  for (const phrase of phrases) {
    await db
      .insertInto('glossary_phrase')
      .values({
        phrase_id: by.newId(),
        user_id: by.userId,
        phrase_key: phraseKey(phrase),
        phrase,
        uses: 1,
        last_used_at: by.at,
      })
      .onConflict((conflict) =>
        conflict.columns(['user_id', 'phrase_key']).doUpdateSet((eb) => ({
          phrase,
          uses: eb('glossary_phrase.uses', '+', 1),
          last_used_at: by.at,
        })),
      )
      .execute()
  }
  await forgetBeyond(db, by.userId)
}

/** One phrase of a user, by its words. */
export async function findPhrase(db: ReadDb, userId: string, phrase: string): Promise<GlossaryPhrase | null> {
  const row = await db
    .selectFrom('glossary_phrase')
    .selectAll()
    .where('user_id', '=', userId)
    .where('phrase_key', '=', phraseKey(phrase))
    .executeTakeFirst()
  return row === undefined ? null : viewOf(row)
}

/** Drops a phrase of a user; whether there was one. */
export async function dropPhrase(db: WriteDb, userId: string, phraseId: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('glossary_phrase')
    .where('user_id', '=', userId)
    .where('phrase_id', '=', phraseId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** What is used least, and was used longest ago, makes room. */
async function forgetBeyond(db: WriteDb, userId: string): Promise<void> {
  const least = await db
    .selectFrom('glossary_phrase')
    .select('phrase_id')
    .where('user_id', '=', userId)
    .orderBy('uses', 'desc')
    .orderBy('last_used_at', 'desc')
    .offset(largestGlossary)
    .limit(200)
    .execute()
  for (const { phrase_id: phraseId } of least) await dropPhrase(db, userId, phraseId)
}

function viewOf(row: GlossaryPhraseTable): GlossaryPhrase {
  return { phraseId: row.phrase_id, phrase: row.phrase, uses: row.uses, lastUsedAt: row.last_used_at }
}

import { cim10SearchWords, usualCim10 } from '#app/features/antecedents/cim10-search.ts'
import type { Cim10State } from '#app/features/antecedents/model.ts'
import { searchWords } from '#app/kernel/letters.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { Cim10CodeTable } from './tables.ts'

/** Rows written at once: under the number of parameters both engines take. */
const batch = 500

/** More than any list shows: the rules rank them, and a common word stops the reading early. */
const mostCandidates = 400

/** Codes of the imported edition in which each typed word begins a word, in the order of codes. */
export async function findImportedCodes(
  db: ReadDb,
  typed: string,
): Promise<readonly Pick<Cim10CodeTable, 'code' | 'label'>[]> {
  const words = searchWords(typed)
  if (words.length === 0) return []
  let query = db.selectFrom('cim10_code').select(['code', 'label'])
  // Folded words hold neither % nor _.
  for (const word of words) query = query.where('search_words', 'like', `% ${word}%`)
  return query.orderBy('code').limit(mostCandidates).execute()
}

/** Which CIM-10 the cabinet has. */
export async function cim10State(db: ReadDb): Promise<Cim10State> {
  const row = await db.selectFrom('cim10_edition').selectAll().executeTakeFirst()
  return {
    usual: usualCim10().length,
    imported: row === undefined ? null : { edition: row.edition, codes: row.codes, importedAt: row.imported_at },
  }
}

/** Puts an edition in the place of the one imported before. */
export async function replaceImportedCodes(
  db: WriteDb,
  codes: readonly { readonly code: string; readonly label: string }[],
  edition: { readonly edition: string; readonly at: string },
): Promise<void> {
  await db.deleteFrom('cim10_code').execute()
  await db.deleteFrom('cim10_edition').execute()
  for (let from = 0; from < codes.length; from += batch) {
    const rows = codes.slice(from, from + batch)
    await db
      .insertInto('cim10_code')
      .values(rows.map(({ code, label }) => ({ code, label, search_words: cim10SearchWords(code, label) })))
      .execute()
  }
  await db
    .insertInto('cim10_edition')
    .values({ only_row: 1, edition: edition.edition, codes: codes.length, imported_at: edition.at })
    .execute()
}

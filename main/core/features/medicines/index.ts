import type { Medicine, Substance } from '#app/features/medicines/model.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { currentEdition, findMedicines, searchSubstanceRows } from './repository.ts'

export { medicinesHandlers } from './handlers.ts'

/** What the import in force says of some drugs; `null` when nothing was imported. */
export async function readMedicines(
  db: ReadDb,
  codes: readonly string[],
): Promise<ReadonlyMap<string, Medicine> | null> {
  const edition = await currentEdition(db)
  return edition === null ? null : findMedicines(db, edition.edition_id, codes)
}

/** Substances of the import in force whose names hold these words; none when nothing was imported. */
export async function substancesNamed(db: ReadDb, words: string): Promise<readonly Substance[]> {
  const edition = await currentEdition(db)
  return edition === null ? [] : searchSubstanceRows(db, edition.edition_id, words, 50)
}

import { type Problem, problem } from '#app/kernel/problem.ts'
import { displayNameOf } from '#core/features/people/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { findDocument } from './repository.ts'
import type { DocumentTable } from './tables.ts'

/** A document in sight at the version that was read, removed or not as asked; or why it cannot be changed. */
export async function documentToChange(
  db: ReadDb,
  wanted: { readonly documentId: string; readonly expectedVersion: number; readonly removed?: boolean },
): Promise<DocumentTable | Problem<'edit.conflict' | 'not-found'>> {
  const { documentId, expectedVersion, removed = false } = wanted
  const row = await findDocument(db, documentId)
  // Removed meanwhile: there is nothing left to compare with.
  if (row === undefined || (row.removed_at !== null) !== removed) return problem('not-found', {})
  if (row.version === expectedVersion) return row
  return problem('edit.conflict', {
    currentVersion: row.version,
    changedBy: await displayNameOf(db, row.updated_by),
    changedAt: row.updated_at,
  })
}

import type { WriteDb } from '#core/kernel/tables.ts'
import type { Work } from '#core/kernel/work.ts'

/** How contents begin that an export or an import is still writing: a crash leaves them under this mark. */
const pendingMark = 'ffffffff-'

/** The name of a content still being written. */
export function pendingContent(work: Pick<Work, 'newId'>): string {
  return `${pendingMark}${work.newId().slice(pendingMark.length)}`
}

/** Drops what a work cut short left of contents that no row names. Called while no other is under way. */
export async function dropPending(db: WriteDb): Promise<void> {
  await db
    .deleteFrom('blob_piece')
    .where('content_id', '>=', pendingMark)
    .where(({ not, exists, selectFrom, lit }) =>
      not(
        exists(selectFrom('blob').select(lit(1).as('one')).whereRef('blob.content_id', '=', 'blob_piece.content_id')),
      ),
    )
    .execute()
}

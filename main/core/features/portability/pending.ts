import { pieceBytes } from '#app/features/documents/model.ts'
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

/** The same bytes in pieces of the size that every content is kept in, wherever it came from. */
export async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let size = 0
  for await (const part of bytes) {
    held.push(part)
    size += part.length
    while (size >= pieceBytes) {
      const joined = Buffer.concat(held)
      yield Uint8Array.from(joined.subarray(0, pieceBytes))
      const rest = joined.subarray(pieceBytes)
      held = rest.length === 0 ? [] : [rest]
      size = rest.length
    }
  }
  if (size > 0) yield Buffer.concat(held)
}

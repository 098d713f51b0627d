import type { WriteDb } from '#core/kernel/tables.ts'
import './tables.ts'

/** Tables that name a content in their column `blob_digest`. A test finds in the schema the one that is not here. */
export const blobNamers = ['document', 'document_version', 'letter_revision', 'prescription'] as const

/**
 * Drops the contents that no row names any more, and answers how many. Called after rows were deleted for good: what is
 * only removed from a record still names its content.
 */
export async function dropUnusedBlobs(db: WriteDb): Promise<number> {
  let unused = db.selectFrom('blob').select(['digest', 'content_id'])
  for (const table of blobNamers) {
    unused = unused.where(({ not, exists, selectFrom, lit }) =>
      not(
        exists(
          // Every namer has the column; the builder types one table at a time.
          selectFrom(`${table as 'document'} as namer`)
            .select(lit(1).as('one'))
            .whereRef('namer.blob_digest', '=', 'blob.digest'),
        ),
      ),
    )
  }
  const rows = await unused.execute()
  for (const { digest, content_id } of rows) {
    await db.deleteFrom('blob').where('digest', '=', digest).execute()
    await db.deleteFrom('blob_piece').where('content_id', '=', content_id).execute()
  }
  return rows.length
}

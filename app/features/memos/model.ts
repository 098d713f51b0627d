import { z } from 'zod'
import { id, instantUtc, version } from '#app/kernel/ids.ts'

/** A short note kept beside a record. */
export const memoFields = z.strictObject({
  text: z.string().trim().min(1).max(4000),
  /**
   * Seen by its author only: a personal note, which is not part of what is handed over of the record. Decided once, at its
   * creation: what colleagues have read is not hidden afterwards, and what was written for oneself is not shown.
   */
  personal: z.boolean(),
  pinned: z.boolean(),
})
export type MemoFields = z.infer<typeof memoFields>

/** A memo as its readers see it. */
export const memoView = z.object({
  memoId: id,
  fields: memoFields,
  /** Whether the caller wrote it. */
  own: z.boolean(),
  writtenAt: instantUtc,
  writtenBy: z.string(),
  updatedAt: instantUtc,
  updatedBy: z.string(),
  version,
})
export type MemoView = z.infer<typeof memoView>

import type { z } from 'zod'
import type { NoteItemKind } from '#app/features/notes/model.ts'
import type { WriteDb } from './tables.ts'

/** Where what a note feeds comes from, and who signed it. */
export interface FedFrom {
  readonly patientId: string
  readonly noteId: string
  /** The identifier of the row in the slice that owns it: one item of a note is one row. */
  readonly itemId: string
  /** When the consultation took place: what a measure is dated with. */
  readonly occurredAt: string
  /** The day of it where the cabinet is. */
  readonly occurredOn: string
  /** The instant of the signature, of the revision, of the removal: what the row is stamped with. */
  readonly at: string
  readonly actorId: string
  /** « Dr H. MARCHAND ». */
  readonly actorName: string
}

/**
 * What one slice does with the items of a signed note: an allergy, a treatment, a measure. Called inside the transaction
 * of the signature, on a handle limited to what the author sees. The slice `notes` announces the change.
 */
export interface NoteFeeder<F = unknown> {
  readonly kind: NoteItemKind
  /** What an item of this kind must be for the note to be signed. */
  readonly fields: z.ZodType<F>
  /** An item in plain words, for the search of the record: « Ramipril 10 mg 1-0-0 ». */
  words?(fields: F): string
  /** Inserts the row `itemId`, or writes over it and brings it back if it had been removed. */
  put(db: WriteDb, from: FedFrom, fields: F): Promise<void>
  /** Marks the row removed at `from.at`; nothing happens when it is not there, or removed already. */
  withdraw(db: WriteDb, from: FedFrom): Promise<void>
  /** Brings back, as it was, a row removed exactly at `withdrawnAt`; one removed at another time stays removed. */
  restore(db: WriteDb, from: FedFrom, withdrawnAt: string): Promise<void>
}

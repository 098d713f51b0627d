import type { ComponentType } from 'react'
import type { z } from 'zod'
import type { NoteItem, NoteItemKind } from '#app/features/notes/model.ts'

/** What the form of a structured entry is given: in a note and in the tab of its slice alike. */
export interface StructuredFormProps<F> {
  readonly value: F
  onChange(next: F): void
  /** The form is finished (Entrée on its last field): the caret goes back to the text. */
  onDone(): void
  readonly patientId: string
  /** The line or item being written: what it says is not compared with itself. */
  readonly entryId?: string | undefined
  readonly autoFocus?: boolean
}

/** Several entries of one kind as a note shows them. */
export interface StructuredShownProps<F> {
  readonly entries: readonly F[]
  readonly patientId: string
  /** When the consultation took place: former values are those before it. */
  readonly occurredAt: string
}

/** The items of one kind of a note being written. */
export interface StructuredAsideProps {
  readonly items: readonly NoteItem[]
  readonly patientId: string
}

/** Something structured that a note may hold: an allergy, a treatment, a measure. Each slice that owns one exports it. */
export interface StructuredEntry<F extends object = object> {
  readonly kind: NoteItemKind
  /** What the cabinet accepts: an entry that does not fit is not finished, and the note waits for it. */
  readonly fields: z.ZodType<F>
  empty(): F
  /** Reads a line as it is typed (« Ramipril 10 mg, 1-0-0 »); `null` when it says nothing of this kind. Under 1 ms. */
  parse(text: string): F | null
  /** In a few words, without its kind: « ramipril 10 mg, 1-0-0 ». */
  say(fields: F): string
  readonly Form: ComponentType<StructuredFormProps<F>>
  /** For a kind that shows better than as a list of `say` (the grid of « Constantes »). */
  readonly Shown?: ComponentType<StructuredShownProps<F>>
  /** What is to be said beside the items while the note is written: the check of treatments. */
  readonly Aside?: ComponentType<StructuredAsideProps>
}

import type { NoteItem, NoteItemKind } from '#app/features/notes/model.ts'
import { notesText } from '#app/text/fr/notes.ts'
import type { StructuredEntry } from '#renderer/features/forms/index.ts'
import { measurementEntry } from '#renderer/features/measurements/index.ts'
import { treatmentEntry } from '#renderer/features/treatments/index.ts'

/** What the notes know of the slices that own structured data. One line a kind; without one, its section is text only. */
const entries: readonly StructuredEntry[] = [known(measurementEntry), known(treatmentEntry)]

/** An entry among those of other kinds: it is only ever given fields of its own kind, which the note says beside them. */
function known<F extends object>(entry: StructuredEntry<F>): StructuredEntry {
  return entry as unknown as StructuredEntry
}

/** The structured entry of a kind, or nothing when no slice owns it yet. */
export function entryOf(kind: NoteItemKind | null): StructuredEntry | undefined {
  return entries.find((entry) => entry.kind === kind)
}

/** Something read in what is being typed. */
export interface ReadEntry {
  readonly kind: NoteItemKind
  readonly fields: object
  /** « ramipril 10 mg, 1-0-0 ». */
  readonly words: string
}

/** What a line says, read by the kind of its section first, then by the others; the first that understands it. */
export function readLine(line: string, first: NoteItemKind | null): ReadEntry | null {
  const text = line.trim()
  if (text.length < 3) return null
  const ordered = entries.toSorted((left, right) => Number(right.kind === first) - Number(left.kind === first))
  for (const entry of ordered) {
    const fields = entry.parse(text)
    if (fields !== null) return { kind: entry.kind, fields, words: entry.say(fields) }
  }
  return null
}

/** An item in a few words; its kind when nothing of it is written yet. */
export function sayItem({ kind, fields }: NoteItem): string {
  const entry = entryOf(kind)
  const words = entry?.say({ ...entry.empty(), ...fields }) ?? ''
  return words === '' ? notesText.kinds[kind] : words
}

/** Whether an item is what the cabinet accepts: the others are to be completed before signing. */
export function isComplete({ kind, fields }: NoteItem): boolean {
  return entryOf(kind)?.fields.safeParse(fields).success === true
}

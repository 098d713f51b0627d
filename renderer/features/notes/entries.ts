import type { NoteItem, NoteItemKind } from '#app/features/notes/model.ts'
import { notesText } from '#app/text/fr/notes.ts'
import { allergyEntry, familyEntry, habitusEntry, problemEntry } from '#renderer/features/antecedents/index.ts'
import type { StructuredEntry } from '#renderer/features/forms/index.ts'
import { measurementEntry } from '#renderer/features/measurements/index.ts'
import { treatmentEntry } from '#renderer/features/treatments/index.ts'
import { vaccinationEntry } from '#renderer/features/vaccinations/index.ts'

/** What the notes know of the slices that own structured data. One line a kind; without one, its section is text only. */
const entries: readonly StructuredEntry[] = [
  known(measurementEntry),
  known(treatmentEntry),
  known(allergyEntry),
  known(problemEntry),
  known(familyEntry),
  known(habitusEntry),
  known(vaccinationEntry),
]

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

/**
 * What a line must look like to be proposed outside the section of its kind. In its own section the slice reads anything
 * as an allergy or an antécédent; elsewhere « Toux depuis 3 jours » is neither that nor a treatment.
 */
const evident: Readonly<Record<NoteItemKind, RegExp>> = {
  measurement: /./u,
  habitus: /^(?:tabac|fum|alcool|cannabis|drogue|sport|activit|marche)/iu,
  treatment: /\d\s?(?:mg|g|µg|mcg|ml|ui|gouttes?)(?![a-z])|\d\s?-\s?\d\s?-\s?\d/iu,
  allergy: /^(?:allergi|intol[ée]ran)/iu,
  problem: /^(?:atcd|ant[ée]c[ée]dents?)\s+(?!fam)/iu,
  family: /^(?:atcd|ant[ée]c[ée]dents?)\s+fam/iu,
  vaccination: /^(?:vaccin|rappel)/iu,
}

/** A longer line is told, not entered: it is not read again at each key. */
const longestEntry = 300

/** What a line says, read by the kind of its section first, then by the others; the first that understands it. */
export function readLine(line: string, first: NoteItemKind | null): ReadEntry | null {
  const text = line.trim()
  if (text.length < 3 || text.length > longestEntry) return null
  const own = entryOf(first)
  const others = entries.filter((entry) => entry !== own && evident[entry.kind].test(text))
  // What is evident of another kind is not read as this one: a pressure in « Antécédent » is a pressure.
  const ordered = own === undefined || evident[own.kind].test(text) ? [own, ...others] : [...others, own]
  for (const entry of ordered) {
    const fields = entry?.parse(text) ?? null
    if (entry !== undefined && fields !== null) return { kind: entry.kind, fields, words: entry.say(fields) }
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

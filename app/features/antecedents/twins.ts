import { searchWords } from '#app/kernel/letters.ts'
import type { Antecedent, AntecedentsView } from './model.ts'

/** A line of a record that already says what another one would. */
interface Twin {
  readonly entryId: string
  readonly entry: Antecedent
}

/**
 * The line of a record that is of the same thing: the same substance or class of allergy, the same pathology by its words or
 * its code, the same illness of the same relative; « Pénicilline » and « Pénicillines » are one. `null` when none is. A line
 * is no twin of itself (`exceptId`). Of habitus, a new line replaces the one before: never a twin.
 */
export function twinOf(entry: Antecedent, view: AntecedentsView, exceptId: string | null): Twin | null {
  return linesOf(entry, view).find((line) => line.entryId !== exceptId && isSame(entry, line.entry)) ?? null
}

function linesOf({ kind }: Antecedent, { problems, family, allergies }: AntecedentsView): readonly Twin[] {
  if (kind === 'problem') return problems.map(({ entryId, fields }) => ({ entryId, entry: { kind, fields } }))
  if (kind === 'family') return family.map(({ entryId, fields }) => ({ entryId, entry: { kind, fields } }))
  if (kind !== 'allergy' || allergies.state !== 'list') return []
  return allergies.entries.map(({ entryId, fields }) => ({ entryId, entry: { kind, fields } }))
}

function isSame(one: Antecedent, other: Antecedent): boolean {
  if (one.kind === 'allergy' && other.kind === 'allergy') {
    const [first, second] = [one.fields, other.fields]
    return (
      isSameName(first.substance, second.substance) ||
      isShared(first.substanceCode, second.substanceCode) ||
      isShared(first.classCode, second.classCode)
    )
  }
  if (one.kind === 'problem' && other.kind === 'problem') {
    return isSameName(one.fields.label, other.fields.label) || isShared(one.fields.code, other.fields.code)
  }
  return (
    one.kind === 'family' &&
    other.kind === 'family' &&
    one.fields.relative === other.fields.relative &&
    isSameName(one.fields.label, other.fields.label)
  )
}

function isShared(one: string | null, other: string | null): boolean {
  return one !== null && one === other
}

function isSameName(one: string, other: string): boolean {
  const key = nameOf(one)
  return key !== '' && key === nameOf(other)
}

function nameOf(text: string): string {
  return searchWords(text)
    .map((word) => (word.length > 4 ? word.replace(/s$/, '') : word))
    .join(' ')
}

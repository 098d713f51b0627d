import { type CivilStatusValues, differingKeys, sameValue, type ValueKey, withValuesOf } from './values.ts'

/** Whose value a line of the comparison keeps. */
export type Side = 'mine' | 'theirs'

/** One field two people leave different. */
export interface ComparedField {
  readonly key: ValueKey
  readonly changedByMe: boolean
  readonly changedByThem: boolean
}

/**
 * Lines of « Comparer »: the fields where what I typed and what is now in the record differ.
 *
 * `read` is what my form had read before I typed. Who changed a field is told from it, so that a value nobody of us two
 * fought over is proposed at once; only a field changed on both sides truly asks.
 */
export function compareEdits(
  read: CivilStatusValues,
  mine: CivilStatusValues,
  theirs: CivilStatusValues,
): readonly ComparedField[] {
  return differingKeys(mine, theirs).map((key) => ({
    key,
    changedByMe: !sameValue(key, read, mine),
    changedByThem: !sameValue(key, read, theirs),
  }))
}

/** The side proposed before the person chooses: mine where I typed, theirs where only they did. */
export function proposedSide(field: ComparedField): Side {
  return field.changedByMe ? 'mine' : 'theirs'
}

/** The form after the choices: theirs everywhere, mine where chosen. */
export function mergedValues(
  mine: CivilStatusValues,
  theirs: CivilStatusValues,
  fields: readonly ComparedField[],
  choices: Readonly<Partial<Record<ValueKey, Side>>>,
): CivilStatusValues {
  const kept = fields.filter((field) => (choices[field.key] ?? proposedSide(field)) === 'mine').map(({ key }) => key)
  return withValuesOf(theirs, mine, kept)
}

import type { CivilStatusFields, InsStatus } from '../model.ts'
import { toInsName } from './names.ts'

/** The strict traits of an identity a person can type (RNIV 1 v2.0); the matricule comes from the national service only. */
export type StrictTraits = Pick<
  CivilStatusFields,
  'birthName' | 'birthFirstNames' | 'firstBirthFirstName' | 'sex' | 'birthDate' | 'birthPlaceCode'
>
export type StrictTrait = keyof StrictTraits

/**
 * The strict traits that differ. Names are compared in the INS character set: writing an accent is not changing the
 * identity the national service knows.
 */
export function changedStrictTraits(before: StrictTraits, after: StrictTraits): StrictTrait[] {
  const changed: StrictTrait[] = []
  const firstNames = (traits: StrictTraits) =>
    traits.birthFirstNames.map((name) => toInsName(name, 'first-name').value).join('|')
  if (toInsName(before.birthName, 'birth-name').value !== toInsName(after.birthName, 'birth-name').value)
    changed.push('birthName')
  if (firstNames(before) !== firstNames(after)) changed.push('birthFirstNames')
  const first = (traits: StrictTraits) => toInsName(traits.firstBirthFirstName, 'first-name').value
  if (first(before) !== first(after)) changed.push('firstBirthFirstName')
  if (before.sex !== after.sex) changed.push('sex')
  if (before.birthDate !== after.birthDate) changed.push('birthDate')
  if (before.birthPlaceCode !== after.birthPlaceCode) changed.push('birthPlaceCode')
  return changed
}

/**
 * The identity status once the civil status is saved.
 *
 * A changed strict trait is neither what INSi answered nor what the identity document said, so every status falls back
 * to provisional, and the matricule with its OID no longer stands (RNIV 1 v2.0, EXI SI 07 and 08). Nothing here ever
 * raises a status.
 */
export function statusAfterEdit(status: InsStatus, before: StrictTraits, after: StrictTraits): InsStatus {
  return changedStrictTraits(before, after).length === 0 ? status : 'provisional'
}

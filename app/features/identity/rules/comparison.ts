import { interpretBirthDate } from '#app/kernel/birth-date.ts'
import type { CivilDate } from '#app/kernel/civil-date.ts'
import { firstNameBeginsList, type NameKind, toInsName } from '#app/kernel/ins-name.ts'
import { type AnsweredTraits, type StrictTrait, strictTrait, type StrictTraits } from '../model.ts'

/** The code of a birthplace nobody knows. It is accepted of a qualified identity, with a warning (FR Core, #262). */
export const unknownPlace = '99999'

/**
 * How one trait differs.
 * - `writing`: the same letters, with other hyphens, apostrophes or spaces;
 * - `completion`: the answer goes on where what is held stops (more first names, a birthplace);
 * - `less`: the answer stops where what is held goes on;
 * - `different`: they cannot both be right.
 */
export type DifferenceKind = 'writing' | 'completion' | 'less' | 'different'

/** One line of « Dossier / INSi ». Texts are in the INS character set; empty where there is nothing. */
export interface TraitDifference {
  readonly trait: StrictTrait
  readonly kind: DifferenceKind
  readonly held: string
  readonly answered: string
}

/** A name as the national services write it. */
export function insForm(text: string, kind: NameKind): string {
  return toInsName(text, kind).value
}

/** A list of first names as the national services write it: one text, a space between names. */
export function insList(names: readonly string[]): string {
  return names
    .map((name) => insForm(name, 'first-name'))
    .filter((name) => name !== '')
    .join(' ')
}

/** What is held, written as somebody else would answer it. */
export function asAnswered(traits: StrictTraits): AnsweredTraits {
  return {
    birthName: insForm(traits.birthName, 'birth-name'),
    firstName: insForm(traits.firstBirthFirstName, 'first-name'),
    firstNames: insList(traits.birthFirstNames),
    sex: traits.sex,
    birthDate: traits.birthDate,
    birthPlaceCode: traits.birthPlaceCode,
  }
}

/**
 * What differs between the traits held and those answered, in the order of the form. Case and accents are not a
 * difference; nor is an unknown part of a birth date that the national rule fills in the same way (RNIV 1 v2.0, EXI ID
 * 11 and 12).
 */
export function compareTraits(held: StrictTraits, answered: AnsweredTraits): TraitDifference[] {
  const differences: TraitDifference[] = []
  const say = (trait: StrictTrait, kind: DifferenceKind | null, ofHeld: string, ofAnswer: string | null) => {
    if (kind !== null) differences.push({ trait, kind, held: ofHeld, answered: ofAnswer ?? '' })
  }
  const name = insForm(held.birthName, 'birth-name')
  const answeredName = inIns(answered.birthName, 'birth-name')
  say('birthName', differenceOfNames(name, answeredName), name, answeredName)

  const list = insList(held.birthFirstNames)
  const answeredList = inIns(answered.firstNames ?? answered.firstName, 'first-name')
  say('birthFirstNames', differenceOfLists(list, answeredList), list, answeredList)

  const first = insForm(held.firstBirthFirstName, 'first-name')
  const proposed = firstNameOf(answered, held.firstBirthFirstName)
  say('firstBirthFirstName', differenceOfFirst(first, answeredList, proposed), first, proposed)

  const sexKind = held.sex === answered.sex ? null : answered.sex === null ? 'less' : 'different'
  say('sex', sexKind, held.sex, answered.sex)
  say('birthDate', differenceOfDates(held.birthDate, answered.birthDate), held.birthDate, answered.birthDate)
  const placeKind = differenceOfPlaces(held.birthPlaceCode, answered.birthPlaceCode)
  say('birthPlaceCode', placeKind, held.birthPlaceCode, answered.birthPlaceCode)
  return differences
}

/**
 * The first first name of birth that an answer means: the one it gives apart; else what is held when it begins the list,
 * hyphen, apostrophe and space being equal (RNIV 1 v2.0, EXI ID 10); else the first word of the list, hyphenated names
 * staying whole. `null` when the answer has no first name.
 */
export function firstNameOf(answered: AnsweredTraits, held: string): string | null {
  const list = inIns(answered.firstNames ?? answered.firstName, 'first-name')
  if (list === null) return null
  if (firstNameBeginsList(held, [list])) return insForm(held, 'first-name')
  return inIns(answered.firstName, 'first-name') ?? list.split(' ')[0] ?? null
}

/**
 * What is held once these traits of an answer are accepted. A name keeps its accents where only they differ. Used names
 * are never touched: filling them in is an act of a person (RNIV 1 v2.0, EXI ID 08).
 */
export function takeTraits(
  held: StrictTraits,
  answered: AnsweredTraits,
  accepted: readonly StrictTrait[],
): StrictTraits {
  const wanted = new Map(
    compareTraits(held, answered)
      .filter(({ trait, answered: text }) => accepted.includes(trait) && text !== '')
      .map((difference) => [difference.trait, difference.answered]),
  )
  const list = wanted.get('birthFirstNames')
  return {
    birthName: wanted.get('birthName') ?? held.birthName,
    birthFirstNames: list === undefined ? held.birthFirstNames : splitList(list, held.birthFirstNames),
    firstBirthFirstName: wanted.get('firstBirthFirstName') ?? held.firstBirthFirstName,
    sex: wanted.has('sex') && answered.sex !== null ? answered.sex : held.sex,
    birthDate: wanted.get('birthDate') ?? held.birthDate,
    birthPlaceCode: wanted.get('birthPlaceCode') ?? held.birthPlaceCode,
  }
}

/**
 * The traits of a new record made from an answer, or `null` when it does not say enough. The first first name is the one
 * given apart, else the first word of the list (RNIV 1 v2.0, EXI ID 10); a person may make it longer.
 */
export function traitsFrom(answered: AnsweredTraits): StrictTraits | null {
  const { birthName, sex, birthDate, birthPlaceCode } = answered
  const list = inIns(answered.firstNames ?? answered.firstName, 'first-name')
  const firstName = firstNameOf(answered, inIns(answered.firstName, 'first-name') ?? '')
  const name = inIns(birthName, 'birth-name')
  if (name === null || list === null || firstName === null || sex === null || birthDate === null) return null
  return {
    birthName: name,
    birthFirstNames: list.split(' '),
    firstBirthFirstName: firstName,
    sex,
    birthDate,
    birthPlaceCode: birthPlaceCode ?? unknownPlace,
  }
}

/** The names of a list, with the accents of those that were held at the same place. */
function splitList(list: string, held: readonly string[]): string[] {
  return list.split(' ').map((name, place) => {
    const before = held[place]
    return before !== undefined && insForm(before, 'first-name') === name ? before : name
  })
}

/**
 * The strict traits that change from one to the other. Names are compared in the INS character set: writing an accent is
 * not changing the identity the national service knows; a hyphen is.
 */
export function changedTraits(before: StrictTraits, after: StrictTraits): StrictTrait[] {
  const changed = new Set(compareTraits(after, asAnswered(before)).map(({ trait }) => trait))
  const first = (traits: StrictTraits) => insForm(traits.firstBirthFirstName, 'first-name')
  // Another beginning of the same list is no difference of two identities, but it is a change of one.
  if (first(before) !== first(after)) changed.add('firstBirthFirstName')
  else changed.delete('firstBirthFirstName')
  return strictTrait.options.filter((trait) => changed.has(trait))
}

/** Whether two names are the same letters, hyphen, apostrophe and space being equal (RNIV 1 v2.0, EXI ID 10). */
export function sameLetters(a: string, b: string, kind: NameKind): boolean {
  return loose(insForm(a, kind)) === loose(insForm(b, kind))
}

function inIns(text: string | null, kind: NameKind): string | null {
  const value = text === null ? '' : insForm(text, kind)
  return value === '' ? null : value
}

function loose(text: string): string {
  return text.replace(/['-]+/g, ' ').replace(/ +/g, ' ').trim()
}

function differenceOfNames(held: string, answered: string | null): DifferenceKind | null {
  if (answered === null) return held === '' ? null : 'less'
  if (held === answered) return null
  if (held === '') return 'completion'
  return loose(held) === loose(answered) ? 'writing' : 'different'
}

function differenceOfLists(held: string, answered: string | null): DifferenceKind | null {
  const kind = differenceOfNames(held, answered)
  if (kind !== 'different' || answered === null) return kind
  if (loose(answered).startsWith(`${loose(held)} `)) return 'completion'
  return loose(held).startsWith(`${loose(answered)} `) ? 'less' : 'different'
}

function differenceOfFirst(held: string, list: string | null, proposed: string | null): DifferenceKind | null {
  if (list === null) return held === '' ? null : 'less'
  return held === proposed ? null : held === '' ? 'completion' : 'different'
}

function differenceOfDates(held: CivilDate, answered: CivilDate | null): DifferenceKind | null {
  if (answered === null) return 'less'
  return interpretBirthDate(held).date === interpretBirthDate(answered).date ? null : 'different'
}

function differenceOfPlaces(held: string, answered: string | null): DifferenceKind | null {
  const [here, there] = [held, answered ?? unknownPlace].map((code) => (code === '' ? unknownPlace : code))
  if (here === there) return null
  if (there === unknownPlace) return 'less'
  return here === unknownPlace ? 'completion' : 'different'
}

import { interpretBirthDate } from '#app/kernel/birth-date.ts'
import { firstNameBeginsList, type NameFault, type NameKind, toInsName } from '#app/kernel/ins-name.ts'
import type { StrictTrait, StrictTraits } from '../model.ts'
import { insForm, unknownPlace } from './comparison.ts'

/** Most letters of a name: what a DataMatrix carries; the bound of INSi itself is not published. */
export const longestName = 100

/** Why a trait cannot be sent or proven as it is; `data` has only what was typed. */
export interface TraitRefusal {
  readonly trait: StrictTrait
  readonly code:
    | NameFault['code']
    | 'name.too-long'
    | 'first-name.not-in-list'
    | 'sex.indeterminate'
    | 'date.format'
    | 'date.day'
    | 'place.format'
  readonly data: Readonly<Record<string, string>>
}

/** A trait that is sent otherwise than it is held: said, never silent. */
export interface Rewriting {
  readonly trait: StrictTrait
  readonly held: string
  readonly sent: string
}

/** Traits within the bounds of INSi (reference: SEL-MP-043 §2). */
export interface InsiTraits {
  readonly birthName: string
  /** The first first name of birth, which begins the list: it may be several of its words. */
  readonly firstName: string
  /** Each first name of birth, in order; never empty. */
  readonly firstNames: readonly [string, ...string[]]
  readonly sex: 'F' | 'M'
  readonly birthDate: string
  /** The COG code; `null` when unknown, which INSi takes for not sent. */
  readonly birthPlaceCode: string | null
}

/** What can be asked of INSi, or what stands in the way. */
export type InsiReading =
  | {
      readonly ok: true
      readonly traits: InsiTraits
      readonly rewritten: readonly Rewriting[]
      /** The birth date was made whole (RNIV 1 v2.0, EXI ID 11 and 12). */
      readonly interpreted: boolean
    }
  | { readonly ok: false; readonly refusals: readonly [TraitRefusal, ...TraitRefusal[]] }

/** Everything that keeps traits from being proven by a document: names, dates, places; an indeterminate sex does not. */
export function documentRefusals(traits: StrictTraits): TraitRefusal[] {
  const refusals = [...nameRefusals('birthName', traits.birthName, 'birth-name')]
  for (const name of traits.birthFirstNames) refusals.push(...nameRefusals('birthFirstNames', name, 'first-name'))
  if (traits.birthFirstNames.length === 0) refusals.push({ trait: 'birthFirstNames', code: 'name.empty', data: {} })
  else if (traits.birthFirstNames.map((name) => insForm(name, 'first-name')).join(' ').length > longestName)
    refusals.push({ trait: 'birthFirstNames', code: 'name.too-long', data: { most: String(longestName) } })
  refusals.push(...nameRefusals('firstBirthFirstName', traits.firstBirthFirstName, 'first-name'))
  if (
    insForm(traits.firstBirthFirstName, 'first-name') !== '' &&
    !firstNameBeginsList(traits.firstBirthFirstName, traits.birthFirstNames)
  )
    refusals.push({
      trait: 'firstBirthFirstName',
      code: 'first-name.not-in-list',
      data: { name: traits.firstBirthFirstName },
    })
  const date = dateFault(traits.birthDate)
  if (date !== null) refusals.push({ trait: 'birthDate', code: date, data: { date: traits.birthDate } })
  const place = traits.birthPlaceCode
  if (place !== '' && !/^(?:\d{5}|2[AB]\d{3})$/.test(place))
    refusals.push({ trait: 'birthPlaceCode', code: 'place.format', data: { place } })
  return refusals
}

/**
 * Traits as they may be sent to INSi: letters without accent, whole birth date, unknown place left out. What has no
 * equivalent is refused by name, never dropped; an empty or indeterminate sex is never sent (INSi answers fault
 * `insi_24`).
 */
export function insiTraits(held: StrictTraits): InsiReading {
  const [first, ...others] = documentRefusals(held)
  const { sex } = held
  if (sex === 'I') {
    const refusal: TraitRefusal = { trait: 'sex', code: 'sex.indeterminate', data: {} }
    return { ok: false, refusals: first === undefined ? [refusal] : [first, ...others, refusal] }
  }
  if (first !== undefined) return { ok: false, refusals: [first, ...others] }
  const { date, interpreted } = interpretBirthDate(held.birthDate)
  const birthName = insForm(held.birthName, 'birth-name')
  const [firstName = '', ...otherNames] = held.birthFirstNames.map((name) => insForm(name, 'first-name'))
  const rewritten: Rewriting[] = []
  const note = (trait: StrictTrait, was: string, sent: string) => {
    if (was !== sent) rewritten.push({ trait, held: was, sent })
  }
  note('birthName', held.birthName, birthName)
  note('birthFirstNames', held.birthFirstNames.join(' '), [firstName, ...otherNames].join(' '))
  note('birthDate', held.birthDate, date)
  const known = held.birthPlaceCode !== '' && held.birthPlaceCode !== unknownPlace
  return {
    ok: true,
    traits: {
      birthName,
      firstName: insForm(held.firstBirthFirstName, 'first-name'),
      firstNames: [firstName, ...otherNames],
      sex,
      birthDate: date,
      birthPlaceCode: known ? held.birthPlaceCode : null,
    },
    rewritten,
    interpreted,
  }
}

/** What should be looked at in an identity without standing in its way. */
export type TraitWarning = 'place.unknown' | 'date.interpreted' | 'first-name.whole-list'

/**
 * What deserves a look: a place nobody knows, which a validated or qualified identity should not have; a date made whole
 * by the national rule; a list of one first name, as civil status often has more.
 */
export function traitWarnings(traits: StrictTraits): TraitWarning[] {
  const warnings: TraitWarning[] = []
  if (traits.birthPlaceCode === unknownPlace || traits.birthPlaceCode === '') warnings.push('place.unknown')
  if (interpretBirthDate(traits.birthDate).interpreted) warnings.push('date.interpreted')
  if (traits.birthFirstNames.length === 1) warnings.push('first-name.whole-list')
  return warnings
}

function nameRefusals(trait: StrictTrait, typed: string, kind: NameKind): TraitRefusal[] {
  const { value, faults } = toInsName(typed, kind)
  const refusals: TraitRefusal[] = faults.map((fault) => ({
    trait,
    code: fault.code,
    data: fault.code === 'name.signs' ? { signs: fault.signs.join(' ') } : {},
  }))
  if (value.length > longestName) refusals.push({ trait, code: 'name.too-long', data: { most: String(longestName) } })
  return refusals
}

/** What is wrong with a birth date; unknown parts and the months above 12 of Assurance Maladie are not. */
function dateFault(date: string): 'date.format' | 'date.day' | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)?.map(Number) ?? []
  if (year === undefined || month === undefined || day === undefined || year === 0) return 'date.format'
  if (month === 0 || month > 12) return day > 31 ? 'date.day' : null
  const days = month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  return day > days ? 'date.day' : null
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

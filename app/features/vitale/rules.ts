import type { VitaleBeneficiary } from '#app/devices/workstation.ts'
import type { CivilStatusFields, Sex } from '#app/features/patients/model.ts'
import type { CivilDate } from '#app/kernel/civil-date.ts'
import { nameKey } from '#app/kernel/letters.ts'
import { nirKey } from '#app/kernel/nir.ts'
import type { MatchReason, VitaleDifference, VitalePrefill } from './model.ts'

/** What a record says of who it is, for {@link matchOf}. */
export interface KnownIdentity {
  /** 13 characters, or `null`. */
  readonly matricule: string | null
  readonly fields: Pick<
    CivilStatusFields,
    'birthName' | 'usedName' | 'birthFirstNames' | 'firstBirthFirstName' | 'usedFirstName' | 'birthDate' | 'coverage'
  >
}

/** The number that is surely theirs: certified as such, or that of the insured when they are the insured. */
export function ownNirOf({ ownNir, insuredNir, quality }: VitaleBeneficiary): string | null {
  return ownNir ?? (quality === 0 ? insuredNir : null)
}

/** The dates a card may mean: its own, or where it leaves the century out (`AAMMJJ`), those of both that are not to come. */
export function birthDatesOf(
  { birthDate, birthDateOnCard }: Pick<VitaleBeneficiary, 'birthDate' | 'birthDateOnCard'>,
  today: CivilDate,
): readonly CivilDate[] {
  if (birthDate !== null) return [birthDate]
  const [, year = '', month = '', day = ''] = /^(\d{2})(\d{2})(\d{2})$/.exec(birthDateOnCard ?? '') ?? []
  if (year === '') return []
  const century = Number(today.slice(0, 2))
  // Compared by the year alone: a lunar month says nothing of the season.
  return [century - 1, century]
    .map((one) => `${one}${year}-${month}-${day}`)
    .filter((date) => date.slice(0, 4) <= today.slice(0, 4))
}

/** Why a record may be a beneficiary's, or `null`. Twins share everything but their first names: those always count. */
export function matchOf(person: VitaleBeneficiary, record: KnownIdentity, today: CivilDate): MatchReason | null {
  const own = bodyOf(ownNirOf(person))
  if (own !== null && own === record.matricule) return 'matricule'
  const insured = bodyOf(person.insuredNir)
  const sameNumber =
    insured !== null && (insured === record.matricule || insured === bodyOf(record.fields.coverage.insuredNir))
  const sameDate = birthDatesOf(person, today).includes(record.fields.birthDate)
  const sameFirst = sharesFirstName(person.firstName, record.fields)
  if (sameNumber && sameDate && sameFirst) return 'insured'
  const sameName = sharesName(person, record.fields)
  if (sameDate && sameName && sameFirst) return 'traits'
  return sameNumber && sameName && sameFirst ? 'close' : null
}

function bodyOf(nir: string | null): string | null {
  return nir === null || nir === '' ? null : nir.slice(0, 13)
}

function keysOf(names: readonly (string | null)[]): string[] {
  return names.map((name) => nameKey(name ?? '')).filter((key) => key !== '')
}

function sharesName(
  { birthName, usedName }: Pick<VitaleBeneficiary, 'birthName' | 'usedName'>,
  record: Pick<CivilStatusFields, 'birthName' | 'usedName'>,
): boolean {
  const known = keysOf([record.birthName, record.usedName])
  return keysOf([birthName, usedName]).some((name) => known.includes(name))
}

/** A card has one first name, or several in one text: « MARIE CLAIRE » is « Marie-Claire », and « Marie, Claire ». */
function sharesFirstName(onCard: string | null, record: KnownIdentity['fields']): boolean {
  const key = nameKey(onCard ?? '')
  if (key === '') return false
  const { birthFirstNames, firstBirthFirstName, usedFirstName } = record
  const first = (onCard ?? '').trim().split(/[\s,]+/)[0] ?? ''
  return (
    keysOf([...birthFirstNames, firstBirthFirstName, usedFirstName]).includes(key) ||
    nameKey(birthFirstNames.join('')) === key ||
    (birthFirstNames.length > 1 &&
      nameKey(first) === nameKey(birthFirstNames[0] ?? '') &&
      nameKey(birthFirstNames.join('')).startsWith(key))
  )
}

/** The sex a number begins with: 1, 3, 7 for men, 2, 4, 8 for women. */
function sexOf(nir: string | null): Sex | null {
  const first = nir?.charAt(0) ?? ''
  if (first === '') return null
  return ['1', '3', '7'].includes(first) ? 'M' : ['2', '4', '8'].includes(first) ? 'F' : null
}

/** The code of the place of birth in their own number (5 characters), to be looked up; `null` without such a number. */
export function birthPlaceOf(person: VitaleBeneficiary): string | null {
  const code = ownNirOf(person)?.slice(5, 10) ?? ''
  return /^(\d{5}|2[AB]\d{3})$/.test(code) ? code : null
}

/** With its key, computed where the card leaves it out; empty without a number, or for one that no record may hold. */
function withKey(nir: string | null): string {
  if (nir === null || !/^[1-478]\d{4}(?:\d{2}|2[AB])\d{6}/.test(nir)) return ''
  return nir.length === 15 ? nir : `${nir}${nirKey(nir)}`
}

/**
 * What a beneficiary's card fills in of a new record. A name of use is never made one of birth, nor the contrary, but where
 * the card gives one name alone: it is offered as that of birth, and said to be uncertain.
 */
export function prefillOf(
  person: VitaleBeneficiary,
  birthDate: CivilDate | null,
  birthPlace: { readonly code: string; readonly name: string } | null,
): VitalePrefill {
  const nameUncertain = person.birthName === null && person.usedName !== null
  return {
    birthName: person.birthName ?? person.usedName ?? '',
    usedName: nameUncertain ? '' : (person.usedName ?? ''),
    firstName: person.firstName ?? '',
    birthDate,
    sex: sexOf(ownNirOf(person)),
    birthPlaceCode: birthPlace?.code ?? '',
    birthPlaceName: birthPlace?.name ?? '',
    ...addressOf(person),
    insuredNir: withKey(person.insuredNir),
    birthRank: person.birthRank,
    regime: person.scheme ?? '',
    nameUncertain,
  }
}

/** The fifth line is the postal code and the town; of the others, the last is the street and those before complete it. */
function addressOf({
  addressLines,
}: VitaleBeneficiary): Pick<VitalePrefill, 'addressLine' | 'addressComplement' | 'postalCode' | 'town'> {
  const [, postalCode = '', town = ''] = /^(\d{5})\s+(.+)$/.exec(addressLines[4] ?? '') ?? []
  const lines = addressLines.slice(0, 4).filter((line) => line !== '')
  return {
    addressLine: lines.at(-1) ?? '',
    addressComplement: lines.slice(0, -1).join(', ').slice(0, 120),
    postalCode,
    town: town.slice(0, 80),
  }
}

/**
 * Where the card and a record do not say the same, in the order of the form. Accents, case and hyphens do not count: a card
 * has none. What the card does not say differs from nothing.
 */
export function differencesOf(
  person: VitaleBeneficiary,
  fields: KnownIdentity['fields'],
  today: CivilDate,
): VitaleDifference[] {
  const found: VitaleDifference[] = []
  const compare = (field: VitaleDifference['field'], card: string, record: string) => {
    if (card !== '' && nameKey(card) !== nameKey(record)) found.push({ field, card, record })
  }
  if (person.birthName !== null) {
    compare('birthName', person.birthName, fields.birthName)
    // Nobody has to be known by another name than that of birth.
    if (nameKey(person.usedName ?? '') !== nameKey(fields.birthName))
      compare('usedName', person.usedName ?? '', fields.usedName)
  } else if (!sharesName(person, fields)) compare('usedName', person.usedName ?? '', fields.usedName)
  if (!sharesFirstName(person.firstName, fields)) {
    compare(
      'firstName',
      person.firstName ?? '',
      fields.usedFirstName === '' ? fields.firstBirthFirstName : fields.usedFirstName,
    )
  }
  const dates = birthDatesOf(person, today)
  const [date] = dates
  if (date !== undefined && dates.length === 1) compare('birthDate', date, fields.birthDate)
  compare('insuredNir', withKey(person.insuredNir), fields.coverage.insuredNir)
  const { birthRank, regime } = fields.coverage
  if (person.birthRank !== null && person.birthRank !== birthRank)
    found.push({ field: 'birthRank', card: String(person.birthRank), record: String(birthRank ?? '') })
  compare('regime', person.scheme ?? '', regime)
  return found
}

/** Fields of the civil status proper: what differs there is shown as soon as the record opens. */
const civil: ReadonlySet<VitaleDifference['field']> = new Set(['birthName', 'usedName', 'firstName', 'birthDate'])

/** Whether what differs is worth saying at once: the civil status, or a number of the insured that is another one. */
export function isWorthSaying(differences: readonly VitaleDifference[]): boolean {
  return differences.some(({ field, record }) => civil.has(field) || (field === 'insuredNir' && record !== ''))
}

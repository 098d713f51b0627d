import type { CivilDate } from '#app/kernel/civil-date.ts'
import type { CivilStatusFields } from '../model.ts'
import { checkDate } from './dates.ts'
import { parseNir } from './matricule.ts'
import { firstNameBeginsList, type NameKind, toInsName } from './names.ts'

/** Everything the civil status may be told, each worded in `app/text/fr/patients.ts`. */
export type CivilStatusCode =
  | 'required'
  | 'name.signs'
  | 'name.empty'
  | 'name.start'
  | 'name.end'
  | 'name.double-hyphen'
  | 'name.doubled'
  | 'first-name.not-in-list'
  | 'date.empty'
  | 'date.format'
  | 'date.day'
  | 'date.month'
  | 'date.future'
  | 'date.too-old'
  | 'date.partial'
  | 'date.lunar'
  | 'death.before-birth'
  | 'death.not-deceased'
  | 'death.no-date'
  | 'place.unknown'
  | 'place.no-words'
  | 'sex.indeterminate'
  | 'nir.format'
  | 'nir.key'
  | 'phone.format'
  | 'postal-code.format'
  | 'rpps.key'

/** One remark on one field. An `error` prevents saving; a `warning` is shown and lets through. */
export interface CivilStatusIssue {
  /** Path of the field in the form: `birthName`, `birthFirstNames.2`, `coverage.insuredNir`. */
  readonly field: string
  readonly code: CivilStatusCode
  readonly severity: 'error' | 'warning'
  /** What the sentence needs, and only what was typed: refused signs, the days of a month, the expected key. */
  readonly data: Readonly<Record<string, string | number>>
}

/**
 * Everything to say about a civil status, in the order of the form; used by the screen while typing and by the core
 * before writing, so that both say the same.
 */
export function checkCivilStatus(fields: CivilStatusFields, today: CivilDate): CivilStatusIssue[] {
  const issues: CivilStatusIssue[] = []
  const say = (
    severity: 'error' | 'warning',
    field: string,
    code: CivilStatusCode,
    data: CivilStatusIssue['data'] = {},
  ): void => void issues.push({ field, code, severity, data })

  checkName(say, 'birthName', fields.birthName, 'birth-name')
  fields.birthFirstNames.forEach((name, index) => checkName(say, `birthFirstNames.${index}`, name, 'first-name'))
  checkName(say, 'firstBirthFirstName', fields.firstBirthFirstName, 'first-name')
  if (fields.birthFirstNames.length === 0) say('error', 'birthFirstNames', 'required')
  else if (!firstNameBeginsList(fields.firstBirthFirstName, fields.birthFirstNames)) {
    say('error', 'firstBirthFirstName', 'first-name.not-in-list')
  }
  if (fields.usedName !== '') checkName(say, 'usedName', fields.usedName, 'birth-name')
  if (fields.usedFirstName !== '') checkName(say, 'usedFirstName', fields.usedFirstName, 'first-name')
  if (fields.sex === 'I') say('warning', 'sex', 'sex.indeterminate')

  const born = checkDate(fields.birthDate, today)
  sayDate(say, 'birthDate', born)
  if (fields.birthPlaceCode === '99999') say('warning', 'birthPlaceCode', 'place.unknown')
  else if (/^99\d{3}$/.test(fields.birthPlaceCode) && fields.birthPlaceText === '')
    say('warning', 'birthPlaceText', 'place.no-words')

  for (const field of ['mobile', 'phone', 'otherPhone'] as const) {
    const typed = fields[field]
    if (typed !== '' && !/^\+?[\d\s.()/-]{4,30}$/.test(typed)) say('error', field, 'phone.format')
  }
  const french = fields.country === '' || /^france$/i.test(fields.country)
  if (french && fields.postalCode !== '' && !/^(\d{5}|2[AB]\d{3})$/.test(fields.postalCode))
    say('warning', 'postalCode', 'postal-code.format')

  if (fields.coverage.insuredNir !== '') {
    const nir = parseNir(fields.coverage.insuredNir)
    if (!nir.ok) say('error', 'coverage.insuredNir', nir.code, nir.code === 'nir.key' ? { expected: nir.expected } : {})
  }
  const { rpps } = fields.attendingPhysician
  if (rpps !== '' && !hasLuhnKey(rpps)) say('warning', 'attendingPhysician.rpps', 'rpps.key')

  if (fields.deathDate !== null) {
    const died = checkDate(fields.deathDate, today)
    sayDate(say, 'deathDate', died)
    if (!fields.deceased) say('error', 'deathDate', 'death.not-deceased')
    else if (died.ok && born.ok && endsBefore(fields.deathDate, fields.birthDate))
      say('error', 'deathDate', 'death.before-birth')
  } else if (fields.deceased) say('warning', 'deathDate', 'death.no-date')
  return issues
}

/** Errors only: what must be corrected before the record may be written. */
export function civilStatusErrors(fields: CivilStatusFields, today: CivilDate): CivilStatusIssue[] {
  return checkCivilStatus(fields, today).filter((issue) => issue.severity === 'error')
}

type Say = (
  severity: 'error' | 'warning',
  field: string,
  code: CivilStatusCode,
  data?: CivilStatusIssue['data'],
) => void

function checkName(say: Say, field: string, typed: string, kind: NameKind): void {
  if (typed.trim() === '') return say('error', field, 'required')
  for (const fault of toInsName(typed, kind).faults) {
    say('error', field, fault.code, fault.code === 'name.signs' ? { signs: fault.signs.join(' ') } : {})
  }
  return undefined
}

function sayDate(say: Say, field: string, reading: ReturnType<typeof checkDate>): void {
  if (!reading.ok) {
    const { code, ...data } = reading.refusal
    say('error', field, code, data)
  } else if (reading.kind === 'partial') say('warning', field, 'date.partial')
  else if (reading.kind === 'lunar') say('warning', field, 'date.lunar')
}

/** Compares what is known of both dates: unknown parts never make a death precede a birth. */
function endsBefore(death: CivilDate, birth: CivilDate): boolean {
  const length = Math.min(knownLength(death), knownLength(birth))
  return death.slice(0, length) < birth.slice(0, length)
}

/** Characters of a date that are known: year, year and month, or all. */
function knownLength(date: CivilDate): number {
  const month = Number(date.slice(5, 7))
  if (month === 0 || month > 12) return 4
  return date.endsWith('-00') ? 7 : 10
}

/** Whether the last digit is the key of the others (Luhn), as in an RPPS number. */
function hasLuhnKey(digits: string): boolean {
  let sum = 0
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - place))
    sum += place % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}

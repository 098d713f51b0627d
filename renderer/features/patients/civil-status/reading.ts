import type { CivilDate } from '#app/kernel/civil-date.ts'
import { type CivilStatusFields, civilStatusFields } from '#app/features/patients/model.ts'
import { checkCivilStatus, type CivilStatusIssue } from '#app/features/patients/rules/civil-status.ts'
import { type DateReading, parseDate } from '#app/features/patients/rules/dates.ts'
import { nirWarnings, parseNir } from '#app/features/patients/rules/matricule.ts'
import { civilStatusText } from '#app/text/fr/civil-status.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import type { CivilStatusValues, ValueKey } from './values.ts'

/** What is said under the fields, worded. */
export type Remarks = Readonly<Partial<Record<ValueKey, string>>>

/** The form read: fields for the core, or what stands in the way. */
export interface FormReading {
  /** `null` while a field is refused. */
  readonly fields: CivilStatusFields | null
  readonly errors: Remarks
  readonly warnings: Remarks
}

/** Where a path of the contract is typed in the form. */
const keyOfPath: Readonly<Record<string, ValueKey>> = {
  birthPlaceCode: 'birthPlace',
  'billing.payerName': 'payerName',
  'billing.payerAddress': 'payerAddress',
  'billing.note': 'billingNote',
  'coverage.insuredNir': 'insuredNir',
  'coverage.birthRank': 'birthRank',
  'coverage.regime': 'regime',
  'coverage.amcNumber': 'amcNumber',
  'coverage.amcMemberNumber': 'amcMemberNumber',
  'attendingPhysician.name': 'physicianName',
  'attendingPhysician.rpps': 'physicianRpps',
}

/** The field of the form a path of the contract (`birthFirstNames.2`, `coverage.insuredNir`) is typed in. */
export function fieldOfPath(path: string): ValueKey {
  const direct = keyOfPath[path]
  // What remains has the same name on both sides; a list's path ends with an index.
  return direct ?? (path.split('.')[0] as ValueKey)
}

/** The label of a field, as the form shows it. */
export function labelOf(key: ValueKey): string {
  if (key === 'comments') return civilStatusText.commentsField
  const path = Object.entries(keyOfPath).find(([, value]) => value === key)?.[0] ?? key
  return Object.entries(patientsText.fields).find(([name]) => name === path)?.[1] ?? key
}

const neverRead = '0000-00-00'

/**
 * Reads the whole form. What the rules say of a field that could be read is kept even while another could not, so that
 * every error is shown at once. An empty « facultatif » field is never an error.
 */
export function readForm(values: CivilStatusValues, today: CivilDate): FormReading {
  const refused = new Map<ValueKey, string>()
  const refuse = (key: ValueKey, reason: string) => {
    if (!refused.has(key)) refused.set(key, reason)
  }
  const { errors: words } = civilStatusText
  const born = readDate(values.birthDate, today)
  if (born === null) refuse('birthDate', patientsText.civilStatus['date.empty']())
  else if (!born.ok) refuse('birthDate', wordOfDate(born))
  const died = readDate(values.deathDate, today)
  if (died?.ok === false) refuse('deathDate', wordOfDate(died))
  const reminder = readDate(values.vsmReminderOn, inTenYears(today))
  if (reminder?.ok === false) refuse('vsmReminderOn', wordOfDate(reminder))
  else if (reminder?.ok === true && reminder.kind !== 'full') refuse('vsmReminderOn', words.wholeDate)
  if (values.sex === '') refuse('sex', patientsText.civilStatus.required())
  if (values.birthPlace.code === '') refuse('birthPlace', words.place)
  const nir = values.insuredNir.trim() === '' ? null : parseNir(values.insuredNir)
  if (nir?.ok === false) {
    refuse('insuredNir', wordOf(nir.code === 'nir.key' ? { code: nir.code, data: { expected: nir.expected } } : nir))
  } else if (nir?.keyWasTyped === false) refuse('insuredNir', civilStatusText.coverage.keyAsked)
  const rank = values.birthRank.trim()
  if (rank !== '' && !/^[1-9]$/.test(rank)) refuse('birthRank', words.rank)
  if (!/^(\d{2})?$/.test(values.regime.trim())) refuse('regime', words.regime)
  if (!/^(\d{11})?$/.test(values.physicianRpps.replaceAll(' ', ''))) refuse('physicianRpps', words.rpps)
  if (values.otherIdentifiers.some(({ issuer, value }) => (issuer.trim() === '') !== (value.trim() === ''))) {
    refuse('otherIdentifiers', words.identifier)
  }

  const candidate: CivilStatusFields = {
    ...textsOf(values),
    birthFirstNames: [...values.birthFirstNames],
    sex: values.sex === '' ? 'I' : values.sex,
    birthDate: born?.ok === true ? born.date : neverRead,
    birthPlaceCode: values.birthPlace.code === '' ? '99999' : values.birthPlace.code,
    maritalStatus: values.maritalStatus === '' ? null : values.maritalStatus,
    comments: values.comments,
    billing: { payerName: values.payerName, payerAddress: values.payerAddress, note: values.billingNote },
    otherIdentifiers: values.otherIdentifiers.filter(
      ({ issuer, value }) => issuer.trim() !== '' && value.trim() !== '',
    ),
    coverage: {
      insuredNir: nir?.ok === true ? `${nir.body}${nir.key}` : '',
      birthRank: /^[1-9]$/.test(rank) ? Number(rank) : null,
      regime: values.regime.trim(),
      amcNumber: values.amcNumber,
      amcMemberNumber: values.amcMemberNumber,
    },
    attendingPhysician: { name: values.physicianName, rpps: values.physicianRpps.replaceAll(' ', '') },
    deceased: values.deceased,
    deathDate: died?.ok === true ? died.date : null,
    rcp: values.rcp,
    vsmReminderOn: reminder?.ok === true ? reminder.date : null,
  }
  const issues = checkCivilStatus(candidate, today).filter((issue) => !refused.has(fieldOfPath(issue.field)))
  for (const issue of issues) if (issue.severity === 'error') refuse(fieldOfPath(issue.field), wordOf(issue))
  const parsed = civilStatusFields.safeParse(candidate)
  if (!parsed.success) {
    for (const { path } of parsed.error.issues) {
      const key = fieldOfPath(path.join('.'))
      refuse(key, key === 'email' ? words.email : words.unreadable)
    }
  }
  const warnings = new Map<ValueKey, string>()
  for (const issue of issues) {
    const key = fieldOfPath(issue.field)
    if (issue.severity === 'warning' && !warnings.has(key)) warnings.set(key, wordOf(issue))
  }
  if (nir?.ok === true && born?.ok === true && values.sex !== '') {
    const traits = { sex: values.sex, birthDate: born.date, birthPlaceCode: values.birthPlace.code }
    const differing = nirWarnings(nir.body, traits)
    if (differing.length > 0) warnings.set('insuredNir', civilStatusText.coverage.otherPerson(differing))
  }
  return {
    fields: refused.size === 0 && parsed.success ? parsed.data : null,
    errors: Object.fromEntries(refused),
    warnings: Object.fromEntries(warnings),
  }
}

/** A typed date as it will be written back when leaving the field; what cannot be read stays as typed. */
export function readDate(typed: string, today: CivilDate): DateReading | null {
  return typed.trim() === '' ? null : parseDate(typed, today)
}

/** A day ten years on: a reminder is in the future, and a year of two digits means the next ones. */
export function inTenYears(today: CivilDate): CivilDate {
  return `${Number(today.slice(0, 4)) + 10}${today.slice(4)}`
}

function textsOf(values: CivilStatusValues) {
  const { birthName, firstBirthFirstName, usedName, usedFirstName, birthPlaceText, addressLine, addressComplement } =
    values
  const { postalCode, town, country, mobile, phone, otherPhone, profession } = values
  const names = { birthName, firstBirthFirstName, usedName, usedFirstName, birthPlaceText }
  const address = { addressLine, addressComplement, postalCode, town, country }
  return { ...names, ...address, mobile, phone, otherPhone, profession, email: values.email.trim() }
}

function wordOfDate(reading: DateReading & { readonly ok: false }): string {
  const { code, ...data } = reading.refusal
  return wordOf({ code, data })
}

function wordOf({ code, data }: { code: CivilStatusIssue['code']; data?: CivilStatusIssue['data'] }): string {
  return patientsText.civilStatus[code](data ?? {})
}

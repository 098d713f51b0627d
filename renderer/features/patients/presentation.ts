import type { CivilDate } from '#app/kernel/civil-date.ts'
import type { Sex } from '#app/features/patients/model.ts'
import { ageAt, formatDate } from '#app/features/patients/rules/dates.ts'
import { formatNir, natureOfOid } from '#app/features/patients/rules/matricule.ts'
import { patientsText } from '#app/text/fr/patients.ts'

/** The day of this computer, as a civil date: ages and typed dates are read against it. */
export function todayHere(now: Date = new Date()): CivilDate {
  const month = String(now.getMonth() + 1).padStart(2, '0')
  const day = String(now.getDate()).padStart(2, '0')
  return `${now.getFullYear()}-${month}-${day}`
}

/** « 68 ans », « 5 mois », « 12 jours »; empty before birth. */
export function shownAge(birthDate: CivilDate, on: CivilDate): string {
  const age = ageAt(birthDate, on)
  return age === null ? '' : patientsText.ageUnits[age.unit](age.value)
}

/** Whether somebody is too young, on a day, to bear the name of a spouse: under sixteen. */
export function isChild(birthDate: CivilDate, on: CivilDate = todayHere()): boolean {
  const age = ageAt(birthDate, on)
  return age !== null && (age.unit !== 'years' || age.value < 16)
}

/** What names tell a person apart. */
export interface Named {
  readonly usedName: string
  readonly birthName: string
  readonly usedFirstName: string
  readonly firstName: string
}

/** The name a person goes by: the used one, else that of birth. Shown only; nothing is filled from it. */
export function namesInUse(names: Named): { readonly name: string; readonly firstName: string } {
  return {
    name: (names.usedName === '' ? names.birthName : names.usedName).toLocaleUpperCase('fr'),
    firstName: names.usedFirstName === '' ? names.firstName : names.usedFirstName,
  }
}

/** « née BERTIN », or nothing when the birth name is the one in use. */
export function bornAs(names: Pick<Named, 'usedName' | 'birthName'>, sex: Sex): string {
  const birthName = names.birthName.toLocaleUpperCase('fr')
  return names.usedName === '' || names.usedName.toLocaleUpperCase('fr') === birthName
    ? ''
    : `${patientsText.bornAs[sex]} ${birthName}`
}

/** A matricule as on the card with its nature: « 2 58 11 33 514 987 15 (NIR) ». */
export function shownMatricule(ins: {
  readonly matricule: string
  readonly key: string
  readonly oid: string
}): string {
  const nature = natureOfOid(ins.oid)
  const spaced = formatNir(`${ins.matricule}${ins.key}`)
  return nature === null ? spaced : `${spaced} (${nature})`
}

/** A French number by pairs: « 06 39 98 14 52 ». Any other is shown as typed. */
export function shownPhone(phone: string): string {
  const digits = phone.replace(/[\s.()/-]/g, '')
  return /^0\d{9}$/.test(digits) ? (digits.match(/../g) ?? []).join(' ') : phone
}

/** JJ/MM/AAAA, unknown parts as 00. */
export const writtenDate = formatDate

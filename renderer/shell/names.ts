/** What the name of a record is made of. */
export interface Named {
  readonly usedName: string
  readonly usedFirstName: string
  readonly birthName: string
  readonly birthFirstName: string
}

/** « LACAZE Françoise »: the names used, or those of birth where nothing else is known. */
export function recordName(patient: Named): string {
  const name = patient.usedName === '' ? patient.birthName : patient.usedName
  const firstName = patient.usedFirstName === '' ? patient.birthFirstName : patient.usedFirstName
  return `${name.toLocaleUpperCase('fr')} ${firstName}`
}

/** « 09/11/1958 »; unknown parts stay `00`. */
export function writtenDate(civilDate: string): string {
  const [year = '', month = '', day = ''] = civilDate.split('-')
  return `${day}/${month}/${year}`
}

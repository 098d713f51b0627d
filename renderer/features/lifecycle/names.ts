import { nameToType } from '#app/features/lifecycle/rules.ts'
import type { CivilStatusFields, PatientSummary } from '#app/features/patients/model.ts'
import { lifecycleText } from '#app/text/fr/lifecycle.ts'
import { writtenDate } from '#renderer/features/patients/index.ts'

/** « LACAZE Manon »: what is typed to delete, and how acts name a patient. */
export function nameOf(fields: CivilStatusFields): string {
  return nameToType(fields)
}

/** The same, of a line of a list. */
export function summaryName(patient: PatientSummary): string {
  const { usedName, birthName, usedFirstName, birthFirstName } = patient
  return nameToType({ usedName, birthName, usedFirstName, firstBirthFirstName: birthFirstName })
}

/** « LACAZE Manon, 14/07/2001, fiche 5502 » */
export function sayPatient(patient: PatientSummary): string {
  return `${summaryName(patient)}, ${writtenDate(patient.birthDate)}, ${lifecycleText.merge.file(patient.fileNumber)}`
}

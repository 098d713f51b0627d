import { type VaccinationFields, vaccinationFields } from '#app/features/vaccinations/model.ts'
import { blankVaccination, readVaccination } from '#app/features/vaccinations/reading.ts'
import { sayVaccination } from '#app/text/fr/vaccinations.ts'
import type { StructuredEntry } from '#renderer/features/forms/index.ts'
import { todayHere } from '#renderer/features/patients/index.ts'
import { VaccinationForm } from './VaccinationForm.tsx'

/** « Vaccination » of a note. */
export const vaccinationEntry: StructuredEntry<VaccinationFields> = {
  kind: 'vaccination',
  fields: vaccinationFields,
  empty: () => blankVaccination(todayHere()),
  parse: (text) => readVaccination(text, todayHere()),
  say: sayVaccination,
  Form: VaccinationForm,
}

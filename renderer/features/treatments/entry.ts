import { type TreatmentFields, treatmentFields } from '#app/features/treatments/model.ts'
import { emptyTreatment, parseTreatment } from '#app/features/treatments/rules/posology.ts'
import { sayTreatment } from '#app/text/fr/treatments.ts'
import type { StructuredEntry } from '#renderer/features/forms/index.ts'
import { NoteTreatmentsCheck } from './CheckNotice.tsx'
import { TreatmentForm } from './TreatmentForm.tsx'

/** « Traitement » of a note. */
export const treatmentEntry: StructuredEntry<TreatmentFields> = {
  kind: 'treatment',
  fields: treatmentFields,
  empty: () => emptyTreatment,
  parse: parseTreatment,
  say: sayTreatment,
  Form: TreatmentForm,
  Aside: NoteTreatmentsCheck,
}

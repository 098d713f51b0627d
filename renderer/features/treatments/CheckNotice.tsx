import { checkDrugs } from '#app/features/treatments/contract.ts'
import { type Drug, treatmentFields } from '#app/features/treatments/model.ts'
import { treatmentsText } from '#app/text/fr/treatments.ts'
import { type LiveAnswer, useLiveQuery } from '#renderer/client/index.ts'
import type { StructuredAsideProps } from '#renderer/features/forms/index.ts'
import { Block } from '#ui/index.ts'
import { SafetyNotice } from './SafetyNotice.tsx'

/** A check as it stands: nothing while it is awaited, and « non vérifiées » when it did not answer. */
export function CheckNotice({ check }: { readonly check: LiveAnswer<typeof checkDrugs> }) {
  if (check.problem !== undefined) return <Block tone="warning">{treatmentsText.safety.unreachable}</Block>
  return check.value === undefined || check.former ? null : <SafetyNotice safety={check.value.safety} />
}

/** The check of the treatments a note being written holds: taken from a line, they have no form open to say it. */
export function NoteTreatmentsCheck({ items, patientId }: StructuredAsideProps) {
  const drugs = items.flatMap(({ fields }): Drug[] => {
    const read = treatmentFields.shape.drug.safeParse(fields['drug'])
    return read.success ? [read.data] : []
  })
  // Of a note signed before, what it fed is among the treatments under the same identifier.
  const instead = items.map(({ itemId }) => itemId)
  const check = useLiveQuery(checkDrugs, drugs.length === 0 ? null : { patientId, drugs, instead }, {
    kinds: ['clinical', 'library'],
  })
  return drugs.length === 0 ? null : <CheckNotice check={check} />
}

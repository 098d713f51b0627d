import { listTreatments } from '#app/features/treatments/contract.ts'
import { sayDrugShort, sayPosology, treatmentsText } from '#app/text/fr/treatments.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { SummaryBlock, SummaryLine, type SummaryProps } from '#renderer/features/forms/index.ts'

const fr = treatmentsText

/** « Traitements en cours » of the summary: what is taken today, and how. */
export function TreatmentsSummary({ patientId }: SummaryProps) {
  const answer = useLiveQuery(listTreatments, { patientId }, { kinds: ['clinical'], about: patientId })
  const current = answer.value?.treatments.filter(({ isCurrent }) => isCurrent) ?? []
  // Unknown is not « aucun »: nothing is said until the cabinet has answered.
  if (answer.value === undefined) return null
  return (
    <SummaryBlock id="treatments" title={fr.current} aside={current.length}>
      {current.length === 0 ? <SummaryLine>{fr.none}</SummaryLine> : null}
      {current.map(({ treatmentId, fields }) => (
        <SummaryLine key={treatmentId} end={sayPosology(fields.posology)}>
          <span title={fields.drug.name}>{sayDrugShort(fields.drug.name)}</span>
        </SummaryLine>
      ))}
    </SummaryBlock>
  )
}

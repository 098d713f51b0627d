import { listVaccinations } from '#app/features/vaccinations/contract.ts'
import { sayPartialDate } from '#app/text/fr/antecedent-words.ts'
import { vaccinationsText } from '#app/text/fr/vaccinations.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { SummaryBlock, SummaryLine, type SummaryProps } from '#renderer/features/forms/index.ts'

/** As many as are read at a glance; the others are in the tab. */
const shown = 5

/** « Vaccinations » of the summary: the last ones, with their date. */
export function VaccinationsSummary({ patientId }: SummaryProps) {
  const { value } = useLiveQuery(listVaccinations, { patientId }, { kinds: ['clinical'], about: patientId })
  // Unknown is not « aucune »: nothing is said until the cabinet has answered.
  if (value === undefined) return null
  return (
    <SummaryBlock id="vaccinations" title={vaccinationsText.all}>
      {value.vaccinations.length === 0 ? <SummaryLine>{vaccinationsText.none}</SummaryLine> : null}
      {value.vaccinations.slice(0, shown).map(({ vaccinationId, fields }) => (
        <SummaryLine key={vaccinationId} end={<span className="co-tabular">{sayPartialDate(fields.givenOn)}</span>}>
          {fields.vaccine}
        </SummaryLine>
      ))}
    </SummaryBlock>
  )
}

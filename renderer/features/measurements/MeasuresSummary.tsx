import type { MeasureCode } from '#app/features/measurements/model.ts'
import { sayDay } from '#app/text/fr/common.ts'
import { measurementsText as fr } from '#app/text/fr/measurements.ts'
import { SummaryBlock, SummaryLine, type SummaryProps } from '#renderer/features/forms/index.ts'
import { useLastMeasures } from './useMeasures.ts'

/** What is asked between two acts, in the order it is asked. */
const given: readonly MeasureCode[] = ['blood-pressure', 'weight', 'height', 'temperature']

/** « Dernières mesures » of the summary: the last of each, with its date. */
export function MeasuresSummary({ patientId }: SummaryProps) {
  const { value, measurements } = useLastMeasures(patientId, null)
  if (value === undefined) return null
  const last = given.flatMap((code) => measurements.find((measure) => measure.code === code) ?? [])
  if (last.length === 0) return null
  return (
    <SummaryBlock id="measures" title={fr.summary}>
      {last.map((measure) => (
        <SummaryLine
          key={measure.code}
          end={<span className="co-tabular">{`${fr.sayMeasure(measure)} · ${sayDay(measure.measuredAt)}`}</span>}
        >
          {fr.names[measure.code]}
        </SummaryLine>
      ))}
    </SummaryBlock>
  )
}

import type { Measurement, MeasurementFields, Reading } from '#app/features/measurements/model.ts'
import { bodyMassIndex, bodyMassIndexFlag, flagOf, type MeasureFlag } from '#app/features/measurements/rules.ts'
import { measurementsText as fr } from '#app/text/fr/measurements.ts'
import type { StructuredShownProps } from '#renderer/features/forms/index.ts'
import classes from './Measurements.module.css'
import { useLastMeasures } from './useMeasures.ts'

/** One measure as the grid shows it. */
interface Cell {
  readonly key: string
  readonly name: string
  readonly value: string
  readonly unit: string
  readonly flag: MeasureFlag
  /** « 26/08 : 142/84 », « 77,1 (+ 1,3) »; empty when nothing was measured before. */
  readonly former: string
}

/** « Constantes » of a consultation: each value with the one before it. */
export function MeasureGrid(props: StructuredShownProps<MeasurementFields>) {
  const { entries, patientId, occurredAt } = props
  const { measurements: before, person } = useLastMeasures(patientId, occurredAt)
  const readings = entries.flatMap((entry) => ('readings' in entry ? entry.readings : []))
  const cells = readings.map((reading) => cellOf(reading, before, occurredAt, person))
  const index = indexCell(readings, before, occurredAt, person)
  return (
    <dl className={classes.grid} aria-label={fr.grid}>
      {[...cells, ...(index === null ? [] : [index])].map((cell) => (
        <div key={cell.key} className={classes.cell}>
          <dt>{cell.name}</dt>
          <dd>
            <span className={classes.value} data-flag={cell.flag ?? undefined}>
              <FlagSign flag={cell.flag} />
              <strong>{cell.value}</strong>
            </span>{' '}
            {cell.unit}
            <span className={classes.former}>{cell.former}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** ↑ or ↓, in words for readers. */
export function FlagSign({ flag }: { readonly flag: MeasureFlag }) {
  if (flag === null) return null
  return (
    <span role="img" aria-label={fr.flags[flag]}>
      {flag === 'high' ? '↑ ' : '↓ '}
    </span>
  )
}

function cellOf(
  reading: Reading,
  before: readonly Measurement[],
  at: string,
  person: { readonly birthDate: string },
): Cell {
  const former = before.find(({ code }) => code === reading.code)
  return {
    key: reading.code,
    name: fr.names[reading.code],
    value: fr.sayValue(reading),
    unit: fr.units[reading.code],
    flag: flagOf(reading, person, at),
    former: former === undefined ? '' : sayFormer(reading, former),
  }
}

function sayFormer(reading: Reading, former: Measurement): string {
  const value = fr.sayValue(former)
  if (reading.code === 'blood-pressure') return fr.sayFormer(former.measuredAt, value)
  if (reading.code === 'weight') return `${value} (${fr.sayDifference(reading.value - former.value)})`
  return value
}

function indexCell(
  readings: readonly Reading[],
  before: readonly Measurement[],
  at: string,
  person: { readonly birthDate: string },
): Cell | null {
  const weight = readings.find(({ code }) => code === 'weight')
  const formerHeight = before.find(({ code }) => code === 'height')
  const height = readings.find(({ code }) => code === 'height') ?? formerHeight
  if (weight === undefined || height === undefined) return null
  const value = bodyMassIndex(weight.value, height.value)
  const formerWeight = before.find(({ code }) => code === 'weight')
  const former = formerWeight === undefined ? null : bodyMassIndex(formerWeight.value, (formerHeight ?? height).value)
  return {
    key: 'index',
    name: fr.index.name,
    value: fr.sayValue({ value, second: null }),
    unit: fr.index.unit,
    flag: bodyMassIndexFlag(value, person, at),
    former: former === null ? '' : fr.sayValue({ value: former, second: null }),
  }
}

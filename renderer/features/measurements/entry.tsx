import { isWithinLimits } from '#app/features/measurements/limits.ts'
import { type MeasurementFields, measurementFields } from '#app/features/measurements/model.ts'
import { readMeasures } from '#app/features/measurements/rules.ts'
import { measurementsText as fr } from '#app/text/fr/measurements.ts'
import type { StructuredEntry, StructuredFormProps } from '#renderer/features/forms/index.ts'
import { MeasureFields } from './MeasureFields.tsx'
import { MeasureGrid } from './MeasureGrid.tsx'

/** « Constantes » in a note: a line is read as it is typed (« TA 15/8, pouls 74 »), or each value in its field. */
export const measurementEntry: StructuredEntry<MeasurementFields> = {
  kind: 'measurement',
  fields: measurementFields,
  empty: () => ({ readings: [] }),
  parse: (text) => {
    const readings = readMeasures(text)
    // What cannot be is not suggested: it stays in the text.
    return readings?.every(isWithinLimits) === true ? { readings: [...readings] } : null
  },
  say: ({ readings }) => fr.sayAll(readings),
  Form: MeasureForm,
  Shown: MeasureGrid,
}

function MeasureForm({ value, onChange, onDone, autoFocus }: StructuredFormProps<MeasurementFields>) {
  return (
    <MeasureFields
      readings={value.readings}
      onChange={(readings) => onChange({ readings: [...readings] })}
      onDone={onDone}
      autoFocus={autoFocus}
    />
  )
}

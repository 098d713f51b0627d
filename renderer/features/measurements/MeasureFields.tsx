import { useId, useState } from 'react'
import { isToBeChecked, isWithinLimits } from '#app/features/measurements/limits.ts'
import { type MeasureCode, measureCodes, type Reading } from '#app/features/measurements/model.ts'
import { readMeasures } from '#app/features/measurements/rules.ts'
import { measurementsText as fr } from '#app/text/fr/measurements.ts'
import { TextField } from '#ui/index.ts'
import classes from './Measurements.module.css'

/** What a field of a measure holds, and what it means. */
export interface TypedMeasure {
  readonly reading: Reading | null
  readonly error?: string
  readonly warning?: string
}

/** Reads what was typed for one measure, its name left out. */
export function readTyped(code: MeasureCode, typed: string): TypedMeasure {
  if (typed.trim() === '') return { reading: null }
  const [read, ...more] = readMeasures(`${prefixes[code]} ${typed}`) ?? []
  if (read === undefined || more.length > 0 || read.code !== code) {
    return { reading: null, error: code === 'blood-pressure' ? fr.form.pressureNotRead : fr.form.notRead }
  }
  if (!isWithinLimits(read)) {
    const upsideDown = read.second !== null && read.second >= read.value
    return { reading: null, error: upsideDown ? fr.form.lowAboveHigh : fr.form.impossible }
  }
  return { reading: read, ...(isToBeChecked(read) ? { warning: fr.form.check } : {}) }
}

/** The word that a value alone is read after. */
const prefixes: Readonly<Record<MeasureCode, string>> = {
  'blood-pressure': 'ta',
  pulse: 'pouls',
  weight: 'poids',
  height: 'taille',
  temperature: 'temp',
  'oxygen-saturation': 'sat',
  glycaemia: 'dextro',
  'respiratory-rate': 'fr',
  waist: 'tour de taille',
  'head-circumference': 'pc',
  pain: 'eva',
}

/**
 * One field a measure, in a grid; Entrée in any of them says that it is finished. What cannot be is said under its field and
 * is not given; what is surprising is given, and said.
 */
export function MeasureFields(props: {
  readonly readings: readonly Reading[]
  readonly onChange: (readings: readonly Reading[], isWhole: boolean) => void
  readonly onDone: () => void
  readonly autoFocus?: boolean | undefined
}) {
  const { readings, onChange, onDone, autoFocus } = props
  const id = useId()
  const [typed, setTyped] = useState<Readonly<Partial<Record<MeasureCode, string>>>>({})
  const shown = (code: MeasureCode) => {
    const reading = readings.find((one) => one.code === code)
    return typed[code] ?? (reading === undefined ? '' : fr.sayValue(reading))
  }
  const change = (code: MeasureCode, text: string) => {
    const next = { ...typed, [code]: text }
    setTyped(next)
    const read = measureCodes.map((one) =>
      one === code || next[one] !== undefined
        ? readTyped(one, next[one] ?? '')
        : { reading: readings.find((reading) => reading.code === one) ?? null },
    )
    onChange(
      read.flatMap(({ reading }) => (reading === null ? [] : [reading])),
      read.every((one) => !('error' in one)),
    )
  }
  return (
    <div className={classes.fields} role="group" aria-label={fr.form.label} id={id}>
      {measureCodes.map((code, place) => {
        const { error, warning } = readTyped(code, shown(code))
        return (
          <TextField
            key={code}
            label={fr.names[code]}
            value={shown(code)}
            tabular
            inputMode={code === 'blood-pressure' ? 'text' : 'numeric'}
            trail={fr.units[code]}
            error={error}
            warning={warning}
            maxLength={16}
            ref={place === 0 && autoFocus === true ? focusOnce : undefined}
            onChange={(text) => change(code, text)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.ctrlKey) return
              event.preventDefault()
              onDone()
            }}
          />
        )
      })}
    </div>
  )
}

function focusOnce(field: HTMLInputElement | null): void {
  field?.focus()
}

import { useId, useState } from 'react'
import { addMeasurements, listMeasurements } from '#app/features/measurements/contract.ts'
import { isWithinLimits } from '#app/features/measurements/limits.ts'
import type { Reading } from '#app/features/measurements/model.ts'
import { readMeasures } from '#app/features/measurements/rules.ts'
import { sayDay, sayHour } from '#app/text/fr/common.ts'
import { measurementsText } from '#app/text/fr/measurements.ts'
import { type AnyProblem, useAskAgain, useCabinet } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Button, TextField } from '#ui/index.ts'
import { MeasureFields } from './MeasureFields.tsx'
import classes from './Measurements.module.css'
import { readInstant } from './read-instant.ts'

const fr = measurementsText.add

/** Writes measures apart from any consultation: in one line as they are said, or each in its field. */
export function AddMeasures({ patientId, onClose }: { readonly patientId: string; readonly onClose: () => void }) {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const title = useId()
  const [opened] = useState(() => new Date().toISOString())
  const [day, setDay] = useState(() => sayDay(opened))
  const [time, setTime] = useState(() => sayHour(opened))
  const [line, setLine] = useState('')
  const [lineRefused, setLineRefused] = useState(false)
  const [readings, setReadings] = useState<readonly Reading[]>([])
  const [isWhole, setWhole] = useState(true)
  const [remark, setRemark] = useState<string | null>(null)
  const [failure, setFailure] = useState<AnyProblem | null>(null)
  const at = readInstant(day, time)

  /** Spreads a line over the fields; says when it is not understood. */
  const takeLine = () => {
    if (line.trim() === '') return true
    const read = readMeasures(line)
    const refused = read?.every(isWithinLimits) !== true
    setLineRefused(refused)
    if (read === null || refused) return false
    const named = new Set(read.map(({ code }) => code))
    setReadings([...readings.filter(({ code }) => !named.has(code)), ...read])
    setLine('')
    return true
  }
  const save = async () => {
    setFailure(null)
    const fromLine = line.trim() === '' ? [] : (readMeasures(line) ?? [])
    if (!takeLine()) return
    const named = new Set(fromLine.map(({ code }) => code))
    const all = [...readings.filter(({ code }) => !named.has(code)), ...fromLine]
    if (!isWhole || at === null) return setRemark(fr.wrong)
    if (all.length === 0) return setRemark(fr.nothing)
    const reply = await call(addMeasurements, { patientId, measuredAt: at, fields: { readings: all } })
    if (!reply.ok) return setFailure(reply)
    askAgain(listMeasurements)
    onClose()
  }

  return (
    <form
      className={classes.add}
      aria-labelledby={title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <h3 id={title}>{fr.title}</h3>
      {failure === null ? null : <Refusal problem={failure} title={fr.failed} />}
      <div className={classes.when}>
        <TextField
          label={fr.typed}
          placeholder={fr.placeholder}
          value={line}
          maxLength={300}
          error={lineRefused ? fr.notUnderstood : undefined}
          ref={focusOnce}
          onChange={(text) => {
            setLine(text)
            setLineRefused(false)
          }}
          onBlur={() => void takeLine()}
        />
        <TextField
          label={fr.day}
          value={day}
          tabular
          maxLength={10}
          error={readInstant(day, '00:00') === null ? fr.notADay : undefined}
          onChange={setDay}
        />
        <TextField
          label={fr.time}
          value={time}
          tabular
          maxLength={5}
          error={readInstant('01/01/2000', time) === null ? fr.notATime : undefined}
          onChange={setTime}
        />
      </div>
      <MeasureFields
        key={readings.map(({ code }) => code).join(' ')}
        readings={readings}
        onChange={(next, whole) => {
          setReadings(next)
          setWhole(whole)
          setRemark(null)
        }}
        onDone={() => void save()}
      />
      <div className={classes.footer}>
        <Button kind="primary" type="submit" sends>
          {fr.save}
        </Button>
        <Button onClick={onClose}>{fr.cancel}</Button>
        <span role="status" className={classes.remark}>
          {remark}
        </span>
      </div>
    </form>
  )
}

function focusOnce(field: HTMLInputElement | null): void {
  field?.focus()
}

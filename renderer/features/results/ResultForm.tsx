import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { createResult, readResult, resultSeries, updateResult } from '#app/features/results/contract.ts'
import type { ResultLine, ResultView } from '#app/features/results/model.ts'
import { readPastDay, readRange, readValue } from '#app/features/results/rules.ts'
import { resultsText } from '#app/text/fr/results.ts'
import { type AnyProblem, useAskAgain, useCabinet } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Button, Dialog, IconButton, TextField } from '#ui/index.ts'
import classes from './Results.module.css'

const fr = resultsText.form

/** A line as it is typed. */
interface TypedLine {
  readonly key: string
  readonly analyte: string
  readonly value: string
  readonly unit: string
  readonly reference: string
  /** What the form does not show, kept as it was. */
  readonly kept: Pick<ResultLine, 'panel' | 'loinc' | 'flag'>
}

/** Writes a result by hand, or corrects one. Entrée in a line goes to the next; a new one comes after the last. */
export default function ResultForm(props: {
  readonly patientId: string
  /** `null`: a new one. */
  readonly result: ResultView | null
  readonly onClose: () => void
}) {
  const { patientId, result, onClose } = props
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const [today] = useState(() => new Date().toLocaleDateString('sv-SE'))
  const [laboratory, setLaboratory] = useState(result?.laboratory ?? '')
  const [day, setDay] = useState(() => resultsText.sayCivilDay(result?.sampledOn ?? today))
  const [comment, setComment] = useState(result?.comment ?? '')
  const [lines, setLines] = useState<readonly TypedLine[]>(() =>
    result === null ? [emptyLine()] : result.lines.map(({ line }) => typedOf(line)),
  )
  const [checked, setChecked] = useState(false)
  const [failure, setFailure] = useState<AnyProblem | null>(null)
  const sampledOn = readPastDay(day, today)
  const written = lines.filter(isWritten)

  const change = (key: string, part: Partial<TypedLine>) =>
    setLines((present) => present.map((line) => (line.key === key ? { ...line, ...part } : line)))
  const save = async () => {
    setChecked(true)
    const isWhole =
      written.length > 0 && written.every(({ analyte, value }) => analyte.trim() !== '' && value.trim() !== '')
    if (sampledOn === null || !isWhole) return
    const fields = { title: '', laboratory, sampledOn, comment, lines: written.map(lineOf) }
    const reply =
      result === null
        ? await call(createResult, { patientId, fields })
        : await call(updateResult, { resultId: result.resultId, expectedVersion: result.version, fields })
    if (!reply.ok) return setFailure(reply)
    askAgain(readResult, resultSeries)
    onClose()
  }

  return (
    <Dialog
      title={result === null ? fr.add : fr.edit}
      width={760}
      onClose={onClose}
      onSubmit={() => void save()}
      footer={
        <>
          <Button onClick={onClose}>{fr.cancel}</Button>
          <Button kind="primary" type="submit" sends>
            {fr.save}
          </Button>
        </>
      }
    >
      {failure === null ? null : <Refusal problem={failure} title={fr.failed} />}
      <div className={classes.origin}>
        <TextField label={fr.laboratory} optional value={laboratory} maxLength={120} onChange={setLaboratory} />
        <TextField
          label={fr.day}
          value={day}
          tabular
          maxLength={10}
          error={checked && sampledOn === null ? fr.notADay : undefined}
          onChange={setDay}
        />
      </div>
      <fieldset className={classes.typed}>
        <legend>{fr.lines}</legend>
        {lines.map((line, place) => (
          <LineFields
            key={line.key}
            line={line}
            place={place}
            checked={checked && (isWritten(line) || written.length === 0)}
            onChange={(part) => change(line.key, part)}
            onRemove={() => setLines((present) => present.filter(({ key }) => key !== line.key))}
          />
        ))}
        <Button
          size="small"
          kind="bare"
          icon={IconPlus}
          disabled={lines.length >= 300}
          onClick={() => setLines((present) => [...present, emptyLine()])}
        >
          {fr.addLine}
        </Button>
      </fieldset>
      <TextField label={fr.comment} optional rows={2} value={comment} maxLength={4000} onChange={setComment} />
    </Dialog>
  )
}

function LineFields(props: {
  readonly line: TypedLine
  readonly place: number
  readonly checked: boolean
  readonly onChange: (part: Partial<TypedLine>) => void
  readonly onRemove: () => void
}) {
  const { line, place, checked, onChange, onRemove } = props
  return (
    <div className={classes.line} role="group" aria-label={fr.lineName(place + 1)}>
      <TextField
        label={fr.analyte}
        value={line.analyte}
        maxLength={120}
        error={checked && line.analyte.trim() === '' ? fr.noAnalyte : undefined}
        onChange={(analyte) => onChange({ analyte })}
      />
      <TextField
        label={fr.value}
        value={line.value}
        tabular
        maxLength={200}
        error={checked && line.value.trim() === '' ? fr.noValue : undefined}
        onChange={(value) => onChange({ value })}
      />
      <TextField label={fr.unit} optional value={line.unit} maxLength={40} onChange={(unit) => onChange({ unit })} />
      <TextField
        label={fr.reference}
        optional
        value={line.reference}
        placeholder={fr.referenceHint}
        maxLength={200}
        onChange={(reference) => onChange({ reference })}
      />
      <IconButton icon={IconTrash} label={fr.removeLine(line.analyte)} onClick={onRemove} />
    </div>
  )
}

function emptyLine(): TypedLine {
  const kept = { panel: '', loinc: null, flag: null }
  return { key: crypto.randomUUID(), analyte: '', value: '', unit: '', reference: '', kept }
}

function typedOf(line: ResultLine): TypedLine {
  return {
    key: crypto.randomUUID(),
    analyte: line.analyte,
    value: line.value === null ? line.text : resultsText.sayNumber(line.value),
    unit: line.unit,
    reference: resultsText.sayRange(line),
    kept: { panel: line.panel, loinc: line.loinc, flag: line.flag },
  }
}

function lineOf({ analyte, value, unit, reference, kept }: TypedLine): ResultLine {
  // The words of the laboratory stay as they are: « 0,70 » says how finely it measures.
  const limits = readRange(reference) ?? { low: null, high: null }
  return { ...kept, analyte, ...readValue(value), unit, ...limits, reference }
}

function isWritten({ analyte, value }: TypedLine): boolean {
  return analyte.trim() !== '' || value.trim() !== ''
}

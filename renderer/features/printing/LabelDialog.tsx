import { useEffect, useMemo, useState } from 'react'
import { makeLabels } from '#app/features/printing/contract.ts'
import { type LabelFormatId, labelFormats, labelsPerPage } from '#app/features/printing/label-formats.ts'
import { type LabelChoice, labelChoice } from '#app/features/printing/model.ts'
import { printingText } from '#app/text/fr/printing.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import type { RecordActProps } from '#renderer/features/forms/index.ts'
import { Checkbox, SelectField, TextField } from '#ui/index.ts'
import { bytesOfBase64 } from './bytes.ts'
import { PrintDialog } from './PrintDialog.tsx'
import classes from './Printing.module.css'

const fr = printingText.dialog
const key = 'cabinet.labels'

/** What this computer last printed labels with: the supply that is in its printer. */
interface LabelHabit {
  readonly facts: readonly LabelChoice[]
  readonly format: LabelFormatId
}

/** What says whose it is for certain: only of a qualified identity (RNIV 1 v2.0, EXI DIF 02). */
const ofQualified: ReadonlySet<LabelChoice> = new Set(['matricule', 'data-matrix'])

const usual: LabelHabit = { facts: ['name', 'birth-date', 'address', 'phone'], format: 'sheet-63x38' }

/** « Étiquette »: what it says, on which supply, from which place, how many. */
export function LabelDialog({ patient, onClose }: RecordActProps) {
  const { patientId } = patient
  const [habit, setHabit] = useState(readHabit)
  const [startAt, setStartAt] = useState('1')
  const [copies, setCopies] = useState('1')
  const format = labelFormats[habit.format]
  const places = labelsPerPage(format)
  const first = numberOf(startAt, places)
  const count = numberOf(copies, 200)
  const request = useSettled(
    habit.facts.length === 0 || first === null || count === null
      ? null
      : { patientId, facts: [...habit.facts], format: habit.format, startAt: first, copies: count },
  )
  const answer = useLiveQuery(makeLabels, request, { freshOnMount: true })
  const pdf = request === null ? undefined : answer.value?.pdf
  const bytes = useMemo(() => (pdf === undefined ? null : bytesOfBase64(pdf)), [pdf])
  const keep = (next: LabelHabit) => {
    setHabit(next)
    globalThis.localStorage?.setItem(key, JSON.stringify(next))
  }
  const offered = labelChoice.options.filter((fact) => !ofQualified.has(fact) || patient.insStatus === 'qualified')
  return (
    <PrintDialog
      kind="label"
      patientId={patientId}
      entryId={null}
      bytes={bytes}
      problem={answer.problem}
      copiesInside={count ?? 1}
      onClose={onClose}
      choices={
        <>
          <fieldset className={classes['facts']}>
            <legend>{fr.facts}</legend>
            {offered.map((fact) => (
              <Checkbox
                key={fact}
                label={printingText.facts[fact]}
                checked={habit.facts.includes(fact)}
                onChange={(on) =>
                  keep({ ...habit, facts: on ? [...habit.facts, fact] : habit.facts.filter((one) => one !== fact) })
                }
              />
            ))}
            {habit.facts.length === 0 ? <p role="alert">{fr.chooseOne}</p> : null}
          </fieldset>
          <SelectField
            label={fr.format}
            value={habit.format}
            options={Object.entries(labelFormats).map(([value, { name }]) => ({ value, label: name }))}
            onChange={(value) => {
              if (value !== null && value in labelFormats) keep({ ...habit, format: value as LabelFormatId })
            }}
          />
          <div className={classes['pair']}>
            {format.supply === 'sheet' ? (
              <TextField
                label={fr.startAt}
                value={startAt}
                onChange={setStartAt}
                inputMode="numeric"
                tabular
                maxLength={3}
                error={first === null ? fr.startAtHint(places) : undefined}
              />
            ) : null}
            <TextField
              label={fr.copies}
              value={copies}
              onChange={setCopies}
              inputMode="numeric"
              tabular
              maxLength={3}
              error={count === null ? fr.copiesHint : undefined}
            />
          </div>
        </>
      }
    />
  )
}

function numberOf(typed: string, most: number): number | null {
  const text = typed.trim()
  const value = /^\d{1,3}$/.test(text) ? Number(text) : 0
  return value >= 1 && value <= most ? value : null
}

/** A request once it no longer changes: a digit typed after another asks for one page, not two. */
function useSettled<T>(request: T | null): T | null {
  const text = JSON.stringify(request)
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 200)
    return () => clearTimeout(timer)
  }, [text])
  return useMemo(() => JSON.parse(settled) as T | null, [settled])
}

function readHabit(): LabelHabit {
  try {
    const kept = JSON.parse(globalThis.localStorage?.getItem(key) ?? '') as Partial<LabelHabit>
    const facts = labelChoice.options.filter((fact) => kept.facts?.includes(fact) === true)
    const format = kept.format !== undefined && kept.format in labelFormats ? kept.format : usual.format
    return facts.length === 0 ? { ...usual, format } : { facts, format }
  } catch {
    return usual
  }
}

import { type Ref, useEffect, useRef, useState } from 'react'
import { searchCim10 } from '#app/features/antecedents/contract.ts'
import { printedCim10Code } from '#app/features/antecedents/cim10-file.ts'
import type { Ald, ProblemFields } from '#app/features/antecedents/model.ts'
import { readProblem } from '#app/features/antecedents/reading.ts'
import { aldTitles } from '#app/text/fr/antecedent-words.ts'
import { antecedentsText } from '#app/text/fr/antecedents.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import type { StructuredFormProps } from '#renderer/features/forms/index.ts'
import { todayHere } from '#renderer/features/patients/index.ts'
import { SelectField, TextField } from '#ui/index.ts'
import classes from './Antecedents.module.css'
import { endsOnEnter, optionsOf, PartialDateField } from './fields.tsx'
import { TwinNotice } from './TwinNotice.tsx'
import { SuggestedField } from './SuggestedField.tsx'

const fr = antecedentsText.fields

/** What is proposed at once: what fits without scrolling. */
const mostShown = 10

const aldOptions = [
  ...Object.entries(aldTitles).map(([number, title]) => ({ value: number, label: `ALD ${number} · ${title}` })),
  { value: 'off-list', label: fr.aldOffList },
  { value: 'several', label: fr.aldSeveral },
]

/** The form of a pathology, in a note as in the tab. */
export function ProblemForm({
  value,
  onChange,
  onDone,
  patientId,
  entryId,
  autoFocus,
}: StructuredFormProps<ProblemFields>) {
  const first = useRef<HTMLInputElement>(null)
  const onset = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (autoFocus === true) first.current?.focus()
  }, [autoFocus])
  const set = (change: Partial<ProblemFields>) => onChange({ ...value, ...change })
  const toOnset = () => onset.current?.querySelector<HTMLInputElement>('input')?.focus()
  return (
    <div className={classes['form']}>
      <div className={classes['wide']}>
        <CodedLabel
          label={fr.label}
          hint={fr.labelHint}
          text={value.label}
          // Another thing begun from nothing does not keep the code of the one before.
          onText={(label) => set(label.trim() === '' ? { label, code: null } : { label })}
          onChoose={(label, code) => {
            set({ label, code })
            toOnset()
          }}
          onEnter={() => {
            // A whole line typed here fills the other fields.
            const read = readProblem(value.label, todayHere())
            if (read !== null) {
              set({
                label: read.label,
                code: value.code ?? read.code,
                nature: read.nature === 'medical' ? value.nature : read.nature,
                state: read.state === 'past' ? 'past' : value.state,
                onset: read.onset ?? value.onset,
                ald: read.ald ?? value.ald,
              })
            }
            toOnset()
          }}
          field={first}
        />
      </div>
      <TwinNotice patientId={patientId} entry={{ kind: 'problem', fields: value }} entryId={entryId} />
      <CodeField value={value.code} onChange={(code) => set({ code })} />
      <div ref={onset}>
        <PartialDateField
          label={fr.onset}
          hint={fr.dateHint}
          value={value.onset}
          onChange={(date) => set({ onset: date })}
        />
      </div>
      <PartialDateField label={fr.end} value={value.end} onChange={(end) => set({ end })} />
      <SelectField
        label={fr.state}
        value={value.state}
        options={optionsOf(antecedentsText.states)}
        onChange={(state) => set({ state: state === 'past' ? 'past' : 'active' })}
      />
      <SelectField
        label={fr.nature}
        value={value.nature}
        options={optionsOf(antecedentsText.natures)}
        onChange={(nature) => set({ nature: (nature ?? 'medical') as ProblemFields['nature'] })}
      />
      <div className={classes['wide']}>
        <SelectField
          label={fr.ald}
          optional
          clearable
          searchable
          placeholder={fr.noAld}
          value={aldValue(value.ald)}
          options={aldOptions}
          onChange={(chosen) => set({ ald: aldOf(chosen, value.ald) })}
        />
      </div>
      {value.ald === null ? null : (
        <>
          <PartialDateField
            label={fr.aldFrom}
            value={value.ald.startsOn}
            onChange={(startsOn) => set({ ald: value.ald === null ? null : { ...value.ald, startsOn } })}
          />
          <PartialDateField
            label={fr.aldTo}
            value={value.ald.endsOn}
            onChange={(endsOn) => set({ ald: value.ald === null ? null : { ...value.ald, endsOn } })}
          />
        </>
      )}
      <div className={classes['wide']}>
        <TextField
          label={fr.comment}
          optional
          maxLength={2000}
          value={value.comment}
          onChange={(comment) => set({ comment })}
          onKeyDown={endsOnEnter(onDone)}
        />
      </div>
    </div>
  )
}

/** A label with the codes of the CIM-10 proposed as one types. */
export function CodedLabel(props: {
  readonly label: string
  readonly hint?: string | undefined
  readonly text: string
  readonly onText: (text: string) => void
  readonly onChoose: (label: string, code: string) => void
  readonly onEnter: () => void
  readonly field?: Ref<HTMLInputElement> | undefined
}) {
  const wanted = props.text.trim()
  const answer = useLiveQuery(
    searchCim10,
    wanted.length < 2 ? null : { text: wanted.slice(0, 120), limit: mostShown },
    {
      kinds: ['library'],
    },
  )
  const suggestions =
    wanted.length < 2
      ? []
      : (answer.value?.matches ?? []).map(({ code, label, source }) => ({
          key: code,
          name: label,
          aside: source === 'imported' ? `${code} · ${antecedentsText.importedAside}` : code,
          code,
        }))
  return (
    <SuggestedField
      ref={props.field}
      label={props.label}
      hint={props.hint}
      text={props.text}
      onText={(text) => props.onText(text.slice(0, 200))}
      suggestions={suggestions}
      busy={answer.refreshing}
      onChoose={({ name, code }) => props.onChoose(name.slice(0, 200), code)}
      onEnter={props.onEnter}
    />
  )
}

/** A code typed by hand, or taken away: put in its printed form when left. */
export function CodeField({
  value,
  onChange,
}: {
  readonly value: string | null
  readonly onChange: (code: string | null) => void
}) {
  const [typed, setTyped] = useState<string | null>(null)
  const read = typed === null || typed.trim() === '' ? null : printedCim10Code(typed)
  const isWrong = typed !== null && typed.trim() !== '' && read === null
  return (
    <TextField
      label={fr.code}
      optional
      tabular
      maxLength={10}
      value={typed ?? value ?? ''}
      error={isWrong ? antecedentsText.refusals.code : undefined}
      onChange={(text) => {
        setTyped(text)
        onChange(text.trim() === '' ? null : printedCim10Code(text))
      }}
      onBlur={() => {
        if (!isWrong) setTyped(null)
      }}
    />
  )
}

function aldValue(ald: Ald | null): string | null {
  if (ald === null) return null
  return ald.kind === 'listed' ? String(ald.number) : ald.kind
}

function aldOf(chosen: string | null, present: Ald | null): Ald | null {
  if (chosen === null) return null
  const dates = { startsOn: present?.startsOn ?? null, endsOn: present?.endsOn ?? null }
  if (chosen === 'off-list' || chosen === 'several') return { kind: chosen, number: null, ...dates }
  return { kind: 'listed', number: Number(chosen), ...dates }
}

import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { civilStatusText as text } from '#app/text/fr/civil-status.ts'
import { sayHour } from '#app/text/fr/common.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import { listTags } from '#app/features/patients/contract.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { type Action, useActions } from '#ui/actions/index.ts'
import { Button } from '#ui/Button.tsx'
import { Radio } from '#ui/Choice.tsx'
import classes from './CivilStatusEditor.module.css'
import { type ComparedField, proposedSide, type Side } from './comparison.ts'
import { labelOf } from './reading.ts'
import type { Conflict } from './useCivilStatusEditor.ts'
import type { CivilStatusValues, ValueKey } from './values.ts'

type Choices = Readonly<Partial<Record<ValueKey, Side>>>

const backAction: Action<{ back: () => void }> = {
  id: 'civil-status.comparison.back',
  label: text.conflict.back,
  keys: 'Escape',
  run: ({ back }) => back(),
}
const backActions = [backAction]

/** Their record and my text, line by line; only what differs is shown, and each line keeps one side. */
export function Comparison(props: {
  readonly conflict: Conflict
  readonly mine: CivilStatusValues
  readonly onApply: (choices: Choices) => void
  readonly onBack: () => void
}) {
  const { conflict, mine, onApply, onBack } = props
  const [choices, setChoices] = useState<Choices>({})
  const tags = useLiveQuery(listTags, {}, { kinds: ['tag'] })
  const tagNames = useMemo(() => new Map(tags.value?.tags.map((tag) => [tag.tagId, tag.name])), [tags.value])
  const table = useRef<HTMLTableElement>(null)
  // The form that had the focus is away.
  useEffect(() => table.current?.querySelector<HTMLElement>('input:checked')?.focus(), [])
  useActions(
    backActions,
    useMemo(() => ({ back: onBack }), [onBack]),
  )
  const time = sayHour(conflict.record.updatedAt)
  /** ← → are the radios' own; ↑ ↓ go from line to line, as in a table. */
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    const checked = [...(table.current?.querySelectorAll<HTMLInputElement>('input:checked') ?? [])]
    const row = (event.target as HTMLElement).closest('tr')
    const at = checked.findIndex((input) => input.closest('tr') === row)
    event.preventDefault()
    checked[at + step]?.focus()
  }
  return (
    <section aria-label={text.conflict.region}>
      <p className={classes['hint']}>{text.conflict.hint}</p>
      <table ref={table} className={classes['table']} onKeyDown={press}>
        <thead>
          <tr>
            <th scope="col">{text.conflict.field}</th>
            <th scope="col">{text.conflict.mine}</th>
            <th scope="col">{text.conflict.theirs(conflict.record.updatedBy, time)}</th>
            <th scope="col">
              <span className="co-hidden">{text.conflict.bothChanged}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {conflict.fields.map((field) => (
            <Line
              key={field.key}
              field={field}
              side={choices[field.key] ?? proposedSide(field)}
              mine={shownValue(field.key, mine, tagNames)}
              theirs={shownValue(field.key, conflict.theirs, tagNames)}
              onChoose={(side) => setChoices((before) => ({ ...before, [field.key]: side }))}
            />
          ))}
        </tbody>
      </table>
      {conflict.fields.length === 0 ? <p>{text.conflict.none}</p> : null}
      <div className={classes['compareFoot']}>
        <Button kind="primary" onClick={() => onApply(choices)}>
          {text.conflict.apply}
        </Button>
        <Button keys="Escape" onClick={onBack}>
          {text.conflict.back}
        </Button>
      </div>
    </section>
  )
}

function Line(props: {
  readonly field: ComparedField
  readonly side: Side
  readonly mine: string
  readonly theirs: string
  readonly onChoose: (side: Side) => void
}) {
  const name = useId()
  const both = props.field.changedByMe && props.field.changedByThem
  const choice = (side: Side, value: string) => (
    <td className={classes['choice']}>
      <Radio
        name={name}
        checked={props.side === side}
        onChange={() => props.onChoose(side)}
        label={
          <span className={props.side === side ? classes['chosen'] : undefined}>
            {value === '' ? text.conflict.empty : value}
          </span>
        }
      />
    </td>
  )
  return (
    <tr data-both={both}>
      <th scope="row">{labelOf(props.field.key)}</th>
      {choice('mine', props.mine)}
      {choice('theirs', props.theirs)}
      <td className={classes['both']}>{both ? text.conflict.bothChanged : ''}</td>
    </tr>
  )
}

/** A value of the form as a person reads it. */
function shownValue(key: ValueKey, values: CivilStatusValues, tagNames: ReadonlyMap<string, string>): string {
  const value = values[key]
  if (key === 'sex') return values.sex === '' ? '' : patientsText.sexes[values.sex]
  if (key === 'maritalStatus')
    return values.maritalStatus === '' ? '' : patientsText.maritalStatuses[values.maritalStatus]
  if (key === 'birthPlace') return `${values.birthPlace.code} ${values.birthPlace.name}`.trim()
  if (key === 'tagIds') return values.tagIds.map((tagId) => tagNames.get(tagId) ?? tagId).join(', ')
  if (key === 'otherIdentifiers')
    return values.otherIdentifiers.map(({ issuer, value }) => `${issuer} ${value}`).join('\n')
  if (typeof value === 'boolean') return value ? text.conflict.yes : text.conflict.no
  return Array.isArray(value) ? value.join(' ') : String(value)
}

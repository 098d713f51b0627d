import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { formsText as fr } from '#app/text/fr/forms.ts'
import type {
  ComparedField,
  FieldOf,
  FormChoices,
  FormConflict,
  FormValues,
  VersionedForm,
} from '#renderer/client/index.ts'
import { type Action, Button, Radio, useActions } from '#ui/index.ts'
import classes from './Forms.module.css'

const backAction: Action<{ back: () => void }> = {
  id: 'form.comparison.back',
  label: fr.conflict.back,
  keys: 'Escape',
  run: ({ back }) => back(),
}
const actions = [backAction]

interface ComparisonProps<V extends FormValues> {
  readonly form: VersionedForm<V>
  readonly conflict: FormConflict<V>
  readonly labelOf: (field: FieldOf<V>) => string
  readonly show?: ((field: FieldOf<V>, values: V) => string | undefined) | undefined
}

/** What I typed beside what is now in the cabinet, field by field; each keeps one side. */
export function Comparison<V extends FormValues>({ form, conflict, labelOf, show }: ComparisonProps<V>) {
  const [choices, setChoices] = useState<FormChoices>({})
  const { compare } = form
  const root = useRef<HTMLElement>(null)
  // The fields that had the focus are away.
  useEffect(() => root.current?.querySelector<HTMLElement>('input:checked, button')?.focus(), [])
  useActions(
    actions,
    useMemo(() => ({ back: () => compare(false) }), [compare]),
  )
  const shown = (field: FieldOf<V>, values: V) => {
    const text = show?.(field, values) ?? plain(values[field])
    return text === '' ? fr.conflict.empty : text
  }
  const theirName =
    conflict.by === null ? fr.conflict.theirsUnsigned : fr.conflict.theirs(conflict.by.name, conflict.by.at)
  return (
    <section ref={root} aria-label={fr.conflict.region}>
      <p className={classes.quiet}>{conflict.fields.length === 0 ? fr.conflict.none : fr.conflict.hint}</p>
      <div className={classes.compared}>
        {conflict.fields.map((line) => (
          <Line
            key={line.field}
            label={labelOf(line.field)}
            line={line}
            side={choices[line.field] ?? line.proposed}
            mine={shown(line.field, form.values)}
            theirs={shown(line.field, conflict.theirs)}
            theirName={theirName}
            onChoose={(side) => setChoices((before) => ({ ...before, [line.field]: side }))}
          />
        ))}
      </div>
      <div className={classes.buttons}>
        <Button kind="primary" onClick={() => form.applyChoices(choices)}>
          {fr.conflict.apply}
        </Button>
        <Button keys="Escape" onClick={() => compare(false)}>
          {fr.conflict.back}
        </Button>
      </div>
    </section>
  )
}

function Line<V>(props: {
  readonly label: string
  readonly line: ComparedField<V>
  readonly side: 'mine' | 'theirs'
  readonly mine: string
  readonly theirs: string
  readonly theirName: string
  readonly onChoose: (side: 'mine' | 'theirs') => void
}) {
  const name = useId()
  const choice = (side: 'mine' | 'theirs', who: string, value: string) => (
    <div className={classes.side}>
      <Radio
        name={name}
        checked={props.side === side}
        onChange={() => props.onChoose(side)}
        label={
          <span className={classes.side}>
            <small>{who}</small>
            <span className={props.side === side ? classes.chosen : undefined}>{value}</span>
          </span>
        }
      />
    </div>
  )
  return (
    <fieldset className={classes.line} data-both={props.line.both}>
      <legend>
        <span className={classes.lineHead}>
          {props.label}
          {props.line.both ? <em>{fr.conflict.both}</em> : null}
        </span>
      </legend>
      {choice('mine', fr.conflict.mine, props.mine)}
      {choice('theirs', props.theirName, props.theirs)}
    </fieldset>
  )
}

function plain(value: unknown): string {
  if (typeof value === 'boolean') return value ? fr.conflict.yes : fr.conflict.no
  return Array.isArray(value) ? value.join(', ') : String(value ?? '')
}

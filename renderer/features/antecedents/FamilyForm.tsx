import { useEffect, useRef } from 'react'
import type { FamilyFields, Relative } from '#app/features/antecedents/model.ts'
import { readFamily } from '#app/features/antecedents/reading.ts'
import { relativeNames } from '#app/text/fr/antecedent-words.ts'
import { antecedentsText } from '#app/text/fr/antecedents.ts'
import type { StructuredFormProps } from '#renderer/features/forms/index.ts'
import { Checkbox, SelectField, TextField } from '#ui/index.ts'
import classes from './Antecedents.module.css'
import { endsOnEnter, FigureField, optionsOf } from './fields.tsx'
import { CodedLabel, CodeField } from './ProblemForm.tsx'
import { TwinNotice } from './TwinNotice.tsx'

const fr = antecedentsText.fields

/** The form of a family antécédent, in a note as in the tab. */
export function FamilyForm({
  value,
  onChange,
  onDone,
  patientId,
  entryId,
  autoFocus,
}: StructuredFormProps<FamilyFields>) {
  const first = useRef<HTMLInputElement>(null)
  const age = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (autoFocus === true) first.current?.focus()
  }, [autoFocus])
  const set = (change: Partial<FamilyFields>) => onChange({ ...value, ...change })
  const toAge = () => age.current?.querySelector<HTMLInputElement>('input')?.focus()
  return (
    <div className={classes['form']}>
      <div className={classes['wide']}>
        <CodedLabel
          label={fr.label}
          hint={fr.familyHint}
          field={first}
          text={value.label}
          onText={(label) => set({ label })}
          onChoose={(label, code) => {
            set({ label, code })
            toAge()
          }}
          onEnter={() => {
            const read = readFamily(value.label)
            if (read !== null) set({ ...read, comment: value.comment })
            toAge()
          }}
        />
      </div>
      <TwinNotice patientId={patientId} entry={{ kind: 'family', fields: value }} entryId={entryId} />
      <SelectField
        label={fr.relative}
        value={value.relative}
        options={optionsOf(relativeNames)}
        onChange={(relative) => set({ relative: (relative ?? 'other') as Relative })}
      />
      <CodeField value={value.code} onChange={(code) => set({ code })} />
      <div ref={age}>
        <FigureField
          label={fr.age}
          unit={fr.years}
          whole
          most={120}
          value={value.age}
          onChange={(years) => set({ age: years })}
        />
      </div>
      <div className={classes['wide']}>
        <Checkbox label={fr.fatal} checked={value.fatal} onChange={(fatal) => set({ fatal })} />
      </div>
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

import { useEffect, useRef } from 'react'
import type { HabitusFields, HabitusTopic } from '#app/features/antecedents/model.ts'
import { blankHabitus, readHabitus } from '#app/features/antecedents/reading.ts'
import { computedPackYears } from '#app/features/antecedents/rules.ts'
import { topicNames } from '#app/text/fr/antecedent-words.ts'
import { antecedentsText } from '#app/text/fr/antecedents.ts'
import type { StructuredFormProps } from '#renderer/features/forms/index.ts'
import { todayHere } from '#renderer/features/patients/index.ts'
import { SelectField, TextField } from '#ui/index.ts'
import classes from './Antecedents.module.css'
import { FigureField, optionsOf, PartialDateField } from './fields.tsx'

const fr = antecedentsText.fields
const withUse: ReadonlySet<HabitusTopic> = new Set(['tobacco', 'alcohol', 'substance'])

/** The form of a line of « Habitus », in a note as in the tab: the figures asked for are those of its topic. */
export function HabitusForm({ value, onChange, onDone, autoFocus }: StructuredFormProps<HabitusFields>) {
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (autoFocus === true) first.current?.focus()
  }, [autoFocus])
  const set = (change: Partial<HabitusFields>) => onChange({ ...value, ...change })
  const computed = computedPackYears(value, todayHere())
  return (
    <div className={classes['form']}>
      <SelectField
        ref={first}
        label={fr.topic}
        value={value.topic}
        options={optionsOf(topicNames)}
        // Figures of one topic mean nothing of another.
        onChange={(topic) => onChange({ ...blankHabitus, topic: (topic ?? 'other') as HabitusTopic, text: value.text })}
      />
      {withUse.has(value.topic) ? (
        <SelectField
          label={fr.use}
          optional
          clearable
          value={value.use}
          options={optionsOf(antecedentsText.uses)}
          placeholder={fr.optionalNone}
          onChange={(use) => set({ use: use as HabitusFields['use'] })}
        />
      ) : null}
      {value.topic === 'tobacco' && value.use !== 'never' ? (
        <>
          <FigureField
            label={fr.cigarettes}
            most={200}
            value={value.cigarettesPerDay}
            onChange={(cigarettesPerDay) => set({ cigarettesPerDay })}
          />
          <FigureField
            label={fr.packYears}
            most={300}
            hint={computed === null ? undefined : fr.packYearsHint(String(computed).replace('.', ','))}
            value={value.packYears}
            onChange={(packYears) => set({ packYears })}
          />
        </>
      ) : null}
      {value.topic === 'alcohol' && value.use !== 'never' ? (
        <FigureField
          label={fr.glasses}
          most={500}
          value={value.glassesPerWeek}
          onChange={(glassesPerWeek) => set({ glassesPerWeek })}
        />
      ) : null}
      {withUse.has(value.topic) && value.use !== 'never' ? (
        <>
          <PartialDateField label={fr.since} value={value.since} onChange={(since) => set({ since })} />
          {value.use === 'former' ? (
            <PartialDateField label={fr.stopped} value={value.stopped} onChange={(stopped) => set({ stopped })} />
          ) : null}
        </>
      ) : null}
      <div className={classes['wide']}>
        <TextField
          label={fr.text}
          optional={withUse.has(value.topic)}
          maxLength={500}
          value={value.text}
          onChange={(text) => set({ text })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.ctrlKey) return
            event.preventDefault()
            // A whole line typed here fills the figures, when it has some.
            const read = readHabitus(value.text, todayHere())
            if (read !== null && read.topic !== 'other' && (read.cigarettesPerDay ?? read.glassesPerWeek) !== null) {
              onChange(read)
            }
            onDone()
          }}
        />
      </div>
    </div>
  )
}

import { useEffect, useRef } from 'react'
import { checkDrugs } from '#app/features/treatments/contract.ts'
import type { Posology, TreatmentFields } from '#app/features/treatments/model.ts'
import { withLineRead } from '#app/features/treatments/rules/posology.ts'
import { readPartialDate } from '#app/kernel/partial-date.ts'
import { sayPartialDate } from '#app/text/fr/antecedent-words.ts'
import { treatmentsText } from '#app/text/fr/treatments.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import type { StructuredFormProps } from '#renderer/features/forms/index.ts'
import { Checkbox, DateField, TextField } from '#ui/index.ts'
import { DosesField, DurationField } from './CourseFields.tsx'
import { DrugSearch } from './DrugSearch.tsx'
import { CheckNotice } from './CheckNotice.tsx'
import classes from './Treatments.module.css'

const fr = treatmentsText.fields

/** The form of a treatment, in a note as in the tab; the check speaks as soon as the drug is known. */
export function TreatmentForm({
  value,
  onChange,
  onDone,
  patientId,
  entryId,
  autoFocus,
}: StructuredFormProps<TreatmentFields>) {
  const drugField = useRef<HTMLInputElement>(null)
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (autoFocus === true) drugField.current?.focus()
  }, [autoFocus])
  const { drug, posology } = value
  const set = (change: Partial<TreatmentFields>) => onChange({ ...value, ...change })
  const how = (change: Partial<Posology>) => set({ posology: { ...posology, ...change } })
  const toDoses = () => root.current?.querySelector<HTMLInputElement>('[data-doses] input')?.focus()
  const isNamed = drug.name.trim().length > 2
  const check = useLiveQuery(
    checkDrugs,
    isNamed ? { patientId, drugs: [drug], instead: entryId === undefined ? [] : [entryId] } : null,
    {
      kinds: ['clinical', 'library'],
    },
  )
  /** A whole line typed in the field of the drug fills the others. */
  const enter = (text: string) => {
    onChange(withLineRead({ ...value, drug: { cis: null, name: text } }))
    toDoses()
  }
  return (
    <div ref={root} className={classes.form}>
      <div className={classes.wide}>
        <span className={classes.label} aria-hidden="true">
          {fr.drug}
        </span>
        <DrugSearch
          ref={drugField}
          label={fr.drug}
          text={drug.name}
          onText={(name) => set({ drug: { cis: null, name } })}
          onChoose={({ cis, name }) => {
            set({ drug: { cis, name } })
            toDoses()
          }}
          onEnter={enter}
        />
        <p className={classes.hint}>{fr.drugHint}</p>
      </div>
      {isNamed ? (
        <div className={classes.wide}>
          <CheckNotice check={check} />
        </div>
      ) : null}
      <div data-doses>
        <DosesField
          label={fr.doses}
          value={posology.doses}
          onChange={(doses) => how({ doses })}
          onEnter={onDone}
          optional
        />
      </div>
      <TextField label={fr.unit} optional maxLength={40} value={posology.unit} onChange={(unit) => how({ unit })} />
      <DurationField
        label={fr.duration}
        value={value.duration}
        usual={value.chronic ? 'month' : 'day'}
        onChange={(duration) => set({ duration })}
        onEnter={onDone}
        optional
      />
      <TextField label={fr.route} optional maxLength={60} value={posology.route} onChange={(route) => how({ route })} />
      <div className={classes.most}>
        <TextField
          label={fr.text}
          optional
          maxLength={500}
          value={posology.text}
          onChange={(text) => how({ text })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.ctrlKey) return
            event.preventDefault()
            onDone()
          }}
        />
      </div>
      <DateField
        label={fr.startedOn}
        optional
        value={value.startedOn}
        onChange={(startedOn) => set({ startedOn })}
        parse={(typed) => {
          const read = readPartialDate(typed, new Date().toISOString().slice(0, 10))
          return read === null
            ? { ok: false, reason: treatmentsText.refusals.date }
            : { ok: true, value: read, shown: sayPartialDate(read) }
        }}
        format={sayPartialDate}
      />
      <div className={classes.choices}>
        <Checkbox label={fr.asNeeded} checked={posology.asNeeded} onChange={(asNeeded) => how({ asNeeded })} />
        <Checkbox label={fr.chronic} checked={value.chronic} onChange={(chronic) => set({ chronic })} />
        <Checkbox label={fr.ald} checked={value.ald} onChange={(ald) => set({ ald })} />
      </div>
    </div>
  )
}

import { useEffect, useRef } from 'react'
import { findBrands } from '#app/features/vaccinations/brands.ts'
import { type Valence, type VaccinationFields, valence } from '#app/features/vaccinations/model.ts'
import { readVaccination } from '#app/features/vaccinations/reading.ts'
import { sayValences, valenceNames } from '#app/text/fr/vaccination-words.ts'
import { vaccinationsText } from '#app/text/fr/vaccinations.ts'
import { endsOnEnter, optionsOf, PartialDateField, SuggestedField } from '#renderer/features/antecedents/index.ts'
import type { StructuredFormProps } from '#renderer/features/forms/index.ts'
import { todayHere } from '#renderer/features/patients/index.ts'
import { Checkbox, ChipsField, SelectField, TextField } from '#ui/index.ts'
import classes from './Vaccinations.module.css'

const fr = vaccinationsText.fields
const mostShown = 10

/** The form of a vaccination, in a note as in the tab: the name of the vaccine says what it protects from. */
export function VaccinationForm({ value, onChange, onDone, autoFocus }: StructuredFormProps<VaccinationFields>) {
  const first = useRef<HTMLInputElement>(null)
  const date = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (autoFocus === true) first.current?.focus()
  }, [autoFocus])
  const set = (change: Partial<VaccinationFields>) => onChange({ ...value, ...change })
  const toDate = () => date.current?.querySelector<HTMLInputElement>('input')?.focus()
  const suggestions = findBrands(value.vaccine, mostShown).map(({ name, valences }) => ({
    key: name,
    name,
    aside: sayValences(valences),
    valences,
  }))
  return (
    <div className={classes['form']}>
      <div className={classes['wide']}>
        <SuggestedField
          ref={first}
          label={fr.vaccine}
          hint={fr.vaccineHint}
          text={value.vaccine}
          suggestions={suggestions}
          onText={(vaccine) => set({ vaccine: vaccine.slice(0, 120) })}
          onChoose={({ name, valences }) => {
            set({ vaccine: name, valences: [...valences] })
            toDate()
          }}
          onEnter={() => {
            // A whole line typed here fills the other fields.
            const read = readVaccination(value.vaccine, todayHere())
            if (read !== null) set(filledFrom(value, read))
            toDate()
          }}
        />
      </div>
      <div className={classes['wide']}>
        <ChipsField
          label={fr.valences}
          optional
          warning={value.valences.length === 0 && value.vaccine !== '' ? fr.noValence : undefined}
          values={value.valences}
          chips={valence.options.map((one) => ({ value: one, label: valenceNames[one] }))}
          placeholder={fr.choose}
          onChange={(chosen) => set({ valences: chosen as Valence[] })}
        />
      </div>
      <div ref={date}>
        <PartialDateField
          label={fr.date}
          optional={false}
          value={value.givenOn === '' ? null : value.givenOn}
          onChange={(givenOn) => set({ givenOn: givenOn ?? '' })}
        />
      </div>
      <TextField label={fr.lot} optional maxLength={40} value={value.lot} onChange={(lot) => set({ lot })} />
      <TextField
        label={fr.rank}
        optional
        maxLength={40}
        placeholder={fr.rankHint}
        value={value.rank}
        onChange={(rank) => set({ rank })}
      />
      <SelectField
        label={fr.site}
        optional
        clearable
        placeholder={fr.unknown}
        value={value.site}
        options={optionsOf(vaccinationsText.sites)}
        onChange={(site) => set({ site: site as VaccinationFields['site'] })}
      />
      <SelectField
        label={fr.route}
        optional
        clearable
        placeholder={fr.unknown}
        value={value.route}
        options={optionsOf(vaccinationsText.routes)}
        onChange={(route) => set({ route: route as VaccinationFields['route'] })}
      />
      <TextField
        label={fr.givenBy}
        optional
        maxLength={120}
        value={value.givenBy}
        onChange={(givenBy) => set({ givenBy })}
      />
      <div className={classes['wide']}>
        <Checkbox label={fr.declared} checked={value.declared} onChange={(declared) => set({ declared })} />
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

/** What a line says, over what the fields held: nothing typed elsewhere is lost. */
function filledFrom(value: VaccinationFields, read: VaccinationFields): Partial<VaccinationFields> {
  const saysDate = read.vaccine !== value.vaccine.trim()
  return {
    vaccine: read.vaccine,
    valences: read.valences.length === 0 ? value.valences : read.valences,
    givenOn: saysDate ? read.givenOn : value.givenOn,
    lot: read.lot === '' ? value.lot : read.lot,
    rank: read.rank === '' ? value.rank : read.rank,
    site: read.site ?? value.site,
    route: read.route ?? value.route,
    declared: read.declared || value.declared,
  }
}

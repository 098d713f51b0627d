import { useEffect, useRef } from 'react'
import type { AllergyFields } from '#app/features/antecedents/model.ts'
import { drugClasses, readAllergy, substanceOf } from '#app/features/antecedents/allergy-reading.ts'
import { searchSubstances } from '#app/features/medicines/contract.ts'
import { isDenial } from '#app/kernel/denials.ts'
import { searchWords } from '#app/kernel/letters.ts'
import { antecedentsText } from '#app/text/fr/antecedents.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import type { StructuredFormProps } from '#renderer/features/forms/index.ts'
import { todayHere } from '#renderer/features/patients/index.ts'
import { SelectField, TextField } from '#ui/index.ts'
import classes from './Antecedents.module.css'
import { endsOnEnter, optionsOf, PartialDateField } from './fields.tsx'
import { TwinNotice } from './TwinNotice.tsx'
import { SuggestedField, type Suggestion } from './SuggestedField.tsx'

const fr = antecedentsText.fields
const mostShown = 10

interface SubstanceChoice extends Suggestion {
  readonly substanceCode: string | null
  readonly classCode: string | null
}

/** The form of an allergy, in a note as in the tab: a substance or a class is what treatments are checked against. */
export function AllergyForm({
  value,
  onChange,
  onDone,
  patientId,
  entryId,
  autoFocus,
}: StructuredFormProps<AllergyFields>) {
  const first = useRef<HTMLInputElement>(null)
  const reaction = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (autoFocus === true) first.current?.focus()
  }, [autoFocus])
  const set = (change: Partial<AllergyFields>) => onChange({ ...value, ...change })
  const toReaction = () => reaction.current?.querySelector<HTMLInputElement>('input')?.focus()
  const { choices, busy } = useSubstances(value.substance)
  const isUnchecked =
    value.substance.trim() !== '' &&
    value.substanceCode === null &&
    value.classCode === null &&
    (value.category === 'medicine' || value.category === 'other')
  return (
    <div className={classes['form']}>
      <div className={classes['wide']}>
        <SuggestedField<SubstanceChoice>
          ref={first}
          label={fr.substance}
          hint={fr.substanceHint}
          warning={isDenial(value.substance) ? fr.deniedSubstance : isUnchecked ? fr.freeSubstance : undefined}
          text={value.substance}
          busy={busy}
          suggestions={choices}
          // What was recognised was so of other words.
          onText={(substance) => set({ substance: substance.slice(0, 200), substanceCode: null, classCode: null })}
          onChoose={({ name, substanceCode, classCode }) => {
            set({ substance: name, substanceCode, classCode, category: 'medicine' })
            toReaction()
          }}
          onEnter={() => {
            const read = readAllergy(value.substance, todayHere())
            if (read !== null) {
              const named = value.substanceCode === null ? substanceOf(read.substance) : {}
              set({
                ...named,
                type: read.type === 'intolerance' ? 'intolerance' : value.type,
                reaction: read.reaction === '' ? value.reaction : read.reaction,
                severity: read.severity ?? value.severity,
                certainty: read.certainty === 'confirmed' ? value.certainty : read.certainty,
                onset: read.onset ?? value.onset,
              })
            }
            toReaction()
          }}
        />
      </div>
      <TwinNotice patientId={patientId} entry={{ kind: 'allergy', fields: value }} entryId={entryId} />
      <div ref={reaction} className={classes['wide']}>
        <TextField
          label={fr.reaction}
          optional
          maxLength={200}
          value={value.reaction}
          onChange={(text) => set({ reaction: text })}
        />
      </div>
      <SelectField
        label={fr.type}
        value={value.type}
        options={optionsOf(antecedentsText.types)}
        onChange={(type) => set({ type: type === 'intolerance' ? 'intolerance' : 'allergy' })}
      />
      <SelectField
        label={fr.category}
        value={value.category}
        options={optionsOf(antecedentsText.categories)}
        onChange={(category) => set({ category: (category ?? 'other') as AllergyFields['category'] })}
      />
      <SelectField
        label={fr.severity}
        optional
        clearable
        placeholder={fr.optionalNone}
        value={value.severity}
        options={optionsOf(antecedentsText.severities)}
        onChange={(severity) => set({ severity: severity as AllergyFields['severity'] })}
      />
      <SelectField
        label={fr.certainty}
        value={value.certainty}
        options={optionsOf(antecedentsText.certainties)}
        onChange={(certainty) => set({ certainty: (certainty ?? 'confirmed') as AllergyFields['certainty'] })}
      />
      <PartialDateField label={fr.allergyOnset} value={value.onset} onChange={(onset) => set({ onset })} />
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

/** Classes of drugs, then substances of the public base, whose words begin as typed. */
function useSubstances(typed: string): { readonly choices: readonly SubstanceChoice[]; readonly busy: boolean } {
  const words = searchWords(typed)
  const wanted = typed.trim()
  const answer = useLiveQuery(
    searchSubstances,
    wanted.length < 2 ? null : { text: wanted.slice(0, 200), limit: mostShown },
    { kinds: ['library'] },
  )
  if (words.length === 0 || wanted.length < 2) return { choices: [], busy: false }
  const classChoices = drugClasses
    .filter(({ code }) => {
      const known = searchWords(antecedentsText.classes[code] ?? '')
      return words.every((word) => known.some((one) => one.startsWith(word)))
    })
    .map(({ code }) => ({
      key: code,
      name: antecedentsText.classes[code] ?? code,
      aside: antecedentsText.classAside,
      substanceCode: null,
      classCode: code,
    }))
  const substances = (answer.value?.substances ?? []).map(({ code, name }) => ({
    key: code,
    name,
    aside: antecedentsText.substanceAside,
    substanceCode: code,
    classCode: null,
  }))
  return { choices: [...classChoices, ...substances], busy: answer.refreshing }
}

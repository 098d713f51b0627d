import { useState } from 'react'
import { maritalStatus } from '#app/features/patients/model.ts'
import type { Place } from '#app/features/places/model.ts'
import { civilStatusText as text } from '#app/text/fr/civil-status.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import { SelectField } from '#ui/SelectField.tsx'
import { FormText } from './fields/FormText.tsx'
import { SuggestField } from './fields/SuggestField.tsx'
import { labelOf } from './reading.ts'
import { Section } from './Section.tsx'
import type { CivilStatusForm } from './useCivilStatusForm.ts'
import { usePlaces } from './usePlaces.ts'

/** « Coordonnées »: where the person lives and how to reach them. */
export function ContactSection({ form }: { form: CivilStatusForm }) {
  return (
    <Section title={text.sections.contact} optional>
      <FormText form={form} name="addressLine" maxLength={120} />
      <FormText form={form} name="addressComplement" maxLength={120} />
      <TownFields form={form} />
      <FormText form={form} name="country" maxLength={60} />
      <div data-half>
        <FormText form={form} name="mobile" maxLength={30} inputMode="tel" tabular />
      </div>
      <div data-half>
        <FormText form={form} name="phone" maxLength={30} inputMode="tel" tabular />
      </div>
      <div data-half>
        <FormText form={form} name="otherPhone" maxLength={30} inputMode="tel" tabular />
      </div>
      <div data-half>
        <FormText form={form} name="email" maxLength={120} inputMode="email" />
      </div>
    </Section>
  )
}

/** Postal code and town: typing either proposes both; what is typed stands if nothing is chosen. */
function TownFields({ form }: { form: CivilStatusForm }) {
  const { values } = form
  const [typing, setTyping] = useState<'postalCode' | 'town' | null>(null)
  const { places } = usePlaces(typing === null ? '' : values[typing], 'postal', null)
  const proposed =
    typing === null ? [] : places.flatMap((place) => proposals(place, typing === 'postalCode' ? values.postalCode : ''))
  const choose = (index: number) => {
    const chosen = proposed[index]
    setTyping(null)
    if (chosen === undefined) return
    form.set('postalCode', chosen.postalCode)
    form.set('town', chosen.town)
  }
  const field = (name: 'postalCode' | 'town', maxLength: number) => (
    <div data-half data-field={name}>
      <SuggestField
        label={labelOf(name)}
        value={values[name]}
        onChange={(value) => {
          setTyping(name)
          form.set(name, value)
        }}
        suggestions={typing === name ? proposed.map(({ postalCode, town }) => `${postalCode} ${town}`) : []}
        onChoose={choose}
        onBlur={() => {
          setTyping(null)
          form.leave(name)
        }}
        readOnly={form.readOnly}
        maxLength={maxLength}
        inputMode={name === 'postalCode' ? 'numeric' : 'text'}
        error={form.errors[name]}
        warning={form.warnings[name]}
      />
    </div>
  )
  return (
    <>
      {field('postalCode', 10)}
      {field('town', 80)}
    </>
  )
}

function proposals(place: Place, code: string): { postalCode: string; town: string }[] {
  const codes = place.postalCodes.filter((postalCode) => postalCode.startsWith(code.trim()))
  return codes.map((postalCode) => ({ postalCode, town: place.name }))
}

/** « Situation »: what the person does and with whom they live. */
export function SituationSection({ form }: { form: CivilStatusForm }) {
  const { values } = form
  return (
    <Section title={text.sections.situation} optional>
      <div data-half>
        <FormText form={form} name="profession" maxLength={80} />
      </div>
      <div data-half data-field="maritalStatus">
        <SelectField
          label={labelOf('maritalStatus')}
          value={values.maritalStatus === '' ? null : values.maritalStatus}
          options={maritalStatus.options.map((value) => ({ value, label: patientsText.maritalStatuses[value] }))}
          onChange={(chosen) => {
            const read = maritalStatus.safeParse(chosen)
            form.set('maritalStatus', read.success ? read.data : '')
          }}
          onBlur={() => form.leave('maritalStatus')}
          placeholder={text.choose}
          clearable
          disabled={form.readOnly}
          error={form.errors.maritalStatus}
        />
      </div>
    </Section>
  )
}

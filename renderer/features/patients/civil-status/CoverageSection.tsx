import { createContext, type ReactNode, useContext } from 'react'
import { formatNir, parseNir } from '#app/features/patients/rules/matricule.ts'
import { listTags } from '#app/features/patients/contract.ts'
import { civilStatusText as text } from '#app/text/fr/civil-status.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { Checkbox } from '#ui/Choice.tsx'
import classes from './CivilStatusForm.module.css'
import { ChoicesField } from './fields/ChipsField.tsx'
import { FormText } from './fields/FormText.tsx'
import { labelOf } from './reading.ts'
import { Section } from './Section.tsx'
import type { CivilStatusForm } from './useCivilStatusForm.ts'

/** What another slice says of the coverage, under its fields: rights, which no form holds. */
export const CoverageNote = createContext<ReactNode>(null)

/** « Couverture médicale »: whom Assurance Maladie insures, and the complementary insurer. */
export function CoverageSection({ form }: { form: CivilStatusForm }) {
  const note = useContext(CoverageNote)
  const typed = form.values.insuredNir
  const nir = typed.trim() === '' ? null : parseNir(typed)
  const told = {
    ...form,
    leave: (key: Parameters<typeof form.leave>[0]) => {
      if (nir?.ok === true && nir.keyWasTyped) form.set('insuredNir', formatNir(`${nir.body}${nir.key}`))
      form.leave(key)
    },
  }
  return (
    <Section title={text.sections.coverage} optional>
      <FormText
        form={told}
        name="insuredNir"
        maxLength={25}
        tabular
        hint={nir?.ok === true && nir.keyWasTyped ? text.coverage.keyRight : undefined}
      />
      <div data-half>
        <FormText form={form} name="birthRank" maxLength={1} inputMode="numeric" tabular />
      </div>
      <div data-half>
        <FormText form={form} name="regime" maxLength={2} inputMode="numeric" tabular />
      </div>
      <div data-half>
        <FormText form={form} name="amcNumber" maxLength={20} tabular />
      </div>
      <div data-half>
        <FormText form={form} name="amcMemberNumber" maxLength={20} tabular />
      </div>
      {note}
    </Section>
  )
}

/** « Médecin traitant ». */
export function PhysicianSection({ form }: { form: CivilStatusForm }) {
  return (
    <Section title={text.sections.physician} optional>
      <div data-half>
        <FormText form={form} name="physicianName" label={text.physician.name} maxLength={100} />
      </div>
      <div data-half>
        <FormText
          form={form}
          name="physicianRpps"
          label={text.physician.rpps}
          maxLength={14}
          inputMode="numeric"
          tabular
        />
      </div>
    </Section>
  )
}

/** « Suivi »: tags, marks of the preset filters, death. */
export function FollowSection({ form }: { form: CivilStatusForm }) {
  const { values } = form
  const tags = useLiveQuery(listTags, {}, { kinds: ['tag'] })
  const options = (tags.value?.tags ?? []).map((tag) => ({ value: tag.tagId, label: tag.name }))
  return (
    <Section title={text.sections.follow} optional>
      <div data-field="tagIds">
        <ChoicesField
          label={labelOf('tagIds')}
          values={values.tagIds}
          options={options}
          onChange={(tagIds) => form.set('tagIds', tagIds)}
          placeholder={text.tags.placeholder}
          nothing={text.tags.none}
          readOnly={form.readOnly}
          error={form.errors.tagIds}
        />
      </div>
      <div data-half>
        <FormText form={form} name="vsmReminderOn" maxLength={30} tabular placeholder={text.dateForm} />
      </div>
      <div data-half>
        <FormText form={form} name="deathDate" maxLength={30} tabular placeholder={text.dateForm} />
      </div>
      <div className={classes['choices']}>
        <Checkbox
          label={labelOf('rcp')}
          checked={values.rcp}
          onChange={(on) => form.set('rcp', on)}
          disabled={form.readOnly}
        />
        <Checkbox
          label={labelOf('deceased')}
          checked={values.deceased}
          onChange={(on) => form.set('deceased', on)}
          disabled={form.readOnly}
        />
      </div>
    </Section>
  )
}

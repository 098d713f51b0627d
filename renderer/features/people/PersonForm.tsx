import { peopleText as fr } from '#app/text/fr/people.ts'
import { FormGroup, FormSelect, FormText } from '#renderer/features/forms/index.ts'
import { AccessFields, type AccessFieldsProps } from './AccessFields.tsx'
import type { PersonField, PersonValues } from './person-values.ts'
import type { AccessChoices } from './usePersonAccess.ts'

const titles = (['none', 'Dr', 'Pr', 'M.', 'Mme'] as const).map((value) => ({ value, label: fr.titles[value] }))
const usualSectors = Object.entries(fr.sectors).map(([value, label]) => ({ value, label }))

/** Everything that is written about a user; the password is elsewhere. */
export function PersonFieldsForm(props: AccessFieldsProps) {
  const { form } = props
  const { values } = form
  return (
    <>
      <FormGroup title={fr.groups.identity}>
        <FormSelect half form={form} name="title" label={fr.fields.title} options={titles} />
        <FormText half form={form} name="firstName" label={fr.fields.firstName} maxLength={80} />
        <FormText form={form} name="lastName" label={fr.fields.lastName} maxLength={80} />
      </FormGroup>
      <AccessFields {...props} />
      <FormGroup title={fr.groups.professional}>
        <FormText
          form={form}
          name="rpps"
          label={fr.fields.rpps}
          optional
          tabular
          inputMode="numeric"
          maxLength={16}
          hint={fr.rppsHint}
        />
        <FormSelect
          half
          form={form}
          name="profession"
          label={fr.fields.profession}
          optional
          clearable
          options={choices(fr.professions, values.profession)}
        />
        <FormText half form={form} name="specialty" label={fr.fields.specialty} optional maxLength={80} />
        <FormSelect
          form={form}
          name="sector"
          label={fr.fields.sector}
          optional
          clearable
          options={withPresent(usualSectors, values.sector)}
        />
      </FormGroup>
      <FormGroup title={fr.groups.contact}>
        <FormText form={form} name="emailMss" label={fr.fields.emailMss} optional inputMode="email" maxLength={120} />
        <FormText form={form} name="email" label={fr.fields.email} optional inputMode="email" maxLength={120} />
        <FormText
          half
          form={form}
          name="phone"
          label={fr.fields.phone}
          optional
          tabular
          inputMode="tel"
          maxLength={30}
        />
        <FormText
          half
          form={form}
          name="mobile"
          label={fr.fields.mobile}
          optional
          tabular
          inputMode="tel"
          maxLength={30}
        />
      </FormGroup>
    </>
  )
}

/** What a field is called where two texts are compared. */
export function personLabelOf(field: PersonField): string {
  return fr.fields[field]
}

/** A value where it is not what the field holds: the words of a choice. */
export function shownPersonValue(
  field: PersonField,
  values: PersonValues,
  { roles, groups }: AccessChoices,
): string | undefined {
  if (field === 'groupIds') {
    const named = (groups ?? []).filter(({ groupId }) => values.groupIds.includes(groupId))
    return named.map(({ name }) => name).join(', ')
  }
  if (field === 'roleKey') return roles.find(({ role }) => role === values.roleKey)?.name
  if (field === 'title') return titles.find(({ value }) => value === values.title)?.label
  if (field === 'sector') return usualSectors.find(({ value }) => value === values.sector)?.label
  return undefined
}

function choices(words: readonly string[], present: string) {
  return withPresent(
    words.map((word) => ({ value: word, label: word })),
    present,
  )
}

/** A value of another edition of the program stays choosable. */
function withPresent(options: readonly { readonly value: string; readonly label: string }[], present: string) {
  return present === '' || options.some(({ value }) => value === present)
    ? options
    : [...options, { value: present, label: present }]
}

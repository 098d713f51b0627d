import { contactChannel, contactKind } from '#app/features/contacts/model.ts'
import { channelText, contactKindText, contactsText } from '#app/text/fr/contacts.ts'
import type { VersionedForm } from '#renderer/client/index.ts'
import { FormGroup, FormSelect, FormText, FormTown } from '#renderer/features/forms/index.ts'
import { TextField } from '#ui/index.ts'
import type { ContactField, ContactValues } from './contact-values.ts'

const fr = contactsText.form

const kinds = contactKind.options.map((kind) => ({ value: kind, label: contactKindText[kind] }))
const channels = contactChannel.options.map((channel) => ({ value: channel, label: channelText[channel] }))

/** Everything that is written about a contact. */
export function ContactFieldsForm({ form }: { readonly form: VersionedForm<ContactValues> }) {
  const isOrganisation = !['professional', 'person', 'other'].includes(form.values.kind)
  const organisation = (
    <FormText form={form} name="organisation" label={fr.organisation} optional={!isOrganisation} maxLength={120} />
  )
  return (
    <>
      <FormGroup title={fr.groups.who}>
        <FormSelect form={form} name="kind" label={fr.kind} options={kinds} />
        {isOrganisation ? organisation : null}
        <FormText form={form} name="lastName" label={fr.lastName} optional={isOrganisation} half maxLength={100} />
        <FormText form={form} name="firstName" label={fr.firstName} optional half maxLength={60} />
        <FormText form={form} name="title" label={fr.title} optional half maxLength={20} placeholder={fr.titleHint} />
        <FormText form={form} name="speciality" label={fr.speciality} optional half maxLength={100} />
        {isOrganisation ? null : organisation}
        {form.values.kind === 'professional' ? (
          <FormText form={form} name="rpps" label={fr.rpps} optional tabular maxLength={14} inputMode="numeric" />
        ) : null}
      </FormGroup>
      <FormGroup title={fr.groups.where}>
        <FormText form={form} name="phone" label={fr.phone} optional half tabular maxLength={30} inputMode="tel" />
        <FormText form={form} name="mobile" label={fr.mobile} optional half tabular maxLength={30} inputMode="tel" />
        <FormText form={form} name="email" label={fr.email} optional maxLength={120} inputMode="email" />
        <FormText form={form} name="mssante" label={fr.mssante} optional maxLength={120} inputMode="email" />
        <FormSelect form={form} name="channel" label={fr.channel} optional clearable options={channels} />
        <FormText form={form} name="addressLine" label={fr.addressLine} optional maxLength={120} />
        <FormText form={form} name="addressComplement" label={fr.addressComplement} optional maxLength={120} />
        <FormTown form={form} labels={fr} />
      </FormGroup>
      <FormGroup title={fr.groups.more}>
        <div data-field="comments">
          <TextField
            label={fr.comments}
            optional
            rows={3}
            maxLength={2000}
            value={form.values.comments}
            onChange={(text) => form.set('comments', text)}
            onBlur={() => form.leave('comments')}
            readOnly={form.readOnly}
            error={form.errors.comments}
          />
        </div>
      </FormGroup>
    </>
  )
}

/** What a field is called where two texts are compared. */
export function contactLabelOf(field: ContactField): string {
  return fr[field]
}

/** How a value reads there, where it is not what is written in the field. */
export function shownContact(field: ContactField, values: ContactValues): string | undefined {
  if (field === 'kind') return kinds.find(({ value }) => value === values.kind)?.label
  if (field === 'channel') return channels.find(({ value }) => value === values.channel)?.label ?? ''
  return undefined
}

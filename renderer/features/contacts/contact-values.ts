import { contactFields, type ContactFields } from '#app/features/contacts/model.ts'
import { contactLacks } from '#app/features/contacts/rules.ts'
import { contactsText } from '#app/text/fr/contacts.ts'
import type { FieldRemarks } from '#renderer/client/index.ts'

const fr = contactsText.errors

/** A contact as typed. An empty channel is none. */
export type ContactValues = Omit<Record<keyof ContactFields, string>, 'never'>
/** A field of the form. */
export type ContactField = keyof ContactValues

/** Fields in reading order. */
export const contactOrder = [
  'kind',
  'title',
  'lastName',
  'firstName',
  'organisation',
  'speciality',
  'rpps',
  'phone',
  'mobile',
  'email',
  'mssante',
  'channel',
  'addressLine',
  'addressComplement',
  'postalCode',
  'town',
  'comments',
] as const satisfies readonly ContactField[]

/** A new contact, before anything is typed. */
export const blankContact: ContactValues = {
  kind: 'professional',
  title: '',
  lastName: '',
  firstName: '',
  organisation: '',
  speciality: '',
  rpps: '',
  addressLine: '',
  addressComplement: '',
  postalCode: '',
  town: '',
  phone: '',
  mobile: '',
  email: '',
  mssante: '',
  channel: '',
  comments: '',
}

/** A contact as the form shows it. */
export function contactValuesOf(fields: ContactFields): ContactValues {
  return { ...fields, channel: fields.channel ?? '' }
}

/** What is typed as the cabinet takes it, or what is to be corrected. */
export function readContact(
  values: ContactValues,
):
  | { readonly ok: true; readonly fields: ContactFields }
  | { readonly ok: false; readonly errors: FieldRemarks<ContactValues> } {
  const tidy = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.trim()]))
  const parsed = contactFields.safeParse({
    ...tidy,
    rpps: values.rpps.replace(/\s/gu, ''),
    channel: values.channel === '' ? null : values.channel,
  })
  if (!parsed.success) {
    const errors: Partial<Record<ContactField, string>> = {}
    for (const { path } of parsed.error.issues) {
      const field = path[0] as ContactField
      if (field === 'email' || field === 'mssante') errors[field] = fr.email
      else if (field === 'rpps') errors[field] = fr.rpps
      else errors[field] = fr.tooLong
    }
    return { ok: false, errors }
  }
  const lacking = contactLacks(parsed.data)
  if (lacking !== null) return { ok: false, errors: { [lacking]: fr[lacking] } }
  return { ok: true, fields: parsed.data }
}

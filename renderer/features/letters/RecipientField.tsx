import { useId, useState } from 'react'
import { getContact, searchContacts } from '#app/features/contacts/contract.ts'
import type { ContactFields } from '#app/features/contacts/model.ts'
import type { LetterRecipient } from '#app/features/letters/model.ts'
import { lettersText } from '#app/text/fr/letters.ts'
import { useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { ComboboxField } from '#ui/index.ts'
import classes from './Letters.module.css'

const fr = lettersText.editor
const typedChoice = ':typed'
const mostShown = 8

/** Whom a letter is for: somebody of the directory, or a name and an address as typed. */
export function RecipientField(props: {
  readonly recipient: LetterRecipient
  readonly onChange: (recipient: LetterRecipient) => void
  /** Somebody of the directory, with their address: nothing is left to type here. */
  readonly onFound: () => void
  readonly disabled: boolean
}) {
  const { recipient, onChange, onFound } = props
  const { call } = useCabinet()
  const addressId = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const searched = (typed ?? '').trim()
  const found = useLiveQuery(
    searchContacts,
    searched.length < 2 ? null : { text: searched, offset: 0, limit: mostShown },
    { kinds: ['contact'] },
  )
  const contacts = searched.length < 2 ? [] : (found.value?.contacts ?? [])
  const options = [
    ...contacts.map(({ contactId, displayName, speciality, town }) => ({
      value: contactId,
      label: displayName,
      trail: [speciality, town].filter((part) => part !== '').join(', '),
    })),
    ...(searched === '' ? [] : [{ value: typedChoice, label: fr.useTyped(searched) }]),
  ]
  const takeTyped = () => {
    if (typed !== null && searched !== recipient.name)
      onChange({ ...recipient, contactId: null, name: searched.slice(0, 160) })
    setTyped(null)
  }
  const choose = async (contactId: string) => {
    const reply = await call(getContact, { contactId })
    if (!reply.ok) return
    const { fields, displayName } = reply.value.contact
    onChange({ contactId, name: displayName, address: addressOf(fields, displayName) })
    onFound()
  }
  return (
    <div className={classes['recipient']} data-field="recipient">
      <ComboboxField
        label={fr.recipient}
        optional
        placeholder={fr.recipientHint}
        text={typed ?? recipient.name}
        onTextChange={(text) => setTyped(text === recipient.name ? null : text)}
        options={options}
        value={recipient.contactId}
        onChoose={(value) => {
          if (value === typedChoice) return takeTyped()
          setTyped(null)
          void choose(value)
        }}
        onBlur={takeTyped}
        busy={found.refreshing}
        disabled={props.disabled}
      />
      <div className={classes['address']}>
        <label htmlFor={addressId}>{fr.address}</label>
        <textarea
          id={addressId}
          rows={2}
          maxLength={400}
          value={recipient.address}
          disabled={props.disabled}
          onChange={(event) => onChange({ ...recipient, address: event.currentTarget.value })}
        />
      </div>
    </div>
  )
}

/** As on an envelope: speciality, place, street, town. */
function addressOf(fields: ContactFields, displayName: string): string {
  return [
    fields.speciality,
    fields.organisation === displayName ? '' : fields.organisation,
    fields.addressLine,
    fields.addressComplement,
    [fields.postalCode, fields.town].filter((part) => part !== '').join(' '),
  ]
    .filter((line) => line !== '')
    .join('\n')
    .slice(0, 400)
}

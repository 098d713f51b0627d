import { useState } from 'react'
import { searchContacts } from '#app/features/contacts/contract.ts'
import type { ContactSummary } from '#app/features/contacts/model.ts'
import { contactsText } from '#app/text/fr/contacts.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { ComboboxField } from '#ui/index.ts'

const fr = contactsText.relations
const shownResults = 9
/** Stands in the list for « create what is typed »: no contact has it. */
const createChoice = 'create'

/** A contact of the directory, found as one types; what is not there can be created when `onCreate` is given. */
export function ContactField(props: {
  readonly label?: string
  readonly chosen: Pick<ContactSummary, 'contactId' | 'displayName' | 'town'> | null
  readonly onChoose: (contact: ContactSummary) => void
  readonly onCreate?: ((typed: string) => void) | undefined
  readonly disabled?: boolean
  readonly error?: string | undefined
}) {
  const { chosen, onChoose, onCreate } = props
  const [typed, setTyped] = useState<string | null>(null)
  const name = chosen?.displayName ?? ''
  const searched = (typed ?? '').trim()
  const found = useLiveQuery(
    searchContacts,
    searched.length < 2 ? null : { text: searched, offset: 0, limit: shownResults },
    { kinds: ['contact'] },
  )
  const contacts = searched.length < 2 ? [] : (found.value?.contacts ?? [])
  const proposed = contacts.map((contact) => ({
    value: contact.contactId,
    label: contact.displayName,
    trail: [contact.speciality, contact.town].filter((part) => part !== '').join(', '),
  }))
  const present = chosen === null ? [] : [{ value: chosen.contactId, label: name, trail: chosen.town }]
  const creating =
    onCreate === undefined || searched.length < 2 ? [] : [{ value: createChoice, label: fr.create(searched) }]
  return (
    <div data-field="contact">
      <ComboboxField
        label={props.label ?? fr.contact}
        placeholder={fr.contactHint}
        text={typed ?? name}
        onTextChange={(text) => setTyped(text === name ? null : text)}
        options={typed === null ? present : [...proposed, ...creating]}
        value={chosen?.contactId ?? null}
        onChoose={(value) => {
          setTyped(null)
          if (value === createChoice) onCreate?.(searched)
          const contact = contacts.find(({ contactId }) => contactId === value)
          if (contact !== undefined) onChoose(contact)
        }}
        onBlur={() => setTyped(null)}
        busy={found.refreshing}
        disabled={props.disabled ?? false}
        error={props.error}
      />
    </div>
  )
}

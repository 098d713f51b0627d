import { IconTrash } from '@tabler/icons-react'
import { useCallback, useEffect } from 'react'
import { assignContactGroups, getContact, searchContacts } from '#app/features/contacts/contract.ts'
import type { ContactView } from '#app/features/contacts/model.ts'
import { contactsText as fr } from '#app/text/fr/contacts.ts'
import { useAskAgain, useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { type AssignGroups, EditableGroups } from '#renderer/features/access/index.ts'
import { FormPane, Refusal } from '#renderer/features/forms/index.ts'
import { Button, Skeleton } from '#ui/index.ts'
import type { ContactValues } from './contact-values.ts'
import { ContactFieldsForm, contactLabelOf, shownContact } from './ContactFieldsForm.tsx'
import classes from './Contacts.module.css'
import { useContactForm, useNewContactForm } from './useContactForm.ts'

/** What changes a contact on the screen: the directory, and who sees it. */
export const contactKinds = ['contact', 'access-group', 'person', 'role'] as const

interface ContactPaneProps {
  readonly contactId: string
  readonly mayEdit: boolean
  readonly onTyped: (typed: boolean) => void
  readonly onRemove: (contact: ContactView) => void
  /** It is not in sight any more. */
  readonly onLost: () => void
}

/** A contact chosen in the directory. */
export function ContactPane(props: ContactPaneProps) {
  const { contactId } = props
  const answer = useLiveQuery(getContact, { contactId }, { kinds: contactKinds })
  if (answer.problem !== undefined && answer.value === undefined) {
    return (
      <div className={classes['notice']}>
        <Refusal problem={answer.problem} onRetry={answer.askAgain} />
      </div>
    )
  }
  const contact = answer.value?.contact
  if (contact === undefined || contact.contactId !== contactId) return <Skeleton lines={8} />
  return <LoadedContact {...props} contact={contact} askAgain={answer.askAgain} />
}

function LoadedContact(props: ContactPaneProps & { readonly contact: ContactView; readonly askAgain: () => void }) {
  const { contact, mayEdit, onTyped, onLost } = props
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const { form, draft } = useContactForm(contact, !mayEdit || contact.removed)
  const { dirty } = form
  useEffect(() => onTyped(dirty), [onTyped, dirty])
  const { contactId, version } = contact
  const assign = useCallback<AssignGroups>(
    async (groupIds, mayLoseSight) => {
      const reply = await call(assignContactGroups, { contactId, expectedVersion: version, groupIds, mayLoseSight })
      if (!reply.ok) return reply
      if (reply.value.lostSight) onLost()
      else askAgainOf(getContact, searchContacts)
      return null
    },
    [call, contactId, version, onLost, askAgainOf],
  )
  if (!draft.ready) return <Skeleton lines={8} />
  return (
    <FormPane
      title={contact.displayName}
      form={form}
      draft={mayEdit ? draft : undefined}
      labelOf={contactLabelOf}
      show={shownContact}
      readOnlyText={contact.removed ? fr.removed : fr.form.readOnly}
      after={
        <div className={classes['story']}>
          <p>{fr.relationsOf(contact.relations)}</p>
          <p>{fr.updated(contact.updatedAt, contact.updatedBy)}</p>
          {mayEdit ? (
            <Button size="small" icon={IconTrash} disabled={dirty} onClick={() => props.onRemove(contact)}>
              {fr.remove}
            </Button>
          ) : null}
        </div>
      }
    >
      <div className={classes['groups']}>
        <EditableGroups groups={contact.groups} askAgain={props.askAgain} assign={assign} />
      </div>
      <ContactFieldsForm form={form} />
    </FormPane>
  )
}

const blank: Partial<ContactValues> = {}

/** A contact being added. */
export function NewContactPane(props: {
  readonly begun?: Partial<ContactValues>
  readonly onCreated: (contact: ContactView) => void
  readonly onCancel: () => void
}) {
  const { form, draft } = useNewContactForm(props.begun ?? blank, props.onCreated)
  if (!draft.ready) return <Skeleton lines={8} />
  return (
    <FormPane
      title={fr.add}
      form={form}
      draft={draft}
      labelOf={contactLabelOf}
      show={shownContact}
      saveLabel={fr.form.create}
      always
      onCancel={props.onCancel}
      autoFocus
    >
      <ContactFieldsForm form={form} />
    </FormPane>
  )
}

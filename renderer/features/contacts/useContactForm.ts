import { useCallback, useMemo } from 'react'
import { createContact, getContact, searchContacts, updateContact } from '#app/features/contacts/contract.ts'
import type { ContactView } from '#app/features/contacts/model.ts'
import type { DraftPlace } from '#app/features/drafts/model.ts'
import { useAskAgain, useCabinet, useFormDraft, useVersionedForm, type WriteOutcome } from '#renderer/client/index.ts'
import {
  blankContact,
  type ContactField,
  contactOrder,
  type ContactValues,
  contactValuesOf,
  readContact,
} from './contact-values.ts'

type Outcome = WriteOutcome<ContactValues>
const unread: Outcome = { ok: false, refusal: { problem: 'invalid-input', data: { fields: [] } } }

function judge(values: ContactValues) {
  const read = readContact(values)
  return read.ok ? {} : read.errors
}

function tidy(values: ContactValues, field: ContactField): ContactValues {
  return { ...values, [field]: values[field].trim() }
}

function nothing(): void {
  // Nobody else can edit a contact that does not exist yet.
}

/** A contact under correction, with its draft. */
export function useContactForm(contact: ContactView, readOnly: boolean) {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const { contactId, version } = contact
  const current = useMemo(() => ({ values: contactValuesOf(contact.fields), version }), [contact.fields, version])
  const askAgain = useCallback(() => askAgainOf(getContact, searchContacts), [askAgainOf])
  const write = useCallback(
    async (values: ContactValues, expectedVersion: number): Promise<Outcome> => {
      const read = readContact(values)
      if (!read.ok) return unread
      const reply = await call(updateContact, { contactId, expectedVersion, fields: read.fields })
      if (!reply.ok) return { ok: false, refusal: reply }
      askAgain()
      return { ok: true, values: contactValuesOf(reply.value.contact.fields), version: reply.value.contact.version }
    },
    [call, contactId, askAgain],
  )
  const form = useVersionedForm<ContactValues>({ current, order: contactOrder, readOnly, judge, tidy, write, askAgain })
  const place = useMemo((): DraftPlace => ({ form: 'contact', subjectId: contactId }), [contactId])
  return { form, draft: useFormDraft(form, place) }
}

/** A contact being added, begun with what is already known of it. */
export function useNewContactForm(begun: Partial<ContactValues>, onCreated: (contact: ContactView) => void) {
  const { call, drafts } = useCabinet()
  const askAgainOf = useAskAgain()
  const blank = useMemo(() => ({ values: { ...blankContact, ...begun }, version: 0 }), [begun])
  const place = useMemo((): DraftPlace => ({ form: 'contact', subjectId: null }), [])
  const write = useCallback(
    async (values: ContactValues): Promise<Outcome> => {
      const read = readContact(values)
      if (!read.ok) return unread
      const reply = await call(createContact, { fields: read.fields })
      if (!reply.ok) return { ok: false, refusal: reply }
      askAgainOf(searchContacts)
      // What was typed has become a contact: the pane that shows it takes the place of this one, which keeps no draft.
      await drafts.discard(place)
      onCreated(reply.value.contact)
      return { ok: true, ...blank }
    },
    [call, drafts, place, askAgainOf, onCreated, blank],
  )
  const form = useVersionedForm<ContactValues>({
    current: blank,
    order: contactOrder,
    readOnly: false,
    judge,
    tidy,
    write,
    askAgain: nothing,
  })
  return { form, draft: useFormDraft(form, place) }
}

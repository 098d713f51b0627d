import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { addRelation, listRelations, updateRelation } from '#app/features/contacts/contract.ts'
import {
  type ContactSummary,
  relationKind,
  type RelationFields,
  type RelationKind,
  type RelationView,
} from '#app/features/contacts/model.ts'
import { contactFromTyped, usualContactKind } from '#app/features/contacts/rules.ts'
import { contactsText, relationKindText } from '#app/text/fr/contacts.ts'
import { type AnyProblem, useAskAgain, useCabinet, useSession } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Button, hasOpenList, SelectField, TextField } from '#ui/index.ts'
import { ContactField } from './ContactField.tsx'
import { NewContactPane } from './ContactPane.tsx'
import classes from './Contacts.module.css'

const fr = contactsText.relations
const kinds = relationKind.options.map((kind) => ({ value: kind, label: relationKindText[kind] }))

/** A relation being added or corrected; a contact the directory does not hold is created on the way. */
export function RelationForm(props: {
  readonly patientId: string
  readonly relation: RelationView | null
  readonly onEnd: () => void
}) {
  const { patientId, relation, onEnd } = props
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const mayCreate = useSession().permissions.includes('contact.edit')
  const [kind, setKind] = useState<RelationKind>(relation?.fields.kind ?? 'emergency')
  const [contact, setContact] = useState<ContactSummary | null>(relation?.contact ?? null)
  const [comments, setComments] = useState(relation?.fields.comments ?? '')
  const [creating, setCreating] = useState<string | null>(null)
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => root.current?.querySelector('input')?.focus(), [])
  const begun = useMemo(() => {
    const contactKind = usualContactKind(kind)
    return { ...contactFromTyped(creating ?? '', contactKind), kind: contactKind }
  }, [creating, kind])
  const choose = useCallback((chosen: ContactSummary) => {
    setContact(chosen)
    setMissing(false)
    setCreating(null)
  }, [])
  // A contact out of sight stays the one it was until another is chosen.
  const contactId = contact?.contactId ?? relation?.fields.contactId
  const save = async () => {
    setMissing(contactId === undefined)
    if (contactId === undefined) {
      root.current?.querySelector<HTMLElement>('[data-field="contact"] input')?.focus()
      return
    }
    const fields: RelationFields = { contactId, kind, comments: comments.trim() }
    setBusy(true)
    const reply =
      relation === null
        ? await call(addRelation, { patientId, fields })
        : await call(updateRelation, { relationId: relation.relationId, expectedVersion: relation.version, fields })
    setBusy(false)
    setRefusal(reply.ok ? null : reply)
    askAgainOf(listRelations)
    if (reply.ok) onEnd()
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.ctrlKey) void save()
    else if (event.key === 'Escape' && !hasOpenList(event.target)) onEnd()
    else return
    event.preventDefault()
  }
  if (creating !== null) {
    return (
      <div className={classes['creation']}>
        <NewContactPane begun={begun} onCreated={choose} onCancel={() => setCreating(null)} />
      </div>
    )
  }
  return (
    <div
      ref={root}
      className={classes['form']}
      role="group"
      aria-label={relation === null ? fr.add : fr.edit}
      onKeyDown={press}
    >
      <SelectField
        label={fr.kind}
        value={kind}
        options={kinds}
        onChange={(next) => setKind((next ?? kind) as RelationKind)}
      />
      <ContactField
        chosen={contact}
        onChoose={choose}
        onCreate={mayCreate ? setCreating : undefined}
        error={missing ? fr.required : undefined}
      />
      <div data-wide>
        <TextField label={fr.comments} optional maxLength={300} value={comments} onChange={setComments} />
      </div>
      {refusal === null ? null : (
        <div data-wide>
          <Refusal problem={refusal} title={fr.failed} />
        </div>
      )}
      <div className={classes['buttons']} data-wide>
        <Button sends kind="primary" keys="Ctrl+Enter" disabled={busy} onClick={() => void save()}>
          {fr.save}
        </Button>
        <Button keys="Escape" onClick={onEnd}>
          {fr.cancel}
        </Button>
      </div>
    </div>
  )
}

import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useCallback, useState } from 'react'
import { listRelations, removeRelation, restoreRelation } from '#app/features/contacts/contract.ts'
import type { RelationView } from '#app/features/contacts/model.ts'
import { contactsText, relationKindText } from '#app/text/fr/contacts.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { shownPhone } from '#renderer/features/patients/index.ts'
import { Button, EmptyState, IconButton, Skeleton, useToast } from '#ui/index.ts'
import { contactKinds } from './ContactPane.tsx'
import classes from './Contacts.module.css'
import { RelationForm } from './RelationForm.tsx'

const fr = contactsText.relations
const creation = 'new'

/** « Relations et contacts d’urgence » of a record (PAT-7). */
export function PatientRelations({ patientId }: { readonly patientId: string }) {
  const session = useSession()
  const mayEdit = session.permissions.includes('patient.edit')
  const mayChoose = session.permissions.includes('contact.read')
  const answer = useLiveQuery(listRelations, { patientId }, { kinds: contactKinds })
  const [editing, setEditing] = useState<string | null>(null)
  const { remove, refusal } = useRemoval()
  const relations = answer.value?.relations ?? []
  const end = () => setEditing(null)
  return (
    <section className={classes['relations']} aria-label={fr.title} data-region tabIndex={-1}>
      <header className={classes['relationsHead']}>
        <h2>{fr.title}</h2>
        {mayEdit && mayChoose && editing !== creation ? (
          <Button icon={IconPlus} onClick={() => setEditing(creation)}>
            {fr.add}
          </Button>
        ) : null}
      </header>
      {answer.problem === undefined ? null : (
        <Refusal problem={answer.problem} title={fr.failedList} onRetry={answer.askAgain} />
      )}
      {refusal === null ? null : <Refusal problem={refusal} title={fr.failedRemoval} />}
      {editing === creation ? <RelationForm patientId={patientId} relation={null} onEnd={end} /> : null}
      {answer.waiting ? <Skeleton lines={3} /> : null}
      {answer.value !== undefined && relations.length === 0 && editing === null ? (
        <EmptyState title={fr.none} />
      ) : (
        <div>
          {relations.map((relation) =>
            relation.relationId === editing ? (
              <RelationForm key={relation.relationId} patientId={patientId} relation={relation} onEnd={end} />
            ) : (
              <Relation
                key={relation.relationId}
                relation={relation}
                mayEdit={mayEdit && editing === null}
                onEdit={() => setEditing(relation.relationId)}
                onRemove={() => void remove(relation)}
              />
            ),
          )}
        </div>
      )}
    </section>
  )
}

function Relation(props: {
  readonly relation: RelationView
  readonly mayEdit: boolean
  readonly onEdit: () => void
  readonly onRemove: () => void
}) {
  const { contact, fields } = props.relation
  const name = contact?.displayName ?? fr.hidden
  const details = contact === null ? [] : [contact.speciality, shownPhone(contact.phone), contact.town, contact.mssante]
  return (
    <dl className={classes['relation']}>
      <dt>{relationKindText[fields.kind]}</dt>
      <dd>
        <p className={contact === null ? classes['quiet'] : classes['name']}>
          {name}
          {contact?.removed === true ? <span className={classes['organisation']}>{fr.removedContact}</span> : null}
        </p>
        <p className={classes['quiet']}>{details.filter((part) => part !== '').join(' · ')}</p>
        {fields.comments === '' ? null : <p>{fields.comments}</p>}
      </dd>
      {props.mayEdit ? (
        <dd className={classes['relationActs']}>
          <IconButton size="small" icon={IconPencil} label={fr.modify(name)} onClick={props.onEdit} />
          <IconButton size="small" icon={IconTrash} label={fr.remove(name)} onClick={props.onRemove} />
        </dd>
      ) : null}
    </dl>
  )
}

/** Ends a relation, with its undo. */
function useRemoval() {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const toast = useToast()
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const remove = useCallback(
    async ({ relationId, version, contact }: RelationView) => {
      const reply = await call(removeRelation, { relationId, expectedVersion: version })
      setRefusal(reply.ok ? null : reply)
      askAgainOf(listRelations)
      if (!reply.ok) return
      toast(fr.removed(contact?.displayName ?? fr.hidden), () => {
        const restore = async () => {
          const restored = await call(restoreRelation, { relationId, expectedVersion: reply.value.version })
          setRefusal(restored.ok ? null : restored)
          askAgainOf(listRelations)
        }
        void restore()
      })
    },
    [call, askAgainOf, toast],
  )
  return { remove, refusal }
}

import { IconTrash } from '@tabler/icons-react'
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { deleteGroup, listGroups } from '#app/features/access/contract.ts'
import type { GroupView } from '#app/features/access/model.ts'
import { isFullName } from '#app/features/access/rules.ts'
import { accessText } from '#app/text/fr/access.ts'
import { type AnyProblem, useAskAgain, useCabinet } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Button, TextField } from '#ui/index.ts'
import classes from './Access.module.css'

const fr = accessText.deletion

/** What can be asked of a `GroupDeletion`. */
export interface GroupDeletionProps {
  readonly group: GroupView
  /** The question is open. */
  readonly asked: boolean
  readonly onAsk: () => void
  readonly onKeep: () => void
  readonly onDeleted: (group: GroupView) => void
}

/** Removes a custom group once its full name is typed; says before what goes and what stays. Échap keeps it. */
export function GroupDeletion(props: GroupDeletionProps) {
  if (!props.asked) {
    return (
      <Button kind="bare" icon={IconTrash} onClick={props.onAsk}>
        {fr.ask}
      </Button>
    )
  }
  return <Question {...props} />
}

function Question({ group, onKeep, onDeleted }: GroupDeletionProps) {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    field.current?.focus()
    field.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  // As the core judges it: the button is never on for a name that would be refused.
  const matches = isFullName(typed, group.name)
  const remove = async () => {
    if (!matches || busy) return
    setBusy(true)
    const { groupId, version } = group
    const reply = await call(deleteGroup, { groupId, expectedVersion: version, typedName: typed })
    setBusy(false)
    askAgainOf(listGroups)
    if (reply.ok) onDeleted(group)
    else setRefusal(reply)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    onKeep()
  }
  return (
    <form
      className={classes.danger}
      aria-label={fr.title}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void remove()
      }}
      onKeyDown={press}
    >
      <h3>{fr.title}</h3>
      {refusal === null ? null : <Refusal problem={refusal} />}
      <p>
        {fr.text(group.patients)}
        <strong>{group.name}</strong>
        {fr.end}
      </p>
      <TextField ref={field} label={<span className="co-hidden">{fr.field}</span>} value={typed} onChange={setTyped} />
      <div className={classes.right}>
        <Button onClick={onKeep}>{fr.keep}</Button>
        <Button sends kind="danger" type="submit" icon={IconTrash} disabled={!matches || busy}>
          {fr.confirm}
        </Button>
      </div>
    </form>
  )
}

import { IconPencil } from '@tabler/icons-react'
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react'
import { assignGroups, patientGroups } from '#app/features/access/contract.ts'
import type { GroupMark } from '#app/features/access/model.ts'
import { accessText } from '#app/text/fr/access.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Block, Button, ChipsField, hasOpenList, InitialsBadge } from '#ui/index.ts'
import classes from './Access.module.css'
import { GroupTags } from './GroupTags.tsx'
import { useSight } from './useSight.ts'

const fr = accessText.record

/** The groups of the record in hand, and their editing; nothing while groups are not shown. */
export function RecordGroups(props: { readonly patientId: string; readonly onLost: () => void }) {
  const { patientId, onLost } = props
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const { enabled } = useSight()
  const answer = useLiveQuery(patientGroups, enabled ? { patientId } : null, { kinds: ['patient', 'access-group'] })
  const version = answer.value?.version
  const assign = useCallback<AssignGroups>(
    async (groupIds, mayLoseSight) => {
      if (version === undefined) return null
      const reply = await call(assignGroups, { patientId, expectedVersion: version, groupIds, mayLoseSight })
      if (!reply.ok) return reply
      if (reply.value.lostSight) onLost()
      else askAgainOf(patientGroups)
      return null
    },
    [call, patientId, version, onLost, askAgainOf],
  )
  if (answer.value === undefined || answer.former) return null
  return <EditableGroups groups={answer.value.groups} askAgain={answer.askAgain} assign={assign} />
}

/** Puts somebody in groups: answers the refusal, or `null` once it is done. */
export type AssignGroups = (groupIds: string[], mayLoseSight: boolean) => Promise<AnyProblem | null>

/** The groups of a patient or of a contact, and their editing; nothing while groups are not shown. */
export function EditableGroups(props: {
  readonly groups: readonly GroupMark[]
  readonly askAgain: () => void
  readonly assign: AssignGroups
}) {
  const { groups } = props
  const session = useSession()
  const { enabled } = useSight()
  const [editing, setEditing] = useState(false)
  const pencil = useRef<HTMLButtonElement>(null)
  const wasEditing = useRef(false)
  useEffect(() => {
    if (wasEditing.current && !editing) pencil.current?.focus()
    wasEditing.current = editing
  }, [editing])
  if (!enabled) return null
  if (editing) return <GroupsEditor {...props} onEnd={() => setEditing(false)} />
  return (
    <section className={classes.recordGroups} aria-label={fr.title}>
      <div className={classes.marks}>
        <GroupTags groups={groups} />
        {session.permissions.includes('access.assign') ? (
          <button
            ref={pencil}
            type="button"
            className={classes.pencil}
            aria-label={fr.edit}
            title={fr.edit}
            onClick={() => setEditing(true)}
          >
            <IconPencil size={16} stroke={1.75} aria-hidden="true" />
          </button>
        ) : null}
      </div>
    </section>
  )
}

function GroupsEditor(props: {
  readonly groups: readonly GroupMark[]
  readonly askAgain: () => void
  readonly assign: AssignGroups
  readonly onEnd: () => void
}) {
  const { groups, assign, onEnd } = props
  const sight = useSight()
  const mayAskEmergency = useSession().permissions.includes('access.emergency')
  const [chosen, setChosen] = useState<readonly string[]>(() => groups.map(({ groupId }) => groupId))
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const root = useRef<HTMLElement>(null)
  useEffect(() => root.current?.querySelector('input')?.focus(), [])
  const losing = refusal?.problem === 'access.would-lose-sight'
  const save = async (mayLoseSight: boolean) => {
    setBusy(true)
    setRefusal(null)
    const refused = await assign([...chosen], mayLoseSight)
    setBusy(false)
    setRefusal(refused)
    if (refused?.problem === 'edit.conflict') props.askAgain()
    if (refused === null) onEnd()
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || hasOpenList(event.target)) return
    event.preventDefault()
    if (losing) setRefusal(null)
    else onEnd()
  }
  const chips = sight.groups.map((group) => ({
    value: group.groupId,
    label: group.name,
    lead: <InitialsBadge small initials={group.initials} color={group.color} />,
    ...(group.kind === 'public' ? { kept: fr.stays } : {}),
  }))
  return (
    <section ref={root} className={classes.recordGroups} aria-label={fr.edit} onKeyDown={press}>
      <ChipsField
        label={fr.field}
        values={chosen}
        chips={chips}
        placeholder={fr.placeholder}
        wideList
        onChange={(next) => {
          setChosen(next)
          setRefusal(null)
        }}
      />
      {refusal === null || losing ? null : (
        <Refusal problem={refusal}>{refusal.problem === 'edit.conflict' ? fr.conflict : ''}</Refusal>
      )}
      {losing ? (
        <>
          <Block tone="warning" title={fr.lose.title} announce="assertive">
            {fr.lose.text} {mayAskEmergency ? fr.lose.emergency : ''}
          </Block>
          <div className={classes.right}>
            <Button size="small" keys="Escape" autoFocus onClick={() => setRefusal(null)}>
              {fr.lose.keep}
            </Button>
            <Button size="small" disabled={busy} onClick={() => void save(true)}>
              {fr.lose.confirm}
            </Button>
          </div>
        </>
      ) : (
        <div className={classes.right}>
          <Button size="small" keys="Escape" onClick={onEnd}>
            {fr.cancel}
          </Button>
          <Button sends size="small" kind="primary" disabled={busy} onClick={() => void save(false)}>
            {fr.save}
          </Button>
        </div>
      )}
    </section>
  )
}

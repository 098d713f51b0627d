import { IconUsers } from '@tabler/icons-react'
import { useEffect, useSyncExternalStore } from 'react'
import { listPresence, setPresence } from '#app/features/presence/contract.ts'
import { presenceText as text, sayPresence } from '#app/text/fr/line.ts'
import { useCabinet, useLiveQuery } from '#renderer/client/index.ts'
import { StatusMark } from '#ui/Mark.tsx'
import classes from './Record.module.css'

/** Says that this seat shows a record, and whether its civil status is being typed, for as long as the screen lives. */
function useOwnPresence(patientId: string): void {
  const { call, drafts, connection } = useCabinet()
  const place = { form: 'patient-civil-status', subjectId: patientId } as const
  const editing = useSyncExternalStore(drafts.subscribe, () => drafts.stateOf(place).kind !== 'clean')
  const generation = connection.kind === 'ready' ? connection.generation : 0
  useEffect(() => {
    if (generation > 0) void call(setPresence, { patientId, activity: editing ? 'editing' : 'reading' })
  }, [call, patientId, editing, generation])
  useEffect(() => () => void call(setPresence, { patientId, activity: 'none' }), [call, patientId])
}

/** Who else has this record open; says as much of this seat. Nobody is kept from anything. */
export function Presence({ patientId }: { readonly patientId: string }) {
  useOwnPresence(patientId)
  const answer = useLiveQuery(listPresence, { patientId }, { kinds: ['presence'], about: patientId })
  const others = answer.value?.others ?? []
  const sayings = others.map(({ displayName, seatName, activity }) => text[activity](displayName, seatName))
  return (
    <span className={classes['present']} role="status" aria-label={text.name}>
      {sayings.length === 0 ? null : (
        <StatusMark tone="info" icon={IconUsers} title={sayings.join(' · ')}>
          {sayPresence(others)}
        </StatusMark>
      )}
    </span>
  )
}

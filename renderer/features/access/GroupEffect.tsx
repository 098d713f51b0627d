import { useDebouncedValue } from '@mantine/hooks'
import { useMemo } from 'react'
import { previewGroup } from '#app/features/access/contract.ts'
import type { GroupView, SightChange } from '#app/features/access/model.ts'
import { accessText } from '#app/text/fr/access.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { Block } from '#ui/index.ts'
import type { GroupUser } from './useUsers.ts'

const fr = accessText.effect

/** Ticking several users at once asks once. */
const restMs = 200

/** Who would no longer see how many records, and who would see more, before it is saved. Nothing while nobody changes. */
export function GroupEffect(props: {
  readonly group: GroupView
  readonly userIds: readonly string[]
  readonly users: readonly GroupUser[]
  readonly enabled: boolean
}) {
  const { group, users } = props
  const asked = useMemo(() => ({ groupId: group.groupId, userIds: props.userIds.toSorted() }), [group, props.userIds])
  const changed = asked.userIds.join() !== group.userIds.toSorted().join()
  const [rested] = useDebouncedValue(asked, restMs)
  const answer = useLiveQuery(previewGroup, changed && rested === asked ? rested : null, {
    kinds: ['access-group', 'person'],
  })
  if (!changed) return null
  if (!props.enabled) return <Block tone="warning">{fr.off}</Block>
  if (answer.problem !== undefined) return <Block tone="warning">{fr.failed}</Block>
  if (answer.value === undefined || answer.former || rested !== asked) {
    return <Block tone="info">{fr.waiting}</Block>
  }
  const { losing, gaining } = answer.value
  const nameOf = (change: SightChange) =>
    users.find(({ userId }) => userId === change.userId)?.name ?? change.displayName
  const mayAsk = (change: SightChange) =>
    users.some(({ userId, mayAskEmergency }) => userId === change.userId && mayAskEmergency)
  const losses = losing.filter(({ patients }) => patients > 0)
  const gains = gaining.filter(({ patients }) => patients > 0)
  if (losses.length + gains.length === 0) return <Block tone="info">{fr.nobody}</Block>
  const sentences = [
    ...losses.map((change) =>
      change.patients === group.patients
        ? fr.losesAll(nameOf(change), change.patients)
        : fr.losesSome(nameOf(change), change.patients),
    ),
    ...(losses.some(mayAsk) ? [fr.emergency] : []),
    ...gains.map((change) => fr.gains(nameOf(change), change.patients)),
  ]
  return <Block tone={losses.length === 0 ? 'info' : 'warning'}>{sentences.join(' ')}</Block>
}

import { listGroupMarks } from '#app/features/access/contract.ts'
import type { GroupMark } from '#app/features/access/model.ts'
import { useLiveQuery, useSession } from '#renderer/client/index.ts'

/** What access groups mean for the person signed in. */
export interface Sight {
  /** « Afficher les groupes d’accès »: `false` until known. */
  readonly enabled: boolean
  readonly groups: readonly GroupMark[]
  /** They see the records of their groups only. */
  readonly limited: boolean
}

const everything: Sight = { enabled: false, groups: [], limited: false }

/** Whether groups are shown, and whether they limit the person signed in. Asks nothing for who opens no record. */
export function useSight(): Sight {
  const session = useSession()
  const reads = session.permissions.includes('patient.read')
  const answer = useLiveQuery(listGroupMarks, reads ? {} : null, { kinds: ['access-group', 'person'] })
  if (answer.value === undefined) return everything
  const { enabled, groups, ownGroupIds } = answer.value
  const common = groups.find(({ kind }) => kind === 'public')
  return { enabled, groups, limited: enabled && (common === undefined || !ownGroupIds.includes(common.groupId)) }
}

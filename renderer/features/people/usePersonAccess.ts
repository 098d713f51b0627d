import { useCallback, useMemo } from 'react'
import { listGroups } from '#app/features/access/contract.ts'
import type { GroupView } from '#app/features/access/model.ts'
import type { PersonView } from '#app/features/people/model.ts'
import { listRoles } from '#app/features/roles/contract.ts'
import type { RoleView } from '#app/features/roles/model.ts'
import { useLiveQuery, useSession } from '#renderer/client/index.ts'
import type { PersonValues } from './person-values.ts'

/** What the access of a user is chosen from. */
export interface AccessChoices {
  readonly roles: readonly RoleView[]
  /** `null` for who may not settle the groups: they are left as they are. */
  readonly groups: readonly GroupView[] | null
}

const none: AccessChoices = { roles: [], groups: null }

/** The roles and, for who may settle them, the access groups of the cabinet. */
export function useAccessChoices(): AccessChoices {
  const session = useSession()
  const mayGroup = session.permissions.includes('access.configure')
  const roles = useLiveQuery(listRoles, {}, { kinds: ['role'] })
  const groups = useLiveQuery(listGroups, mayGroup ? {} : null, { kinds: ['access-group', 'person'] })
  const known = roles.value?.roles
  const settled = groups.value?.groups ?? null
  return useMemo(() => (known === undefined ? none : { roles: known, groups: settled }), [known, settled])
}

/** The group of a practitioner, that nobody takes them out of. */
export function ownGroupOf(groups: readonly GroupView[], person: PersonView | null): GroupView | undefined {
  return person === null ? undefined : groups.find(({ ownerUserId }) => ownerUserId === person.userId)
}

/** The groups chosen beside « Public », which follows « peut voir tous », and beside the person's own. */
export function chosenGroups(
  values: Pick<PersonValues, 'groupIds'>,
  groups: readonly GroupView[],
  person: PersonView | null,
): string[] {
  const own = ownGroupOf(groups, person)
  return groups
    .filter(({ kind, groupId }) => kind !== 'public' && groupId !== own?.groupId && values.groupIds.includes(groupId))
    .map(({ groupId }) => groupId)
}

/** « Public » follows « Cet utilisateur peut voir tous les patients et contacts » (GRP-2): in with it, out with it. */
export function withSight(values: PersonValues, groups: readonly GroupView[], seesAllPatients: boolean): PersonValues {
  const common = groups.find(({ kind }) => kind === 'public')?.groupId
  const others = values.groupIds.filter((groupId) => groupId !== common)
  const groupIds = seesAllPatients && common !== undefined ? [...others, common].toSorted() : others
  return { ...values, seesAllPatients, groupIds }
}

/** Sends the groups with the rest only when they could be settled. */
export function useGroupIds(person: PersonView | null, { groups }: AccessChoices) {
  return useCallback(
    (values: PersonValues) => (groups === null ? {} : { groupIds: chosenGroups(values, groups, person) }),
    [groups, person],
  )
}

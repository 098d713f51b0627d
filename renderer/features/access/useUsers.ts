import { useMemo } from 'react'
import { listPeople } from '#app/features/people/contract.ts'
import type { PersonView } from '#app/features/people/model.ts'
import { shortName } from '#app/features/people/rules.ts'
import { listRoles } from '#app/features/roles/contract.ts'
import type { RoleView } from '#app/features/roles/model.ts'
import { useLiveQuery } from '#renderer/client/index.ts'

/** A user as groups name them. */
export interface GroupUser {
  readonly userId: string
  /** « Dr H. MARCHAND ». */
  readonly name: string
  readonly active: boolean
  /** Somebody who administers opens no record, whatever their groups. */
  readonly readsRecords: boolean
  /** They may open a record in an emergency, with a reason. */
  readonly mayAskEmergency: boolean
}

/** Users of the cabinet in the order of the list; `undefined` until known. */
export function useUsers(): readonly GroupUser[] | undefined {
  const answer = useLiveQuery(listPeople, {}, { kinds: ['person', 'role'] })
  const rolesAnswer = useLiveQuery(listRoles, {}, { kinds: ['role'] })
  const people = answer.value?.people
  const roles = rolesAnswer.value?.roles
  return useMemo(
    () => (roles === undefined ? undefined : people?.map((person) => userOf(person, roles))),
    [people, roles],
  )
}

function userOf(person: PersonView, roles: readonly RoleView[]): GroupUser {
  const permissions = roles.find(({ role }) => role === person.roleKey)?.permissions ?? []
  return {
    userId: person.userId,
    name: shortName(person),
    active: person.active,
    readsRecords: permissions.includes('patient.read'),
    mayAskEmergency: permissions.includes('access.emergency'),
  }
}

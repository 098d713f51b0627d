import { useMemo } from 'react'
import { listPeople } from '#app/features/people/contract.ts'
import type { PersonView } from '#app/features/people/model.ts'
import { shortName } from '#app/features/people/rules.ts'
import { useLiveQuery } from '#renderer/client/index.ts'

/** A user as groups name them. */
export interface GroupUser {
  readonly userId: string
  /** « Dr H. MARCHAND ». */
  readonly name: string
  readonly active: boolean
  /** Somebody who administers opens no record, whatever their groups. */
  readonly readsRecords: boolean
}

/** Users of the cabinet in the order of the list; `undefined` until known. */
export function useUsers(): readonly GroupUser[] | undefined {
  const answer = useLiveQuery(listPeople, {}, { kinds: ['person', 'role'] })
  const people = answer.value?.people
  return useMemo(() => people?.map(userOf), [people])
}

function userOf(person: PersonView): GroupUser {
  return {
    userId: person.userId,
    name: shortName(person),
    active: person.active,
    readsRecords: person.role !== 'administrator',
  }
}

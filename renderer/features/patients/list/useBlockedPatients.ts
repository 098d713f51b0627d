import { useMemo } from 'react'
import { listBlocked } from '#app/features/lifecycle/contract.ts'
import { useLiveQuery } from '#renderer/client/index.ts'

/** The patients for whom no appointment may be made, among those in sight. */
export function useBlockedPatients(): ReadonlySet<string> {
  const { value } = useLiveQuery(listBlocked, {}, { kinds: ['patient'] })
  return useMemo(() => new Set(value?.patientIds), [value])
}

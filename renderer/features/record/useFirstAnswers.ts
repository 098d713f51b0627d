import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { readAllergies } from '#app/features/antecedents/contract.ts'
import { readTimeline } from '#app/features/record/contract.ts'
import { policyOf } from '#app/kernel/operation.ts'
import { useCabinet, useSession } from '#renderer/client/index.ts'
import { firstTimelineInput } from './history/useHistory.ts'

/**
 * Asks at once, beside the record itself, what the first picture shows: the first page of the timeline and the allergies.
 * Asked once the record has come, they would take a round trip more.
 */
export function useFirstAnswers(patientId: string): void {
  const { call } = useCabinet()
  const queries = useQueryClient()
  const { permissions } = useSession()
  useEffect(() => {
    const timeline = firstTimelineInput(patientId)
    const about = { about: patientId }
    void queries.prefetchQuery({
      queryKey: [policyOf(readTimeline).name, timeline],
      meta: { kinds: ['record'], ...about },
      queryFn: ({ signal }) => call(readTimeline, timeline, { signal }),
    })
    if (!permissions.includes('record.read')) return
    void queries.prefetchQuery({
      queryKey: [policyOf(readAllergies).name, { patientId }],
      meta: { kinds: ['clinical'], ...about },
      queryFn: ({ signal }) => call(readAllergies, { patientId }, { signal }),
    })
  }, [call, queries, permissions, patientId])
}

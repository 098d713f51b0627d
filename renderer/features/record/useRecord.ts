import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { openPatient, readPatient } from '#app/features/patients/contract.ts'
import type { PatientRecord } from '#app/features/patients/model.ts'
import { type AnyProblem, type CallReply, useCabinet } from '#renderer/client/index.ts'

/** How long a record read stays at hand once its tab is left: coming back to a tab is not opening it again. */
const keptMs = 30 * 60_000

type RecordReply = CallReply<typeof openPatient>

/** One open record, kept true. */
export interface OpenRecord {
  readonly record: PatientRecord | undefined
  readonly problem: AnyProblem | undefined
  readonly askAgain: () => void
  /** Takes a record an act has just returned. */
  readonly adopt: (record: PatientRecord) => void
}

/**
 * Opens a record once, then reads it again at each change announced: the journal tells an opening from a reading.
 */
export function useRecord(patientId: string): OpenRecord {
  const { call } = useCabinet()
  const queries = useQueryClient()
  const queryKey = ['record', patientId]
  const query = useQuery<RecordReply>({
    queryKey,
    gcTime: keptMs,
    meta: { kinds: ['patient', 'access-group', 'emergency'], about: patientId },
    queryFn: ({ signal }) => {
      const known = queries.getQueryData<RecordReply>(queryKey)?.ok === true
      return call(known ? readPatient : openPatient, { patientId }, { signal })
    },
  })
  const { data, refetch } = query
  // A line cut for a moment takes nothing off the screen: the record read before stays.
  const [lastGood, setLastGood] = useState<PatientRecord | undefined>(undefined)
  const good = data?.ok === true ? data.value.record : undefined
  if (good !== undefined && good !== lastGood) setLastGood(good)
  const away = data?.ok === false && data.problem === 'connection.lost'
  return {
    record: good ?? (away && lastGood?.patientId === patientId ? lastGood : undefined),
    problem: data?.ok === false ? data : undefined,
    askAgain: useCallback(() => void refetch(), [refetch]),
    adopt: useCallback(
      (record: PatientRecord) => {
        const reply: RecordReply = { ok: true, value: { record } }
        queries.setQueryData(['record', patientId], reply)
      },
      [queries, patientId],
    ),
  }
}

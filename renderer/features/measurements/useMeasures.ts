import { useMemo } from 'react'
import { listMeasurements } from '#app/features/measurements/contract.ts'
import type { Measurement } from '#app/features/measurements/model.ts'
import type { InputOf } from '#app/kernel/operation.ts'
import { useLiveQuery } from '#renderer/client/index.ts'

const none: readonly Measurement[] = []

/** The measures of a record, newest first, kept true while they are shown. */
export function useMeasures(patientId: string) {
  return useAnswer({ patientId })
}

/** The last measure of each kind, of those made before an instant, unless it is `null`. */
export function useLastMeasures(patientId: string, before: string | null) {
  return useAnswer({ patientId, last: { before } })
}

function useAnswer(input: InputOf<typeof listMeasurements>) {
  const answer = useLiveQuery(listMeasurements, input, { kinds: ['clinical'], about: input.patientId })
  const measurements = answer.value?.measurements ?? none
  const birthDate = answer.value?.birthDate ?? ''
  return useMemo(() => ({ ...answer, measurements, person: { birthDate } }), [answer, measurements, birthDate])
}

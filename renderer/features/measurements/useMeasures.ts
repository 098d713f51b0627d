import { useMemo } from 'react'
import { listMeasurements } from '#app/features/measurements/contract.ts'
import type { Measurement } from '#app/features/measurements/model.ts'
import { useLiveQuery } from '#renderer/client/index.ts'

const none: readonly Measurement[] = []

/** The measures of a record, newest first, kept true while they are shown. */
export function useMeasures(patientId: string) {
  const answer = useLiveQuery(listMeasurements, { patientId }, { kinds: ['clinical'], about: patientId })
  const measurements = answer.value?.measurements ?? none
  const birthDate = answer.value?.birthDate ?? ''
  return useMemo(() => ({ ...answer, measurements, person: { birthDate } }), [answer, measurements, birthDate])
}

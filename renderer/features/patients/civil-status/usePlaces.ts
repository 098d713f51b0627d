import { useEffect, useState } from 'react'
import type { CivilDate } from '#app/kernel/civil-date.ts'
import { searchPlaces } from '#app/features/places/contract.ts'
import type { Place } from '#app/features/places/model.ts'
import { type LiveAnswer, useLiveQuery } from '#renderer/client/index.ts'

/** Rest of the hands before places are looked for: one question a word rather than one a letter. */
const restMs = 120

/** A value once it has rested. */
export function useRested<T>(value: T, ms: number): T {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return rested
}

const none: readonly Place[] = []

/** Places found for what is typed; nothing under two letters. */
export function usePlaces(
  text: string,
  use: 'birth' | 'postal',
  bornOn: CivilDate | null,
): { readonly places: readonly Place[]; readonly answer: LiveAnswer<typeof searchPlaces> } {
  const rested = useRested(text.trim(), restMs)
  const wanted = rested.length < 2 ? null : { text: rested, use, ...(bornOn === null ? {} : { bornOn }) }
  const answer = useLiveQuery(searchPlaces, wanted)
  return { places: answer.value?.places ?? none, answer }
}

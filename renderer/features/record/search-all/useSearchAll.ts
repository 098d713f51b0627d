import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { searchCabinet } from '#app/features/record/contract.ts'
import type { CabinetMatch } from '#app/features/record/model.ts'
import { policyOf } from '#app/kernel/operation.ts'
import { type AnyProblem, type CallReply, useCabinet } from '#renderer/client/index.ts'

/** What was found in all the records in sight, so far. */
export interface FoundEverywhere {
  readonly matches: readonly CabinetMatch[]
  /** Older ones can be asked. */
  readonly more: boolean
  readonly problem: AnyProblem | undefined
  readonly busy: boolean
  /** What is shown answers what is typed now. */
  readonly settled: boolean
  readonly askMore: () => void
  readonly askAgain: () => void
}

/** The words are looked for once the hand rests this long, in ms: each search of the records is journaled. */
const restMs = 250
const pageSize = 30

type Reply = CallReply<typeof searchCabinet>

/** Looks for words in all the records in sight. */
export function useSearchAll(typed: string): FoundEverywhere {
  const { call } = useCabinet()
  const wanted = typed.trim().slice(0, 200)
  const [text, setText] = useState(wanted)
  useEffect(() => {
    const timer = setTimeout(() => setText(wanted), restMs)
    return () => clearTimeout(timer)
  }, [wanted])
  const query = useInfiniteQuery({
    queryKey: [policyOf(searchCabinet).name, text],
    enabled: text !== '',
    // Other people’s writing does not move what is being read here.
    meta: { kinds: [] },
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }): Promise<Reply> =>
      call(searchCabinet, { text, filter: {}, after: pageParam, limit: pageSize }, { signal }),
    getNextPageParam: (last) => (last.ok ? last.value.next : null),
  })
  const { fetchNextPage, refetch } = query
  const pages = text === '' ? [] : (query.data?.pages ?? [])
  const refused = pages.find((page) => !page.ok)
  return {
    matches: pages.flatMap((page) => (page.ok ? page.value.matches : [])),
    more: query.hasNextPage,
    problem: refused?.ok === false ? refused : undefined,
    busy: query.isFetching,
    settled: text === wanted && query.data !== undefined && refused === undefined,
    askMore: useCallback(() => void fetchNextPage(), [fetchNextPage]),
    askAgain: useCallback(() => void refetch(), [refetch]),
  }
}

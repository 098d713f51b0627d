import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { type AnyOperation, type InputOf, type OutputOf, policyOf } from '#app/kernel/operation.ts'
import type { ChangeEvent } from '#app/features/sessions/model.ts'
import { useCabinet } from './CabinetProvider.tsx'
import type { AnyProblem, CallReply } from './client.ts'

/** What makes a kept answer worth asking again. */
export interface LiveOptions {
  /** Kinds of change that concern it. */
  readonly kinds?: readonly ChangeEvent['kind'][]
  /** Only changes of this very thing. */
  readonly about?: string
  /**
   * How long a change may wait before the question is asked again, in ms, so that many make one question; `null`: this one
   * does not concern it. Default: at once. Read when a change comes; keeps its identity.
   */
  readonly regard?: (event: ChangeEvent) => number | null
  /** Asked again each time a screen shows it: for what no change announces (before anybody is signed in). */
  readonly freshOnMount?: boolean
}

/** An answer that stays true while it is shown. */
export interface LiveAnswer<O> {
  /** The last value received; kept while a newer one is asked for. */
  readonly value: OutputOf<O> | undefined
  /** The last refusal, when the last answer was one. */
  readonly problem: AnyProblem | undefined
  /** No answer yet. */
  readonly waiting: boolean
  /** Another answer is on its way; `value` is shown meanwhile. */
  readonly refreshing: boolean
  /** `value` answers a former question (a search being replaced). */
  readonly former: boolean
  readonly askAgain: () => void
}

/**
 * Asks a query and keeps its answer true: asked again when a change of one of `kinds` is announced. A new input cancels
 * the request of the former one, whose rows stay until the new ones come. `null` asks nothing.
 */
export function useLiveQuery<O extends AnyOperation>(
  operation: O,
  input: InputOf<O> | null,
  options: LiveOptions = {},
): LiveAnswer<O> {
  const cabinet = useCabinet()
  const query = useQuery<CallReply<O>>({
    queryKey: [policyOf(operation).name, input],
    enabled: input !== null,
    queryFn: ({ signal }) => {
      if (input === null) throw new Error('a disabled query was run')
      return cabinet.call(operation, input, { signal })
    },
    placeholderData: (former) => former,
    refetchOnMount: options.freshOnMount === true ? 'always' : true,
    meta: { kinds: options.kinds ?? [], about: options.about, regard: options.regard },
  })
  const { refetch } = query
  const askAgain = useCallback(() => void refetch(), [refetch])
  const reply = input === null ? undefined : query.data
  return {
    value: reply?.ok === true ? reply.value : undefined,
    problem: reply?.ok === false ? reply : undefined,
    waiting: input !== null && reply === undefined,
    refreshing: query.isFetching,
    former: query.isPlaceholderData,
    askAgain,
  }
}

/** Makes the kept answers of some operations be asked again, after an act of this very screen. */
export function useAskAgain(): (...operations: readonly AnyOperation[]) => void {
  const queries = useQueryClient()
  return useCallback(
    (...operations) => {
      const names = operations.map((operation) => policyOf(operation).name)
      void queries.invalidateQueries({ predicate: (query) => names.some((name) => name === query.queryKey[0]) })
    },
    [queries],
  )
}

import { useCallback, useSyncExternalStore } from 'react'
import type { InsiQuery } from '#app/features/identity/rules/ladder.ts'
import { useSession } from '#renderer/client/index.ts'

/** A call to INSi that this session began from this page: it goes on while its record is left. */
export interface KeptCall {
  readonly patientId: string
  readonly jobId: string
  /** As the tab of the record names it. */
  readonly name: string
  readonly startedAt: number
  /** The questions by traits of this search so far, this one included; empty for a call with the card. */
  readonly asked: readonly InsiQuery[]
  /** Its outcome was shown beside the état civil. */
  readonly seen: boolean
}

/** The last call of each record, by session: locked and opened again by somebody else, it is not theirs. */
const kept = new Map<string, readonly KeptCall[]>()
const none: readonly KeptCall[] = []
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function put(session: string, calls: readonly KeptCall[]): void {
  kept.set(session, calls)
  for (const listener of listeners) listener()
}

/** What the screens of one session remember of the calls begun here. */
export interface KeptCalls {
  readonly calls: readonly KeptCall[]
  readonly keep: (call: KeptCall) => void
  readonly see: (patientId: string) => void
  readonly forget: (patientId: string) => void
}

/** The calls to INSi of this session. */
export function useCalls(): KeptCalls {
  const { sessionId } = useSession()
  const calls = useSyncExternalStore(subscribe, () => kept.get(sessionId) ?? none)
  const keep = useCallback(
    (call: KeptCall) =>
      put(sessionId, [...(kept.get(sessionId) ?? none).filter(({ patientId }) => patientId !== call.patientId), call]),
    [sessionId],
  )
  const see = useCallback(
    (patientId: string) => {
      const present = kept.get(sessionId) ?? none
      if (!present.some((call) => call.patientId === patientId && !call.seen)) return
      put(
        sessionId,
        present.map((call) => (call.patientId === patientId ? { ...call, seen: true } : call)),
      )
    },
    [sessionId],
  )
  const forget = useCallback(
    (patientId: string) =>
      put(
        sessionId,
        (kept.get(sessionId) ?? none).filter((call) => call.patientId !== patientId),
      ),
    [sessionId],
  )
  return { calls, keep, see, forget }
}

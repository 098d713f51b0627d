import { useCallback, useSyncExternalStore } from 'react'
import { useSession } from '#renderer/client/index.ts'

/** A call to ADRi that this session began from this page: it goes on while its record is left. */
export interface KeptCall {
  readonly patientId: string
  readonly jobId: string
  /** « LACAZE Michel ». */
  readonly name: string
  /** Its end was shown beside the record. */
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

/** The calls to ADRi of this session: those it began, and how to note another, or that one was looked at. */
export function useCalls(): {
  readonly calls: readonly KeptCall[]
  readonly keep: (call: KeptCall) => void
  readonly see: (patientId: string) => void
} {
  const { sessionId } = useSession()
  const calls = useSyncExternalStore(subscribe, () => kept.get(sessionId) ?? none)
  const put = useCallback(
    (change: (present: readonly KeptCall[]) => readonly KeptCall[]) => {
      kept.set(sessionId, change(kept.get(sessionId) ?? none))
      for (const listener of listeners) listener()
    },
    [sessionId],
  )
  const keep = useCallback(
    (call: KeptCall) => put((present) => [...present.filter(({ patientId }) => patientId !== call.patientId), call]),
    [put],
  )
  const see = useCallback(
    (patientId: string) =>
      put((present) => {
        const isNews = present.some((one) => one.patientId === patientId && !one.seen)
        return isNews ? present.map((one) => (one.patientId === patientId ? { ...one, seen: true } : one)) : present
      }),
    [put],
  )
  return { calls, keep, see }
}

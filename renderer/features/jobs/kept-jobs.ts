import { useCallback, useSyncExternalStore } from 'react'
import type { JobKind } from '#app/features/jobs/model.ts'
import { useSession } from '#renderer/client/index.ts'

/** The last work of each kind that a session started from this page: it goes on while its screen is closed. */
const kept = new Map<string, string>()
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The work of one kind that this session started last, and how to remember another or forget it. */
export function useKeptJob(kind: JobKind): {
  readonly jobId: string | null
  readonly keep: (jobId: string | null) => void
} {
  const { sessionId } = useSession()
  const key = `${sessionId} ${kind}`
  const jobId = useSyncExternalStore(subscribe, () => kept.get(key) ?? null)
  const keep = useCallback(
    (started: string | null) => {
      if (started === null) kept.delete(key)
      else kept.set(key, started)
      for (const listener of listeners) listener()
    },
    [key],
  )
  return { jobId, keep }
}

import { useMemo, useSyncExternalStore } from 'react'
import { useCabinet, useSession } from '#renderer/client/index.ts'
import { type ImportItem, ImportQueue } from './import-queue.ts'

/** One queue for each session of this page: a screen that is left goes on importing, another user never sees it. */
const queues = new Map<string, ImportQueue>()

/** The imports of this page, and how to steer them. */
export function useImports(): { readonly queue: ImportQueue; readonly items: readonly ImportItem[] } {
  const { call } = useCabinet()
  const { sessionId } = useSession()
  const queue = useMemo(() => {
    const known = queues.get(sessionId)
    if (known !== undefined) return known
    const made = new ImportQueue({ call })
    queues.clear()
    queues.set(sessionId, made)
    return made
  }, [call, sessionId])
  return { queue, items: useSyncExternalStore(queue.subscribe, queue.items) }
}

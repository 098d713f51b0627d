import { useCallback, useSyncExternalStore } from 'react'
import { useSession } from '#renderer/client/index.ts'

/** Which records show « Couverture médicale » in their état civil, by session. */
const shown = new Set<string>()
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether the rights of a record are shown in its état civil, and how to change it: from its views, or from the status bar. */
export function useRightsShown(patientId: string): readonly [boolean, (on: boolean) => void] {
  const { sessionId } = useSession()
  const key = `${sessionId} ${patientId}`
  const isShown = useSyncExternalStore(subscribe, () => shown.has(key))
  const show = useCallback(
    (on: boolean) => {
      if (on) shown.add(key)
      else shown.delete(key)
      for (const listener of listeners) listener()
    },
    [key],
  )
  return [isShown, show]
}

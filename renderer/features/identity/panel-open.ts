import { useCallback, useSyncExternalStore } from 'react'
import { useSession } from '#renderer/client/index.ts'

/** Which records show « Qualifier l’INS » beside their état civil because somebody asked, or no longer do. */
const asked = new Map<string, boolean>()
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/**
 * Whether the panel of a record is shown, and how to change it. `otherwise` is what stands until a person says; it is for
 * the page alone, so that the next patient is met as usual.
 */
export function usePanelOpen(patientId: string, otherwise: boolean): readonly [boolean, (open: boolean) => void] {
  const { sessionId } = useSession()
  const key = `${sessionId} ${patientId}`
  const chosen = useSyncExternalStore(subscribe, () => asked.get(key))
  const choose = useCallback(
    (open: boolean) => {
      asked.set(key, open)
      for (const listener of listeners) listener()
    },
    [key],
  )
  return [chosen ?? otherwise, choose]
}

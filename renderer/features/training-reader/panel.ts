import { useSyncExternalStore } from 'react'

// A lock puts another page in the place of this one: the panel is found as it was left.
const kept = 'training-reader'
const listeners = new Set<() => void>()

/** Shows the panel, or hides it: the same one on every screen of the window, through a lock and back. */
export function showPanel(shown: boolean): void {
  if (shown) globalThis.sessionStorage.setItem(kept, 'shown')
  else globalThis.sessionStorage.removeItem(kept)
  for (const tell of listeners) tell()
}

/** Whether the panel is shown. */
export function usePanelShown(): boolean {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => globalThis.sessionStorage.getItem(kept) !== null,
  )
}

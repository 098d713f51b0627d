import { useSyncExternalStore } from 'react'

let opened = false
const listeners = new Set<() => void>()

/** Shows the panel, or hides it: the same one on every screen of the window, through a lock and back. */
export function showPanel(shown: boolean): void {
  opened = shown
  for (const tell of listeners) tell()
}

/** Whether the panel is shown. */
export function usePanelShown(): boolean {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => opened,
  )
}

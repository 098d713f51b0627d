import { useSyncExternalStore } from 'react'

// A lock puts another page in the place of this one: the panel is found as it was left.
const kept = 'training-reader'
const listeners = new Set<() => void>()

/** How the panel was asked for on this screen. */
export interface Asked {
  /** What asked: hands go back to it once the panel is hidden. */
  readonly by: HTMLElement
}

/** `null` where the panel is there since another screen: it leaves hands where they are. */
let asked: Asked | null = null

function tell(): void {
  for (const listener of listeners) listener()
}

/** Shows the panel, the same one on every screen of the window, through a lock and back; hands go to it. */
export function askForPanel(by: HTMLElement): void {
  globalThis.sessionStorage.setItem(kept, 'shown')
  asked = { by }
  tell()
}

/** Hides the panel: hands go back to what had asked for it, or where that is gone to its button. */
export function hidePanel(button: HTMLElement | null): void {
  globalThis.sessionStorage.removeItem(kept)
  const back = asked?.by.isConnected === true ? asked.by : button
  asked = null
  tell()
  back?.focus()
}

/** What asked is going away: the panel stays as it is, below what comes next. */
export function leavePanel(by: HTMLElement | null): void {
  if (by === null || asked?.by !== by) return
  asked = null
  tell()
}

/** Whether the panel is shown. */
export function usePanelShown(): boolean {
  return useSyncExternalStore(subscribe, () => globalThis.sessionStorage.getItem(kept) !== null)
}

/** How the panel was last asked for, a new object each time. */
export function usePanelAsked(): Asked | null {
  return useSyncExternalStore(subscribe, () => asked)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

import { useSyncExternalStore } from 'react'

/** A line of « Antécédents » that another pane asked to see: of whom, and which. */
interface AskedLine {
  readonly patientId: string
  readonly entryId: string
}

let asked: AskedLine | null = null
const listeners = new Set<() => void>()

/** Asks « Antécédents » of a patient to open one of its lines; `null` once it is. */
export function askForLine(line: AskedLine | null): void {
  asked = line
  for (const listener of listeners) listener()
}

/** The line of this patient that was asked for and is not open yet. */
export function useAskedLine(patientId: string): string | null {
  const line = useSyncExternalStore(subscribe, () => asked)
  return line?.patientId === patientId ? line.entryId : null
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

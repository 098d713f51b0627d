import { useCallback, useEffect, useState } from 'react'
import type { Diagnostic } from '#app/devices/workstation.ts'
import { useWorkstation, type WorkstationClient } from '#renderer/client/index.ts'

/** What is found on this computer to read cards with, and how the line to it stands. */
export interface Diagnosing {
  readonly status: 'absent' | 'connecting' | 'ready' | 'lost'
  /** The last one: `null` before the first, kept while another is asked for or the line is lost. */
  readonly found: Diagnostic | null
  readonly askAgain: () => void
  /** Takes what `configure` answered. */
  readonly take: (found: Diagnostic) => void
  readonly workstation: WorkstationClient | null
}

/** Asks for the diagnostic, and again each time the state of the readers changes. */
export function useDiagnostic(): Diagnosing {
  const { status, state, workstation } = useWorkstation()
  const [found, setFound] = useState<Diagnostic | null>(null)
  const [asked, setAsked] = useState(0)
  useEffect(() => {
    if (workstation === null || state === null) return
    const end = new AbortController()
    workstation.diagnose({}, { signal: end.signal }).then(
      (answer) => {
        if (!end.signal.aborted) setFound(answer)
      },
      // The line broke, or another diagnostic is asked for: the next one tells.
      () => undefined,
    )
    return () => end.abort()
  }, [workstation, state, asked])
  return {
    status,
    found: found === null || state === null ? found : { ...found, state },
    askAgain: useCallback(() => setAsked((times) => times + 1), []),
    take: setFound,
    workstation,
  }
}

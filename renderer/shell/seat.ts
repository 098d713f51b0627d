import { useEffect, useMemo, useState } from 'react'
import { type SeatClient, useCabinet } from '#renderer/client/index.ts'

/** What the shell needs to know of this computer. */
export interface SeatHandle {
  /** Room of the window's own buttons, in pixels; 0 in a browser. */
  readonly titleBarRoom: number
  readonly unsupportedRuntime: boolean
  readonly print: () => void
}

type Description = Awaited<ReturnType<SeatClient['describe']>>

/** This computer, as far as the window draws it. */
export function useSeat(): SeatHandle {
  const { seat } = useCabinet()
  const [description, setDescription] = useState<Description | null>(null)
  useEffect(() => {
    let wanted = true
    const ask = async () => {
      const answer = (await seat?.describe({})) ?? null
      if (wanted) setDescription(answer)
    }
    void ask()
    return () => {
      wanted = false
    }
  }, [seat])
  return useMemo(
    () => ({
      titleBarRoom: description?.titleBarRoom ?? 0,
      unsupportedRuntime: description?.unsupportedRuntime ?? false,
      print: () => {
        if (seat === null) window.print()
        else void seat.print({})
      },
    }),
    [seat, description],
  )
}

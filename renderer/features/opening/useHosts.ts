import { useCallback, useEffect, useState } from 'react'
import type { DiscoveredHost, KnownHost, LineFailure } from '#app/devices/network.ts'
import { useCabinet } from '#renderer/client/index.ts'

/** Where the line of this window goes. */
export interface SeatLine {
  readonly host: { readonly hostId: string; readonly name: string } | null
  readonly failure: LineFailure | null
}

/** How often the known hosts are asked whether they answer, in ms, while somebody looks. */
const lookMs = 10_000
/** How often a line that is down is asked why, in ms. */
const whyMs = 2_000

/** The hosts this computer was joined to; `undefined` until known, and in a browser, which has none. */
export function useKnownHosts(): { readonly hosts: readonly KnownHost[] | undefined; readonly askAgain: () => void } {
  const { seat } = useCabinet()
  const [hosts, setHosts] = useState<readonly KnownHost[]>()
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let wanted = true
    const ask = async () => {
      try {
        const answer = await seat?.knownHosts({})
        if (wanted) setHosts(answer?.hosts)
      } catch {
        // The core restarts: what was known stays shown, and is asked again at the next turn.
      }
    }
    void ask()
    const timer = setInterval(() => void ask(), lookMs)
    return () => {
      wanted = false
      clearInterval(timer)
    }
  }, [seat, turn])
  const askAgain = useCallback(() => setTurn((former) => former + 1), [])
  return { hosts, askAgain }
}

/** Where the line of this window goes, and why it is down when it is; `null` in a browser, and until it is known. */
export function useSeatLine(): SeatLine | null {
  const { seat, connection } = useCabinet()
  const [line, setLine] = useState<SeatLine | null>(null)
  const isReady = connection.kind === 'ready'
  useEffect(() => {
    let wanted = true
    const ask = async () => {
      try {
        const answer = await seat?.lineState({})
        if (wanted && answer !== undefined) setLine(answer)
      } catch {
        // The core restarts: asked again in a moment.
      }
    }
    void ask()
    const timer = isReady ? undefined : setInterval(() => void ask(), whyMs)
    return () => {
      wanted = false
      clearInterval(timer)
    }
  }, [seat, isReady])
  return line
}

/** What announces itself on the network; `undefined` while it is listened to. */
export function useDiscovery(): { readonly found: readonly DiscoveredHost[] | undefined; readonly again: () => void } {
  const { seat } = useCabinet()
  const [found, setFound] = useState<readonly DiscoveredHost[]>()
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let wanted = true
    const listen = async () => {
      const answer = await seat?.discoverHosts({}).catch(() => ({ hosts: [] }))
      if (wanted) setFound(answer?.hosts ?? [])
    }
    void listen()
    return () => {
      wanted = false
    }
  }, [seat, turn])
  const again = useCallback(() => {
    setFound(undefined)
    setTurn((former) => former + 1)
  }, [])
  return { found, again }
}

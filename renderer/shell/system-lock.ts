import { useEffect } from 'react'
import { useCabinet } from '#renderer/client/index.ts'

/** How long before this page listens again, when the program that tells it restarted, in ms. */
const againMs = 1_000

/** Locks with the computer: its screen locked by the person, or its sleep. A browser is told nothing of it. */
export function useSystemLock(onLock: () => void): void {
  const { seat } = useCabinet()
  useEffect(() => {
    if (seat === null) return
    const stopped = new AbortController()
    const { signal } = stopped
    const listen = async () => {
      while (!signal.aborted) {
        try {
          const told = await seat.watchSystem({}, { signal })
          while ((await told.next()).done !== true) onLock()
        } catch {
          // Aborted with the screen, or cut: listened to again while the screen is there.
        }
        await new Promise((resolve) => setTimeout(resolve, againMs))
      }
    }
    void listen()
    return () => stopped.abort()
  }, [seat, onLock])
}

import { useCallback, useEffect, useRef, useState } from 'react'

/** How long before the lock the person is warned, at the most. */
export const warningMs = 60_000
const tickMs = 1000
const touchMs = 60_000

/** What a seat does when nobody touches it. */
export interface IdleOptions {
  readonly lockAfterMs: number
  readonly onLock: () => void
  /** Somebody is there; said once a minute at the most. */
  readonly onTouch: () => void
}

/** Seconds left before the lock once it is near, otherwise `null`; and how to say one is there. */
export function useIdle({ lockAfterMs, onLock, onTouch }: IdleOptions): {
  readonly secondsLeft: number | null
  readonly stay: () => void
} {
  const lastSeen = useRef(0)
  const lastTold = useRef(0)
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null)

  const seen = useCallback(() => {
    const now = Date.now()
    lastSeen.current = now
    setSecondsLeft(null)
    if (now - lastTold.current >= touchMs) {
      lastTold.current = now
      onTouch()
    }
  }, [onTouch])

  useEffect(() => {
    lastSeen.current = Date.now()
    const events = ['pointerdown', 'keydown', 'wheel', 'pointermove'] as const
    for (const event of events) window.addEventListener(event, seen, { capture: true, passive: true })
    const timer = setInterval(() => {
      // The wall clock, so that a computer that slept wakes up locked.
      const left = lockAfterMs - (Date.now() - lastSeen.current)
      if (left <= 0) onLock()
      else if (left <= Math.min(warningMs, lockAfterMs / 2)) setSecondsLeft(Math.ceil(left / 1000))
    }, tickMs)
    return () => {
      clearInterval(timer)
      for (const event of events) window.removeEventListener(event, seen, { capture: true })
    }
  }, [seen, lockAfterMs, onLock])

  return { secondsLeft, stay: seen }
}

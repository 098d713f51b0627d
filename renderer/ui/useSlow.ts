import { useEffect, useState } from 'react'

/** A quick answer never flashes: what is under way is said after this many milliseconds. */
const quietMs = 300

/** Whether something has lasted long enough to be said. */
export function useSlow(busy: boolean): boolean {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    if (!busy) return
    const timer = setTimeout(() => setSlow(true), quietMs)
    return () => {
      clearTimeout(timer)
      setSlow(false)
    }
  }, [busy])
  return isSlow
}

import { useEffect, useState } from 'react'

/** What is under way is said after this many ms: a quick answer never flashes. */
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

import { useCallback, useEffect, useRef } from 'react'
import { useCabinet } from '#renderer/client/index.ts'

/**
 * Puts a new page in the place of this one, so that nothing of what it held stays in memory: it finds the locked session by
 * its token, or the opening window. In a window of the program the new page has another process. Answers whether that is
 * done now.
 *
 * When the session was lost with an act whose answer is still awaited, the page stays until it is known: sent again for the
 * person who comes back, the act is not done twice.
 */
export function useReplacedPage(active: boolean): (locked: boolean, switching: boolean) => boolean {
  const { drafts, seat, handOver, acts } = useCabinet()
  const isUnderWay = useRef(false)
  const isActive = useRef(active)
  useEffect(() => {
    isActive.current = active
  }, [active])
  return useCallback(
    (locked: boolean, switching: boolean) => {
      const replace = async () => {
        if (isUnderWay.current) return
        isUnderWay.current = true
        await drafts.seal()
        handOver(locked, switching)
        if (seat === null) window.location.reload()
        else await seat.replacePage({})
      }
      const now = locked || acts.underWay() === 0
      if (now) void replace()
      else
        void acts.settled().then(() => {
          if (!isActive.current) void replace()
        })
      return now
    },
    [drafts, seat, handOver, acts],
  )
}

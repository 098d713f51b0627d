import { useCallback, useRef } from 'react'
import { useCabinet } from '#renderer/client/index.ts'

/**
 * Puts a new page in the place of this one, so that nothing of what it held stays in memory: it finds the locked session by
 * its token, or the opening window. In a window of the program the new page has another process.
 *
 * A command whose answer is still awaited keeps the page until it is known: sent again for the person who comes back, it is
 * not done twice.
 */
export function useReplacedPage(): (locked: boolean, switching: boolean) => void {
  const { drafts, seat, handOver, commandsUnderWay } = useCabinet()
  const isUnderWay = useRef(false)
  return useCallback(
    (locked: boolean, switching: boolean) => {
      const replace = async () => {
        if (isUnderWay.current || (!locked && commandsUnderWay() > 0)) return
        isUnderWay.current = true
        await drafts.seal()
        handOver(locked, switching)
        if (seat === null) window.location.reload()
        else await seat.replacePage({})
      }
      void replace()
    },
    [drafts, seat, handOver, commandsUnderWay],
  )
}

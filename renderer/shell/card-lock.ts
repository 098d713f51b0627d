import { useEffect, useState } from 'react'
import { useSessionCard } from '#renderer/client/index.ts'
import { settleField } from '#ui/index.ts'

/**
 * Locks as soon as the card the session was opened with is no longer seen (CAB-5). What is typed is kept as at any lock;
 * answers whether the screens must be gone, which does not wait for the cabinet to have heard.
 */
export function useCardLock(lock: (reason: 'card') => Promise<void>): boolean {
  const gone = useSessionCard() === 'gone'
  const [isEmptied, setEmptied] = useState(false)
  useEffect(() => {
    if (!gone) return
    const leave = async () => {
      // Out of the drawing under way: the field in hand gives what it holds, then there are no fields any more.
      await Promise.resolve()
      settleField()
      setEmptied(true)
      await lock('card')
    }
    void leave()
  }, [gone, lock])
  return gone && isEmptied
}

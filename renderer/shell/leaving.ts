import { useCallback, useEffect, useMemo } from 'react'
import type { LockReason } from '#app/features/sessions/model.ts'
import { lock as lockOperation, signOut as signOutOperation } from '#app/features/sessions/contract.ts'
import { useCabinet } from '#renderer/client/index.ts'
import { settleField } from '#ui/index.ts'

/** A cut line must not keep a screen from locking. */
const patienceMs = 2000

/** Ways of leaving the screens; each keeps what is typed first. */
export interface Leaving {
  readonly keepEverything: () => Promise<void>
  readonly lock: (reason: LockReason) => Promise<void>
  readonly signOut: () => Promise<void>
}

/** How the person leaves: locking and signing out, drafts and workspace kept, memory emptied. */
export function useLeaving(flushWorkspace: () => Promise<void>): Leaving {
  const { call, adopt, drafts } = useCabinet()

  const keepEverything = useCallback(async () => {
    const patience = new Promise<void>((resolve) => setTimeout(resolve, patienceMs))
    await Promise.race([Promise.all([drafts.flush(), flushWorkspace()]), patience])
  }, [drafts, flushWorkspace])

  const lock = useCallback(
    async (reason: LockReason) => {
      settleField()
      await keepEverything()
      const reply = await call(lockOperation, { reason })
      // Even without an answer, nothing may stay on the screen: the session the cabinet could not lock is left behind.
      adopt(reply.ok ? reply.value.session : null)
    },
    [keepEverything, call, adopt],
  )

  const signOut = useCallback(async () => {
    settleField()
    await keepEverything()
    const reply = await call(signOutOperation, {})
    if (reply.ok || reply.problem === 'connection.lost') adopt(null)
  }, [keepEverything, call, adopt])

  useEffect(() => {
    const keep = () => {
      if (document.visibilityState === 'hidden') void keepEverything()
    }
    document.addEventListener('visibilitychange', keep)
    window.addEventListener('pagehide', keep)
    return () => {
      document.removeEventListener('visibilitychange', keep)
      window.removeEventListener('pagehide', keep)
    }
  }, [keepEverything])

  return useMemo(() => ({ keepEverything, lock, signOut }), [keepEverything, lock, signOut])
}

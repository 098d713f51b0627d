import { useCallback, useState } from 'react'
import { listSessionUsers, signOut, unlock } from '#app/features/sessions/contract.ts'
import type { SessionUser, SessionView } from '#app/features/sessions/model.ts'
import { type AnyProblem, useCabinet, useLiveQuery } from '#renderer/client/index.ts'

/** The state of the lock screen. */
export interface Lock {
  readonly users: readonly SessionUser[]
  readonly chosen: SessionUser | undefined
  /** Of the one chosen, known before the list is. */
  readonly chosenId: string
  readonly password: string
  readonly problem: AnyProblem | null
  readonly busy: boolean
  readonly choose: (userId: string) => void
  readonly setPassword: (password: string) => void
  readonly unlock: () => Promise<void>
  readonly signOut: () => Promise<void>
}

/** Unlocks for the same person, or gives the seat to another. */
export function useLock(session: SessionView, onUnlocked: (session: SessionView | null) => void): Lock {
  const { call, refreshSession } = useCabinet()
  const known = useLiveQuery(listSessionUsers, {}, { kinds: ['session', 'person'], freshOnMount: true })
  const [userId, setUserId] = useState(session.userId)
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const [busy, setBusy] = useState(false)
  const users = known.value?.users ?? []

  const choose = useCallback((chosen: string) => {
    setUserId(chosen)
    setPassword('')
    setProblem(null)
  }, [])
  return {
    users,
    chosen: users.find((user) => user.userId === userId),
    chosenId: userId,
    password,
    problem,
    busy,
    choose,
    setPassword: (text) => {
      setPassword(text)
      setProblem((former) => (former?.problem === 'cabinet.wait' ? former : null))
    },
    unlock: async () => {
      if (busy) return
      setBusy(true)
      const reply = await call(unlock, { userId, password })
      setBusy(false)
      setPassword('')
      if (reply.ok) onUnlocked(reply.value.session)
      else setProblem(reply)
    },
    signOut: async () => {
      const reply = await call(signOut, {})
      if (reply.ok) onUnlocked(null)
      else await refreshSession()
    },
  }
}

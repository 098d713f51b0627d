import { useCallback, useEffect, useRef, useState } from 'react'
import { beginPsc, cancelPsc, enterWithPsc, pscProgress } from '#app/features/psc/contract.ts'
import type { PscActivity, PscAttempt, PscChannel } from '#app/features/psc/model.ts'
import type { SessionView } from '#app/features/sessions/model.ts'
import { type AnyProblem, useCabinet } from '#renderer/client/index.ts'

/** Where the person is in signing in. */
export type PscStage =
  /** Who, and by what. */
  | { readonly kind: 'choosing'; readonly busy: boolean; readonly problem: AnyProblem | null }
  | { readonly kind: 'waiting'; readonly attempt: PscAttempt; readonly endsAt: number }
  | {
      readonly kind: 'activities'
      readonly attempt: PscAttempt
      readonly activities: readonly PscActivity[]
      readonly busy: boolean
    }
  | { readonly kind: 'failed'; readonly problem: AnyProblem }

/** Who is asked for: a user of the cabinet, or whoever has this number. */
export type PscWho = { readonly userId: string } | { readonly rpps: string }

const start: PscStage = { kind: 'choosing', busy: false, problem: null }

/** Signing in by Pro Santé Connect, from the choice of a channel to the session. */
export function usePscSignIn(cabinetId: string, onOpened: (session: SessionView) => void) {
  const { call } = useCabinet()
  const [stage, setStage] = useState<PscStage>(start)
  const current = useRef<{ readonly attemptId: string; readonly end: AbortController } | null>(null)

  const leave = useCallback(() => {
    const left = current.current
    current.current = null
    if (left === null) return
    left.end.abort()
    void call(cancelPsc, { attemptId: left.attemptId })
  }, [call])
  // A dialog that goes away leaves nobody's telephone ringing.
  useEffect(() => leave, [leave])

  const enter = useCallback(
    async (attempt: PscAttempt, activity: number | null) => {
      const reply = await call(enterWithPsc, { attemptId: attempt.attemptId, activity })
      if (current.current?.attemptId !== attempt.attemptId) return
      current.current = null
      if (reply.ok) onOpened(reply.value.session)
      else setStage({ kind: 'failed', problem: reply })
    },
    [call, onOpened],
  )

  const follow = useCallback(
    async (attempt: PscAttempt, signal: AbortSignal) => {
      for (;;) {
        // Given up, the question itself is: what it would have answered interests nobody.
        const reply = await call(pscProgress, { attemptId: attempt.attemptId }, { signal }).catch(() => null)
        if (reply === null || signal.aborted) return
        if (!reply.ok) {
          current.current = null
          return setStage({ kind: 'failed', problem: reply })
        }
        const { stage: reached, activities } = reply.value
        if (reached === 'waiting') continue
        if (activities.length > 1) return setStage({ kind: 'activities', attempt, activities, busy: false })
        return enter(attempt, null)
      }
    },
    [call, enter],
  )

  const begin = useCallback(
    async (who: PscWho, channel: PscChannel) => {
      setStage({ kind: 'choosing', busy: true, problem: null })
      const reply = await call(beginPsc, { cabinetId, who, channel })
      if (!reply.ok) return setStage({ kind: 'choosing', busy: false, problem: reply })
      const end = new AbortController()
      current.current = { attemptId: reply.value.attemptId, end }
      setStage({ kind: 'waiting', attempt: reply.value, endsAt: performance.now() + reply.value.expiresInMs })
      await follow(reply.value, end.signal)
    },
    [call, cabinetId, follow],
  )

  const chooseActivity = useCallback(
    async (activity: number) => {
      if (stage.kind !== 'activities') return
      setStage({ ...stage, busy: true })
      await enter(stage.attempt, activity)
    },
    [stage, enter],
  )

  const again = useCallback(() => {
    leave()
    setStage(start)
  }, [leave])

  return { stage, begin, chooseActivity, again }
}

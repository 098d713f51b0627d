import { useCallback, useEffect, useRef, useState } from 'react'
import type { JobView } from '#app/features/jobs/model.ts'
import { askRights, readRights } from '#app/features/rights/contract.ts'
import type { CallReason } from '#app/features/rights/model.ts'
import type { InputOf } from '#app/kernel/operation.ts'
import { type AnyProblem, isGivenUp, isUnderWay, useAskAgain, useCabinet, useJob } from '#renderer/client/index.ts'
import { useCalls } from './calls.ts'

/** A beneficiary of the card read at this seat. */
export type CardRead = InputOf<typeof askRights>['card']

/** A call to ADRi for one record, in hand. */
export interface RightsCall {
  readonly job: JobView | null
  readonly running: boolean
  /** Why it was not begun, or not brought to its end. */
  readonly problem: AnyProblem | null
  readonly cancelled: boolean
  readonly ask: (card: CardRead, reason: CallReason) => void
  readonly cancel: () => void
}

/** Calls ADRi for one record, follows the call wherever the person goes, and asks its rights again at its end. */
export function useRightsCall(patientId: string, name: string): RightsCall {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const { calls, keep, see } = useCalls()
  const kept = calls.find((one) => one.patientId === patientId) ?? null
  const { job, problem, steer } = useJob(kept?.jobId ?? null)
  const [asking, setAsking] = useState(false)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const ask = useCallback(
    (card: CardRead, reason: CallReason) => {
      const run = async () => {
        setAsking(true)
        setRefusal(null)
        const reply = await call(askRights, { patientId, card, reason })
        setAsking(false)
        if (reply.ok) keep({ patientId, name, jobId: reply.value.jobId, seen: false })
        else setRefusal(reply)
      }
      void run()
    },
    [call, keep, patientId, name],
  )
  const ended = job !== null && !isUnderWay(job)
  const told = useRef<string | null>(null)
  useEffect(() => {
    if (!ended || kept === null || told.current === kept.jobId) return
    told.current = kept.jobId
    askAgain(readRights)
    see(patientId)
  }, [ended, kept, askAgain, see, patientId])
  const stopped = refusal === null && (job?.state === 'cancelled' || isGivenUp(problem))
  return {
    job,
    running: asking || (kept !== null && problem === null && (job === null || isUnderWay(job))),
    problem: stopped ? null : (refusal ?? problem),
    cancelled: stopped,
    ask,
    cancel: () => steer('cancel'),
  }
}

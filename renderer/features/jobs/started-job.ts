import { useCallback, useEffect, useRef, useState } from 'react'
import type { JobKind, JobView } from '#app/features/jobs/model.ts'
import type { AnyOperation } from '#app/kernel/operation.ts'
import {
  type AnyProblem,
  type CabinetClient,
  type FollowedJob,
  isUnderWay,
  useAskAgain,
  useCabinet,
  useJob,
} from '#renderer/client/index.ts'
import { useKeptJob } from './kept-jobs.ts'

/** A long work that a screen starts, follows and finds again. */
export interface StartedJob {
  readonly job: JobView | null
  readonly underWay: boolean
  /** Why it was not begun, or not brought to its end. */
  readonly problem: AnyProblem | null
  readonly start: () => void
  readonly steer: FollowedJob['steer']
}

/** How a work of one kind is begun. */
type Begin = (
  call: CabinetClient['call'],
) => Promise<{ readonly ok: true; readonly value: { readonly jobId: string } } | ({ readonly ok: false } & AnyProblem)>

/**
 * Starts a long work when asked; it goes on while its screen is closed, and is found again when it opens. At its end `changed`
 * is asked again. `begin` and `changed` stay the same from one drawing to the next.
 *
 * @param present One that this user began before the page was loaded, on this seat or another.
 */
export function useStartedJob(
  kind: JobKind,
  begin: Begin,
  changed: readonly AnyOperation[],
  present: string | null = null,
): StartedJob {
  const { call } = useCabinet()
  const askAgainOf = useAskAgain()
  const { jobId, keep } = useKeptJob(kind)
  const { job, problem, steer } = useJob(jobId)
  useEffect(() => {
    if (present !== null && jobId === null) keep(present)
  }, [present, jobId, keep])
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const [asking, setAsking] = useState(false)
  const start = useCallback(() => {
    const run = async () => {
      setAsking(true)
      setRefusal(null)
      const reply = await begin(call)
      setAsking(false)
      if (reply.ok) keep(reply.value.jobId)
      else setRefusal(reply)
    }
    void run()
  }, [begin, call, keep])
  const ended = job !== null && !isUnderWay(job)
  const told = useRef<string | null>(null)
  useEffect(() => {
    if (!ended || told.current === jobId) return
    told.current = jobId
    askAgainOf(...changed)
  }, [ended, jobId, askAgainOf, changed])
  return { job, underWay: asking || isUnderWay(job), problem: refusal ?? problem, start, steer }
}

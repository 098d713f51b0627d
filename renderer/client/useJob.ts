import { useCallback, useEffect, useState } from 'react'
import { getJob, steerJob } from '#app/features/jobs/contract.ts'
import type { JobView } from '#app/features/jobs/model.ts'
import { useCabinet } from './CabinetProvider.tsx'
import type { AnyProblem } from './client.ts'

const pollMs = 300

/** A long work, as a screen follows it. */
export interface FollowedJob {
  /** `null` until the first figures came. */
  readonly job: JobView | null
  /** Why it failed, or why it can no longer be followed. */
  readonly problem: AnyProblem | null
  readonly steer: (to: 'pause' | 'resume' | 'cancel') => void
}

/** Whether a work goes on: everything else is its end. */
export function isUnderWay(job: JobView | null): boolean {
  return job?.state === 'running' || job?.state === 'paused'
}

/**
 * Follows a long work to its end by asking how far it is; `null` follows nothing. A cut line is waited out: the work
 * goes on without the screen.
 */
export function useJob(jobId: string | null): FollowedJob {
  const { call } = useCabinet()
  const [seen, setSeen] = useState<{
    readonly jobId: string
    readonly job: JobView | null
    readonly problem: AnyProblem | null
  }>()

  useEffect(() => {
    if (jobId === null) return
    let wanted = true
    const follow = async () => {
      while (wanted) {
        const reply = await call(getJob, { jobId })
        if (!wanted) return
        if (reply.ok) {
          const { job } = reply.value
          setSeen({ jobId, job, problem: job.state === 'failed' ? job.problem : null })
          if (!isUnderWay(job)) return
        } else if (reply.problem !== 'connection.lost') {
          setSeen({ jobId, job: null, problem: reply })
          return
        }
        await new Promise((resolve) => setTimeout(resolve, pollMs))
      }
    }
    void follow()
    return () => {
      wanted = false
    }
  }, [call, jobId])

  const steer = useCallback(
    (to: 'pause' | 'resume' | 'cancel') => {
      if (jobId !== null) void call(steerJob, { jobId, to })
    },
    [call, jobId],
  )
  const current = seen !== undefined && seen.jobId === jobId ? seen : null
  return { job: current?.job ?? null, problem: current?.problem ?? null, steer }
}

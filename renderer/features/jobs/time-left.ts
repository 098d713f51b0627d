import { useEffect, useRef, useState } from 'react'
import type { JobView } from '#app/features/jobs/model.ts'

/** A moment of a work: when, in milliseconds, and how much was done. */
export interface Moment {
  readonly at: number
  readonly done: number
}

/** How long a phase must have run before its pace means something. */
const meaningfulMs = 2000

/** Milliseconds left at the pace kept since `first`; `null` while that would be a guess. */
export function timeLeft(first: Moment, now: Moment, total: number): number | null {
  const elapsed = now.at - first.at
  const progress = now.done - first.done
  if (total === 0 || elapsed < meaningfulMs || progress <= 0) return null
  return ((total - now.done) * elapsed) / progress
}

/** Time left in the present phase of a work; a pause begins the measure again. */
export function useTimeLeft(job: JobView): number | null {
  const first = useRef<(Moment & { readonly of: string }) | null>(null)
  const [left, setLeft] = useState<number | null>(null)
  useEffect(() => {
    if (job.state !== 'running') {
      first.current = null
      setLeft(null)
      return
    }
    const now = { at: performance.now(), done: job.done }
    const of = `${job.jobId} ${job.phase}`
    if (first.current?.of !== of) first.current = { ...now, of }
    setLeft(timeLeft(first.current, now, job.total))
  }, [job])
  return left
}

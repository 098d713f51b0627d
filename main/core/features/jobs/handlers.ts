import { getJob, steerJob } from '#app/features/jobs/contract.ts'
import { problem } from '#app/kernel/problem.ts'
import { handle } from '#core/kernel/handle.ts'

const get = handle(getJob, async ({ jobId }, work) => {
  const job = work.jobs.find(jobId)
  return job === null ? problem('not-found', {}) : { job }
})

const steer = handle(steerJob, async ({ jobId, to }, work) => {
  if (work.jobs.find(jobId) === null) return problem('not-found', {})
  if (!work.jobs.steer(jobId, to)) return problem('job.not-pausable', {})
  const job = work.jobs.find(jobId)
  return job === null ? problem('not-found', {}) : { job }
})

/** What answers about background works. */
export const jobsHandlers = [get, steer]

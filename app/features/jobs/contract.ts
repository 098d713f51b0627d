import { z } from 'zod'
import { id } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { jobView } from './model.ts'

const shared = {
  needs: 'nothing',
  permission: { anyone: 'the job’s identifier is only known to the connection that started it' },
  scope: { patients: 'none', because: 'progress figures only' },
} as const

/** How far a job of this connection is. */
export const getJob = operation({
  name: 'jobs.get',
  kind: 'query',
  ...shared,
  audit: { none: 'progress figures only' },
  input: z.strictObject({ jobId: id }),
  output: z.object({ job: jobView }),
  problems: [],
})

/** Pauses, resumes or stops a job; a stopped one leaves nothing half-written. */
export const steerJob = operation({
  name: 'jobs.steer',
  kind: 'command',
  ...shared,
  audit: { none: 'the job journals its own end' },
  input: z.strictObject({ jobId: id, to: z.enum(['pause', 'resume', 'cancel']) }),
  output: z.object({ job: jobView }),
  problems: ['job.not-pausable'],
})

/** The operations of `jobs`, by the second part of their name. */
export const jobsContract = { get: getJob, steer: steerJob }

export { JobProgress } from './JobProgress.tsx'
export { useKeptJob } from './kept-jobs.ts'
export { type StartedJob, useStartedJob } from './started-job.ts'

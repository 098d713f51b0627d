export { JobProgress } from './JobProgress.tsx'
export { useKeptJob } from './kept-jobs.ts'

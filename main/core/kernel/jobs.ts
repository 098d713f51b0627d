import type { JobKind, JobView } from '#app/features/jobs/model.ts'
import type { Problem } from '#app/kernel/problem.ts'

/** How a background work tells where it is, and learns that it must wait or stop. */
export interface JobProgress {
  /** Where the work is. Cheap: announced at most ten times a second. */
  at(phase: string, done: number, total: number, unit: JobView['unit']): void
  /** Ends when the person cancelled or the core is closing. */
  readonly signal: AbortSignal
  /** Waits while the job is paused; call between two steps. */
  readonly whenRunning: () => Promise<void>
  /** Lets that many ms go by, or throws what the job was stopped with. */
  readonly pause: (ms: number) => Promise<void>
  /** Hands the buttons to a work that has its own; it is stopped when `signal` ends. */
  steeredBy(buttons: { pause(): void; resume(): void; cancel(): void }): void
}

/** What a background work is. */
export interface JobPlan {
  readonly kind: JobKind
  /** The record it is about, for {@link Jobs} `isRunning`. */
  readonly about?: string | null
  readonly canPause: boolean
  readonly canCancel: boolean
  /** A refusal makes the job `failed` with it; so does anything thrown, as `internal` with a reference. */
  readonly run: (progress: JobProgress) => Promise<NonNullable<JobView['result']> | Problem>
}

/** Background work as one seat sees it; it outlives the call and the page that started it, not the core. */
export interface Jobs {
  /** Starts a work and returns its identifier at once. */
  start(plan: JobPlan): string
  /** How far a job is, or `null` when it is not of this seat's, nor of its user's. */
  find(jobId: string): JobView | null
  /** The work of this kind under way that the person at this seat may steer, or `null`. */
  underWay(kind: JobKind): string | null
  /** Whether a work of this kind, about this record when one is given, is under way, whoever started it. */
  isRunning(kind: JobKind, about?: string): boolean
  /** Pauses, resumes or cancels; `false` when this job cannot, or not from here. */
  steer(jobId: string, to: 'pause' | 'resume' | 'cancel'): boolean
}

import type { JobView } from '#app/features/jobs/model.ts'
import { isProblem, type Problem } from '#app/kernel/problem.ts'
import type { Ports } from '#core/ports/index.ts'
import type { JobPlan, JobProgress, Jobs } from './jobs.ts'

/** Progress is announced at most this often, in ms. */
const quietMs = 100

/** A work under way or ended, and how to steer it. */
interface Job {
  view: JobView
  version: number
  readonly connectionId: string
  readonly plan: JobPlan
  readonly stop: AbortController
  announcedAt: number
  resume: (() => void) | null
  whenRunning: Promise<void>
  buttons: { pause(): void; resume(): void; cancel(): void } | null
}

/** What the board needs of the core. */
export interface JobBoardHouse {
  readonly ports: Ports
  /** Tells the connection that started a job that it moved. */
  announce(connectionId: string, jobId: string, version: number): void
  /** Turns a failure into what a person may be told. */
  failure(error: unknown, event: string): Promise<Problem>
}

/** The background works of a core. Only the connection that started one sees it. */
export class JobBoard {
  readonly #jobs = new Map<string, Job>()
  readonly #running = new Set<Promise<void>>()
  readonly #house: JobBoardHouse

  constructor(house: JobBoardHouse) {
    this.#house = house
  }

  /** The board as one connection sees it. */
  for(connectionId: string): Jobs {
    return {
      start: (plan) => this.#start(connectionId, plan),
      find: (jobId) => this.#own(connectionId, jobId)?.view ?? null,
      isRunning: (kind) => this.isRunning(kind),
      steer: (jobId, to) => {
        const job = this.#own(connectionId, jobId)
        return job !== undefined && this.#steer(job, to)
      },
    }
  }

  /** Whether a work of this kind is under way, whoever started it. */
  isRunning(kind: JobPlan['kind']): boolean {
    return [...this.#jobs.values()].some((job) => job.plan.kind === kind && job.view.endedAt === null)
  }

  /** Cancels everything and waits for it to end. */
  async stopAll(): Promise<void> {
    for (const job of this.#jobs.values()) this.#cancel(job, 'the core is closing')
    await Promise.all(this.#running)
  }

  #own(connectionId: string, jobId: string): Job | undefined {
    const job = this.#jobs.get(jobId)
    return job?.connectionId === connectionId ? job : undefined
  }

  #start(connectionId: string, plan: JobPlan): string {
    const { clock, random } = this.#house.ports
    const job: Job = {
      view: {
        jobId: random.id(),
        kind: plan.kind,
        state: 'running',
        phase: 'starting',
        done: 0,
        total: 0,
        unit: 'steps',
        startedAt: clock.now(),
        endedAt: null,
        canPause: plan.canPause,
        canCancel: plan.canCancel,
        problem: null,
        result: null,
      },
      version: 1,
      connectionId,
      plan,
      stop: new AbortController(),
      announcedAt: Number.NEGATIVE_INFINITY,
      resume: null,
      whenRunning: Promise.resolve(),
      buttons: null,
    }
    this.#jobs.set(job.view.jobId, job)
    const running = this.#run(job).finally(() => this.#running.delete(running))
    this.#running.add(running)
    return job.view.jobId
  }

  async #run(job: Job): Promise<void> {
    const progress: JobProgress = {
      at: (phase, done, total, unit) => {
        const turned = phase !== job.view.phase
        job.view = { ...job.view, phase, done, total, unit }
        this.#announce(job, turned)
      },
      signal: job.stop.signal,
      whenRunning: () => job.whenRunning,
      steeredBy: (buttons) => {
        job.buttons = buttons
        if (job.stop.signal.aborted) buttons.cancel()
        else if (job.view.state === 'paused') buttons.pause()
      },
    }
    try {
      // The caller gets the identifier before anything else happens.
      await Promise.resolve()
      const outcome = await job.plan.run(progress)
      this.#end(job, isProblem(outcome) ? { state: 'failed', problem: outcome } : { state: 'done', result: outcome })
    } catch (error) {
      if (job.stop.signal.aborted) this.#end(job, { state: 'cancelled' })
      else this.#end(job, { state: 'failed', problem: await this.#house.failure(error, `job.${job.plan.kind}`) })
    }
  }

  #end(job: Job, ending: Partial<JobView>): void {
    job.view = { ...job.view, ...ending, endedAt: this.#house.ports.clock.now(), canPause: false, canCancel: false }
    this.#announce(job, true)
  }

  #steer(job: Job, to: 'pause' | 'resume' | 'cancel'): boolean {
    const { state, canPause, canCancel } = job.view
    if (to === 'cancel') {
      if (!canCancel || (state !== 'running' && state !== 'paused')) return false
      this.#cancel(job, 'cancelled by the person')
      return true
    }
    if (to === 'pause') {
      if (!canPause || state !== 'running') return false
      job.whenRunning = new Promise((resolve) => {
        job.resume = resolve
      })
      job.buttons?.pause()
      job.view = { ...job.view, state: 'paused' }
    } else {
      if (state !== 'paused') return false
      job.buttons?.resume()
      job.resume?.()
      job.resume = null
      job.view = { ...job.view, state: 'running' }
    }
    this.#announce(job, true)
    return true
  }

  #cancel(job: Job, why: string): void {
    job.stop.abort(new Error(why))
    job.resume?.()
    job.buttons?.cancel()
  }

  #announce(job: Job, always: boolean): void {
    const now = this.#house.ports.clock.elapsedMs()
    job.version += 1
    if (!always && now - job.announcedAt < quietMs) return
    job.announcedAt = now
    this.#house.announce(job.connectionId, job.view.jobId, job.version)
  }
}

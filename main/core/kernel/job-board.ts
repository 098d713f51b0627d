import type { JobView } from '#app/features/jobs/model.ts'
import { isProblem, type Problem } from '#app/kernel/problem.ts'
import type { Ports } from '#core/ports/index.ts'
import type { JobPlan, JobProgress, Jobs } from './jobs.ts'
import type { Seat } from './session-table.ts'

/** Progress is announced at most this often, in ms. */
const quietMs = 100

/** A work under way or ended, and how to steer it. */
interface Job {
  view: JobView
  version: number
  readonly owner: JobOwner
  readonly plan: JobPlan
  readonly stop: AbortController
  announcedAt: number
  resume: (() => void) | null
  whenRunning: Promise<void>
  buttons: { pause(): void; resume(): void; cancel(): void } | null
  running: Promise<void>
}

/** Who started a work: the user signed in there, or the seat alone before anybody was; neither for the core itself. */
export interface JobOwner {
  readonly connectionId: string | null
  readonly userId: string | null
}

/** What the board needs of the core. */
export interface JobBoardHouse {
  readonly ports: Ports
  /** Tells whoever started a job that it moved. */
  announce(owner: JobOwner, jobId: string, version: number): void
  /** Turns a failure into what a person may be told. */
  failure(error: unknown, event: string): Promise<Problem>
}

/** Works that ended are remembered up to this number: long enough to be told how they ended. */
const longestMemory = 50

/**
 * The background works of a core. Whoever started one sees it: a user wherever they are signed in, so that a page loaded
 * again finds it; before anybody is signed in, the seat alone.
 */
export class JobBoard {
  readonly #jobs = new Map<string, Job>()
  readonly #running = new Set<Promise<void>>()
  readonly #house: JobBoardHouse

  constructor(house: JobBoardHouse) {
    this.#house = house
  }

  /** The board as one seat sees it. */
  for(seat: Seat): Jobs {
    return {
      start: (plan) => {
        const owner = { connectionId: seat.id, userId: seat.session?.actor.userId ?? null }
        return this.#start(owner, plan).view.jobId
      },
      find: (jobId) => {
        const job = this.#jobs.get(jobId)
        return job !== undefined && maySee(job.owner, seat) ? job.view : null
      },
      underWay: (kind) => {
        const job = [...this.#jobs.values()].find(
          ({ owner, view }) => view.kind === kind && view.endedAt === null && maySteer(owner, seat),
        )
        return job?.view.jobId ?? null
      },
      isRunning: (kind, about) => this.isRunning(kind, about),
      steer: (jobId, to) => {
        const job = this.#jobs.get(jobId)
        return job !== undefined && maySteer(job.owner, seat) && this.#steer(job, to)
      },
    }
  }

  /** A work of the core itself: seen by all as under way, and waited for. Returns how it ended. */
  async make(plan: JobPlan): Promise<JobView> {
    const job = this.#start({ connectionId: null, userId: null }, plan)
    await job.running
    return job.view
  }

  /** Whether a work of this kind, about this record when one is given, is under way, whoever started it. */
  isRunning(kind: JobPlan['kind'], about?: string): boolean {
    return [...this.#jobs.values()].some(
      ({ plan, view }) => plan.kind === kind && view.endedAt === null && (about === undefined || plan.about === about),
    )
  }

  /** Cancels everything and waits for it to end. */
  async stopAll(): Promise<void> {
    for (const job of this.#jobs.values()) this.#cancel(job, 'the core is closing')
    await Promise.all(this.#running)
  }

  #start(owner: JobOwner, plan: JobPlan): Job {
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
      owner,
      plan,
      stop: new AbortController(),
      announcedAt: Number.NEGATIVE_INFINITY,
      resume: null,
      whenRunning: Promise.resolve(),
      buttons: null,
      running: Promise.resolve(),
    }
    this.#jobs.set(job.view.jobId, job)
    const running = this.#run(job).finally(() => this.#running.delete(running))
    job.running = running
    this.#running.add(running)
    this.#forgetOldest()
    return job
  }

  #forgetOldest(): void {
    const ended = [...this.#jobs.values()].filter(({ view }) => view.endedAt !== null)
    for (const { view } of ended.slice(0, -longestMemory)) this.#jobs.delete(view.jobId)
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
      pause: (ms) => this.#pause(job, ms),
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

  #pause(job: Job, ms: number): Promise<void> {
    const { signal } = job.stop
    return new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const stopped = () => {
        cancel()
        reject(signal.reason as Error)
      }
      const cancel = this.#house.ports.timers.after(ms, () => {
        signal.removeEventListener('abort', stopped)
        resolve()
      })
      signal.addEventListener('abort', stopped, { once: true })
    })
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
    this.#house.announce(job.owner, job.view.jobId, job.version)
  }
}

/** A seat that locked, or where nobody is signed in any more, still follows what was started there. */
function maySee({ connectionId, userId }: JobOwner, seat: Seat): boolean {
  const here = connectionId === seat.id
  if (userId === null) return here
  return seat.session === null ? here : seat.session.actor.userId === userId
}

/** What a user started, nobody stops in their absence. */
function maySteer(owner: JobOwner, seat: Seat): boolean {
  if (!maySee(owner, seat)) return false
  return owner.userId === null || seat.session?.lockedAt === null
}

import { WorkCancelled } from './refusal.ts'

/** How far a work is. `total` is 0 while it cannot be known. */
export interface WorkProgress {
  readonly phase: WorkPhase
  readonly done: number
  readonly total: number
}

/**
 * - `waiting`: for the instant at which the copy is taken;
 * - `copying`: pages, from the cabinet or out of the backup;
 * - `checking`: the whole structure of the copied database (no figure: SQLite says nothing until the end);
 * - `rereading`: the file as it will be kept, block by block;
 * - `finishing`: names put in place.
 */
export type WorkPhase = 'waiting' | 'copying' | 'checking' | 'rereading' | 'finishing'

const running = 0
const paused = 1
const cancelled = 2

/** The three buttons of a long work, shared between threads. */
export class Steering {
  readonly shared: SharedArrayBuffer
  readonly #state: Int32Array

  constructor(shared = new SharedArrayBuffer(4)) {
    this.shared = shared
    this.#state = new Int32Array(shared)
  }

  pause(): void {
    Atomics.compareExchange(this.#state, 0, running, paused)
  }

  resume(): void {
    Atomics.compareExchange(this.#state, 0, paused, running)
    Atomics.notify(this.#state, 0)
  }

  /** Cannot be taken back; a paused work stops too. */
  cancel(): void {
    Atomics.store(this.#state, 0, cancelled)
    Atomics.notify(this.#state, 0)
  }

  get isCancelled(): boolean {
    return Atomics.load(this.#state, 0) === cancelled
  }

  /** Between two blocks, in a thread of its own: waits while paused, throws {@link WorkCancelled} once cancelled. */
  pass(): void {
    while (Atomics.load(this.#state, 0) === paused) Atomics.wait(this.#state, 0, paused)
    if (this.isCancelled) throw new WorkCancelled()
  }

  /** Sleeps in a thread of its own, less when a button is pressed. */
  rest(ms: number): void {
    Atomics.wait(this.#state, 0, Atomics.load(this.#state, 0), ms)
  }
}

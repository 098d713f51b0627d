/** Work put off. A callback never throws into the timer; what it starts handles its own failures. */
export interface Timers {
  /** Calls once after `ms`; the returned function cancels. Does not keep the process alive. */
  after(ms: number, call: () => void): () => void
  /** Calls every `ms`; the returned function stops it. Does not keep the process alive. */
  every(ms: number, call: () => void): () => void
}

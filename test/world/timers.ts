import type { Timers } from '#core/ports/index.ts'

/** Timers that go off when the test says so. */
export interface TestTimers extends Timers {
  /** Lets every repeated call happen once. */
  tick(): void
  /** The same, until what they began is over. */
  tickWhole(): Promise<void>
}

/** New timers. */
export function testTimers(): TestTimers {
  const repeated = new Set<() => void>()
  return {
    after: (ms, call) => {
      const timer = setTimeout(call, ms).unref()
      return () => clearTimeout(timer)
    },
    every: (_ms, call) => {
      repeated.add(call)
      return () => void repeated.delete(call)
    },
    tick: () => {
      for (const call of repeated) call()
    },
    tickWhole: async () => {
      await Promise.all([...repeated].map(async (call) => call()))
    },
  }
}

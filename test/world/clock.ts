import type { Clock } from '#core/ports/index.ts'

/** A clock that runs with the computer's, and that a test can put forward. */
export interface TestClock extends Clock {
  forward(ms: number): void
}

/** A new clock, in Paris. */
export function testClock(): TestClock {
  let ahead = 0
  const instant = () => new Date(Date.now() + ahead)
  return {
    now: () => instant().toISOString(),
    elapsedMs: () => performance.now() + ahead,
    timeZone: () => 'Europe/Paris',
    today: () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short' }).format(instant()),
    forward: (ms) => {
      ahead += ms
    },
  }
}

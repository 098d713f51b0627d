/** What time it is. The only clock of the core, so that tests may set it. */
export interface Clock {
  /** The present instant, ISO 8601 UTC with milliseconds. */
  now(): string
  /** Milliseconds since any fixed moment; never goes back, for delays and durations. */
  elapsedMs(): number
  /** Where the computer stands, as an IANA name: days and schedules are local. */
  timeZone(): string
  /** The civil day it is there, `2026-11-22`. */
  today(): string
}

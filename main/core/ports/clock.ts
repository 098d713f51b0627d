/** What time it is. The only clock of the core, so that tests may set it. */
export interface Clock {
  /** The present instant, ISO 8601 UTC with milliseconds. */
  now(): string
  /** Milliseconds since any fixed moment; never goes back, for delays and durations. */
  elapsedMs(): number
  /** Time of day and date where the computer stands, for schedules: `2026-11-22` and `07:30`. */
  local(): { readonly date: string; readonly time: string }
}

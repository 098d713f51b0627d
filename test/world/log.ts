import type { Logger, LogLine } from '#core/ports/index.ts'

/** A log a test reads. */
export interface KeptLog extends Logger {
  readonly lines: readonly LogLine[]
}

/** A new log. */
export function keptLog(): KeptLog {
  const lines: LogLine[] = []
  return { lines, write: (line) => void lines.push(line) }
}

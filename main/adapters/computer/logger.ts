import type { Logger, LogLine } from '#core/ports/index.ts'

/** One JSON object per line on standard error; lines come redacted. */
export const standardErrorLogger: Logger = {
  write: (line: LogLine) => {
    process.stderr.write(
      `${JSON.stringify({ at: new Date().toISOString(), level: line.level, event: line.event, ...line.fields })}\n`,
    )
  },
}

/** One line of the program's own log: codes and references, never a person, a secret or a path. */
export interface LogLine {
  readonly level: 'info' | 'warning' | 'error'
  /** What happened: `dispatch.internal`, `backup.failed`. */
  readonly event: string
  /** Redacted before it gets here. */
  readonly fields: Readonly<Record<string, string | number | boolean>>
}

/** Where log lines go. Called with redacted lines only. */
export interface Logger {
  write(line: LogLine): void
}

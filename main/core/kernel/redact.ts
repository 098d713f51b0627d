/**
 * What may be said of an error in a log: its class, its code, and where it was thrown. Never its message, which may
 * quote a row, a path or a secret.
 */
export function describeError(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof Error)) return { error: typeof error }
  const code =
    'code' in error && typeof error.code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(error.code) ? error.code : ''
  return {
    error: /^[A-Za-z]+$/.test(error.name) ? error.name : 'Error',
    ...(code === '' ? {} : { code }),
    at: framesOf(error.stack ?? '').join(' < '),
    ...(error.cause === undefined ? {} : { cause: String(describeError(error.cause)['error']) }),
  }
}

/** `dispatch.ts:41` for each of the first frames: names of our own files only, no folder of this computer. */
function framesOf(stack: string): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .flatMap((line) => /([\w.-]+\.[cm]?[jt]s):(\d+):\d+\)?$/.exec(line)?.slice(1, 3).join(':') ?? [])
}

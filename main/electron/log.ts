import { app } from 'electron'
import { appendFile, mkdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The log is turned over at this size: one former file is kept. */
const turnOverBytes = 1_000_000

let written: Promise<void> = Promise.resolve()

/**
 * Writes one line of the shell's log: an event of ours, figures, and words of a closed list.
 *
 * The main process sees no patient, and no message of an error gets here either, since it could hold a path or a name.
 */
export function log(event: string, fields: Readonly<Record<string, number | string | boolean>>): void {
  const line = `${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`
  if (!app.isPackaged) process.stderr.write(line)
  // A log that cannot be written stops nobody from working.
  written = written.then(() => append(line)).catch(ignoreFullDisk)
}

/** What may be said of an unexpected error: its class and code, and where in our own files, without its message. */
export function describeError(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { name: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  const places = (error.stack ?? '')
    .split('\n')
    .flatMap((line) => /([\w.-]+\.(?:c?js|mjs|ts):\d+:\d+)\)?$/.exec(line)?.[1] ?? [])
  return { name: error.name, ...code, places: places.slice(0, 6).join(' ') }
}

function ignoreFullDisk(): void {}

async function append(line: string): Promise<void> {
  const folder = join(app.getPath('userData'), 'logs')
  const file = join(folder, 'shell.log')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  )
  if (size > turnOverBytes) await rename(file, join(folder, 'shell.1.log'))
  await appendFile(file, line, { mode: 0o600 })
}

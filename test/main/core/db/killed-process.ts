import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('./open-in-another-process.ts', import.meta.url))

/** What another process said about a cabinet before it ended, or was killed. */
export interface OtherProcess {
  /** The lines it said, complete once `ended`. */
  readonly lines: string[]
  /** Resolves when it has said a line that starts so; rejects when it ends before. */
  said(start: string): Promise<string>
  kill(): Promise<void>
  readonly ended: Promise<void>
}

/** Starts a process that opens the cabinet: see `open-in-another-process.ts`. */
export function openElsewhere(
  task: 'hold' | 'write' | 'rekey' | 'migrate' | 'keys' | 'create',
  folder: string,
): OtherProcess {
  const child = spawn(process.execPath, [script, task, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  const listeners = new Set<() => void>()
  let rest = ''
  child.stdout.on('data', (text: Buffer) => {
    const complete = (rest + text.toString()).split('\n')
    rest = complete.pop() ?? ''
    lines.push(...complete)
    for (const listener of listeners) listener()
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return {
    lines,
    ended,
    said: (start) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const line = lines.find((one) => one.startsWith(start))
          if (line !== undefined) resolve(line)
        }
        listeners.add(look)
        look()
        void ended.then(() => reject(new Error(`ended after: ${lines.join(', ')}`)))
      }),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Lets it work for some time, nobody knows how long, and kills it. What it said last is in its lines. */
export async function killAtRandom(other: OtherProcess, longestMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.random() * longestMs))
  await other.kill()
  const unhappy = other.lines.filter((line) => /^(refused|failed)/.test(line))
  if (unhappy.length > 0) throw new Error(unhappy.join(', '))
}

/** How many times a killing test kills: a few by default, many with CABINET_LONG=1. */
export const kills = process.env['CABINET_LONG'] === '1' ? 50 : 5

import { spawn } from 'node:child_process'

/** A process to start and kill. */
export interface Victim {
  /** A TypeScript file this Node runs as it is. */
  readonly script: string
  readonly args: readonly string[]
  /** The line after which it may die: before it, it is only getting ready. */
  readonly readyLine: string
  /** It is killed at a random moment of that many milliseconds after its ready line. */
  readonly withinMs: number
}

/** What it had said when it died. */
export interface Death {
  /** The whole lines after the ready line: what it acknowledged. A line cut by the kill is left out. */
  readonly acknowledged: readonly string[]
  /** Milliseconds between its ready line and the kill; null when it ended by itself before. */
  readonly killedAfterMs: number | null
}

/** How many times a kind of crash is tried: a few by default, many with `CABINET_LONG=1`. */
export function kills(few: number, many: number): number {
  return process.env['CABINET_LONG'] === '1' ? many : few
}

/** How long a process may take to get ready: many times what it needs, for a machine that does much else. */
const patienceMs = 60_000

/**
 * Starts a process, lets it get to work, and kills it with SIGKILL: no handler runs, nothing is flushed by it. Resolves
 * when the system has taken back its locks and descriptors.
 *
 * Rejects, with what it wrote on its error output, when it ends before it is ready or ends by itself with a failure.
 */
export async function killAtRandom(victim: Victim): Promise<Death> {
  const child = spawn(process.execPath, [victim.script, ...victim.args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let complained = ''
  let killedAfterMs: number | null = null
  let timer: NodeJS.Timeout | undefined
  const impatience = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  child.stderr.on('data', (text: Buffer) => {
    complained += text.toString()
  })
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString()
    if (timer !== undefined || !said.includes(`${victim.readyLine}\n`)) return
    clearTimeout(impatience)
    const delayMs = Math.random() * victim.withinMs
    timer = setTimeout(() => {
      if (child.kill('SIGKILL')) killedAfterMs = delayMs
    }, delayMs)
  })
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code))
  })
  clearTimeout(impatience)
  clearTimeout(timer)
  const lines = said.split('\n').slice(0, -1)
  const ready = lines.indexOf(victim.readyLine)
  if (ready < 0 || (status !== null && status !== 0)) throw new Error(`the process ended with ${status}: ${complained}`)
  return { acknowledged: lines.slice(ready + 1), killedAfterMs: status === null ? killedAfterMs : null }
}

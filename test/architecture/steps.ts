import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Counts, countPlaywright, noCounts, type PlaywrightReport } from './counts.ts'
import { root } from './tree.ts'

/** One program the suite runs. */
export interface Step {
  readonly name: string
  /** Program of `node_modules/.bin`, then its arguments. */
  readonly command: readonly [program: string, ...args: readonly string[]]
  /** Past this, the step is stopped and has failed. */
  readonly limitMinutes: number
  /** Shows the lines as they come; otherwise only what a failed step said. */
  readonly live?: true
  /** Opens windows: gets a virtual screen where there is none. */
  readonly windows?: true
  /** What to count instead of the step itself. */
  readonly counts?: 'vitest' | 'playwright'
}

/** How a step ended. */
export interface Outcome {
  readonly name: string
  readonly ok: boolean
  readonly seconds: number
  readonly counts: Counts
  /** The end of what it said. */
  readonly report: string
}

/** How much of a failed check is said again at the end of the suite, in characters. */
const reportLimit = 6_000
const reports = join(root, '.cache', 'suite')
const running = new Set<ChildProcess>()

/** Runs a step to its end. Never throws: a step that cannot start has failed. */
export async function runStep(step: Step): Promise<Outcome> {
  const started = performance.now()
  const countsFile = join(reports, `${step.name.replaceAll(/\W+/g, '-')}.json`)
  mkdirSync(reports, { recursive: true })
  rmSync(countsFile, { force: true })

  const said: string[] = []
  const status = await new Promise<number>((resolve) => {
    const child = start(step, countsFile)
    running.add(child)
    const limit = setTimeout(() => {
      said.push(`stopped after ${step.limitMinutes} minutes\n`)
      stop(child)
    }, step.limitMinutes * 60_000)
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said.push(text)
        if (step.live) process.stdout.write(text)
      })
    }
    const end = (code: number) => {
      clearTimeout(limit)
      running.delete(child)
      resolve(code)
    }
    child.on('error', (error) => {
      said.push(`${error.message}\n`)
      end(1)
    })
    child.on('close', (code) => end(code ?? 1))
  })

  const seconds = (performance.now() - started) / 1000
  const counts = countsOf(step, countsFile, status)
  const ok = status === 0 && counts.failed === 0
  console.log(`${ok ? '✓' : '✗'} ${step.name} (${seconds.toFixed(1)} s)`)
  if (!ok && !step.live) console.log(said.join(''))
  const report = said.join('').slice(-reportLimit)
  return { name: step.name, ok, seconds, counts, report }
}

/** Stops whatever still runs, with everything it started. */
export function stopSteps(): void {
  for (const child of running) stop(child)
}

function start(step: Step, report: string): ChildProcess {
  const [program, ...args] = step.command
  const bin = join(root, 'node_modules', '.bin')
  const needsScreen = step.windows === true && process.platform === 'linux' && !process.env['DISPLAY']
  const command = needsScreen
    ? ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24 -nolisten tcp', join(bin, program), ...args]
    : [join(bin, program), ...args]
  return spawn(command[0] ?? program, command.slice(1), {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own group, so that a step is stopped with the browsers and databases it opened.
    detached: process.platform !== 'win32',
    env: {
      ...process.env,
      PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
      CABINET_COUNTS_FILE: report,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      // Hosts, commands and processes to be killed start a hundred times from the same sources: read once.
      NODE_COMPILE_CACHE: join(root, '.cache', 'node'),
      ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
      FORCE_COLOR: undefined,
    },
  })
}

function stop(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL')
  } catch {
    // It ended by itself in the meantime.
  }
}

function countsOf(step: Step, report: string, status: number): Counts {
  if (step.counts === undefined) return status === 0 ? { ...noCounts, passed: 1 } : { ...noCounts, failed: 1 }
  if (!existsSync(report)) return { ...noCounts, failed: 1 }
  const content: unknown = JSON.parse(readFileSync(report, 'utf8'))
  const counts = step.counts === 'vitest' ? (content as Counts) : countPlaywright(content as PlaywrightReport)
  // A runner that leaves with an error although every test passed (a crash while closing, an empty run) has failed.
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

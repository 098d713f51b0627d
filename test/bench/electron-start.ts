import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { type ElectronRuntime, findElectron } from '#main/launch/electron-runtime.ts'
import type { BenchRow } from './row.ts'

const root = join(import.meta.dirname, '..', '..')
const runs = 7
const budget = 1.7

/**
 * Process start to opening window painted, against a window of one sentence with the same runtime, the two in turn. On a
 * Linux without a display, a virtual one is lent by Xvfb. Gives no row without a runtime, and says so.
 */
export async function bench(): Promise<BenchRow[]> {
  const runtime = findElectron(() => {})
  if (runtime === null) {
    process.stderr.write('no Electron runtime here: its start is not measured\n')
    return []
  }
  const screen = await lentScreen()
  const program: number[] = []
  const empty: number[] = []
  try {
    for (let run = 0; run < runs; run += 1) {
      empty.push(await paintedAfterMs(runtime, join(import.meta.dirname, 'empty-window')))
      program.push(await paintedAfterMs(runtime, root))
    }
  } finally {
    screen?.kill()
  }
  const value = median(program)
  const floor = median(empty)
  const ratio = value / floor
  return [
    {
      name: 'Electron : démarrage à fenêtre d’ouverture peinte',
      value,
      unit: 'ms',
      floor,
      ratio,
      budget: `≤ ${budget} × une fenêtre vide`,
      ok: ratio <= budget,
    },
  ]
}

/** A virtual screen where there is none; the programs started from here show themselves on it. */
async function lentScreen(): Promise<ChildProcess | null> {
  if (process.platform !== 'linux' || process.env['DISPLAY']) return null
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1366x768x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const number = screen.stdio[3]
  if (!(number instanceof Readable)) throw new Error('Xvfb has no line to say its number on')
  const said = await Promise.race([once(number, 'data'), once(screen, 'exit')])
  if (!Buffer.isBuffer(said[0])) throw new Error('Xvfb did not start')
  process.env['DISPLAY'] = `:${said[0].toString().trim()}`
  return screen
}

/** Milliseconds from the start of the process to the line that says its window has painted. */
async function paintedAfterMs(runtime: ElectronRuntime, folder: string): Promise<number> {
  const home = await mkdtemp(join(tmpdir(), 'cabinet-bench-'))
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const { ELECTRON_RUN_AS_NODE: _runAsNode, ...env } = process.env
  const startedAt = performance.now()
  const child = spawn(
    runtime.executable,
    [
      ...asRoot,
      '--disable-gpu',
      folder,
      `--user-data-dir=${join(home, 'profile')}`,
      `--cabinets=${join(home, 'cabinets')}`,
    ],
    { env: { ...env, HOME: home }, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  try {
    for await (const line of createInterface({ input: child.stderr })) {
      if (line.includes('"window.painted"')) return performance.now() - startedAt
    }
    throw new Error('the window never painted')
  } finally {
    if (child.exitCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    await rm(home, { recursive: true, force: true })
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

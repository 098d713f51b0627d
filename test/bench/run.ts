/**
 * `npm run bench`: runs every file of this folder that exports `bench`, one after the other, each in a process of its own so
 * that one does not inherit the memory and the warm caches of another.
 *
 *   npm run bench -- --json            one JSON object: { machine, rows, failures }
 *   npm run bench -- search backup     only files whose name contains one of these words
 *
 * Leaves with status 1 if a budget is not held or a bench failed.
 */
import { fork } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Bench, BenchRow } from './row.ts'

const notBenches = new Set(['run.ts', 'row.ts'])
const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false }, file: { type: 'string' } },
  allowPositionals: true,
})

if (values.file === undefined) await runAll(values.json, positionals)
else await runOne(values.file)

/** In the child: measures, and sends the rows to the parent. */
async function runOne(file: string): Promise<void> {
  const { bench } = (await import(new URL(file, import.meta.url).href)) as { bench?: Bench }
  if (bench === undefined) return
  const rows = await bench()
  await new Promise((resolve) => process.send?.(rows, resolve))
  process.exit(0)
}

async function runAll(json: boolean, only: readonly string[]): Promise<void> {
  const files = readdirSync(new URL('.', import.meta.url))
    .filter((file) => file.endsWith('.ts') && !notBenches.has(file))
    .filter((file) => only.length === 0 || only.some((word) => file.includes(word)))
    .toSorted()
  const rows: BenchRow[] = []
  const failures: string[] = []
  for (const file of files) {
    process.stderr.write(`${file}…\n`)
    const measured = await measure(file)
    if (measured === undefined) failures.push(file)
    else rows.push(...measured)
  }
  const machine = { cores: cpus().length, memoryMB: Math.round(totalmem() / 2 ** 20), node: process.version }
  if (json) console.log(JSON.stringify({ machine, rows, failures }))
  else {
    console.log(`| operation | measured | floor | ratio | budget | |\n|---|---|---|---|---|---|`)
    for (const row of rows) console.log(lineOf(row))
    for (const file of failures) console.log(`${file}: failed, see above`)
  }
  process.exitCode = failures.length > 0 || rows.some((row) => !row.ok) ? 1 : 0
}

/** The rows of one file, none if it exports no bench, or nothing if it failed. */
function measure(file: string): Promise<readonly BenchRow[] | undefined> {
  return new Promise((resolve) => {
    let rows: readonly BenchRow[] = []
    // Whatever a bench prints goes to the error stream: the standard output is for the result.
    const child = fork(fileURLToPath(import.meta.url), ['--file', file], { stdio: ['ignore', 2, 2, 'ipc'] })
    child.on('message', (message) => {
      rows = message as BenchRow[]
    })
    child.on('close', (status) => resolve(status === 0 ? rows : undefined))
  })
}

function lineOf(row: BenchRow): string {
  const shown = (value: number | undefined, unit: string) =>
    value === undefined ? '' : `${Number(value.toPrecision(3))}${unit}`
  const cells = [
    row.name,
    shown(row.value, ` ${row.unit}`),
    shown(row.floor, ` ${row.unit}`),
    shown(row.ratio, ' ×'),
    row.budget,
    row.ok ? 'held' : '**not held**',
  ]
  return `| ${cells.join(' | ')} |`
}

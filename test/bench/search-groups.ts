import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { contract } from '#app/contract.ts'
import type { Core } from '#core/index.ts'
import { composeCore } from '#main/compose/index.ts'
import { connectInMemory, type MemorySeat } from '#main/wire/index.ts'
import type { Bench, BenchRow } from './row.ts'
import { mixedQueries, openBeside, page, patients, percentile, queries } from './search.ts'

const run = promisify(execFile)
const rounds = 5
/** The locum of the training cabinet sees a tenth of it; Dr Marchand sees all of it. */
const limited = 'Dr Paul ESTÈVE'
const unlimited = 'Dr Hélène MARCHAND'

/**
 * The same questions by somebody who sees a tenth of the records and by somebody who sees them all, one after the other, so
 * that both see the same machine. `CABINET_BENCH_FOLDER` names a cabinet already made.
 */
async function benchGroups(): Promise<readonly BenchRow[]> {
  const given = process.env['CABINET_BENCH_FOLDER']
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'cabinet-bench-groups-')))
  try {
    if (given === undefined) {
      const script = fileURLToPath(new URL('search/make-cabinet.ts', import.meta.url))
      await run(process.execPath, [script, folder, String(patients)])
    }
    const core = composeCore({
      version: '0.0.0-bench',
      stateFolder: join(folder, 'state'),
      cabinetsFolder: join(folder, 'cabinets'),
      backupsFolder: join(folder, 'backups'),
      scheduled: false,
    })
    try {
      const all = await signIn(core, unlimited)
      const few = await signIn(core, limited)
      const bare = await openBeside(join(folder, 'cabinets'), all.account)
      const typed = mixedQueries(bare, queries)
      bare.close()
      return [...(await compareSearch(few.seat, all.seat, typed)), ...(await comparePages(few.seat, all.seat))]
    } finally {
      await core.dispose()
    }
  } finally {
    if (given === undefined) await rm(folder, { recursive: true, force: true })
  }
}

export const bench: Bench = benchGroups

async function signIn(core: Core, name: string) {
  const seat = connectInMemory(core, { kind: 'test', name })
  const accounts = await seat.call(contract.cabinet.trainingAccounts, {})
  if (!accounts.ok || accounts.value.cabinetId === null) throw new Error('no training cabinet')
  const account = accounts.value.accounts.find((one) => one.displayName === name)
  if (account === undefined) throw new Error(`${name} is not in the training cabinet`)
  const { userId, password } = account
  const opened = await seat.call(contract.cabinet.open, { cabinetId: accounts.value.cabinetId, userId, password })
  if (!opened.ok) throw new Error(`the cabinet does not open: ${opened.problem}`)
  return { seat, account: { userId, password } }
}

async function compareSearch(few: MemorySeat, all: MemorySeat, typed: readonly string[]): Promise<BenchRow[]> {
  // The best of some rounds for each question: what else the machine does is not ours.
  const ours = typed.map(() => Number.POSITIVE_INFINITY)
  const floor = typed.map(() => Number.POSITIVE_INFINITY)
  let seen = 0
  let whole = 0
  for (let round = 0; round < rounds; round += 1) {
    for (const [place, text] of typed.entries()) {
      const start = performance.now()
      const mine = await few.call(contract.patients.search, { text, limit: page })
      const between = performance.now()
      const theirs = await all.call(contract.patients.search, { text, limit: page })
      floor[place] = Math.min(floor[place] ?? 0, performance.now() - between)
      ours[place] = Math.min(ours[place] ?? 0, between - start)
      if (!mine.ok || !theirs.ok) throw new Error('a search is refused')
      if (mine.value.total > theirs.value.total) throw new Error('who sees fewer finds more')
      seen = mine.value.visible
      whole = theirs.value.visible
    }
  }
  const share = Math.round((100 * seen) / whole)
  const row = (part: number, name: string): BenchRow => {
    const [value, under] = [percentile(ours, part), percentile(floor, part)]
    const ratio = value / under
    const budget = '≤ 1.5 × without groups'
    return {
      name: `search by who sees ${share} %, ${name}`,
      value,
      unit: 'ms',
      floor: under,
      ratio,
      budget,
      ok: ratio <= 1.5,
    }
  }
  return [row(0.95, 'p95'), row(0.5, 'median')]
}

/** The list itself, from its beginning to its end, by name and by birth date. */
async function comparePages(few: MemorySeat, all: MemorySeat): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  for (const by of ['usedName', 'birthDate'] as const) {
    const [ours, floor] = [await pages(few, by), await pages(all, by)]
    rows.push({
      name: `a page of the list by ${by}, by who sees a tenth, worst of 20`,
      value: Math.max(...ours),
      unit: 'ms',
      floor: Math.max(...floor),
      ratio: Math.max(...ours) / Math.max(...floor),
      budget: 'none: for information',
      ok: true,
    })
  }
  return rows
}

async function pages(seat: MemorySeat, by: 'usedName' | 'birthDate'): Promise<number[]> {
  const sort = { by, direction: 'ascending' } as const
  const first = await seat.call(contract.patients.search, { text: '', limit: page, sort })
  if (!first.ok) throw new Error('the list is refused')
  const times: number[] = []
  for (let part = 0; part < 20; part += 1) {
    const offset = Math.floor((first.value.total * part) / 20)
    const start = performance.now()
    const reply = await seat.call(contract.patients.search, { text: '', offset, limit: page, sort })
    times.push(performance.now() - start)
    if (!reply.ok || reply.value.rows.length === 0) throw new Error('a page is empty')
  }
  return times
}

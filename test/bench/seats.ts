import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { contract } from '#app/contract.ts'
import { joinHost, Seat, type Told } from './seats/seat.ts'
import type { HostReady, HostUsage } from './seats/host-process.ts'
import type { Bench, BenchRow } from './row.ts'

const patients = 100_000
const seatCount = 50
const operationsPerSecond = 2
const warmUpMs = 5_000
const measuredMs = 30_000
const run = promisify(execFile)

/**
 * Fifty seats on one host, over real TLS web sockets from another process, on 100,000 patients with access groups on: each
 * asks two things a second as people do (type in the search, open a record, type in a form, save), listens to what changes,
 * and reads again the record it shows when another seat changed it.
 */
async function benchSeats(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-bench-seats-'))
  let host: ChildProcess | null = null
  try {
    await run(process.execPath, [
      fileURLToPath(new URL('search/make-cabinet.ts', import.meta.url)),
      folder,
      String(patients),
    ])
    host = fork(new URL('seats/host-process.ts', import.meta.url), [folder])
    const [ready] = (await once(host, 'message')) as [HostReady]
    return await measure(host, ready)
  } finally {
    if (host !== null) await ended(host)
    await rm(folder, { recursive: true, force: true })
  }
}

/** The bench of several workstations. */
export const bench: Bench = benchSeats

async function measure(host: ChildProcess, ready: HostReady): Promise<readonly BenchRow[]> {
  const authority = await readFile(ready.authorityFile, 'utf8')
  const seats: Seat[] = []
  const told: Told = { waits: [], sightings: [], failures: [] }
  try {
    const accounts = await clinicalAccounts(ready.port, authority)
    for (let index = 0; index < seatCount; index += 1) {
      const account = accounts[index % accounts.length]
      if (account === undefined) throw new Error('nobody sees patients in the training cabinet')
      const seat = new Seat(await joinHost(ready.port, authority), index, told)
      seats.push(seat)
      await seat.signIn(account.cabinetId, account.userId, account.password)
    }
    await Promise.all(seats.map((seat) => seat.work(warmUpMs, operationsPerSecond)))
    told.waits.length = 0
    told.sightings.length = 0
    const before = await usage(host)
    const started = performance.now()
    await Promise.all(seats.map((seat) => seat.work(measuredMs, operationsPerSecond)))
    const elapsedMs = performance.now() - started
    const after = await usage(host)
    if (told.failures.length > 0) throw new Error(`refused ${told.failures.length} times, first: ${told.failures[0]}`)
    return rowsOf(told, (after.cpuMicroseconds - before.cpuMicroseconds) / 1_000 / elapsedMs, elapsedMs, after)
  } finally {
    for (const seat of seats) seat.leave()
  }
}

function rowsOf(told: Told, cores: number, elapsedMs: number, after: HostUsage): readonly BenchRow[] {
  const waited = percentile(told.waits, 0.95)
  const seen = percentile(told.sightings, 0.95)
  const rate = told.waits.length / (elapsedMs / 1_000)
  return [
    {
      name: `${seatCount} seats, ${Math.round(rate)} operations a second, an operation, p95`,
      value: waited,
      unit: 'ms',
      budget: '≤ 60 ms, no error',
      ok: waited <= 60 && rate >= seatCount * operationsPerSecond * 0.9,
    },
    {
      name: `a change seen at another seat, p95 of ${told.sightings.length}`,
      value: seen,
      unit: 'ms',
      budget: '≤ 250 ms',
      ok: seen <= 250 && told.sightings.length > 20,
    },
    { name: 'the core meanwhile, cores', value: cores, unit: 'cores', budget: '≤ 1 core', ok: cores <= 1 },
    {
      name: 'memory of the host, 50 seats',
      value: after.residentBytes / 2 ** 20,
      unit: 'MB',
      budget: 'none: for information',
      ok: true,
    },
  ]
}

interface BenchAccount {
  readonly cabinetId: string
  readonly userId: string
  readonly password: string
}

/** Users of the training cabinet who read records: half of the seats see all of them, the others some. */
async function clinicalAccounts(port: number, authority: string): Promise<readonly BenchAccount[]> {
  const line = await joinHost(port, authority)
  try {
    const reply = await line.call(contract.cabinet.trainingAccounts, {})
    if (!reply.ok || reply.value.cabinetId === null) throw new Error('no training cabinet')
    const { cabinetId, accounts } = reply.value
    return accounts
      .filter((account) => account.role !== 'administrator')
      .map(({ userId, password }) => ({ cabinetId, userId, password }))
  } finally {
    line.close()
  }
}

async function usage(host: ChildProcess): Promise<HostUsage> {
  host.send('usage')
  const [answer] = (await once(host, 'message')) as [HostUsage]
  return answer
}

async function ended(host: ChildProcess): Promise<void> {
  const exit = once(host, 'exit')
  host.disconnect()
  await exit
}

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { contract } from '#app/contract.ts'
import { unlockWithPassword } from '#core/db/keyslots.ts'
import { readManifest } from '#core/db/manifest.ts'
import { composeCore } from '#main/compose/index.ts'
import { connectInMemory, type MemorySeat } from '#main/wire/index.ts'
import type { Bench, BenchRow } from './row.ts'

const patients = 100_000
const rounds = 7
const mostMs = 1_200
const mostDerivationMs = 500

/** From the password to the first page of the list, in the core: derivation, opening, session, first search. Warm disk. */
async function benchOpening(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cabinet-bench-opening-'))
  const core = composeCore({
    version: '0',
    stateFolder: join(folder, 'state'),
    cabinetsFolder: join(folder, 'cabinets'),
    backupsFolder: join(folder, 'backups'),
    scheduled: false,
  })
  try {
    const seat = connectInMemory(core, { kind: 'test', name: 'bench' })
    const account = await trainingAccount(seat)
    const totals: number[] = []
    const derivations: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      await seat.call(contract.cabinet.close, { withBackup: false })
      derivations.push(await derivationMs(account))
      const started = performance.now()
      const opened = await seat.call(contract.cabinet.open, account.open)
      const listed = await seat.call(contract.patients.search, { text: '', limit: 50 })
      totals.push(performance.now() - started)
      if (!opened.ok || !listed.ok || listed.value.rows.length !== 50)
        throw new Error('the cabinet did not open on its list')
    }
    return [
      row('password to patient list shown, core side, median', median(totals), mostMs),
      row('of which key derivation, median', median(derivations), mostDerivationMs),
    ]
  } finally {
    await core.dispose()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The bench of the opening. */
export const bench: Bench = benchOpening

interface Account {
  readonly folder: string
  readonly open: { readonly cabinetId: string; readonly userId: string; readonly password: string }
}

async function trainingAccount(seat: MemorySeat): Promise<Account> {
  const started = await seat.call(contract.cabinet.prepareTraining, { patients })
  if (!started.ok) throw new Error(started.problem)
  for (;;) {
    const reply = await seat.call(contract.jobs.get, started.value)
    if (!reply.ok || reply.value.job.state === 'failed') throw new Error('no training cabinet')
    if (reply.value.job.state === 'done') break
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const accounts = await seat.call(contract.cabinet.trainingAccounts, {})
  const listed = await seat.call(contract.cabinet.list, {})
  if (!accounts.ok || !listed.ok) throw new Error('no training accounts')
  const [first] = accounts.value.accounts
  const [cabinet] = listed.value.cabinets
  if (first === undefined || cabinet === undefined) throw new Error('no training accounts')
  return {
    folder: cabinet.folder,
    open: { cabinetId: cabinet.cabinetId, userId: first.userId, password: first.password },
  }
}

/** The derivation alone, with the parameters the slot was given on this machine. */
async function derivationMs({ folder, open }: Account): Promise<number> {
  const manifest = await readManifest(folder)
  const started = performance.now()
  const key = await unlockWithPassword(manifest, open.userId, open.password)
  const elapsed = performance.now() - started
  key?.dispose()
  return elapsed
}

function row(name: string, value: number, most: number): BenchRow {
  return { name, value, unit: 'ms', budget: `≤ ${most} ms`, ok: value <= most }
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN
}

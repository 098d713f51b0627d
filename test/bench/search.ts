import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { contract } from '#app/contract.ts'
import { parseSearch } from '#app/features/patients/rules/search.ts'
import { unlockWithPassword, unwrapDataKey } from '#core/db/keyslots.ts'
import { databaseFile, readManifest } from '#core/db/manifest.ts'
import { composeCore } from '#main/compose/index.ts'
import { connectInMemory, type MemorySeat } from '#main/wire/index.ts'
import { openSqlcipher, type SqlcipherDatabase } from '#native/sqlcipher/database.ts'
import type { Bench, BenchRow } from './row.ts'

/** Patients of the cabinet searches are measured on. */
export const patients = 100_000
/** Questions asked in a measure. */
export const queries = 300
/** Rows a question asks for. */
export const page = 100
const run = promisify(execFile)

/**
 * The search as typed, through dispatch, journal included, beside the bare prepared SQL of the same questions on the same
 * encrypted file; the two take turns, so that both see the same machine. Then the memory of the process that holds it.
 */
async function benchSearch(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-bench-search-'))
  try {
    const making = performance.now()
    await run(process.execPath, [
      fileURLToPath(new URL('search/make-cabinet.ts', import.meta.url)),
      folder,
      String(patients),
    ])
    const madeIn = performance.now() - making
    const core = composeCore({
      version: '0.0.0-bench',
      stateFolder: join(folder, 'state'),
      cabinetsFolder: join(folder, 'cabinets'),
      backupsFolder: join(folder, 'backups'),
      scheduled: false,
    })
    try {
      const seat = connectInMemory(core, { kind: 'test', name: 'bench' })
      const account = await signIn(seat)
      const bare = await openBeside(join(folder, 'cabinets'), account)
      const typed = mixedQueries(bare, queries)
      const rows = [...(await compare(seat, bare, typed))]
      bare.close()
      rows.push(await memory(seat))
      rows.push({
        name: 'training cabinet of 100,000 patients made',
        value: madeIn / 1_000,
        unit: 's',
        budget: 'none: for information',
        ok: true,
      })
      return rows
    } finally {
      await core.dispose()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export const bench: Bench = benchSearch

/** Who opened the cabinet, and how. */
export interface Account {
  readonly userId: string
  readonly password: string
}

/** Opens the training cabinet with its first account. */
export async function signIn(seat: MemorySeat): Promise<Account> {
  const accounts = await seat.call(contract.cabinet.trainingAccounts, {})
  if (!accounts.ok || accounts.value.cabinetId === null) throw new Error('no training cabinet')
  const [account] = accounts.value.accounts
  if (account === undefined) throw new Error('nobody in the training cabinet')
  const { userId, password } = account
  const opened = await seat.call(contract.cabinet.open, { cabinetId: accounts.value.cabinetId, userId, password })
  if (!opened.ok) throw new Error(`the cabinet does not open: ${opened.problem}`)
  return { userId, password }
}

/** A second connection to the same file, with the cache the core gives its own. */
export async function openBeside(cabinets: string, account: Account): Promise<SqlcipherDatabase> {
  const name = (await readdir(cabinets)).find((entry) => entry.endsWith('.cabinet')) ?? ''
  const manifest = await readManifest(join(cabinets, name))
  const master = await unlockWithPassword(manifest, account.userId, account.password)
  const [wrapped] = manifest.dataKeys
  if (master === null || wrapped === undefined) throw new Error('the key is not to be had')
  const key = unwrapDataKey(master, wrapped)
  return openSqlcipher(join(cabinets, name, databaseFile), { key, readonly: true, cacheKib: 64 * 1024 })
}

/** What people type: one to twelve letters of a name, two words, dates, ends of telephone numbers, with and without accents. */
export function mixedQueries(database: SqlcipherDatabase, count: number): string[] {
  const drawn = database
    .prepare(
      'select birth_name, used_name, used_first_name, birth_date, mobile from patient where mobile <> ? order by patient_id limit ?',
    )
    .all('', count) as Record<'birth_name' | 'used_name' | 'used_first_name' | 'birth_date' | 'mobile', string>[]
  return drawn.map((row, index) => {
    const [year, month, day] = row.birth_date.split('-')
    switch (index % 10) {
      case 0:
        return `${row.used_name.slice(0, 3)} ${row.used_first_name.slice(0, 2)}`
      case 1:
        return `${row.used_first_name} ${row.birth_name}`
      case 2:
        return `${day}/${month}/${year}`
      case 3:
        return row.mobile.slice(-5)
      case 4:
        return row.used_first_name.toLowerCase().slice(0, 1 + (index % 12))
      case 5:
        return `${day}${month}${year}`.slice(0, 1 + (index % 8))
      default:
        return row.used_name.toLowerCase().slice(0, 1 + (index % 12))
    }
  })
}

/** The statements of a search, written by hand: places in order up to what is counted, the rows of the page, the total. */
function bareSearch(database: SqlcipherDatabase): (text: string) => number {
  const places = database.prepare(
    'select rowid from patient_search where patient_search match ? order by rowid limit 1001',
  )
  const rows = database.prepare(
    `select patient.patient_id, version, patient.file_number, used_name, used_first_name, birth_name,
     first_birth_first_name, patient.birth_date, sex, ins_status, ins_attributes, ins_ko, deceased, hidden
     from patient_order join patient indexed by patient_line
       on patient.order_key = patient_order.order_key and patient.patient_id = patient_order.patient_id
     where place in (select value from json_each(?))`,
  )
  // On one state of the file, as the reader of the core: a commit would make it decrypt its pages again.
  database.exec('begin')
  const shown = database.prepare('select shown from patient_register where one = 1')
  return (text) => {
    shown.get()
    const found = places.pluck().all(`(${matchOf(text)}) NOT "_h"`)
    return rows.all(JSON.stringify(found.slice(0, page))).length
  }
}

function matchOf(text: string): string {
  return parseSearch(text)
    .map(
      (term) =>
        `(${term.ways.map((way) => `(${way.map((word) => `"${word.text}"${word.prefix ? ' *' : ''}`).join(' AND ')})`).join(' OR ')})`,
    )
    .join(' AND ')
}

async function compare(seat: MemorySeat, database: SqlcipherDatabase, typed: readonly string[]): Promise<BenchRow[]> {
  const bare = bareSearch(database)
  const ours: number[] = []
  const floor: number[] = []
  for (let round = 0; round < 2; round += 1) {
    ours.length = 0
    floor.length = 0
    for (const text of typed) {
      const start = performance.now()
      const reply = await seat.call(contract.patients.search, { text, limit: page })
      const answered = performance.now()
      const rows = bare(text)
      floor.push(performance.now() - answered)
      ours.push(answered - start)
      if (!reply.ok || reply.value.rows.length !== rows)
        throw new Error('the two searches do not find the same records')
    }
  }
  const value = percentile(ours, 0.95)
  const under = percentile(floor, 0.95)
  const ratio = value / under
  return [
    {
      name: 'search as typed, through dispatch, p95',
      value,
      unit: 'ms',
      floor: under,
      ratio,
      budget: '≤ 10 ms and ≤ 3 × the bare prepared SQL',
      ok: value <= 10 && ratio <= 3,
    },
    {
      name: 'search as typed, through dispatch, median',
      value: percentile(ours, 0.5),
      unit: 'ms',
      floor: percentile(floor, 0.5),
      ratio: percentile(ours, 0.5) / percentile(floor, 0.5),
      budget: 'for information',
      ok: true,
    },
  ]
}

async function memory(seat: MemorySeat): Promise<BenchRow> {
  for (const by of ['usedName', 'birthDate'] as const) {
    for (let offset = 0; offset < patients; offset += 5_000) {
      await seat.call(contract.patients.search, { text: '', offset, limit: page, sort: { by, direction: 'ascending' } })
    }
  }
  await seat.call(contract.places.search, { text: 'soulac', use: 'birth' })
  const value = process.memoryUsage().rss / 2 ** 20
  return { name: 'memory of the core, list of 100,000 open', value, unit: 'MB', budget: '≤ 250 MB', ok: value <= 250 }
}

/** The value below which this part of the values lies. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

import { randomBytes, randomUUID } from 'node:crypto'
import { closeSync, copyFileSync, fsyncSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { startBackup } from '#core/db/backup/index.ts'
import { type CabinetFile, openCabinetFile } from '#core/db/cabinet-file.ts'
import { createCabinetFile } from '#core/db/create-cabinet.ts'
import { argon2Floor } from '#core/db/key-wrapping.ts'
import { unlockWithPassword } from '#core/db/keyslots.ts'
import { readManifest } from '#core/db/manifest.ts'
import { type Migration, strictTable } from '#migrations/lib.ts'
import { openSqlcipher, type SqlcipherDatabase } from '#native/sqlcipher/database.ts'
import type { Bench, BenchRow } from './row.ts'

/** The size of the cabinet: that of some years of records and documents. */
const targetBytes = 500_000_000
/** Patients among them, for the search. */
const patients = 100_000
const password = 'mesure, pas un cabinet'
const userId = randomUUID()

/** Patients with the search index of the real schema, and documents that make the bulk. */
const schema: Migration = {
  number: 10,
  name: 'bulk',
  up: async (db, dialect) => {
    await strictTable(db, dialect, 'patient')
      .addColumn('number', 'integer', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .execute()
    await strictTable(db, dialect, 'document')
      .addColumn('number', 'integer', (column) => column.primaryKey())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('content', 'blob', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('document_title').on('document').column('title').execute()
  },
}

const program = {
  program: 'Cabinet Ouvert',
  now: () => new Date().toISOString(),
  newId: () => randomUUID(),
  migrations: [schema],
}

/**
 * A backup of a 500 MB cabinet in use, verified, beside what the same machine needs at least for the same bytes: copying the
 * file, flushing it, and SQLite's full check. Meanwhile somebody searches and commits every few milliseconds.
 */
async function benchBackup(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cabinet-bench-backup-'))
  try {
    const file = await bulkyCabinet(folder)
    const floorMs = await floorOf(file, join(folder, 'floor.db'))
    const use = new Use(file)
    await use.during(2_000)
    const alone = use.figures()
    const started = performance.now()
    const running = startBackup({
      source: file,
      folder: join(folder, 'backups'),
      fileName: 'bench.cabsave',
      takenAt: program.now(),
      writtenBy: program.program,
      reason: 'asked',
    })
    await use.until(running.finished)
    const totalMs = performance.now() - started
    const meanwhile = use.figures()
    await file.close()
    const ratio = totalMs / floorMs
    return [
      {
        name: 'backup of a 500 MB cabinet in use, verified',
        value: totalMs / 1_000,
        unit: 's',
        floor: floorMs / 1_000,
        ratio,
        budget: '≤ 2 × (file copy + fsync + full integrity check)',
        ok: ratio <= 2,
      },
      figure('search during the backup, p95', meanwhile.searchP95, alone.searchP95, '< 30 ms', 30),
      figure('commit during the backup, p95', meanwhile.commitP95, alone.commitP95, '< 20 ms', 20),
      // On a disk that others keep busy, the rarest commits may pass the limit without any backup: then twice that.
      figure(
        'commit during the backup, p99',
        meanwhile.commitP99,
        alone.commitP99,
        '< 20 ms, or 2 × the same without a backup',
        Math.max(20, 2 * alone.commitP99),
      ),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The name the runner looks for. */
export const bench: Bench = benchBackup

function figure(name: string, value: number, floor: number, budget: string, limit: number): BenchRow {
  return { name, value, unit: 'ms', floor, ratio: value / floor, budget, ok: value < limit }
}

async function bulkyCabinet(folder: string): Promise<CabinetFile> {
  const { file: made } = await createCabinetFile(
    {
      parent: folder,
      name: 'Mesure',
      cabinetId: randomUUID(),
      profile: 'training',
      user: { userId, label: 'Mesure', role: 'administrator' },
      secret: { password, argon2: argon2Floor },
    },
    program,
  )
  const dataKey = made.copyOfDataKey()
  const cabinetFolder = made.folder
  await made.close()
  fill(join(cabinetFolder, 'cabinet.db'), dataKey)
  dataKey.fill(0)
  const key = await unlockWithPassword(await readManifest(cabinetFolder), userId, password)
  if (key === null) throw new Error('the bench’s own password does not open its cabinet')
  return openCabinetFile(cabinetFolder, key, { ...program, beforeMigrating: async () => undefined })
}

function fill(path: string, dataKey: Uint8Array): void {
  const db = openSqlcipher(path, { key: dataKey, cacheKib: 128 * 1_024, synchronous: 'normal' })
  db.exec("create virtual table patient_search using fts5(tokens, content='', detail=none, prefix='1 2 3 4')")
  const patient = db.prepare('insert into patient (number, name) values (?, ?)')
  const search = db.prepare('insert into patient_search (rowid, tokens) values (?, ?)')
  db.transaction(() => {
    for (let number = 1; number <= patients; number++) {
      const name = nameOf(number)
      patient.run(number, name)
      search.run(number, name)
    }
  })()
  const document = db.prepare('insert into document (title, content) values (?, ?)')
  const more = db.transaction(() => {
    for (let count = 0; count < 500; count++) document.run(`document ${randomUUID()}`, randomBytes(8_000))
  })
  while (statSync(path).size < targetBytes) {
    more()
    db.pragma('wal_checkpoint(TRUNCATE)')
  }
  db.close()
}

const syllables = ['ba', 'ce', 'di', 'fo', 'gu', 'la', 'me', 'ni', 'po', 'ru', 'sa', 'te', 'vi', 'zo']

/** Always the same name for the same number, with endings shared as names share them. */
function nameOf(number: number): string {
  const syllable = (place: number) => syllables[Math.floor(number / 14 ** place) % 14] ?? ''
  return `${syllable(0)}${syllable(1)}${syllable(2)} ${syllable(3)}${syllable(4)}${syllable(1)}`
}

/** What cannot be avoided: the bytes copied, flushed, and checked by SQLite with the key. */
async function floorOf(file: CabinetFile, target: string): Promise<number> {
  file.checkpoint()
  const started = performance.now()
  copyFileSync(file.paths.database, target)
  const descriptor = openSync(target, 'r+')
  fsyncSync(descriptor)
  closeSync(descriptor)
  const dataKey = file.copyOfDataKey()
  const copy = openSqlcipher(target, { key: dataKey, readonly: true, cacheKib: 16_384 })
  const verdict = copy.prepare('pragma integrity_check').pluck().get()
  copy.close()
  dataKey.fill(0)
  if (verdict !== 'ok') throw new Error('the file to back up is not sound')
  const tookMs = performance.now() - started
  rmSync(target)
  return tookMs
}

/** Somebody at work: a search, a commit, a breath. */
class Use {
  readonly #searches: number[] = []
  readonly #commits: number[] = []
  readonly #reader: SqlcipherDatabase
  readonly #writer: SqlcipherDatabase
  #turn = 0

  constructor(file: CabinetFile) {
    const dataKey = file.copyOfDataKey()
    const { database } = file.paths
    this.#reader = openSqlcipher(database, { key: dataKey, readonly: true, cacheKib: 64 * 1_024 })
    this.#writer = openSqlcipher(database, { key: dataKey, cacheKib: 16 * 1_024 })
    dataKey.fill(0)
  }

  /** Works for a time. */
  async during(ms: number): Promise<void> {
    const end = performance.now() + ms
    while (performance.now() < end) await this.#once()
  }

  /** Works until something else is done, then leaves. */
  async until(done: Promise<unknown>): Promise<void> {
    const end = new AbortController()
    const settled = done.finally(() => end.abort())
    while (!end.signal.aborted) await this.#once()
    this.#reader.close()
    this.#writer.close()
    await settled
  }

  /** Of what was done since the last time this was asked. */
  figures(): { readonly searchP95: number; readonly commitP95: number; readonly commitP99: number } {
    const figures = {
      searchP95: percentile(this.#searches, 0.95),
      commitP95: percentile(this.#commits, 0.95),
      commitP99: percentile(this.#commits, 0.99),
    }
    this.#searches.length = 0
    this.#commits.length = 0
    return figures
  }

  async #once(): Promise<void> {
    const turn = this.#turn++
    const typed = nameOf(1 + ((turn * 7_919) % patients)).slice(0, 1 + (turn % 6))
    const find = this.#reader.prepare(
      'select rowid from patient_search where patient_search match ? order by rowid limit 30',
    )
    this.#searches.push(timed(() => find.all(`"${typed}"*`)))
    const change = this.#writer.prepare('update patient set name = ? where number = ?')
    this.#commits.push(timed(() => change.run(nameOf(turn + 1), 1 + ((turn * 104_729) % patients))))
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function timed(work: () => unknown): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

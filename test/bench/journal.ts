import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { classOf } from '#app/features/journal/rules.ts'
import type { CabinetFile } from '#core/db/cabinet-file.ts'
import { createCabinetFile } from '#core/db/create-cabinet.ts'
import { argon2Floor } from '#core/db/key-wrapping.ts'
import { findLines, findPlace, type LineFilter, type LinePlace } from '#core/features/journal/repository.ts'
import { type AuditLine, JournalWriter } from '#core/kernel/audit.ts'
import { ChainCheck, chainLineOf } from '#core/kernel/audit-chain.ts'
import { keptLinesOf } from '#core/kernel/audit-kept.ts'
import type { AuditEntryTable, CabinetTables } from '#core/kernel/tables.ts'
import type { Bench, BenchRow } from './row.ts'

/** The journal of some ten years of a busy cabinet. */
const lines = 1_000_000
const people = Array.from({ length: 6 }, () => randomUUID())
const records = Array.from({ length: 20_000 }, () => randomUUID())
const acts = [
  'patient.search',
  'patient.open',
  'patient.update',
  'session.open',
  'task.create',
  'settings.update',
] as const

const filters: readonly (readonly [name: string, filter: LineFilter])[] = [
  ['every line', {}],
  ['one person', { userId: people[2] }],
  ['one person, one family', { userId: people[3], family: 'tasks' }],
  ['one record', { patientId: records[77] }],
  ['what was refused', { outcome: 'refused' }],
  ['days of long ago', { from: '2016-03-01T00:00:00.000Z', to: '2016-03-08T00:00:00.000Z' }],
]

/** Pages of a long journal, writing one line, and reading the chain through. */
export const bench: Bench = async () => {
  const parent = mkdtempSync(join(tmpdir(), 'cabinet-bench-journal-'))
  const now = () => new Date().toISOString()
  const { file } = await createCabinetFile<CabinetTables>(
    {
      parent,
      name: 'mesure',
      cabinetId: randomUUID(),
      profile: 'training',
      user: { userId: randomUUID(), label: 'mesure', role: 'administrator' },
      secret: { password: 'mesure, pas un cabinet', argon2: argon2Floor },
    },
    { program: 'bench', now, newId: randomUUID },
  )
  try {
    const writer = new JournalWriter(classOf)
    await fill(file, writer)
    return [...(await pages(file)), await oneLine(file, writer), verification(file)]
  } finally {
    await file.close()
    rmSync(parent, { recursive: true, force: true })
  }
}

function line(index: number): AuditLine {
  const act = acts[(index * 7) % acts.length] ?? 'patient.open'
  return {
    at: new Date(Date.UTC(2016, 0, 1) + index * 300_000).toISOString(),
    act,
    outcome: index % 300 === 0 ? 'refused' : 'done',
    problem: index % 300 === 0 ? 'forbidden' : null,
    operation: act,
    actor_user_id: people[index % people.length] ?? null,
    service: null,
    seat: 'Accueil',
    session_id: people[0] ?? null,
    patient_id: act.startsWith('patient.') ? (records[(index * 7919) % records.length] ?? null) : null,
    subject_id: null,
    details: { rows: index % 30 },
  }
}

async function fill(file: CabinetFile<CabinetTables>, writer: JournalWriter): Promise<void> {
  for (let start = 0; start < lines; start += 5_000) {
    await file.writer.transaction().execute(async (db) => {
      for (let index = start; index < start + 5_000; index++) await writer.append(db, line(index))
    })
  }
}

async function pages(file: CabinetFile<CabinetTables>): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = []
  for (const [name, filter] of filters) {
    const times: number[] = []
    let after: LinePlace | null = null
    for (let page = 0; page < 40; page++) {
      const begun = performance.now()
      const found = await findLines(file.reader, { filter, after, order: 'newest-first', limit: 101 })
      times.push(performance.now() - begun)
      const last = found.at(-1)
      if (last === undefined) break
      after = (await findPlace(file.reader, last.sequence)) ?? null
    }
    const value = at(times, 0.95)
    rows.push({
      name: `journal of ${lines} lines, a page of 100, ${name}, p95`,
      value,
      unit: 'ms',
      budget: '≤ 50 ms',
      ok: value <= 50,
    })
  }
  return rows
}

async function oneLine(file: CabinetFile<CabinetTables>, writer: JournalWriter): Promise<BenchRow> {
  const connection = file.writer
  const times: number[] = []
  for (let index = lines; index < lines + 2_000; index++) {
    const begun = performance.now()
    await connection.transaction().execute((db) => writer.append(db, line(index)))
    times.push(performance.now() - begun)
  }
  const value = at(times, 0.5)
  return { name: 'writing one line of the journal, flushed, p50', value, unit: 'ms', budget: '≤ 5 ms', ok: value <= 5 }
}

function verification(file: CabinetFile<CabinetTables>): BenchRow {
  const check = new ChainCheck({ kept: keptLinesOf([]), heads: [], sealedThrough: 0 })
  const reader = file.openReader()
  const begun = performance.now()
  try {
    const rows = reader.prepare('select * from audit_entry order by sequence').iterate()
    for (const row of rows) check.add(chainLineOf(row as AuditEntryTable))
  } finally {
    reader.close()
  }
  const value = (performance.now() - begun) / 1000
  const isWhole = check.end().faults.length === 0
  return { name: `verifying ${lines} lines`, value, unit: 's', budget: '≤ 60 s', ok: isWhole && value <= 60 }
}

function at(times: readonly number[], part: number): number {
  const sorted = times.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

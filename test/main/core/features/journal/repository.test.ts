import Sqlite from 'better-sqlite3-multiple-ciphers'
import { Kysely, SqliteDialect } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { classOf } from '#app/features/journal/rules.ts'
import { chainRange, countLines, findLines, findPlace, type LineFilter } from '#core/features/journal/repository.ts'
import { type AuditLine, JournalWriter } from '#core/kernel/audit.ts'
import type { CabinetTables } from '#core/kernel/tables.ts'
import { migrations } from '#migrations/list.ts'
import { openPgliteCabinet } from '#test/world/pglite.ts'

const [anna, bruno] = ['01980000-0000-7000-8000-00000000000a', '01980000-0000-7000-8000-00000000000b']
const [lacaze, petit] = ['01980000-0000-7000-8000-000000000001', '01980000-0000-7000-8000-000000000002']

/** Forty lines over eight days, of two people, several families, two records; the clock once went back an hour. */
const entries: readonly AuditLine[] = Array.from({ length: 40 }, (_none, index) => {
  const acts = ['patient.open', 'session.open', 'patient.update', 'settings.update', 'patient.search'] as const
  const act = acts[index % acts.length] ?? 'patient.open'
  const isOfRecord = act === 'patient.open' || act === 'patient.update'
  const hour = index === 21 ? 6 : 8 + (index % 5)
  return {
    at: `2026-11-${String(10 + Math.floor(index / 5)).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`,
    act,
    outcome: index % 10 === 3 ? 'refused' : 'done',
    problem: index % 10 === 3 ? 'forbidden' : null,
    operation: act,
    actor_user_id: index % 2 === 0 ? anna : bruno,
    service: null,
    seat: 'poste',
    session_id: null,
    patient_id: isOfRecord ? (index % 4 < 2 ? lacaze : petit) : null,
    subject_id: null,
    details: { index },
  }
})

const makers = {
  sqlite: async () => {
    const db = new Kysely<CabinetTables>({ dialect: new SqliteDialect({ database: new Sqlite(':memory:') }) })
    for (const migration of migrations) await migration.up(db as unknown as Kysely<unknown>, 'sqlite')
    return { db, close: () => db.destroy() }
  },
  postgres: () => openPgliteCabinet<CabinetTables>(),
}

const filters: readonly LineFilter[] = [
  {},
  { userId: anna },
  { patientId: lacaze },
  { patientId: lacaze, userId: anna },
  { patientId: petit, family: 'records-changed' },
  { family: 'sessions' },
  { family: 'settings', userId: bruno },
  { outcome: 'refused' },
  { outcome: 'refused', userId: bruno, family: 'settings' },
  { outcome: 'done', family: 'records-read' },
  { outcome: 'failed' },
  { from: '2026-11-12T00:00:00.000Z', to: '2026-11-14T00:00:00.000Z' },
  { userId: bruno, from: '2026-11-13T00:00:00.000Z' },
  { patientId: lacaze, to: '2026-11-13T00:00:00.000Z' },
]

/** The same question, asked of the lines one by one. */
function expected(filter: LineFilter): readonly number[] {
  return entries
    .map((entry, index) => ({ ...entry, ...classOf(entry.act), sequence: index + 1 }))
    .filter(
      (entry) =>
        (filter.userId === undefined || entry.actor_user_id === filter.userId) &&
        (filter.patientId === undefined || entry.patient_id === filter.patientId) &&
        (filter.family === undefined || entry.family === filter.family) &&
        (filter.outcome === undefined || entry.outcome === filter.outcome) &&
        (filter.from === undefined || entry.at >= filter.from) &&
        (filter.to === undefined || entry.at < filter.to),
    )
    .toSorted((left, right) => (left.at === right.at ? right.sequence - left.sequence : left.at < right.at ? 1 : -1))
    .map(({ sequence }) => sequence)
}

describe.each(['sqlite', 'postgres'] as const)('looking lines up, on %s', (engine) => {
  let db: Kysely<CabinetTables>
  let close: () => Promise<void>
  beforeAll(async () => {
    const opened = await makers[engine]()
    db = opened.db
    close = () => opened.close()
    const writer = new JournalWriter(classOf)
    for (const entry of entries) await writer.append(db, entry)
  }, 30_000)
  afterAll(() => close())

  const read = async (filter: LineFilter, order: 'newest-first' | 'oldest-first', limit: number) => {
    const found: number[] = []
    for (let last: number | null = null; ; ) {
      const after = last === null ? null : ((await findPlace(db, last)) ?? null)
      const rows = await findLines(db, { filter, after, order, limit })
      found.push(...rows.map(({ sequence }) => sequence))
      last = rows.at(-1)?.sequence ?? null
      if (rows.length < limit) return found
    }
  }

  test.each(filters)('%j finds the lines one by one, in the order of time, page by page both ways', async (filter) => {
    expect(await read(filter, 'newest-first', 3)).toEqual(expected(filter))
    expect(await read(filter, 'oldest-first', 4)).toEqual(expected(filter).toReversed())
    expect(await countLines(db, filter, 40)).toBe(expected(filter).length)
  })

  test('a range of days is a range of the chain', async () => {
    expect(await chainRange(db, {}, 40)).toEqual({ first: 1, last: 40 })
    expect(await chainRange(db, { from: '2026-11-11T00:00:00.000Z', to: '2026-11-12T00:00:00.000Z' }, 40)).toEqual({
      first: 6,
      last: 10,
    })
    expect(await chainRange(db, { from: '2027-01-01T00:00:00.000Z' }, 40)).toBeNull()
  })
})

test('each question is answered from an index, in its order, whatever the filter', async () => {
  const file = new Sqlite(':memory:')
  const asked: { readonly sql: string; readonly parameters: readonly unknown[] }[] = []
  const db = new Kysely<CabinetTables>({
    dialect: new SqliteDialect({ database: file }),
    log: (event) => {
      asked.push(event.query)
    },
  })
  for (const migration of migrations) await migration.up(db as unknown as Kysely<unknown>, 'sqlite')
  const after = { at: '2026-11-12T00:00:00.000Z', sequence: 9 }
  for (const filter of filters) {
    asked.length = 0
    await findLines(db, { filter, after, order: 'newest-first', limit: 100 })
    for (const { sql, parameters } of asked.filter((query) => query.sql.includes('audit_entry'))) {
      const plan = file.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[]
      const steps = plan.map(({ detail }) => detail).join(' ; ')
      expect(steps).toMatch(/USING (COVERING )?INDEX audit_entry_|USING INTEGER PRIMARY KEY/)
      expect(steps).not.toMatch(/SCAN audit_entry(?! USING)|TEMP B-TREE/)
      if (filter.patientId !== undefined && !steps.includes('PRIMARY KEY')) expect(steps).toContain('by_record')
    }
  }
  await db.destroy()
})

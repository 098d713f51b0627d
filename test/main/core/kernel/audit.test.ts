import { PGlite } from '@electric-sql/pglite'
import Sqlite from 'better-sqlite3-multiple-ciphers'
import { type CompiledQuery, Kysely, PGliteDialect, SqliteDialect } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditHead, type AuditLine, canonicalJson, emptied, JournalWriter } from '#core/kernel/audit.ts'
import { ChainCheck, type ChainFault, chainLineOf } from '#core/kernel/audit-chain.ts'
import { keptLinesOf, readKeptLines } from '#core/kernel/audit-kept.ts'
import type { AuditEntryTable, CabinetTables } from '#core/kernel/tables.ts'
import { migrations } from '#migrations/list.ts'

const line = (act: string, changes: Partial<AuditLine> = {}): AuditLine => ({
  at: '2026-11-22T10:00:00.000Z',
  act,
  outcome: 'done',
  problem: null,
  operation: act,
  actor_user_id: 'u',
  service: null,
  seat: 'poste',
  session_id: null,
  patient_id: null,
  subject_id: null,
  details: { words: 'é « x »', rows: 3 },
  ...changes,
})

const classify = (act: string) =>
  act.startsWith('session.')
    ? ({ family: 'sessions', retention: 'technical' } as const)
    : act.startsWith('journal.')
      ? ({ family: 'journal', retention: 'kept' } as const)
      : ({ family: 'records-read', retention: 'record' } as const)

const makers = {
  sqlite: async () => new Kysely<CabinetTables>({ dialect: new SqliteDialect({ database: new Sqlite(':memory:') }) }),
  postgres: async () => new Kysely<CabinetTables>({ dialect: new PGliteDialect({ pglite: new PGlite() }) }),
}

async function migrated(engine: keyof typeof makers): Promise<Kysely<CabinetTables>> {
  const db = await makers[engine]()
  for (const migration of migrations) {
    await db.transaction().execute((transaction) => migration.up(transaction as unknown as Kysely<unknown>, engine))
  }
  return db
}

async function faultsOf(db: Kysely<CabinetTables>): Promise<readonly ChainFault[]> {
  const rows = await db.selectFrom('audit_entry').selectAll().orderBy('sequence').execute()
  return faultsIn(rows, await readKeptLines(db))
}

function faultsIn(rows: readonly AuditEntryTable[], kept = keptLinesOf([])): readonly ChainFault[] {
  const check = new ChainCheck({ kept, heads: [], sealedThrough: 0 })
  for (const row of rows) check.add(chainLineOf(row))
  return check.end().faults
}

const sqlText = (sql: string) => ({ sql, parameters: [], query: {}, queryId: {} }) as unknown as CompiledQuery

describe.each(['sqlite', 'postgres'] as const)('the journal, on %s', (engine) => {
  let db: Kysely<CabinetTables>
  const writer = new JournalWriter(classify)
  const append = (entry: AuditLine) =>
    writer.during(() => db.transaction().execute((transaction) => writer.append(transaction, entry)))

  beforeAll(async () => {
    db = await migrated(engine)
    for (const act of ['a.one', 'a.two', 'a.three']) await append(line(act))
  })
  afterAll(() => db.destroy())

  test('numbers its lines and chains them', async () => {
    const lines = await db.selectFrom('audit_entry').selectAll().orderBy('sequence').execute()
    expect(lines.map((entry) => entry.sequence)).toEqual([1, 2, 3])
    expect(lines[1]?.previous_digest).toBe(lines[0]?.digest)
    expect(await auditHead(db)).toEqual({ sequence: 3, digest: lines[2]?.digest })
    expect(await faultsOf(db)).toEqual([])
  })

  test('goes on from the last line there is after a transaction that was given up', async () => {
    const givenUp = writer.during(() =>
      db.transaction().execute(async (transaction) => {
        await writer.append(transaction, line('a.never'))
        throw new Error('given up')
      }),
    )
    await expect(givenUp).rejects.toThrow('given up')
    expect(await append(line('a.four'))).toMatchObject({ sequence: 4 })
    expect(await faultsOf(db)).toEqual([])
  })

  test.each<[string, () => Promise<unknown>]>([
    ['change a line', () => db.updateTable('audit_entry').set({ act: 'x.y' }).execute()],
    ['remove a line', () => db.deleteFrom('audit_entry').where('sequence', '=', 3).execute()],
    ['put a line in the place of another', () => putInPlace(db, engine)],
    ['leave a hole', () => db.insertInto('audit_entry').values(copyOf(9)).execute()],
    ['empty a line, though no line says so', () => db.updateTable('audit_entry').set(emptied).execute()],
    ['forget a digest', () => db.updateTable('audit_entry').set({ content_digest: null }).execute()],
  ])('refuses to %s', async (_what, attempt) => {
    await expect(attempt()).rejects.toThrow(/append-only|constraint/)
    expect(await faultsOf(db)).toEqual([])
  })

  test('a changed line shows, whatever was done to change it', async () => {
    const spoilt = await migrated(engine)
    const other = new JournalWriter(classify)
    for (const act of ['a.one', 'a.two', 'a.three']) await other.append(spoilt, line(act))
    await spoilt.executeQuery(
      sqlText(`drop trigger audit_entry_unchanged${engine === 'postgres' ? ' on audit_entry' : ''}`),
    )
    await spoilt.updateTable('audit_entry').set({ patient_id: 'someone' }).where('sequence', '=', 2).execute()
    expect(await faultsOf(spoilt)).toEqual([{ kind: 'altered', sequence: 2, to: null, noticedAt: null }])
    await spoilt.destroy()
  })
})

describe.each(['sqlite', 'postgres'] as const)('emptying lines, on %s', (engine) => {
  let db: Kysely<CabinetTables>
  const writer = new JournalWriter(classify)
  const emptying = (details: Record<string, unknown>, numbers: readonly number[], at = '2026-12-01T00:00:00.000Z') =>
    writer.during(() =>
      db.transaction().execute(async (transaction) => {
        await writer.append(transaction, line('journal.expire', { at, details }))
        await transaction.updateTable('audit_entry').set(emptied).where('sequence', 'in', numbers).execute()
      }),
    )

  beforeAll(async () => {
    db = await migrated(engine)
    const old = { at: '2025-01-10T08:00:00.000Z' }
    await writer.append(db, line('session.open', old))
    await writer.append(db, line('a.read', old))
    await writer.append(db, line('session.close', { at: '2026-07-01T08:00:00.000Z' }))
  })
  afterAll(() => db.destroy())

  const technical = { retention: 'technical', before: '2026-06-01T00:00:00.000Z', from: 1, to: 1 }

  test.each<[string, Record<string, unknown>, number[]]>([
    ['younger than the shortest time there is', { ...technical, before: '2026-08-01T00:00:00.000Z', to: 3 }, [3]],
    ['not yet of the time said', technical, [3]],
    ['of another class', technical, [2]],
    ['about records, before ten years', { ...technical, retention: 'record', to: 2 }, [2]],
  ])('refuses lines %s', async (_what, details, numbers) => {
    await expect(emptying(details, numbers)).rejects.toThrow(/append-only/)
    expect(await faultsOf(db)).toEqual([])
  })

  test('a line whose time is over loses what it says, keeps its place, and the chain holds', async () => {
    await emptying(technical, [1])
    const [first] = await db.selectFrom('audit_entry').selectAll().orderBy('sequence').execute()
    expect(first).toMatchObject({ act: '', seat: '', actor_user_id: null, salt: null, family: 'expired', details: '' })
    expect(first?.digest).toHaveLength(64)
    expect(await faultsOf(db)).toEqual([])
  })

  test('a line emptied by another hand shows', async () => {
    await db.executeQuery(
      sqlText(`drop trigger audit_entry_unchanged${engine === 'postgres' ? ' on audit_entry' : ''}`),
    )
    await db.updateTable('audit_entry').set(emptied).where('sequence', '=', 2).execute()
    expect(await faultsOf(db)).toEqual([{ kind: 'emptied', sequence: 2, to: null, noticedAt: null }])
  })
})

/** `replace` removes the former line without a delete trigger; PostgreSQL has no such statement, but it has upserts. */
function putInPlace(db: Kysely<CabinetTables>, engine: 'sqlite' | 'postgres') {
  if (engine === 'sqlite') return db.replaceInto('audit_entry').values(copyOf(2)).execute()
  const insertion = db.insertInto('audit_entry').values(copyOf(2))
  return insertion.onConflict((conflict) => conflict.column('sequence').doUpdateSet({ act: 'x.y' })).execute()
}

function copyOf(sequence: number): AuditEntryTable {
  const { details, ...columns } = line('a.copy')
  return {
    ...columns,
    details: canonicalJson(details),
    family: 'records-read',
    retention: 'record',
    format: 2,
    salt: '0'.repeat(32),
    content_digest: '2'.repeat(64),
    sequence,
    previous_digest: '0'.repeat(64),
    digest: '1'.repeat(64),
  }
}

describe('what was done to a journal is told, line by line', () => {
  let lines: readonly AuditEntryTable[] = []
  beforeAll(async () => {
    const db = await migrated('sqlite')
    const writer = new JournalWriter(classify)
    for (let number = 1; number <= 60; number++) await writer.append(db, line('a.read', { details: { number } }))
    lines = await db.selectFrom('audit_entry').selectAll().orderBy('sequence').execute()
    await db.destroy()
  })
  const at = (number: number): AuditEntryTable => {
    const found = lines[number - 1]
    if (found === undefined) throw new Error(`there is no line ${number}`)
    return found
  }
  const without = (...numbers: number[]) => lines.filter(({ sequence }) => !numbers.includes(sequence))
  const renumbered = (rows: readonly AuditEntryTable[]) => rows.map((row, index) => ({ ...row, sequence: index + 1 }))
  const swapped = (one: number, other: number) =>
    lines.map((row) => {
      if (row.sequence === one) return { ...at(other), sequence: one }
      return row.sequence === other ? { ...at(one), sequence: other } : row
    })

  test.each<[string, () => readonly AuditEntryTable[], readonly (readonly [string, number, number | null])[]]>([
    ['nothing', () => lines, []],
    [
      'another actor',
      () => lines.map((row) => (row.sequence === 7 ? { ...row, actor_user_id: 'v' } : row)),
      [['altered', 7, null]],
    ],
    [
      'another time',
      () => lines.map((row) => (row.sequence === 7 ? { ...row, at: '2026-01-01T00:00:00.000Z' } : row)),
      [['altered', 7, null]],
    ],
    [
      'two lines altered, each told',
      () => lines.map((row) => ([7, 30].includes(row.sequence) ? { ...row, act: 'b' } : row)),
      [
        ['altered', 7, null],
        ['altered', 30, null],
      ],
    ],
    [
      'neighbours altered, told as a range',
      () => lines.map((row) => (row.sequence > 6 && row.sequence < 10 ? { ...row, act: 'b' } : row)),
      [['altered', 7, 9]],
    ],
    ['a line removed', () => without(9), [['removed', 9, null]]],
    ['several lines removed', () => without(9, 10, 11), [['removed', 9, 11]]],
    ['a line removed and the others renumbered', () => renumbered(without(9)), [['removed', 9, null]]],
    ['neighbours exchanged', () => swapped(5, 6), [['reordered', 5, 6]]],
    [
      'lines far apart exchanged',
      () => swapped(5, 55),
      [
        ['reordered', 5, 55],
        ['reordered', 55, 5],
      ],
    ],
    [
      'a line put in and the others renumbered',
      () => renumbered([...lines.slice(0, 8), { ...at(3), act: 'forged' }, ...lines.slice(8)]),
      [['inserted', 9, null]],
    ],
    [
      'a copy of a line put in',
      () => renumbered([...lines.slice(0, 8), at(3), ...lines.slice(8)]),
      [['inserted', 9, null]],
    ],
    [
      'a removal, an alteration and an exchange at once',
      () =>
        swapped(40, 41)
          .filter(({ sequence }) => sequence !== 12)
          .map((row) => (row.sequence === 20 ? { ...row, seat: 'x' } : row)),
      [
        ['removed', 12, null],
        ['altered', 20, null],
        ['reordered', 40, 41],
      ],
    ],
  ])('%s', (_what, tamper, expected) => {
    expect(faultsIn(tamper()).map(({ kind, sequence, to }) => [kind, sequence, to])).toEqual(expected)
  })
})

test('canonical JSON does not depend on the order of keys', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'é' }], a: undefined, e: 2 })).toBe('{"b":[1,{"c":"é","d":null}],"e":2}')
  expect(canonicalJson({ e: 2, b: [1, { c: 'é', d: null }] })).toBe('{"b":[1,{"c":"é","d":null}],"e":2}')
})

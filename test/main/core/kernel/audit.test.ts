import { PGlite } from '@electric-sql/pglite'
import Sqlite from 'better-sqlite3-multiple-ciphers'
import { Kysely, PGliteDialect, SqliteDialect } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appendAudit, auditHead, type AuditLine, canonicalJson, firstBrokenLine } from '#core/kernel/audit.ts'
import type { CabinetTables } from '#core/kernel/tables.ts'
import { kernel } from '#migrations/0010-kernel.ts'

const line = (act: string): AuditLine => ({
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
})

const makers = {
  sqlite: async () => new Kysely<CabinetTables>({ dialect: new SqliteDialect({ database: new Sqlite(':memory:') }) }),
  postgres: async () => new Kysely<CabinetTables>({ dialect: new PGliteDialect({ pglite: new PGlite() }) }),
}

describe.each(['sqlite', 'postgres'] as const)('the journal, on %s', (engine) => {
  let db: Kysely<CabinetTables>
  beforeAll(async () => {
    db = await makers[engine]()
    await db.transaction().execute((transaction) => kernel.up(transaction as unknown as Kysely<unknown>, engine))
    for (const act of ['a.one', 'a.two', 'a.three']) await appendAudit(db, line(act))
  })
  afterAll(() => db.destroy())

  test('numbers its lines and chains them', async () => {
    const lines = await db.selectFrom('audit_entry').selectAll().orderBy('sequence').execute()
    expect(lines.map((entry) => entry.sequence)).toEqual([1, 2, 3])
    expect(lines[1]?.previous_digest).toBe(lines[0]?.digest)
    expect(await auditHead(db)).toEqual({ sequence: 3, digest: lines[2]?.digest })
    expect(await firstBrokenLine(db)).toBeNull()
  })

  test.each<[string, () => Promise<unknown>]>([
    ['change a line', () => db.updateTable('audit_entry').set({ act: 'x.y' }).execute()],
    ['remove a line', () => db.deleteFrom('audit_entry').where('sequence', '=', 3).execute()],
    ['put a line in the place of another', () => putInPlace(db, engine)],
    ['leave a hole', () => db.insertInto('audit_entry').values(copyOf(9)).execute()],
  ])('refuses to %s', async (_what, attempt) => {
    await expect(attempt()).rejects.toThrow(/append-only/)
    expect(await firstBrokenLine(db)).toBeNull()
  })

  test('a changed line shows, whatever was done to change it', async () => {
    const dropTriggers =
      engine === 'sqlite' ? ['drop trigger audit_entry_unchanged'] : ['drop trigger audit_entry_kept on audit_entry']
    for (const statement of dropTriggers)
      await db.executeQuery({ sql: statement, parameters: [], query: {} as never, queryId: {} as never })
    await db.updateTable('audit_entry').set({ patient_id: 'someone' }).where('sequence', '=', 2).execute()
    expect(await firstBrokenLine(db)).toBe(2)
  })
})

/** `replace` removes the former line without a delete trigger; PostgreSQL has no such statement, but it has upserts. */
function putInPlace(db: Kysely<CabinetTables>, engine: 'sqlite' | 'postgres') {
  if (engine === 'sqlite') return db.replaceInto('audit_entry').values(copyOf(2)).execute()
  const insertion = db.insertInto('audit_entry').values(copyOf(2))
  return insertion.onConflict((conflict) => conflict.column('sequence').doUpdateSet({ act: 'x.y' })).execute()
}

function copyOf(sequence: number) {
  const { details, ...columns } = line('a.copy')
  return {
    ...columns,
    details: canonicalJson(details),
    sequence,
    previous_digest: '0'.repeat(64),
    digest: '1'.repeat(64),
  }
}

test('canonical JSON does not depend on the order of keys', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'é' }], a: undefined, e: 2 })).toBe('{"b":[1,{"c":"é","d":null}],"e":2}')
  expect(canonicalJson({ e: 2, b: [1, { c: 'é', d: null }] })).toBe('{"b":[1,{"c":"é","d":null}],"e":2}')
})

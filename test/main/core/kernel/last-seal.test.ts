import Sqlite from 'better-sqlite3-multiple-ciphers'
import { Kysely, SqliteDialect } from 'kysely'
import { expect, test } from 'vitest'
import { auditHead, type AuditLine } from '#core/kernel/audit.ts'
import { CabinetInUse } from '#core/kernel/cabinet-in-use.ts'
import type { CabinetTables } from '#core/kernel/tables.ts'
import type { OpenCabinetInfo } from '#core/kernel/vault.ts'
import { migrations } from '#migrations/list.ts'
import { testClock } from '#test/world/clock.ts'

const line: AuditLine = {
  at: '2026-11-22T10:00:00.000Z',
  act: 'journal.expire',
  outcome: 'done',
  problem: null,
  operation: 'service.journal-retention',
  actor_user_id: null,
  service: 'journal-retention',
  seat: '',
  session_id: null,
  patient_id: null,
  subject_id: null,
  details: {},
}

test('what still waits for its turn when a cabinet closes leaves no line after the last seal', async () => {
  const db = new Kysely<CabinetTables>({ dialect: new SqliteDialect({ database: new Sqlite(':memory:') }) })
  for (const { up } of migrations) {
    await db.transaction().execute((transaction) => up(transaction as unknown as Kysely<unknown>, 'sqlite'))
  }
  const cabinet = new CabinetInUse(
    {} as OpenCabinetInfo,
    { reader: db, writer: db, flush: async () => undefined },
    new Map(),
    async () => null,
    testClock(),
    () => ({ family: 'journal', retention: 'kept' }),
  )
  await cabinet.appendAlone(line, 'power-cut')
  await cabinet.sealedHead(async () => undefined, { isLast: false })
  const before = cabinet.appendAlone(line, 'power-cut')
  const sealing = cabinet.sealedHead(async () => undefined, { isLast: true })
  const late = [
    cabinet.appendAlone(line, 'process-end'),
    cabinet.transaction(
      null,
      async () => undefined,
      async (transaction) => void (await cabinet.append(transaction, line)),
    ),
  ]
  const ends = await Promise.allSettled([before, ...late])
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  const sealed = await sealing
  expect(sealed.sequence).toBe(2)
  expect(await auditHead(db)).toEqual(sealed)
  await db.destroy()
})

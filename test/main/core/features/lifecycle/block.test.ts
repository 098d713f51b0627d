import Sqlite from 'better-sqlite3-multiple-ciphers'
import { Kysely, SqliteDialect } from 'kysely'
import { expect, test } from 'vitest'
import { isBlocked } from '#core/features/lifecycle/index.ts'
import type { CabinetTables } from '#core/kernel/tables.ts'
import { migrations } from '#migrations/list.ts'

test('whoever gives appointments is told that a patient is blocked, and that another is not', async () => {
  const file = new Sqlite(':memory:')
  const db = new Kysely<CabinetTables>({ dialect: new SqliteDialect({ database: file }) })
  for (const migration of migrations) await migration.up(db as unknown as Kysely<unknown>, 'sqlite')
  const at = '2026-11-02T09:30:00.000Z'
  const row = { patient_id: 'blocked', reason: 'Absences', blocked_at: at, blocked_by_user_id: 'x', blocked_by: 'X' }
  // The patients themselves are beside the question.
  file.pragma('foreign_keys = off')
  await db.insertInto('patient_block').values(row).execute()
  expect([await isBlocked(db, 'blocked'), await isBlocked(db, 'other')]).toEqual([true, false])
  await db.destroy()
})

import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { schemaState } from '#core/db/migrate.ts'
import { migrations } from '#migrations/list.ts'
import { openPgliteCabinet } from '#test/world/pglite.ts'

test('every migration runs on PostgreSQL too, with its records, and half of one leaves nothing', async () => {
  await using cabinet = await openPgliteCabinet<unknown>()
  const run = {
    migrations,
    program: 'Cabinet Ouvert 0.1.0',
    now: () => '2026-11-22T08:00:00.000Z',
    dialect: 'postgres',
  } as const
  const latest = migrations.at(-1)?.number
  expect(await schemaState(cabinet.db, run)).toEqual({ applied: latest, latest })
  const half = cabinet.db.transaction().execute(async (transaction) => {
    await transaction.schema.createTable('half').addColumn('a', 'text').execute()
    throw new Error('in the middle')
  })
  await expect(half).rejects.toThrow('in the middle')
  const { rows } = await sql`select 1 from pg_tables where tablename = 'half'`.execute(cabinet.db)
  expect(rows).toEqual([])
})

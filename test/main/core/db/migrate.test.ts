import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { queriesOn, SwappableConnection } from '#core/db/connection.ts'
import { migrate, schemaState } from '#core/db/migrate.ts'
import type { Migration } from '#migrations/lib.ts'
import { strictTable } from '#migrations/lib.ts'
import { migrations as shipped } from '#migrations/list.ts'
import { openSqlcipher } from '#native/sqlcipher/database.ts'
import { noteMigration } from './sample-cabinet.ts'
import { temporaryFolder } from './temporary-folder.ts'

const folder = temporaryFolder()
const open: SwappableConnection[] = []
afterEach(() => {
  for (const connection of open.splice(0)) connection.close()
})

function emptyDatabase(): Kysely<unknown> {
  const path = join(folder, `${randomBytes(6).toString('hex')}.db`)
  const connection = new SwappableConnection(openSqlcipher(path, { key: randomBytes(32), create: true }))
  open.push(connection)
  return queriesOn<unknown>(connection)
}

const run = (migrations: readonly Migration[], program = 'Cabinet Ouvert 0.1.0') =>
  ({ dialect: 'sqlite', migrations, program, now: () => '2026-11-22T08:00:00.000Z' }) as const

async function schemaOf(db: Kysely<unknown>): Promise<readonly string[]> {
  const { rows } = await sql<{
    sql: string
  }>`select sql from sqlite_schema where sql is not null order by name`.execute(db)
  return rows.map((row) => row.sql)
}

const tagMigration: Migration = {
  number: 20,
  name: 'tag',
  async up(db, dialect) {
    await strictTable(db, dialect, 'tag')
      .addColumn('tag_id', 'text', (column) => column.primaryKey())
      .addColumn('note_number', 'integer', (column) => column.notNull().references('note.number'))
      .execute()
  },
}
const breaksHalfWay: Migration = {
  number: 20,
  name: 'half',
  async up(db, dialect) {
    await strictTable(db, dialect, 'half').addColumn('a', 'text').execute()
    await sql`insert into note (content) values ('from a migration that fails')`.execute(db)
    throw new Error('in the middle')
  },
}

describe('migrations', () => {
  test('are applied in order, each recorded with who and when, and only once', async () => {
    const db = emptyDatabase()
    expect(await schemaState(db, run([noteMigration, tagMigration]))).toEqual({ applied: 0, latest: 20 })
    await migrate(db, run([noteMigration]))
    await migrate(db, run([noteMigration, tagMigration], 'Cabinet Ouvert 0.2.0'))
    await migrate(db, run([noteMigration, tagMigration], 'Cabinet Ouvert 0.3.0'))
    const { rows } = await sql`select * from schema_migration order by number`.execute(db)
    expect(rows).toEqual([
      { number: 10, name: 'note', applied_at: '2026-11-22T08:00:00.000Z', written_by: 'Cabinet Ouvert 0.1.0' },
      { number: 20, name: 'tag', applied_at: '2026-11-22T08:00:00.000Z', written_by: 'Cabinet Ouvert 0.2.0' },
    ])
  })

  test('one that throws half-way leaves nothing of itself: neither table, nor row, nor record', async () => {
    const db = emptyDatabase()
    await migrate(db, run([noteMigration]))
    const before = await schemaOf(db)
    await expect(migrate(db, run([noteMigration, breaksHalfWay]))).rejects.toThrow('in the middle')
    expect(await schemaOf(db)).toEqual(before)
    expect((await sql<{ n: number }>`select count(*) as n from note`.execute(db)).rows[0]?.n).toBe(0)
    expect(await schemaState(db, run([noteMigration]))).toEqual({ applied: 10, latest: 10 })
    await migrate(db, run([noteMigration, tagMigration]))
  })

  test('a database from the future is refused by name, and untouched', async () => {
    const db = emptyDatabase()
    await migrate(db, run([noteMigration, tagMigration], 'Cabinet Ouvert 7.0.0'))
    const before = await schemaOf(db)
    await expect(migrate(db, run([noteMigration]))).rejects.toMatchObject({
      code: 'cabinet.newer',
      data: { writtenBy: 'Cabinet Ouvert 7.0.0' },
    })
    const otherBranch: Migration = { ...tagMigration, number: 30, name: 'other' }
    await expect(migrate(db, run([noteMigration, otherBranch]))).rejects.toMatchObject({ code: 'cabinet.newer' })
    expect(await schemaOf(db)).toEqual(before)
  })

  test('a record that contradicts the list is damage, not something to go on from', async () => {
    const db = emptyDatabase()
    await migrate(db, run([noteMigration, tagMigration]))
    const renamed: Migration = { ...tagMigration, name: 'label' }
    await expect(migrate(db, run([noteMigration, renamed]))).rejects.toMatchObject({ code: 'cabinet.damaged' })
    await sql`delete from schema_migration where number = 10`.execute(db)
    await expect(migrate(db, run([noteMigration, tagMigration]))).rejects.toMatchObject({ code: 'cabinet.damaged' })
  })

  test('one that leaves a broken reference is refused before it commits', async () => {
    const db = emptyDatabase()
    await migrate(db, run([noteMigration, tagMigration]))
    const orphan: Migration = {
      number: 30,
      name: 'orphan',
      up: async (transaction) => void (await sql`insert into tag values ('t', 99)`.execute(transaction)),
    }
    await expect(migrate(db, run([noteMigration, tagMigration, orphan]))).rejects.toThrow(
      '30-orphan breaks a reference of tag',
    )
    expect((await sql`select * from tag`.execute(db)).rows).toEqual([])
  })

  test('a list out of order does not run', async () => {
    const db = emptyDatabase()
    await expect(migrate(db, run([tagMigration, noteMigration]))).rejects.toThrow('out of order')
    await expect(migrate(db, run([{ ...noteMigration, number: 11 }]))).rejects.toThrow('out of order')
    expect(await schemaOf(db)).toEqual([])
  })
})

describe('the adapter', () => {
  test('says that DDL is transactional, which Kysely’s own denies for SQLite', () => {
    const connection = { prepare: () => expect.unreachable(), close: () => undefined }
    expect(queriesOn<unknown>(connection).getExecutor().adapter.supportsTransactionalDdl).toBe(true)
    const stock = new Kysely<unknown>({ dialect: new SqliteDialect({ database: connection }) })
    expect(stock.getExecutor().adapter.supportsTransactionalDdl).toBe(false)
  })

  test('and SQLite keeps that word: a table made in a transaction that throws is not there', async () => {
    const db = emptyDatabase()
    const failing = db.transaction().execute(async (transaction) => {
      await transaction.schema.createTable('half').addColumn('a', 'text').execute()
      throw new Error('in the middle')
    })
    await expect(failing).rejects.toThrow('in the middle')
    expect(await schemaOf(db)).toEqual([])
  })

  test('statements kept prepared follow a change of schema', async () => {
    const db = emptyDatabase() as Kysely<{ note: { number: number; content: string; extra?: string } }>
    await migrate(db as Kysely<unknown>, run([noteMigration]))
    await db.insertInto('note').values({ number: 1, content: 'a' }).execute()
    const all = () => db.selectFrom('note').selectAll().execute()
    expect(await all()).toEqual([{ number: 1, content: 'a' }])
    await db.schema.alterTable('note').addColumn('extra', 'text').execute()
    expect(await all()).toEqual([{ number: 1, content: 'a', extra: null }])
  })
})

describe('the shipped schema', () => {
  test('builds from nothing, and every table is strict', async () => {
    const db = emptyDatabase()
    await migrate(db, run(shipped))
    const { rows } = await sql<{ name: string; strict: number }>`
      select name, strict from pragma_table_list where schema = 'main' and type = 'table'
      and name not like 'sqlite_%' and name not in (select name from pragma_table_list where type = 'shadow')
    `.execute(db)
    expect(rows.length).toBeGreaterThan(1)
    expect(rows.filter((row) => row.strict === 0).map((row) => row.name)).toEqual([])
  })
})

import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, sql } from 'kysely'
import { expect, test } from 'vitest'
import { queriesOn } from '#core/db/connection.ts'
import { migrate } from '#core/db/migrate.ts'
import { migrations } from '#migrations/list.ts'
import { openSqlcipher } from '#native/sqlcipher/database.ts'

const at = '2026-11-24T08:00:00.000Z'
const anna = '01970000-0000-7000-8000-00000000000a'
const draftId = (number: number) => `01980000-0000-7000-8000-00000000000${number}`

/** The schema as it was just before tasks came. */
const before = migrations.filter(({ number }) => number < 90)
/** Until then the schema names each form of drafts. */
const untilAnyForm = migrations.filter(({ number }) => number < 110)

interface Opened {
  readonly db: Kysely<unknown>
  readonly dialect: 'sqlite' | 'postgres'
  close(): Promise<void>
}

async function sqliteCabinet(): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-etape-'))
  const raw = openSqlcipher(join(folder, 'cabinet.db'), { key: randomBytes(32), create: true })
  const db = queriesOn<unknown>(raw)
  const close = async () => {
    await db.destroy()
    raw.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { db, dialect: 'sqlite', close }
}

async function postgresCabinet(): Promise<Opened> {
  const pglite = new PGlite()
  const db = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite }) })
  return { db, dialect: 'postgres', close: () => db.destroy() }
}

const someone = sql`insert into person (user_id, title, last_name, first_name, role, sees_all, active, version,
    created_at, updated_at)
  values (${anna}, 'Dr', 'MARCHAND', 'Anna', 'practitioner', 0, 1, 1, ${at}, ${at})`

function draft(number: number, form: string, subject: string | null = null) {
  return sql`insert into draft (draft_id, user_id, form, subject_id, patient_id, fields, based_on_version, saved_at)
    values (${draftId(number)}, ${anna}, ${form}, ${subject}, ${subject}, '{"town":"Pessac"}', 3, ${at})`
}

test.each([
  ['encrypted SQLite', sqliteCabinet],
  ['PostgreSQL', postgresCabinet],
] as const)(
  '%s: drafts of before are kept with their rules, and drafts of the new forms are let in',
  async (_, open) => {
    const { db, dialect, close } = await open()
    const run = { dialect, program: 'Cabinet Ouvert (test)', now: () => at }
    try {
      await migrate(db, { ...run, migrations: before })
      await someone.execute(db)
      await draft(1, 'patient-civil-status', anna).execute(db)
      await draft(2, 'new-patient').execute(db)
      await expect(draft(3, 'task').execute(db)).rejects.toThrow(/check|draft_form/i)
      const kept = await sql`select * from draft order by draft_id`.execute(db)

      await migrate(db, { ...run, migrations: untilAnyForm })
      expect((await sql`select * from draft order by draft_id`.execute(db)).rows).toEqual(kept.rows)
      for (const [place, form] of ['task', 'role', 'access-group'].entries()) await draft(4 + place, form).execute(db)
      await expect(draft(7, 'autre').execute(db)).rejects.toThrow(/check|draft_form/i)
      // One draft for a place, even where the place is nothing.
      await expect(draft(8, 'new-patient').execute(db)).rejects.toThrow(/unique/i)
      const { rows } = await sql<{ drafts: unknown }>`select * from draft_count`.execute(db)
      expect(rows.map((row) => Number(row.drafts))).toEqual([5])

      // From there on the contract alone names the forms.
      await migrate(db, { ...run, migrations })
      await draft(7, 'autre').execute(db)
      await expect(draft(8, 'new-patient').execute(db)).rejects.toThrow(/unique/i)
      const later = await sql<{ drafts: unknown }>`select * from draft_count`.execute(db)
      expect(later.rows.map((row) => Number(row.drafts))).toEqual([6])
    } finally {
      await close()
    }
  },
  60_000,
)

test.each([
  ['encrypted SQLite', sqliteCabinet],
  ['PostgreSQL', postgresCabinet],
] as const)(
  '%s: a task is of somebody, and is done by somebody or not at all',
  async (_, open) => {
    const { db, dialect, close } = await open()
    const add = (columns: Readonly<Record<string, unknown>>) =>
      (db as Kysely<{ task: Record<string, unknown> }>)
        .insertInto('task')
        .values({
          task_id: draftId(1),
          title: 'Rappeler',
          note: '',
          urgent: 0,
          created_at: at,
          created_by: anna,
          updated_at: at,
          updated_by: anna,
          version: 1,
          ...columns,
        })
        .execute()
    try {
      await migrate(db, { dialect, migrations, program: 'Cabinet Ouvert (test)', now: () => at })
      await someone.execute(db)
      const wrong = [
        { created_by: draftId(9) },
        { assigned_to: draftId(9) },
        { patient_id: draftId(9) },
        { done_at: at },
        { done_at: 'hier', done_by: anna },
        { due_on: '24/11/2026' },
        { title: '' },
        { urgent: 2 },
      ]
      for (const columns of wrong) await expect(add(columns), JSON.stringify(columns)).rejects.toThrow(/constraint/i)
      await add({ done_at: at, done_by: anna, assigned_to: anna, due_on: '2026-11-24' })
    } finally {
      await close()
    }
  },
  60_000,
)

import Sqlite from 'better-sqlite3-multiple-ciphers'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, sql, SqliteDialect } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { groupSearchMark } from '#app/features/access/rules.ts'
import { migrations } from '#migrations/list.ts'

/** A cabinet as the step before left it, and what the step makes of it. */
interface OldCabinet {
  readonly db: Kysely<unknown>
  step(): Promise<void>
}

const at = '2026-11-20T08:00:00.000Z'
const id = (last: string) => `01970000-0000-7000-8000-${last.padStart(12, '0')}`
const [doctor, secretary, ana, bob] = [id('d1'), id('d2'), id('a1'), id('a2')]
const [whole, own] = [id('f1'), id('f2')]

const opened: Kysely<unknown>[] = []
afterEach(async () => {
  for (const db of opened.splice(0)) await db.destroy()
})

async function oldCabinet(dialect: 'sqlite' | 'postgres', seesAll: 0 | 1): Promise<OldCabinet> {
  const db = new Kysely<unknown>({
    dialect:
      dialect === 'sqlite'
        ? new SqliteDialect({ database: new Sqlite(':memory:') })
        : new PGliteDialect({ pglite: new PGlite() }),
  })
  opened.push(db)
  for (const migration of migrations.filter(({ number }) => number < 70)) await migration.up(db, dialect)
  for (const [userId, role, title, sees] of [
    [doctor, 'practitioner', 'Dr', 1],
    [secretary, 'secretary', '', seesAll],
  ] as const) {
    await sql`insert into person (user_id, title, last_name, first_name, role, sees_all, active, version, created_at, updated_at)
      values (${userId}, ${title}, 'Marchand', 'Hélène', ${role}, ${sees}, 1, 1, ${at}, ${at})`.execute(db)
  }
  await sql`insert into access_group (access_group_id, kind, name, owner_user_id, created_at) values
    (${whole}, 'public', 'Public', null, ${at}), (${own}, 'practitioner', 'Dr Hélène MARCHAND', ${doctor}, ${at})`.execute(
    db,
  )
  await addPatient(db, ana, 1)
  await addPatient(db, bob, 2)
  // Written before there was a rule: one of them in no group at all.
  await sql`insert into patient_access_group (patient_id, access_group_id)
    values (${ana}, ${whole}), (${ana}, ${own})`.execute(db)
  const step = migrations.find(({ number }) => number === 70)
  if (step === undefined) throw new Error('there is a step 70')
  return { db, step: () => step.up(db, dialect) }
}

async function addPatient(db: Kysely<unknown>, patientId: string, number: number): Promise<void> {
  const columns = await columnsOfPatient(db)
  const values = columns.map((column) => {
    switch (column) {
      case 'patient_id':
        return sql.lit(patientId)
      case 'birth_date':
        return sql.lit('1977-07-14')
      case 'birth_place_code':
        return sql.lit('33063')
      case 'sex':
        return sql.lit('F')
      case 'ins_status':
        return sql.lit('provisional')
      case 'created_at':
      case 'updated_at':
        return sql.lit(at)
      case 'file_number':
      case 'version':
        return sql.lit(number)
      default:
        return integers.has(column) ? sql.lit(0) : sql.lit('X')
    }
  })
  await sql`insert into patient (${sql.join(columns.map((column) => sql.ref(column)))}) values (${sql.join(values)})`.execute(
    db,
  )
  await sql`insert into patient_order (place, patient_id, order_key, used_first_name_key, birth_name_key, birth_first_name_key,
    birth_date, ins_rank, file_number) values (${number}, ${patientId}, 'x', 'x', 'x', 'x', '1977-07-14', 0, ${number})`.execute(
    db,
  )
  await sql`insert into patient_search (rowid, tokens) values (${number}, 'durand')`.execute(db)
}

const integers = new Set(['deceased', 'rcp', 'ins_rank', 'ins_ko', 'hidden'])
const left = new Set([
  'marital_status',
  'coverage_birth_rank',
  'death_date',
  'vsm_reminder_on',
  'ins_matricule',
  'ins_key',
  'ins_oid',
  'updated_by_user_id',
])

async function columnsOfPatient(db: Kysely<unknown>): Promise<string[]> {
  const tables = await db.introspection.getTables()
  const columns = tables.find((table) => table.name === 'patient')?.columns ?? []
  return columns.map((column) => column.name).filter((name) => !left.has(name))
}

describe.each(['sqlite', 'postgres'] as const)('groups come to a cabinet in use, on %s', (dialect) => {
  test('switched on where somebody did not see everybody, off elsewhere', async () => {
    const [limited, open] = [await oldCabinet(dialect, 0), await oldCabinet(dialect, 1)]
    await limited.step()
    await open.step()
    const written = await sql<{ content: string }>`select content from setting`.execute(limited.db)
    expect(written.rows).toEqual([{ content: '{"enabled":true}' }])
    expect((await sql`select content from setting`.execute(open.db)).rows).toEqual([])
  }, 60_000)

  test('every patient is in « Public », for good, and so is every new one; groups are searched by their marks', async () => {
    const { db, step } = await oldCabinet(dialect, 0)
    await step()
    const held = await sql<{ patient_id: string; access_group_id: string }>`
      select patient_id, access_group_id from patient_access_group order by patient_id, access_group_id`.execute(db)
    expect(held.rows).toEqual([
      { patient_id: ana, access_group_id: whole },
      { patient_id: ana, access_group_id: own },
      { patient_id: bob, access_group_id: whole },
    ])
    const cid = id('a3')
    await addPatient(db, cid, 3)
    const added = await sql`select access_group_id from patient_access_group where patient_id = ${cid}`.execute(db)
    expect(added.rows).toEqual([{ access_group_id: whole }])
    await expect(sql`delete from patient_access_group where patient_id = ${cid}`.execute(db)).rejects.toThrow('Public')
    await expect(
      sql`update patient_access_group set access_group_id = ${own} where patient_id = ${cid}`.execute(db),
    ).rejects.toThrow('never changed')
    const tokens = await sql<{ tokens: string }>`select tokens from patient_search order by rowid`.execute(db)
    expect(tokens.rows.map((row) => row.tokens)).toEqual([`durand ${groupSearchMark(own)}`, 'durand', 'durand'])
    const group = await sql`select initials, color, version from access_group where access_group_id = ${own}`.execute(
      db,
    )
    expect(group.rows).toEqual([{ initials: 'HM', color: 'teal', version: 1 }])
  }, 60_000)
})

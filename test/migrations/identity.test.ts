import Sqlite from 'better-sqlite3-multiple-ciphers'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, sql, SqliteDialect } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { identity as identityShape } from '#app/features/identity/model.ts'
import { statusOf } from '#app/features/identity/rules/proofs.ts'
import { findIdentity } from '#core/features/identity/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { migrations } from '#migrations/list.ts'

const at = '2026-11-20T08:00:00.000Z'
const id = (last: string) => `01970000-0000-7000-8000-${last.padStart(12, '0')}`
const [typed, validated, retrieved, qualified, ko] = [id('a1'), id('a2'), id('a3'), id('a4'), id('a5')]
const number = { matricule: '2581133514987', key: '15', oid: '1.2.250.1.213.1.4.8' }

const opened: Kysely<unknown>[] = []
afterEach(async () => {
  for (const db of opened.splice(0)) await db.destroy()
})

/** A cabinet in use before proofs were kept. */
async function oldCabinet(dialect: 'sqlite' | 'postgres') {
  const db = new Kysely<unknown>({
    dialect:
      dialect === 'sqlite'
        ? new SqliteDialect({ database: new Sqlite(':memory:') })
        : new PGliteDialect({ pglite: new PGlite() }),
  })
  opened.push(db)
  for (const migration of migrations.filter(({ number: step }) => step < 250)) await migration.up(db, dialect)
  const tables = await db.introspection.getTables()
  const columns = tables.find((table) => table.name === 'patient')?.columns ?? []
  const add = async (patientId: string, fileNumber: number, known: Readonly<Record<string, string | number>>) => {
    const values = new Map<string, string | number>([
      ['patient_id', patientId],
      ['file_number', fileNumber],
      ['version', 3],
      ['birth_name', 'Hébert'],
      ['birth_name_ins', 'HEBERT'],
      ['first_birth_first_name', 'Berthe'],
      ['first_birth_first_name_ins', 'BERTHE'],
      ['birth_first_names', '["Berthe","Zoé"]'],
      ['birth_first_names_ins', 'BERTHE ZOE'],
      ['sex', 'F'],
      ['birth_date', '1958-11-03'],
      ['birth_place_code', '33514'],
      ['ins_status', 'provisional'],
      ['ins_attributes', '[]'],
      ['other_identifiers', '[]'],
      ['created_at', at],
      ['updated_at', at],
      ['updated_by', 'Dr Avant'],
      ...Object.entries(known),
    ])
    const integers = new Set(['deceased', 'rcp', 'ins_rank', 'ins_ko', 'hidden'])
    const written = columns
      .map((column) => column.name)
      .filter((name) => values.has(name) || !columns.find((column) => column.name === name)?.isNullable)
    await sql`insert into patient (${sql.join(written.map((name) => sql.ref(name)))}) values (${sql.join(
      written.map((name) => sql.lit(values.get(name) ?? (integers.has(name) ? 0 : ''))),
    )})`.execute(db)
    await sql`insert into patient_order (place, patient_id, order_key, used_first_name_key, birth_name_key,
      birth_first_name_key, birth_date, ins_rank, file_number) values (${fileNumber}, ${patientId}, 'a', 'b', 'c', 'd',
      '1958-11-03', ${values.get('ins_rank') ?? 0}, ${fileNumber})`.execute(db)
  }
  const held = { ins_matricule: number.matricule, ins_key: number.key, ins_oid: number.oid }
  await add(typed, 1, {})
  await add(validated, 2, { ins_status: 'validated', ins_rank: 2 })
  await add(retrieved, 3, { ins_status: 'retrieved', ins_rank: 1, ...held })
  await add(qualified, 4, { ins_status: 'qualified', ins_rank: 3, ...held })
  await add(ko, 5, { ins_ko: 1 })
  await sql`insert into patient_former_ins (patient_id, matricule, key, oid, withdrawn_at)
    values (${typed}, ${number.matricule}, ${number.key}, ${number.oid}, ${at})`.execute(db)
  const step = migrations.find(({ number: each }) => each === 250)
  if (step === undefined) throw new Error('there is a step 250')
  await step.up(db, dialect)
  return db
}

describe.each(['sqlite', 'postgres'] as const)('proofs come to a cabinet in use, on %s', (dialect) => {
  test('what INSi gave is a proof, no document is invented, a former number is kept, and each status is what it proves', async () => {
    const db = await oldCabinet(dialect)
    const kept = async (patientId: string) => {
      const found = await findIdentity(db as ReadDb, patientId)
      if (found === null) throw new Error('the record is gone')
      // Whole, as the program itself would have written it.
      expect(identityShape.parse(found.identity)).toEqual(found.identity)
      expect(found.row.ins_status).toBe(statusOf(found.identity))
      return found.identity
    }
    expect(statusOf(await kept(retrieved))).toBe('retrieved')
    const once = await kept(qualified)
    expect(once).toMatchObject({
      document: null,
      withdrawn: [],
      capture: { channel: 'INSI', act: { at, by: 'Dr Avant' } },
    })
    expect(once.ins).toMatchObject({
      answer: { number, traits: { birthName: 'HEBERT', firstNames: 'BERTHE ZOE', birthDate: '1958-11-03' } },
      act: { at, by: 'Dr Avant' },
    })
    expect(statusOf(await kept(validated))).toBe('provisional')
    expect(await kept(ko)).toMatchObject({ ins: null, ko: { reason: 'none', act: { at } } })
    expect((await kept(typed)).withdrawn).toMatchObject([
      { proof: { kind: 'ins', answer: { number } }, because: 'traits-changed', final: true },
    ])
    const ranks = await sql<{ rank: number }>`select ins_rank as rank from patient_order order by place`.execute(db)
    expect(ranks.rows.map(({ rank }) => Number(rank))).toEqual([0, 0, 1, 1, 0])
    const ids = await sql<{ proof_id: string }>`select proof_id from identity_proof`.execute(db)
    expect(new Set(ids.rows.map((row) => row.proof_id)).size).toBe(3)
    // Two proofs of one kind never stand together.
    const second = sql`insert into identity_proof (proof_id, patient_id, kind, standing, content)
      values (${id('ff')}, ${retrieved}, 'ins', 1, '{}')`
    await expect(second.execute(db)).rejects.toThrow(/unique/i)
  }, 60_000)
})

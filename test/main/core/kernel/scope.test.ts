import { PGlite } from '@electric-sql/pglite'
import Sqlite from 'better-sqlite3-multiple-ciphers'
import { CompiledQuery, Kysely, PGliteDialect, sql, SqliteDialect } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type BoundTables, ScopeRefusal } from '#core/kernel/scope.ts'
import { OutOfSight, scopedHandle } from '#core/kernel/scoped-handle.ts'

interface Tables {
  patient: { patient_id: string; name: string }
  note: { note_id: string; patient_id: string; text: string }
  task: { task_id: string; patient_id: string | null; title: string }
  town: { code: string; name: string }
  patient_access_group: { patient_id: string; access_group_id: string }
  access_group_person: { user_id: string; access_group_id: string }
}

const bound: BoundTables = new Map([
  ['patient', { column: 'patient_id', own: true }],
  ['note', { column: 'patient_id' }],
  ['task', { column: 'patient_id', nullable: true }],
  ['patient_access_group', { column: 'patient_id' }],
])

const makers = {
  sqlite: async () => new Kysely<Tables>({ dialect: new SqliteDialect({ database: new Sqlite(':memory:') }) }),
  postgres: async () => new Kysely<Tables>({ dialect: new PGliteDialect({ pglite: new PGlite() }) }),
}

/** Ana and Bob are in group A, Cid in group B; `anna` belongs to A only. */
async function fill(db: Kysely<Tables>): Promise<void> {
  for (const table of ['patient', 'note', 'task', 'town', 'patient_access_group', 'access_group_person'] as const) {
    await db.schema.dropTable(table).ifExists().execute()
  }
  await db.schema
    .createTable('patient')
    .addColumn('patient_id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text')
    .execute()
  await db.schema
    .createTable('note')
    .addColumn('note_id', 'text', (column) => column.primaryKey())
    .addColumn('patient_id', 'text')
    .addColumn('text', 'text')
    .execute()
  await db.schema
    .createTable('task')
    .addColumn('task_id', 'text', (column) => column.primaryKey())
    .addColumn('patient_id', 'text')
    .addColumn('title', 'text')
    .execute()
  await db.schema.createTable('town').addColumn('code', 'text').addColumn('name', 'text').execute()
  await db.schema
    .createTable('patient_access_group')
    .addColumn('patient_id', 'text')
    .addColumn('access_group_id', 'text')
    .execute()
  await db.schema
    .createIndex('patient_access_group_by_group')
    .on('patient_access_group')
    .columns(['access_group_id', 'patient_id'])
    .execute()
  await db.schema
    .createTable('access_group_person')
    .addColumn('user_id', 'text')
    .addColumn('access_group_id', 'text')
    .execute()
  await db
    .insertInto('patient')
    .values(['ana', 'bob', 'cid'].map((id) => ({ patient_id: id, name: id })))
    .execute()
  await db
    .insertInto('note')
    .values(['ana', 'bob', 'cid'].map((id) => ({ note_id: `n-${id}`, patient_id: id, text: `about ${id}` })))
    .execute()
  await db
    .insertInto('task')
    .values([
      { task_id: 't-ana', patient_id: 'ana', title: 'call ana' },
      { task_id: 't-cid', patient_id: 'cid', title: 'call cid' },
      { task_id: 't-free', patient_id: null, title: 'order paper' },
    ])
    .execute()
  await db.insertInto('town').values({ code: '1', name: 'cid' }).execute()
  await db
    .insertInto('patient_access_group')
    .values([
      { patient_id: 'ana', access_group_id: 'A' },
      { patient_id: 'bob', access_group_id: 'A' },
      { patient_id: 'cid', access_group_id: 'B' },
    ])
    .execute()
  await db.insertInto('access_group_person').values({ user_id: 'anna', access_group_id: 'A' }).execute()
}

describe.each(['sqlite', 'postgres'] as const)('a handle limited to the patients of one user, on %s', (engine) => {
  let db: Kysely<Tables>
  let seen: Kysely<Tables>
  beforeAll(async () => {
    db = await makers[engine]()
  })
  afterAll(() => db.destroy())
  beforeEach(async () => {
    await fill(db)
    seen = scopedHandle(db, bound, { groupIds: ['A'] })
  })
  const names = (rows: readonly { readonly name: string | null }[]) => rows.map((row) => row.name).toSorted()

  test('shows the visible rows of a bound table, and every row of the others', async () => {
    expect(names(await seen.selectFrom('patient').select('name').execute())).toEqual(['ana', 'bob'])
    expect(names(await seen.selectFrom('town').select('name').execute())).toEqual(['cid'])
  })

  test('a name in other letters is the same table to SQLite, and no way round', async () => {
    if (engine !== 'sqlite') return
    const found = await seen
      .selectFrom('PATIENT' as 'patient')
      .select('name')
      .execute()
    expect(names(found)).toEqual(['ana', 'bob'])
    await expect((async () => sql`select * from ${sql.id('Note')}`.execute(seen))()).rejects.toBeInstanceOf(
      ScopeRefusal,
    )
  })

  test('an insertion is not streamed: nothing would look whom its rows are for', async () => {
    const insertion = seen.insertInto('note').values({ note_id: 'z', patient_id: 'cid', text: '' }).returning('note_id')
    await expect((async () => insertion.stream().next())()).rejects.toBeInstanceOf(ScopeRefusal)
    expect(await db.selectFrom('note').select('note_id').where('note_id', '=', 'z').execute()).toEqual([])
  })

  test('goes by the alias', async () => {
    expect(names(await seen.selectFrom('patient as p').select('p.name').execute())).toEqual(['ana', 'bob'])
  })

  test('an « or » of the query does not open the door', async () => {
    const rows = await seen
      .selectFrom('patient')
      .select('name')
      .where('name', '=', 'ana')
      .where((eb) => eb.or([eb('name', '=', 'ana'), eb('name', '=', 'cid')]))
      .execute()
    expect(names(rows)).toEqual(['ana'])
    const either = await seen
      .selectFrom('patient')
      .select('name')
      .where((eb) => eb('name', '=', 'ana').or('name', '=', 'cid'))
      .execute()
    expect(names(either)).toEqual(['ana'])
  })

  test('limits each side of a join', async () => {
    const inner = await seen
      .selectFrom('town')
      .innerJoin('patient', 'patient.name', 'town.name')
      .select('patient.name')
      .execute()
    expect(inner).toEqual([])
    const left = await seen
      .selectFrom('town')
      .leftJoin('patient', 'patient.name', 'town.name')
      .select(['town.code', 'patient.name'])
      .execute()
    expect(left).toEqual([{ code: '1', name: null }])
    const cross = await seen.selectFrom('town').crossJoin('patient').select('patient.name').execute()
    expect(names(cross)).toEqual(['ana', 'bob'])
    const twice = await seen
      .selectFrom('patient as a')
      .innerJoin('patient as b', (join) => join.onTrue())
      .select(['a.name', 'b.name as other'])
      .execute()
    expect(twice).toHaveLength(4)
  })

  test('limits sub-queries, common table expressions and unions', async () => {
    const scalar = await seen
      .selectFrom('town')
      .select((eb) =>
        eb
          .selectFrom('patient')
          .select((inner) => inner.fn.countAll().as('n'))
          .as('patients'),
      )
      .executeTakeFirstOrThrow()
    expect(Number(scalar.patients)).toBe(2)
    const within = await seen
      .selectFrom('town')
      .selectAll()
      .where('name', 'in', (eb) => eb.selectFrom('patient').select('name'))
      .execute()
    expect(within).toEqual([])
    const cte = await seen
      .with('everyone', (query) => query.selectFrom('patient').select('name'))
      .selectFrom('everyone')
      .select('name')
      .execute()
    expect(names(cte)).toEqual(['ana', 'bob'])
    const union = await seen
      .selectFrom('patient')
      .select('name')
      .unionAll(seen.selectFrom('patient').select('name'))
      .execute()
    expect(names(union)).toEqual(['ana', 'ana', 'bob', 'bob'])
  })

  test('a row without patient is free for all where the table says so', async () => {
    const rows = await seen.selectFrom('task').select('title as name').execute()
    expect(names(rows)).toEqual(['call ana', 'order paper'])
  })

  test('updates and deletes only what is visible', async () => {
    await seen.updateTable('note').set({ text: 'changed' }).execute()
    await seen.deleteFrom('task').execute()
    expect(await db.selectFrom('note').select('text').where('note_id', '=', 'n-cid').executeTakeFirst()).toEqual({
      text: 'about cid',
    })
    expect(await db.selectFrom('task').select('task_id').execute()).toEqual([{ task_id: 't-cid' }])
  })

  test('inserts for a visible patient, and refuses for another as if there were none', async () => {
    await seen.insertInto('note').values({ note_id: 'new', patient_id: 'ana', text: '' }).execute()
    const forCid = seen.insertInto('note').values({ note_id: 'bad', patient_id: 'cid', text: '' }).execute()
    await expect(forCid).rejects.toBeInstanceOf(OutOfSight)
    const forNobody = seen.insertInto('note').values({ note_id: 'bad', patient_id: 'zed', text: '' }).execute()
    await expect(forNobody).rejects.toBeInstanceOf(OutOfSight)
    const many = seen
      .insertInto('note')
      .values([
        { note_id: 'x', patient_id: 'ana', text: '' },
        { note_id: 'y', patient_id: 'cid', text: '' },
      ])
      .execute()
    await expect(many).rejects.toBeInstanceOf(OutOfSight)
    expect(await db.selectFrom('note').select('note_id').where('note_id', 'in', ['bad', 'x', 'y']).execute()).toEqual(
      [],
    )
  })

  test('a patient just created is their author’s, before any group has them', async () => {
    await seen.insertInto('patient').values({ patient_id: 'dan', name: 'dan' }).execute()
    await seen.insertInto('patient_access_group').values({ patient_id: 'dan', access_group_id: 'B' }).execute()
    await seen.insertInto('note').values({ note_id: 'n-dan', patient_id: 'dan', text: '' }).execute()
    expect(await db.selectFrom('note').select('note_id').where('patient_id', '=', 'dan').execute()).toHaveLength(1)
  })

  test('gives nobody a group for a patient out of sight', async () => {
    const grab = seen.insertInto('patient_access_group').values({ patient_id: 'cid', access_group_id: 'A' }).execute()
    await expect(grab).rejects.toBeInstanceOf(OutOfSight)
  })

  test('an upsert does not touch a row out of sight', async () => {
    await seen
      .insertInto('note')
      .values({ note_id: 'n-cid', patient_id: 'ana', text: 'stolen' })
      .onConflict((conflict) => conflict.column('note_id').doUpdateSet({ text: 'stolen' }))
      .execute()
    expect(await db.selectFrom('note').selectAll().where('note_id', '=', 'n-cid').executeTakeFirst()).toEqual({
      note_id: 'n-cid',
      patient_id: 'cid',
      text: 'about cid',
    })
  })

  test('moves a row towards a visible patient only', async () => {
    await seen.updateTable('task').set({ patient_id: 'bob' }).where('task_id', '=', 't-ana').execute()
    const away = seen.updateTable('task').set({ patient_id: 'cid' }).where('task_id', '=', 't-ana').execute()
    await expect(away).rejects.toBeInstanceOf(OutOfSight)
    const moved = await db.selectFrom('task').select('patient_id').where('task_id', '=', 't-ana').executeTakeFirst()
    expect(moved).toEqual({ patient_id: 'bob' })
  })

  test('keeps raw fragments that name no bound table', async () => {
    const rows = await seen
      .selectFrom('patient')
      .select(sql<string>`upper(${sql.ref('patient.name')})`.as('name'))
      .execute()
    expect(names(rows)).toEqual(['ANA', 'BOB'])
  })

  test.each<[string, (handle: Kysely<Tables>) => Promise<unknown>]>([
    ['raw SQL on a bound table', (h) => sql`select * from patient`.execute(h)],
    ['a raw table', (h) => sql`select * from ${sql.table('patient')}`.execute(h)],
    ['a raw identifier', (h) => sql`select * from ${sql.id('note')}`.execute(h)],
    [
      'a raw fragment in a select',
      (h) => h.selectFrom('town').select(sql`(select max(name) from patient)`.as('n')).execute(),
    ],
    [
      'a right join',
      (h) => h.selectFrom('town').rightJoin('patient', 'patient.name', 'town.name').selectAll().execute(),
    ],
    ['a full join', (h) => h.selectFrom('town').fullJoin('patient', 'patient.name', 'town.name').selectAll().execute()],
    ['replace', (h) => h.replaceInto('note').values({ note_id: 'n-cid', patient_id: 'ana', text: '' }).execute()],
    [
      'insert … select into a bound table',
      (h) =>
        h
          .insertInto('note')
          .columns(['note_id', 'patient_id', 'text'])
          .expression((eb) => eb.selectFrom('town').select(['code', 'name', 'name as text']))
          .execute(),
    ],
    ['a query compiled elsewhere', (h) => h.executeQuery(CompiledQuery.raw('select * from patient'))],
    ['a transaction', (h) => h.transaction().execute(async () => undefined)],
    ['a change of schema', (h) => h.schema.dropTable('note').execute()],
    ['a setting of the connection', (h) => sql`pragma query_only = off`.execute(h)],
    ['a patient’s identifier', (h) => h.updateTable('patient').set({ patient_id: 'x' }).execute()],
    [
      'a patient set by a sub-query',
      (h) =>
        h
          .updateTable('note')
          .set((eb) => ({ patient_id: eb.selectFrom('town').select('name') }))
          .execute(),
    ],
    [
      'a bound row without patient',
      (h) =>
        h
          .insertInto('note')
          .values({ note_id: 'z', text: '' } as never)
          .execute(),
    ],
  ])('refuses %s', async (_what, attempt) => {
    await expect((async () => attempt(seen))()).rejects.toBeInstanceOf(ScopeRefusal)
    expect(await db.selectFrom('patient').select('name').execute()).toHaveLength(3)
  })

  test('cannot be taken off', async () => {
    expect(names(await seen.withoutPlugins().selectFrom('patient').select('name').execute())).toEqual(['ana', 'bob'])
    const compiled = db.selectFrom('patient').select('name').compile()
    await expect((async () => seen.executeQuery(compiled))()).rejects.toBeInstanceOf(ScopeRefusal)
  })

  test('who sees everyone is not limited, and still may not go round the builder', async () => {
    const everyone = scopedHandle(db, bound, null)
    expect(names(await everyone.selectFrom('patient').select('name').execute())).toEqual(['ana', 'bob', 'cid'])
    expect(everyone.selectFrom('patient').select('name').compile().sql).not.toContain('exists')
    await expect((async () => sql`select * from patient`.execute(everyone))()).rejects.toBeInstanceOf(ScopeRefusal)
  })
})

import { PGlite } from '@electric-sql/pglite'
import Sqlite from 'better-sqlite3-multiple-ciphers'
import { Kysely, PGliteDialect, SqliteDialect } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BoundTables } from '#core/kernel/scope.ts'
import { OutOfSight, scopedHandle } from '#core/kernel/scoped-handle.ts'

/** What later slices bring: a document always of a patient, a message perhaps of one, a contact with groups of its own. */
interface Tables {
  document: { document_id: string; patient_id: string }
  message: { message_id: string; patient_id: string | null }
  contact: { contact_id: string; name: string }
  contact_number: { number: string; contact_id: string | null }
  patient_access_group: { patient_id: string; access_group_id: string }
  contact_access_group: { contact_id: string; access_group_id: string }
}

const ofContact = { table: 'contact_access_group', column: 'contact_id' } as const
const bound: BoundTables = new Map([
  ['document', { column: 'patient_id' }],
  ['message', { column: 'patient_id', nullable: true }],
  ['contact', { column: 'contact_id', groups: ofContact, own: true }],
  ['contact_number', { column: 'contact_id', groups: ofContact, nullable: true }],
])

const makers = {
  sqlite: async () => new Kysely<Tables>({ dialect: new SqliteDialect({ database: new Sqlite(':memory:') }) }),
  postgres: async () => new Kysely<Tables>({ dialect: new PGliteDialect({ pglite: new PGlite() }) }),
}

async function fill(db: Kysely<Tables>): Promise<void> {
  for (const [table, columns] of Object.entries({
    document: ['document_id', 'patient_id'],
    message: ['message_id', 'patient_id'],
    contact: ['contact_id', 'name'],
    contact_number: ['number', 'contact_id'],
    patient_access_group: ['patient_id', 'access_group_id'],
    contact_access_group: ['contact_id', 'access_group_id'],
  })) {
    let made = db.schema.createTable(table)
    for (const column of columns) made = made.addColumn(column, 'text')
    await made.execute()
  }
  await db.schema
    .createIndex('patient_access_group_by_group')
    .on('patient_access_group')
    .columns(['access_group_id', 'patient_id'])
    .execute()
  await db
    .insertInto('patient_access_group')
    .values([
      { patient_id: 'ana', access_group_id: 'A' },
      { patient_id: 'bob', access_group_id: 'B' },
    ])
    .execute()
  await db
    .insertInto('contact_access_group')
    .values([
      { contact_id: 'lab', access_group_id: 'A' },
      { contact_id: 'clinic', access_group_id: 'B' },
    ])
    .execute()
  await db
    .insertInto('document')
    .values(['ana', 'bob'].map((patient) => ({ document_id: `d-${patient}`, patient_id: patient })))
    .execute()
  await db
    .insertInto('message')
    .values([
      ...['ana', 'bob'].map((patient) => ({ message_id: `m-${patient}`, patient_id: patient })),
      { message_id: 'm-free', patient_id: null },
    ])
    .execute()
  await db
    .insertInto('contact')
    .values(['lab', 'clinic'].map((name) => ({ contact_id: name, name })))
    .execute()
  await db
    .insertInto('contact_number')
    .values([
      { number: '1', contact_id: 'lab' },
      { number: '2', contact_id: 'clinic' },
      { number: '3', contact_id: null },
    ])
    .execute()
}

describe.each(['sqlite', 'postgres'] as const)('tables of later slices, on %s', (engine) => {
  let db: Kysely<Tables>
  beforeAll(async () => {
    db = await makers[engine]()
    await fill(db)
  }, 60_000)
  afterAll(() => db.destroy())

  const inA = () => scopedHandle(db, bound, { groupIds: ['A'] })
  const seenBy = async (seen: Kysely<Tables>) => ({
    documents: (await seen.selectFrom('document').select('document_id').orderBy('document_id').execute()).map(
      (row) => row.document_id,
    ),
    messages: (await seen.selectFrom('message').select('message_id').orderBy('message_id').execute()).map(
      (row) => row.message_id,
    ),
    contacts: (await seen.selectFrom('contact').select('contact_id').orderBy('contact_id').execute()).map(
      (row) => row.contact_id,
    ),
    numbers: (await seen.selectFrom('contact_number').select('number').orderBy('number').execute()).map(
      (row) => row.number,
    ),
  })

  test('a row of a patient, a row perhaps of one, and what has groups of its own, each by its groups', async () => {
    expect(await seenBy(inA())).toEqual({
      documents: ['d-ana'],
      messages: ['m-ana', 'm-free'],
      contacts: ['lab'],
      numbers: ['1', '3'],
    })
  })

  test('who is in no group sees only what belongs to nobody', async () => {
    expect(await seenBy(scopedHandle(db, bound, { groupIds: [] }))).toEqual({
      documents: [],
      messages: ['m-free'],
      contacts: [],
      numbers: ['3'],
    })
  })

  test('an emergency access adds one patient while it lasts', async () => {
    let open: string[] = ['bob']
    const seen = scopedHandle(db, bound, { groupIds: ['A'], opened: () => open })
    expect((await seenBy(seen)).documents).toEqual(['d-ana', 'd-bob'])
    await seen.insertInto('message').values({ message_id: 'm-new', patient_id: 'bob' }).execute()
    await db.deleteFrom('message').where('message_id', '=', 'm-new').execute()
    open = []
    expect((await seenBy(seen)).documents).toEqual(['d-ana'])
    const late = seen.insertInto('message').values({ message_id: 'm-late', patient_id: 'bob' }).execute()
    await expect(late).rejects.toBeInstanceOf(OutOfSight)
  })

  test('writes for what is out of sight are refused, for patients and for the others', async () => {
    const number = inA().insertInto('contact_number').values({ number: '9', contact_id: 'clinic' }).execute()
    await expect(number).rejects.toBeInstanceOf(OutOfSight)
    const paper = inA().insertInto('document').values({ document_id: 'x', patient_id: 'bob' }).execute()
    await expect(paper).rejects.toBeInstanceOf(OutOfSight)
    await inA().updateTable('contact').set({ name: 'changed' }).execute()
    expect(await db.selectFrom('contact').select('name').where('contact_id', '=', 'clinic').executeTakeFirst()).toEqual(
      { name: 'clinic' },
    )
  })
})

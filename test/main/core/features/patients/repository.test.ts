import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CivilStatusFields, PatientSummary } from '#app/features/patients/model.ts'
import { parseSearch } from '#app/features/patients/rules/search.ts'
import { findCandidates } from '#core/features/patients/duplicates.ts'
import { findIdentity } from '#core/features/identity/index.ts'
import { updatePatient } from '#core/features/patients/edit.ts'
import { countFilters, findPage, type PageRequest } from '#core/features/patients/list.ts'
import { findNameFirst } from '#core/features/patients/name-first.ts'
import { findRow, recordOf } from '#core/features/patients/record.ts'
import { writeTag } from '#core/features/patients/tags.ts'
import { insertPatient } from '#core/features/patients/write.ts'
import { dialectOf } from '#core/kernel/dialect.ts'
import { bertin } from '#test/app/features/patients/people.ts'
import { qualify } from '#test/world/identities.ts'
import {
  anna,
  annasGroup,
  bruno,
  otherGroup,
  postgresCabinet,
  seesEverybody,
  sightOf,
  sqliteCabinet,
  type TestCabinet,
} from './cabinet.ts'

const writer = { userId: anna, displayName: 'Dr Test MARCHAND', at: '2026-11-24T13:32:00.000Z' }
const id = (number: number) => `01980000-0000-7000-8000-${String(number).padStart(12, '0')}`

/** The same repository, the same questions, the same answers: in the encrypted file and on PostgreSQL. */
describe.each([
  ['encrypted SQLite', sqliteCabinet],
  ['PostgreSQL', postgresCabinet],
] as const)('%s', (_, open) => {
  let cabinet: TestCabinet
  let made = 0

  beforeAll(async () => {
    cabinet = await open()
  }, 120_000)
  afterAll(() => cabinet.close())

  const add = (
    change: Partial<CivilStatusFields>,
    accessGroupIds: readonly string[] = [annasGroup],
    tagIds: readonly string[] = [],
  ) => {
    made += 1
    const firstName = change.firstBirthFirstName ?? bertin.firstBirthFirstName
    const fields = {
      ...bertin,
      usedName: '',
      usedFirstName: '',
      birthFirstNames: [firstName],
      mobile: '',
      phone: '',
      email: '' as const,
      ...change,
    }
    return insertPatient(cabinet.db, { patientId: id(made), fields, tagIds, accessGroupIds, writer })
  }
  const page = (text: string, more: Partial<PageRequest> = {}, db = cabinet.db) =>
    findPage(
      db,
      {
        terms: parseSearch(text),
        filters: {},
        sort: { by: 'usedName', direction: 'ascending' },
        offset: 0,
        limit: 50,
        sight: seesEverybody,
        today: '2026-11-24',
        ...more,
      },
      dialectOf(db),
    )
  const names = (rows: readonly PatientSummary[]) =>
    rows.map((row) => `${row.usedName || row.birthName} ${row.birthFirstName}`)

  test('patients entered in any order are listed in the order of names', async () => {
    await add({ birthName: 'LACAZE', firstBirthFirstName: 'Zoé' })
    await add({ birthName: 'PEYRAT', firstBirthFirstName: 'Colette', birthDate: '1949-07-22' })
    await add({ birthName: 'BERTIN', usedName: 'LACAZE', firstBirthFirstName: 'Françoise', mobile: '06 39 98 14 52' })
    await add({ birthName: 'Œuvrard', firstBirthFirstName: 'Éric', sex: 'M', birthDate: '1971-10-06' })
    await add({ birthName: 'ABADIE', firstBirthFirstName: 'Jean-Pierre', sex: 'M', birthDate: '1950-00-00' })
    const { rows, total, totalIsExact, visible } = await page('')
    expect(names(rows)).toEqual([
      'ABADIE Jean-Pierre',
      'LACAZE Françoise',
      'LACAZE Zoé',
      'Œuvrard Éric',
      'PEYRAT Colette',
    ])
    expect({ total, totalIsExact, visible }).toEqual({ total: 5, totalIsExact: true, visible: 5 })
    expect(rows.map((row) => row.fileNumber)).toEqual([5, 3, 1, 4, 2])
  })

  test.each([
    ['lac', ['LACAZE Françoise', 'LACAZE Zoé']],
    ['zoe LACAZE', ['LACAZE Zoé']],
    ['ber', ['LACAZE Françoise']],
    ['oeuv', ['Œuvrard Éric']],
    ['œuvrard éric', ['Œuvrard Éric']],
    ['jeanp', ['ABADIE Jean-Pierre']],
    ['1452', ['LACAZE Françoise']],
    ['22/07/1949', ['PEYRAT Colette']],
    ['1950', ['ABADIE Jean-Pierre']],
    ['4', ['Œuvrard Éric']],
    ['"lac" OR *', []],
    ["' ; drop table", []],
    ['NEAR(a b)', []],
  ])('« %s » finds %j', async (text, expected) => {
    expect(names((await page(text)).rows)).toEqual(expected)
  })

  test.each([
    ['usedName', 'descending', ['PEYRAT', 'Œuvrard', 'LACAZE', 'LACAZE', 'ABADIE']],
    ['birthDate', 'ascending', ['PEYRAT', 'ABADIE', 'BERTIN', 'LACAZE', 'Œuvrard']],
    ['fileNumber', 'descending', ['ABADIE', 'Œuvrard', 'BERTIN', 'PEYRAT', 'LACAZE']],
    ['birthName', 'ascending', ['ABADIE', 'BERTIN', 'LACAZE', 'Œuvrard', 'PEYRAT']],
    ['birthFirstName', 'ascending', ['PEYRAT', 'Œuvrard', 'BERTIN', 'ABADIE', 'LACAZE']],
  ] as const)('sorted by %s %s, whole and searched alike', async (by, direction, expected) => {
    const shown = (rows: readonly PatientSummary[]) =>
      rows.map((row) => (row.birthName === 'BERTIN' && by === 'usedName' ? row.usedName : row.birthName))
    expect(shown((await page('', { sort: { by, direction } })).rows)).toEqual(expected)
    expect(shown((await page('19', { sort: { by, direction } })).rows)).toEqual(expected)
  })

  test('pages follow each other without hole nor repetition, also from the end', async () => {
    const read: string[] = []
    for (let offset = 0; offset < 6; offset += 2) read.push(...names((await page('', { offset, limit: 2 })).rows))
    expect(read).toEqual(names((await page('')).rows))
    expect((await page('', { offset: 50 })).rows).toEqual([])
  })

  test('a patient of another group is neither found, counted, opened nor proposed', async () => {
    const hidden = await add({ birthName: 'SECRET', firstBirthFirstName: 'Ève', birthDate: '1990-05-05' }, [otherGroup])
    const asAnna = cabinet.as(anna)
    const found = await page('secret', { sight: sightOf(anna) }, asAnna)
    expect(found).toMatchObject({ rows: [], total: 0, visible: 5 })
    expect((await page('', { sight: sightOf(anna) }, asAnna)).total).toBe(5)
    expect(
      (await page('1990', { sight: sightOf(anna), sort: { by: 'birthDate', direction: 'ascending' } }, asAnna)).total,
    ).toBe(0)
    expect(await findRow(asAnna, hidden.patient_id)).toBeNull()
    const typed = { birthName: 'SECRET', usedName: '', firstName: 'Ève', birthDate: '1990-05-05', sex: 'F' as const }
    expect(await findCandidates(asAnna, typed)).toEqual([])
    expect((await findCandidates(cabinet.as(bruno), typed)).map((one) => one.patient.birthName)).toEqual(['SECRET'])
    expect((await page('secret')).total).toBe(1)
  })

  test('a tag that hides takes the record out of the list, and gives it back', async () => {
    const archived = await writeTag(
      cabinet.db,
      { tagId: null, name: 'Archivé', color: 'violet', hidesRecord: true },
      id(900),
    )
    const tagId = archived?.tag.tagId ?? ''
    await add({ birthName: 'VIEUX', firstBirthFirstName: 'Léon', sex: 'M' }, [annasGroup], [tagId])
    expect((await page('vieux')).total).toBe(0)
    expect((await page('vieux', { filters: { includeHidden: true } })).total).toBe(1)
    expect((await page('archive', { filters: { includeHidden: true, tagId } })).total).toBe(1)
    const before = (await page('')).visible
    await writeTag(cabinet.db, { tagId, name: 'Ancien', color: 'violet', hidesRecord: false }, id(901))
    expect((await page('vieux')).total).toBe(1)
    expect((await page('ancien')).total).toBe(1)
    expect((await page('archive')).total).toBe(0)
    expect((await page('')).visible).toBe(before + 1)
  })

  test('a corrected name moves in the list and in the search; the identity falls back and keeps its history', async () => {
    const row = await findRow(cabinet.db, id(1))
    if (row === null) throw new Error('the first patient is gone')
    const qualified = await qualify(cabinet.db, row, writer)
    const record = await recordOf(cabinet.db, qualified, '')
    const accent = await updatePatient(cabinet.db, qualified, {
      fields: { ...record.fields, comments: 'Vue ce jour' },
      tagIds: [],
      writer,
    })
    expect(accent.row).toMatchObject({ version: 3, ins_status: 'qualified', ins_matricule: '2581133514987' })
    // « Recherche avancée » finds it by its matricule, whole and only whole.
    expect((await page('', { exact: { ins: '2581133514987' } })).total).toBe(1)
    expect((await page('', { exact: { ins: '258113351498' } })).total).toBe(0)
    const moved = await updatePatient(cabinet.db, accent.row, {
      fields: { ...record.fields, birthName: 'ZABALETA' },
      tagIds: [],
      writer,
    })
    expect(moved.changedTraits).toEqual(['birthName'])
    expect(moved.row).toMatchObject({ version: 4, ins_status: 'provisional', ins_matricule: null, ins_oid: null })
    expect(names((await page('')).rows).at(-1)).toBe('ZABALETA Zoé')
    expect((await page('zaba')).total).toBe(1)
    expect(names((await page('lac')).rows)).toEqual(['LACAZE Françoise'])
    const held = await findIdentity(cabinet.db, row.patient_id)
    expect(held?.identity.withdrawn.map(({ proof, because }) => [proof.kind, because])).toEqual([
      ['ins', 'traits-changed'],
      ['document', 'traits-changed'],
    ])
    const numbers = await cabinet.db.selectFrom('patient_known_number').selectAll().execute()
    expect(numbers).toEqual([{ patient_id: row.patient_id, matricule: '2581133514987', source: 'withdrawn' }])
  })

  test('filters count and find the same records', async () => {
    await cabinet.db.updateTable('patient').set({ hidden: 0 }).where('patient_id', '=', id(2)).execute()
    const rcp = await add({ birthName: 'REUNION', firstBirthFirstName: 'Anne', rcp: true, vsmReminderOn: '2026-11-01' })
    await add({ birthName: 'PLUSTARD', firstBirthFirstName: 'Anne', vsmReminderOn: '2027-11-01' })
    expect(await countFilters(cabinet.db, '2026-11-24')).toEqual({ insKo: 0, rcp: 1, vsmReminder: 1 })
    expect(names((await page('', { filters: { rcp: true } })).rows)).toEqual(['REUNION Anne'])
    expect(names((await page('', { filters: { vsmReminder: true } })).rows)).toEqual(['REUNION Anne'])
    expect((await page('', { filters: { accessGroupId: otherGroup } })).rows.map((row) => row.birthName)).toEqual([
      'SECRET',
    ])
    expect((await page('', { exact: { nameKey: 'reunion', birthDate: rcp.birth_date } })).total).toBe(1)
    expect((await page('', { exact: { ins: '2581133514987' } })).total).toBe(0)
  })

  test('two hundred newcomers at the same place of the list all find room, in order', async () => {
    for (let number = 0; number < 120; number += 1) {
      await add({ birthName: 'MIDI', firstBirthFirstName: `A${'b'.repeat(number % 40)}${'c'.repeat(number % 7)}` })
    }
    const places = await cabinet.db
      .selectFrom('patient_order')
      .select(['place', 'order_key'])
      .orderBy('place')
      .execute()
    const keys = places.map((one) => one.order_key)
    expect(keys).toEqual(keys.toSorted())
    expect((await page('midi', { limit: 200 })).rows).toHaveLength(120)
    const indexed = await cabinet.db
      .selectFrom('patient_search')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(Number(indexed.count)).toBe(places.length)
  }, 120_000)

  test('the families of a name come before those who have it as a first name', async () => {
    const nameFirst = async (text: string, limit: number) => {
      const request = {
        terms: parseSearch(text),
        filters: {},
        sort: { by: 'usedName', direction: 'ascending' },
        offset: 0,
        limit,
        sight: seesEverybody,
        today: '2026-11-24',
      } as const
      const found = await findNameFirst(cabinet.db, request, text, dialectOf(cabinet.db))
      return { names: names(found.rows), total: found.total }
    }
    await add({ birthName: 'ADAM', firstBirthFirstName: 'Martine' })
    await add({ birthName: 'BLANC', firstBirthFirstName: 'Martin', sex: 'M' })
    await add({ birthName: 'MARTIN', usedName: 'BLANC', firstBirthFirstName: 'Zoé' })
    await add({ birthName: 'MARTIN', firstBirthFirstName: 'Rose' })
    await add({ birthName: 'MARTINET', firstBirthFirstName: 'Anne' })
    const everyone = ['MARTIN Rose', 'MARTINET Anne', 'BLANC Zoé', 'ADAM Martine', 'BLANC Martin']
    expect(await nameFirst('martin', 9)).toEqual({ names: everyone, total: 5 })
    expect(await nameFirst('martin', 3)).toEqual({ names: everyone.slice(0, 3), total: 5 })
    expect((await nameFirst('zoe', 9)).names).toEqual(['BLANC Zoé', 'ZABALETA Zoé'])
  })
})

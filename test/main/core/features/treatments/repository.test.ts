import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsOf } from '#core/features/medicines/rows.ts'
import { readBdpm } from '#core/features/medicines/read-bdpm.ts'
import { currentEdition, findMedicines, searchHits, searchSubstanceRows } from '#core/features/medicines/repository.ts'
import { insertPatient } from '#core/features/patients/write.ts'
import {
  changeTreatment,
  fieldsOf,
  findTreatment,
  findTreatments,
  insertTreatments,
} from '#core/features/treatments/repository.ts'
import { bertin } from '#test/app/features/patients/people.ts'
import { smallBase } from '#test/world/medicines.ts'
import { someTreatment } from '#test/world/prescriptions.ts'
import {
  anna,
  annasGroup,
  bruno,
  otherGroup,
  postgresCabinet,
  sqliteCabinet,
  type TestCabinet,
} from '../patients/cabinet.ts'

const id = (number: number) => `01990000-0000-7000-8000-${String(number).padStart(12, '0')}`
const at = '2026-11-24T13:00:00.000Z'
const stamp = { at, by: anna, byName: 'Dr Test ANNA' }
const [mine, apart] = [id(1), id(2)]

/** The same repositories, the same questions, the same answers: in the encrypted file and on PostgreSQL. */
describe.each([
  ['encrypted SQLite', sqliteCabinet],
  ['PostgreSQL', postgresCabinet],
] as const)('%s', (_, openCabinet) => {
  let cabinet: TestCabinet
  beforeAll(async () => {
    cabinet = await openCabinet()
    const writer = { userId: anna, displayName: 'Dr Test MARCHAND', at }
    for (const [patientId, group] of [
      [mine, annasGroup],
      [apart, otherGroup],
    ] as const) {
      await insertPatient(cabinet.db, { patientId, fields: bertin, tagIds: [], accessGroupIds: [group], writer })
    }
  }, 120_000)
  afterAll(() => cabinet.close())

  test('treatments are read and written with their patient only', async () => {
    const treatment = { treatmentId: id(10), patientId: mine, fields: someTreatment }
    await insertTreatments(cabinet.as(anna), [treatment], stamp)
    const row = await findTreatment(cabinet.as(anna), mine, id(10))
    if (row === undefined) throw new Error('Anna sees her patient')
    expect(fieldsOf(row)).toEqual(someTreatment)
    expect(await findTreatments(cabinet.as(bruno), mine)).toEqual([])
    expect(await findTreatment(cabinet.as(bruno), mine, id(10))).toBeUndefined()
    const abroad = { treatmentId: id(11), patientId: apart, fields: someTreatment }
    await expect(insertTreatments(cabinet.as(anna), [abroad], stamp)).rejects.toThrow('out of the actor’s sight')
    expect(await changeTreatment(cabinet.as(anna), row, { removed_at: at }, stamp)).toBe(2)
    expect(await findTreatments(cabinet.as(anna), mine)).toEqual([])
    expect(await findTreatment(cabinet.as(anna), mine, id(10))).toMatchObject({ removed_by_name: 'Dr Test ANNA' })
  })

  test('drugs are found in the same order', async () => {
    const content = await readBdpm(new Map(Object.entries(smallBase()) as never), async () => {})
    const { medicines, substances } = await rowsOf(id(50), content, async () => {})
    const edition = { edition_id: id(50), imported_at: at, imported_by: '', medicines: 18, substances: 0, files: '[]' }
    await cabinet.db
      .insertInto('medicine_edition')
      .values({ ...edition, state: 'current' })
      .execute()
    await cabinet.db
      .insertInto('medicine')
      .values(medicines.map(({ row }) => row))
      .execute()
    await cabinet.db
      .insertInto('medicine_search')
      .values(medicines.map(({ search }) => search))
      .execute()
    await cabinet.db
      .insertInto('medicine_substance')
      .values([...substances])
      .execute()
    expect((await currentEdition(cabinet.db))?.edition_id).toBe(id(50))
    const hits = await searchHits(cabinet.db, id(50), 'amoxi', 10)
    expect(hits.map(({ name, group }) => [name, group?.drugs ?? 1])).toEqual([
      ['AMOXICILLINE 500 mg, gélule', 3],
      ['AMOXICILLINE/ACIDE CLAVULANIQUE ESSAI 500 mg/62,5 mg, comprimé pelliculé', 1],
    ])
    expect((await searchHits(cabinet.db, id(50), 'ramipril 10 ', 10)).map(({ cis }) => cis)).toEqual(['60000008'])
    expect((await searchSubstanceRows(cabinet.db, id(50), 'acide', 10)).map(({ code }) => code)).toEqual([
      '00005',
      '93286',
    ])
    expect((await findMedicines(cabinet.db, id(50), ['60000001', '99999999'])).size).toBe(1)
  })
})

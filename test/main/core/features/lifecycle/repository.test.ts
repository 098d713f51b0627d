import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeBlock } from '#core/features/lifecycle/block.ts'
import { findMerge, mergeRecords, undoMergeRows } from '#core/features/lifecycle/merge.ts'
import { countRows, deleteRows, patientRegistry, type PatientRegistry } from '#core/features/lifecycle/patient-rows.ts'
import { leaveTrace, reportPage } from '#core/features/lifecycle/traces.ts'
import { findRow, insertPatient, patientLife, type PatientRow } from '#core/features/patients/index.ts'
import { askForSweep, patientLife as recordLife, putEntry } from '#core/features/record/index.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import { slices } from '#core/slices.ts'
import { durandMarie } from '#test/world/patients.ts'
import { anna, annasGroup, otherGroup, postgresCabinet, sqliteCabinet, type TestCabinet } from '../patients/cabinet.ts'

const writer = { userId: anna, displayName: 'Dr Test MARCHAND', at: '2026-11-24T13:32:00.000Z' }
const idOf = (number: number) => `01980000-0000-7000-8000-${String(number).padStart(12, '0')}`
const engines = { sqlite: sqliteCabinet, postgres: postgresCabinet }
const registryOf = () => patientRegistry(slices.bound, { patients: patientLife, record: recordLife })

const cabinets = new Map<string, TestCabinet>()
beforeAll(async () => {
  for (const [name, open] of Object.entries(engines)) cabinets.set(name, await open())
}, 120_000)
afterAll(async () => {
  for (const cabinet of cabinets.values()) await cabinet.close()
})

const dbOf = (name: string): WriteDb => {
  const cabinet = cabinets.get(name)
  if (cabinet === undefined) throw new Error(`no cabinet on ${name}`)
  return cabinet.db as WriteDb
}

test('both engines tell the same of the tables of patients: order, keys, references, what must be there', async () => {
  const told = []
  for (const name of Object.keys(engines)) {
    const tables = await registryOf().tables(dbOf(name))
    told.push(
      tables.map(({ name: table, key, owner, columns, references, archive }) => ({
        table,
        key,
        owner: owner?.table ?? null,
        archive,
        // A key is always there, whatever SQLite says of the number of a row.
        columns: columns.map((column) => `${column.name} ${column.isRequired || key.includes(column.name)}`),
        references: references.map((each) => `${each.columns.join()} ${each.table} ${each.keys.join()}`).toSorted(),
      })),
    )
  }
  expect(told[0]?.length).toBeGreaterThan(25)
  expect(told[1]).toEqual(told[0])
})

describe.each(Object.keys(engines))('on %s', (name) => {
  let registry: PatientRegistry
  let db: WriteDb
  let made = 0

  beforeAll(() => {
    registry = registryOf()
    db = dbOf(name)
  })

  async function add(firstName: string, group: string): Promise<PatientRow> {
    made += 1
    const patientId = idOf(made)
    const fields = {
      ...durandMarie,
      usedFirstName: firstName,
      firstBirthFirstName: firstName,
      birthFirstNames: [firstName],
    }
    await insertPatient(db, { patientId, fields, tagIds: [], accessGroupIds: [group], writer })
    await putEntry(db, {
      entryId: idOf(1000 + made),
      patientId,
      kind: 'consultation',
      categoryId: null,
      occurredAt: '2026-11-20T13:31:00.000Z',
      title: `Suivi de ${firstName}`,
      detail: '',
      authorId: anna,
      authorName: 'AM',
      marks: {},
      text: `Toux de ${firstName}`,
    })
    await writeBlock(db, patientId, 'Absences', writer)
    const row = await findRow(db, patientId)
    if (row === null) throw new Error('a patient just made is there')
    return row
  }
  const groupsOf = async (patientId: string) => {
    const rows = await db
      .selectFrom('patient_access_group')
      .select('access_group_id')
      .where('patient_access_group.patient_id', '=', patientId)
      .execute()
    return rows.map((row) => row.access_group_id).toSorted()
  }
  const countsOf = async (patientId: string) => countRows(db, await registry.tables(db), patientId)

  test('a record goes whole, and leaves its line in the report', async () => {
    const row = await add('Colette', annasGroup)
    expect((await countsOf(row.patient_id)).length).toBeGreaterThan(2)
    await deleteRows(db, registry, row.patient_id)
    await askForSweep(db)
    const left = {
      traceId: idOf(500),
      row,
      departure: 'deleted',
      mergedInto: null,
      groupIds: [annasGroup],
      writer,
    } as const
    await leaveTrace(db, left)
    expect(await countsOf(row.patient_id)).toEqual([])
    expect(await findRow(db, row.patient_id)).toBeNull()
    const words = await db
      .selectFrom('record_entry')
      .select('title')
      .where('record_entry.title', 'like', '%Colette%')
      .execute()
    expect(words).toEqual([])
    const page = await reportPage(db, { state: 'past', text: 'durand col' }, { offset: 0, limit: 5 })
    expect(page).toMatchObject({ total: 1, lines: [{ state: 'past', trace: { usedFirstName: 'Colette' } }] })
  })

  test('two records become one with what both had, and two again', async () => {
    const [kept, other] = [await add('Marie', annasGroup), await add('Mariette', otherGroup)]
    const before = [await countsOf(kept.patient_id), await countsOf(other.patient_id), await groupsOf(kept.patient_id)]
    const ids = { mergeId: idOf(600), traceId: idOf(601) }
    await mergeRecords(db, registry, { ...ids, kept, other, choices: { fields: [], singles: [] }, writer })
    expect(await findRow(db, other.patient_id)).toBeNull()
    const entries = await db
      .selectFrom('record_entry')
      .select('title')
      .where('record_entry.patient_id', '=', kept.patient_id)
      .orderBy('title')
      .execute()
    expect(entries.map(({ title }) => title)).toEqual(['Suivi de Marie', 'Suivi de Mariette'])
    expect(await groupsOf(kept.patient_id)).toEqual(expect.arrayContaining([annasGroup, otherGroup]))
    const merge = await findMerge(db, ids.mergeId)
    if (merge === null) throw new Error('a merge just done is known')
    const undone = await undoMergeRows(db, registry, merge)
    expect(undone).toMatchObject({ restoredPatientId: other.patient_id, addedSince: [], changedSince: [] })
    expect([
      await countsOf(kept.patient_id),
      await countsOf(other.patient_id),
      await groupsOf(kept.patient_id),
    ]).toEqual(before)
    expect((await findRow(db, other.patient_id))?.used_first_name).toBe('Mariette')
  })
})

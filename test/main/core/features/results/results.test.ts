import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { ResultFields, ResultLine } from '#app/features/results/model.ts'
import { someResult } from '#test/main/core/kernel/examples-of-record.ts'
import { openWorld, type World } from '#test/world/open-world.ts'

const { record, results } = contract

let world: World<'anna' | 'zoe' | 'office'>
let patientId: string

beforeAll(async () => {
  const limited = { seesAllPatients: false } as const
  world = await openWorld({
    people: {
      anna: { roleKey: 'practitioner', firstName: 'Anna', lastName: 'Brun', ...limited },
      zoe: { roleKey: 'locum', ...limited },
      office: 'secretary',
    },
  })
  patientId = await world.as('anna').createPatient()
}, 60_000)
afterAll(() => world[Symbol.asyncDispose]())

const line = (analyte: string, value: number, change: Partial<ResultLine> = {}): ResultLine => ({
  panel: '',
  analyte,
  loinc: null,
  value,
  text: '',
  unit: '%',
  low: 4,
  high: 6,
  reference: '',
  flag: null,
  ...change,
})
const create = async (sampledOn: string, lines: readonly ResultLine[]) => {
  const fields: ResultFields = { ...someResult, sampledOn, lines: [...lines] }
  return (await world.as('anna').must(results.create, { patientId, fields })).result
}
const shown = async () =>
  (await world.as('anna').must(record.timeline, { patientId, filter: {}, offset: 0, limit: 50 })).entries

test('each value stands beside those of the two samples before, whatever order they were written in', async () => {
  await create('2026-05-21', [line('HbA1c', 7.3), line('Fer', 12, { unit: 'µmol/L', low: null, high: null })])
  const last = await create('2026-11-19', [line('HBA1C', 7.9), line('Potassium', 4.6)])
  await create('2025-11-17', [line('Hba1c', 72, { unit: 'mmol/mol' })])
  await create('2024-11-17', [line('HbA1c', 7)])
  const { result } = await world.as('anna').must(results.read, { resultId: last.resultId })
  expect(result.formerDays).toEqual(['2026-05-21', '2025-11-17'])
  expect(result.lines.map(({ flag, former }) => [flag, former.map((one) => one?.value ?? null)])).toEqual([
    ['high', [7.3, 72]],
    ['normal', [null, null]],
  ])
  // In another unit, it says so.
  expect(result.lines[0]?.former[1]?.unit).toBe('mmol/mol')
})

test('the numbers of one analyte in one unit are a series, oldest first', async () => {
  const { analytes } = await world.as('anna').must(results.series, { patientId })
  const percent = analytes.find(({ unit, points }) => unit === '%' && points.length > 1)
  expect(percent?.points.map(({ value }) => value)).toEqual([7, 7.3, 7.9])
  expect(analytes.find(({ unit }) => unit === 'mmol/mol')?.points).toHaveLength(1)
})

test('its line of the Historique says what it is, how many values stand out, and follows its corrections', async () => {
  const lines = [line('Sodium', 150), line('Calcium', 5), line('Zinc', 1), line('Cuivre', 5)]
  const made = await create('2026-10-01', lines)
  const entry = async () => (await shown()).find(({ entryId }) => entryId === made.resultId)
  expect(await entry()).toMatchObject({
    kind: 'result',
    title: 'Sodium, Calcium, Zinc…',
    detail: 'Labo Estuaire',
    authorName: 'Labo',
    marks: { abnormalCount: 2, received: true },
  })
  const fields: ResultFields = {
    ...someResult,
    title: 'Oligo-éléments',
    sampledOn: '2026-10-02',
    lines: [line('Zinc', 5)],
  }
  const asked = { resultId: made.resultId, expectedVersion: 1, fields }
  const { result } = await world.as('anna').must(results.update, asked)
  expect(result.lines.map((one) => one.line.analyte)).toEqual(['Zinc'])
  expect(await entry()).toMatchObject({ title: 'Oligo-éléments', marks: { abnormalCount: 0 } })
  expect(await world.as('anna').call(results.update, asked)).toMatchObject({ problem: 'edit.conflict' })
})

test('says who has seen it and when, and that it is to be seen again', async () => {
  const { resultId } = await create('2026-10-03', [line('Zinc', 5)])
  const { result: seen } = await world.as('anna').must(results.setSeen, { resultId, expectedVersion: 1, seen: true })
  expect(seen).toMatchObject({ seenBy: 'AB', version: 2 })
  expect(seen.seenAt).not.toBeNull()
  const { result: again } = await world.as('anna').must(results.setSeen, { resultId, expectedVersion: 2, seen: false })
  expect(again).toMatchObject({ seenBy: '', seenAt: null })
})

test('a value with words and a number, a range upside down, a sample of tomorrow are refused, and nothing is written', async () => {
  const before = (await shown()).length
  const call = async (change: Partial<ResultFields>) =>
    world.as('anna').call(results.create, { patientId, fields: { ...someResult, sampledOn: '2026-10-04', ...change } })
  expect(await call({ lines: [line('Zinc', 5, { text: 'Négatif' })] })).toMatchObject({ problem: 'invalid-input' })
  expect(await call({ lines: [line('Zinc', 5, { low: 7 })] })).toMatchObject({ problem: 'invalid-input' })
  expect(await call({ sampledOn: '2026-02-30' })).toMatchObject({ problem: 'invalid-input' })
  expect(await call({ sampledOn: '2099-01-01' })).toMatchObject({ problem: 'result.in-future' })
  expect(await shown()).toHaveLength(before)
})

test('a result that is removed leaves the values of others too', async () => {
  const { resultId, version } = await create('2026-09-01', [line('Ferritine', 20)])
  const last = await create('2026-09-02', [line('Ferritine', 30)])
  await world.as('anna').must(results.remove, { resultId, expectedVersion: version })
  const { result } = await world.as('anna').must(results.read, { resultId: last.resultId })
  expect(result.formerDays).toEqual([])
  const { analytes } = await world.as('anna').must(results.series, { patientId })
  expect(analytes.find(({ analyte }) => analyte === 'Ferritine')?.points).toHaveLength(1)
})

test('is out of reach of who does not see the record, and of the office', async () => {
  const { resultId } = await create('2026-09-03', [line('Zinc', 5)])
  const act = { resultId, expectedVersion: 1 }
  expect(await world.as('zoe').call(results.read, { resultId })).toMatchObject({ problem: 'not-found' })
  expect(await world.as('zoe').call(results.remove, act)).toMatchObject({ problem: 'not-found' })
  expect(await world.as('office').call(results.read, { resultId })).toMatchObject({ problem: 'forbidden' })
})

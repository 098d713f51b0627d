import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { NoteContent } from '#app/features/notes/model.ts'
import type { MeasureCode, Reading } from '#app/features/measurements/model.ts'
import { openWorld, type World } from '#test/world/open-world.ts'
import { someMeasures } from '#test/main/core/kernel/examples-of-record.ts'

const { measurements, notes } = contract
const measuredAt = '2026-11-02T08:00:00.000Z'

let world: World<'anna' | 'zoe' | 'office'>
let patientId: string

beforeAll(async () => {
  const limited = { seesAllPatients: false } as const
  world = await openWorld({
    people: {
      anna: { roleKey: 'practitioner', ...limited },
      zoe: { roleKey: 'locum', ...limited },
      office: 'secretary',
    },
  })
}, 60_000)
afterAll(() => world[Symbol.asyncDispose]())

const listed = async () => (await world.as('anna').must(measurements.list, { patientId })).measurements
const reading = (code: MeasureCode, value: number, second: number | null = null): Reading => ({ code, value, second })

describe('measures written by hand', () => {
  beforeAll(async () => {
    patientId = await world.as('anna').createPatient()
  })

  test('are listed newest first, with who wrote them and the birth date they are judged by', async () => {
    await world.as('anna').must(measurements.add, { patientId, measuredAt, fields: someMeasures })
    const fields = { readings: [reading('blood-pressure', 152, 88)] }
    await world.as('anna').must(measurements.add, { patientId, measuredAt: '2026-11-03T08:00:00.000Z', fields })
    const { measurements: all, birthDate } = await world.as('anna').must(measurements.list, { patientId })
    expect(all.map(({ code, value, second }) => [code, value, second])).toEqual([
      ['blood-pressure', 152, 88],
      ['blood-pressure', 142, 84],
      ['weight', 77.1, null],
    ])
    expect(all[0]).toMatchObject({ authorName: 'T. ANNA', sourceNoteId: null, version: 1 })
    expect(birthDate).toMatch(/^\d{4}-/)
  })

  test('are given by their last one alone to who asks for it, before an instant or of them all', async () => {
    const lastOf = async (before: string | null) => {
      const { measurements: last } = await world.as('anna').must(measurements.list, { patientId, last: { before } })
      return last.map(({ code, value }) => [code, value])
    }
    expect(await lastOf(null)).toEqual([
      ['blood-pressure', 152],
      ['weight', 77.1],
    ])
    expect(await lastOf('2026-11-03T08:00:00.000Z')).toEqual([
      ['blood-pressure', 142],
      ['weight', 77.1],
    ])
    expect(await lastOf(measuredAt)).toEqual([])
  })

  test('a value nobody living has, one twice and one ahead of now are refused, and nothing is written', async () => {
    const before = await listed()
    const add = async (readings: readonly Reading[], at = measuredAt) =>
      world.as('anna').call(measurements.add, { patientId, measuredAt: at, fields: { readings: [...readings] } })
    expect(await add([reading('weight', 784)])).toMatchObject({ problem: 'invalid-input' })
    expect(await add([reading('pulse', 70), reading('pulse', 71)])).toMatchObject({ problem: 'invalid-input' })
    expect(await add([reading('pulse', 70), reading('blood-pressure', 88, 152)])).toMatchObject({
      problem: 'invalid-input',
    })
    expect(await add([reading('pulse', 70)], '2099-01-01T00:00:00.000Z')).toMatchObject({
      problem: 'measurement.in-future',
    })
    expect(await listed()).toEqual(before)
  })

  test('are corrected, removed and brought back by whoever read them last', async () => {
    const [first] = await listed()
    if (first === undefined) throw new Error('nothing is listed')
    const { measurementId, version } = first
    const asked = { measurementId, expectedVersion: version, measuredAt, reading: reading('blood-pressure', 150, 86) }
    const changed = await world.as('anna').must(measurements.change, asked)
    expect(changed.measurement).toMatchObject({ value: 150, second: 86, version: version + 1 })
    expect(await world.as('anna').call(measurements.change, asked)).toMatchObject({
      problem: 'edit.conflict',
      data: { currentVersion: version + 1, changedBy: 'T. ANNA' },
    })
    const removed = await world.as('anna').must(measurements.remove, { measurementId, expectedVersion: version + 1 })
    expect((await listed()).map((one) => one.measurementId)).not.toContain(measurementId)
    await world.as('anna').must(measurements.restore, { measurementId, expectedVersion: removed.version })
    expect((await listed()).map((one) => one.measurementId)).toContain(measurementId)
  })

  test('are neither read nor changed by who does not see the record, nor by the office', async () => {
    const [first] = await listed()
    const act = { measurementId: first?.measurementId ?? '', expectedVersion: first?.version ?? 1 }
    expect(await world.as('zoe').call(measurements.list, { patientId })).toMatchObject({ problem: 'not-found' })
    expect(await world.as('zoe').call(measurements.remove, act)).toMatchObject({ problem: 'not-found' })
    expect(await world.as('office').call(measurements.list, { patientId })).toMatchObject({ problem: 'forbidden' })
    expect(await world.as('office').call(measurements.remove, act)).toMatchObject({ problem: 'forbidden' })
  })
})

describe('measures of a note', () => {
  const noteId = crypto.randomUUID()
  const itemId = crypto.randomUUID()
  const occurredAt = '2026-11-01T09:00:00.000Z'
  const content = (readings: readonly Reading[] | null): NoteContent => ({
    occurredAt,
    sections: [
      { sectionId: 'motif', keyword: 'Motif', text: 'Contrôle', items: [] },
      ...(readings === null
        ? []
        : [
            {
              sectionId: 'constantes',
              keyword: 'Constantes',
              text: '',
              items: [
                { itemId, kind: 'measurement' as const, fields: { readings: readings.map((one) => ({ ...one })) } },
              ],
            },
          ]),
    ],
  })
  const revise = async (readings: readonly Reading[] | null) => {
    const { note } = await world.as('anna').must(notes.read, { noteId })
    const asked = { noteId, expectedVersion: note.version, content: content(readings), reason: '' }
    return world.as('anna').must(notes.revise, asked)
  }
  const values = async () => (await listed()).map(({ code, value }) => [code, value])

  beforeAll(async () => {
    patientId = await world.as('anna').createPatient()
    await world.as('anna').must(notes.sign, {
      noteId,
      patientId,
      content: content([reading('blood-pressure', 142, 84), reading('pulse', 70)]),
    })
  })

  test('are those of its signature, dated with the consultation, and not changed apart from it', async () => {
    const all = await listed()
    expect(await values()).toEqual(
      expect.arrayContaining([
        ['blood-pressure', 142],
        ['pulse', 70],
      ]),
    )
    expect(all.every((one) => one.measuredAt === occurredAt && one.sourceNoteId === noteId)).toBe(true)
    const [first] = all
    const act = { measurementId: first?.measurementId ?? '', expectedVersion: 1 }
    expect(await world.as('anna').call(measurements.remove, act)).toMatchObject({ problem: 'measurement.of-note' })
  })

  test('follow its revisions: changed, added, taken away, and back', async () => {
    const before = await listed()
    await revise([reading('blood-pressure', 138, 82), reading('weight', 78.4)])
    expect((await values()).toSorted()).toEqual([
      ['blood-pressure', 138],
      ['weight', 78.4],
    ])
    const kept = (await listed()).find(({ code }) => code === 'blood-pressure')
    expect(kept?.measurementId).toBe(before.find(({ code }) => code === 'blood-pressure')?.measurementId)
    await revise(null)
    expect(await listed()).toEqual([])
    await revise([reading('pulse', 72)])
    expect(await values()).toEqual([['pulse', 72]])
  })

  test('go with it when it is removed, and come back with it, not those removed before', async () => {
    const { note } = await world.as('anna').must(notes.read, { noteId })
    const removed = await world.as('anna').must(notes.remove, { noteId, expectedVersion: note.version })
    expect(await listed()).toEqual([])
    await world.as('anna').must(notes.restore, { noteId, expectedVersion: removed.version })
    expect(await values()).toEqual([['pulse', 72]])
  })

  test('a note with a value nobody living has is not signed', async () => {
    const asked = { noteId: crypto.randomUUID(), patientId, content: content([reading('weight', 784)]) }
    expect(await world.as('anna').call(notes.sign, asked)).toMatchObject({ problem: 'note.item-refused' })
  })
})

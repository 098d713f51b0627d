import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { readVaccination } from '#app/features/vaccinations/reading.ts'
import { openWorld, type WorldSeat } from '#test/world/open-world.ts'

const { vaccinations, record, notes } = contract

const openRecordWorld = () => openWorld({ people: { anna: 'practitioner', sophie: 'secretary', lise: 'read-only' } })

let world: Awaited<ReturnType<typeof openRecordWorld>>
beforeAll(async () => {
  world = await openRecordWorld()
}, 60_000)
afterAll(() => world[Symbol.asyncDispose]())

function repevax() {
  const fields = readVaccination('Repevax 12/03/2024 lot A123', '2026-11-24')
  if (fields === null) throw new Error('a vaccination')
  return fields
}

const history = async (seat: WorldSeat, patientId: string) =>
  (await seat.must(record.timeline, { patientId, filter: {}, offset: 0, limit: 50 })).entries.map(
    ({ entryId, kind, title, occurredAt }) => ({ entryId, kind, title, occurredAt }),
  )

test('a vaccination is a line of the Historique, on the day it was given, and found by its lot', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const added = { patientId, vaccinationId: null, expectedVersion: null, fields: repevax() }
  const { vaccinationId } = await anna.must(vaccinations.save, added)
  expect(await history(anna, patientId)).toEqual([
    { entryId: vaccinationId, kind: 'vaccination', title: 'Repevax', occurredAt: '2024-03-12T11:00:00.000Z' },
  ])
  const found = await anna.must(record.search, { patientId, text: 'a123', filter: {}, offset: 0, limit: 10 })
  expect(found.matches.map(({ entry }) => entry.entryId)).toEqual([vaccinationId])

  // Corrected, it is written again where it is; removed, it leaves; brought back, it returns.
  const fields = { ...repevax(), givenOn: '2023-00-00', rank: 'Rappel' }
  const { version } = await anna.must(vaccinations.save, { patientId, vaccinationId, expectedVersion: 1, fields })
  expect(await history(anna, patientId)).toMatchObject([
    { title: 'Repevax, rappel', occurredAt: '2023-07-01T11:00:00.000Z' },
  ])
  const removed = await anna.must(vaccinations.remove, { patientId, vaccinationId, expectedVersion: version })
  expect(await history(anna, patientId)).toEqual([])
  expect((await anna.must(vaccinations.list, { patientId })).vaccinations).toEqual([])
  expect(await anna.call(vaccinations.get, { patientId, vaccinationId })).toMatchObject({ problem: 'not-found' })
  await anna.must(vaccinations.restore, { patientId, vaccinationId, expectedVersion: removed.version })
  expect(await history(anna, patientId)).toHaveLength(1)
  expect((await anna.must(vaccinations.get, { patientId, vaccinationId })).vaccination.fields).toEqual(fields)
})

test('a vaccination of tomorrow is refused, and so is a version that was not the last', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const ahead = { ...repevax(), givenOn: '2999-01-01' }
  const refused = await anna.call(vaccinations.save, {
    patientId,
    vaccinationId: null,
    expectedVersion: null,
    fields: ahead,
  })
  expect(refused).toMatchObject({ ok: false, problem: 'invalid-input', data: { fields: [{ path: 'fields.givenOn' }] } })
  expect(await history(anna, patientId)).toEqual([])
  const added = { patientId, vaccinationId: null, expectedVersion: null, fields: repevax() }
  const { vaccinationId } = await anna.must(vaccinations.save, added)
  const change = { patientId, vaccinationId, expectedVersion: 1, fields: repevax() }
  await anna.must(vaccinations.save, change)
  expect(await anna.call(vaccinations.save, change)).toMatchObject({ problem: 'edit.conflict' })
  expect(await anna.call(vaccinations.remove, { patientId, vaccinationId, expectedVersion: 1 })).toMatchObject({
    problem: 'edit.conflict',
  })
  expect(await world.as('sophie').call(vaccinations.list, { patientId })).toMatchObject({ problem: 'forbidden' })
  expect(await world.as('lise').call(vaccinations.save, added)).toMatchObject({ problem: 'forbidden' })
})

test('a signed note feeds a vaccination, and withdraws it when it goes', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const itemId = crypto.randomUUID()
  const items = [{ itemId, kind: 'vaccination' as const, fields: repevax() }]
  const section = { sectionId: 'vaccination', keyword: 'Vaccination', text: 'Bien supportée.', items }
  const content = { occurredAt: '2026-11-20T13:31:00.000Z', sections: [section] }
  const noteId = crypto.randomUUID()
  const { note } = await anna.must(notes.sign, { noteId, patientId, content })
  expect((await history(anna, patientId)).map(({ kind }) => kind).toSorted()).toEqual(['consultation', 'vaccination'])
  expect((await anna.must(vaccinations.list, { patientId })).vaccinations).toMatchObject([
    { vaccinationId: itemId, sourceNoteId: noteId },
  ])
  const without = { ...content, sections: [{ ...section, items: [] }] }
  const revised = await anna.must(notes.revise, { noteId, expectedVersion: note.version, content: without, reason: '' })
  expect((await history(anna, patientId)).map(({ kind }) => kind)).toEqual(['consultation'])
  await anna.must(notes.revise, { noteId, expectedVersion: revised.note.version, content, reason: '' })
  expect(await history(anna, patientId)).toHaveLength(2)
})

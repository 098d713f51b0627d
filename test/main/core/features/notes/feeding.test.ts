import { expect, test } from 'vitest'
import type { AllergyTable } from '#core/features/antecedents/tables.ts'
import type { AllergyFields } from '#app/features/antecedents/model.ts'
import { contract } from '#app/contract.ts'
import type { MeasurementFields } from '#app/features/measurements/model.ts'
import type { NoteContent, NoteItem } from '#app/features/notes/model.ts'
import { openWorld } from '#test/world/open-world.ts'

const { notes, record } = contract

const penicillin: AllergyFields = {
  substance: 'Pénicilline',
  substanceCode: null,
  classCode: 'penicillins',
  category: 'medicine',
  type: 'allergy',
  reaction: 'urticaire',
  severity: null,
  certainty: 'confirmed',
  onset: null,
  comment: '',
}
const pressure: MeasurementFields = { readings: [{ code: 'blood-pressure', value: 152, second: 88 }] }

const item = (kind: NoteItem['kind'], fields: object): NoteItem => ({
  itemId: crypto.randomUUID(),
  kind,
  fields: JSON.parse(JSON.stringify(fields)) as NoteItem['fields'],
})

const holding = (...items: NoteItem[]): NoteContent => ({
  occurredAt: '2026-11-20T13:31:00.000Z',
  sections: [{ sectionId: 'motif', keyword: 'Motif', text: 'Renouvellement', items }],
})

test('signing feeds each slice under the identity of the item; a revision without it withdraws it; undone, it is back', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner' } })
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const [allergy, measure] = [item('allergy', penicillin), item('measurement', pressure)]
  const both = holding(allergy, measure)
  const noteId = crypto.randomUUID()
  await anna.must(notes.sign, { noteId, patientId, content: both })
  const allergies = async (): Promise<unknown[]> =>
    (await world.rowsOf('allergy')).map((row: AllergyTable) => [
      row.allergy_id,
      row.source_note_id,
      row.removed_at === null,
    ])
  expect(await allergies()).toEqual([[allergy.itemId, noteId, true]])
  const measures = async () => (await world.rowsOf('measurement')).filter((row) => row.removed_at === null)
  expect(await measures()).toMatchObject([
    { patient_id: patientId, source_note_id: noteId, value: 152, second_value: 88 },
  ])

  // Found by what it fed, as well as by what it says.
  const find = { patientId, text: 'penicilline', filter: {}, offset: 0, limit: 10 }
  expect((await anna.must(record.search, find)).matches.map(({ entry }) => entry.entryId)).toEqual([noteId])

  const without = { noteId, expectedVersion: 1, content: holding(measure), reason: '' }
  await anna.must(notes.revise, without)
  expect(await allergies()).toEqual([[allergy.itemId, noteId, false]])
  expect(await measures()).toHaveLength(1)
  await anna.must(notes.revise, { noteId, expectedVersion: 2, content: both, reason: '' })
  expect(await allergies()).toEqual([[allergy.itemId, noteId, true]])

  const { version } = await anna.must(notes.remove, { noteId, expectedVersion: 3 })
  expect(await allergies()).toEqual([[allergy.itemId, noteId, false]])
  expect(await measures()).toEqual([])
  await anna.must(notes.restore, { noteId, expectedVersion: version })
  expect(await allergies()).toEqual([[allergy.itemId, noteId, true]])
  expect(await measures()).toHaveLength(1)
})

test('one item refused, nothing of the note is written', async () => {
  await using world = await openWorld()
  const doctor = world.as('doctor')
  const patientId = await doctor.createPatient()
  const impossible = item('measurement', { readings: [{ code: 'blood-pressure', value: 1520, second: 88 }] })
  const content = holding(item('allergy', penicillin), impossible)
  expect(await doctor.call(notes.sign, { noteId: crypto.randomUUID(), patientId, content })).toEqual({
    ok: false,
    problem: 'note.item-refused',
    data: { itemId: impossible.itemId, kind: 'measurement' },
  })
  for (const table of ['note', 'allergy', 'measurement', 'record_entry'] as const)
    expect(await world.rowsOf(table)).toEqual([])
})

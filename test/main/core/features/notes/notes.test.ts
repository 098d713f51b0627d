import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { NoteContent } from '#app/features/notes/model.ts'
import { openWorld, type WorldSeat } from '#test/world/open-world.ts'

const { notes, drafts } = contract
const occurredAt = '2026-11-20T13:31:00.000Z'

function content(texts: Readonly<Record<string, string>>): NoteContent {
  const sections = Object.entries(texts).map(([keyword, text]) => ({
    sectionId: keyword.toLowerCase(),
    keyword,
    text,
    items: [],
  }))
  return { occurredAt, sections }
}

const first = content({ Motif: 'Renouvellement, fatigue', Examen: 'Auscultation cardio-pulmonaire normale.' })

const openNoteWorld = () =>
  openWorld({
    people: {
      anna: 'practitioner',
      bea: { roleKey: 'practitioner', seesAllPatients: false },
      sophie: 'secretary',
      lise: 'read-only',
    },
  })

async function signed(seat: WorldSeat, said = first) {
  const patientId = await seat.createPatient()
  const { note } = await seat.must(notes.sign, { noteId: crypto.randomUUID(), patientId, content: said })
  return note
}

test('signing makes the note, its first revision and its entry, and the draft goes; a draft alone is no act', async () => {
  await using world = await openNoteWorld()
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const place = { form: 'note', subjectId: patientId } as const
  await anna.must(drafts.save, { place, fields: { sections: first.sections }, basedOnVersion: null })
  expect((await anna.must(drafts.list, {})).drafts).toMatchObject([{ place, patientId }])
  // Neither in the timeline, nor in the search, nor in the journal.
  expect(await world.rowsOf('record_entry')).toEqual([])
  expect((await world.auditOf(patientId)).filter(({ act }) => act.startsWith('note'))).toEqual([])

  const noteId = crypto.randomUUID()
  const said = { ...first, sections: [...first.sections, ...content({ Conclusion: ' ' }).sections] }
  const { note } = await anna.must(notes.sign, { noteId, patientId, content: said })
  expect(note).toMatchObject({ noteId, patientId, content: first, revision: 1, version: 1, authorName: 'Test ANNA' })
  expect((await anna.must(notes.read, { noteId })).note).toEqual(note)
  expect(await world.rowsOf('draft')).toEqual([])
  expect(await world.rowsOf('record_entry')).toMatchObject([
    {
      entry_id: noteId,
      patient_id: patientId,
      kind: 'consultation',
      occurred_at: occurredAt,
      title: 'Renouvellement, fatigue',
      author_name: 'TA',
      marks: '{"signed":true}',
    },
  ])
  expect((await world.rowsOf('record_entry_text'))[0]?.text).toContain('Auscultation cardio-pulmonaire normale.')
  const lines = (await world.auditOf(noteId)).map(({ act, patient_id: about }) => [act, about])
  expect(lines).toEqual([
    ['note.sign', patientId],
    ['note.read', patientId],
  ])
})

test('signed again after a cut with the same words, it is the same note; with others it is refused', async () => {
  await using world = await openNoteWorld()
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const input = { noteId: crypto.randomUUID(), patientId, content: first }
  const { note } = await anna.must(notes.sign, input)
  expect(await anna.must(notes.sign, input)).toEqual({ note })
  const already = { ok: false, problem: 'note.already-signed', data: {} }
  expect(await anna.call(notes.sign, { ...input, content: content({ Motif: 'Autre' }) })).toEqual(already)
  expect(await world.as('doctor').call(notes.sign, input)).toEqual(already)
  expect(await world.rowsOf('note')).toHaveLength(1)
  expect(await world.rowsOf('note_revision')).toHaveLength(1)
})

test('what cannot be signed leaves nothing: no word, the future, a kind nobody takes, an item twice', async () => {
  await using world = await openNoteWorld()
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const sign = (said: NoteContent) => anna.call(notes.sign, { noteId: crypto.randomUUID(), patientId, content: said })
  expect(await sign(content({ Motif: '  ' }))).toMatchObject({ problem: 'invalid-input' })
  expect(await sign({ ...first, occurredAt: '2099-01-01T00:00:00.000Z' })).toMatchObject({
    problem: 'note.in-the-future',
  })
  const allergy = { itemId: crypto.randomUUID(), kind: 'allergy', fields: { nonsense: true } } as const
  const [motif] = first.sections
  if (motif === undefined) throw new Error('the note has a section')
  const holding = (items: (typeof allergy)[]) => ({ occurredAt, sections: [{ ...motif, items }] })
  expect(await sign(holding([allergy]))).toMatchObject({
    problem: 'note.item-refused',
    data: { itemId: allergy.itemId, kind: 'allergy' },
  })
  expect(await sign(holding([allergy, allergy]))).toMatchObject({ problem: 'invalid-input' })
  for (const table of ['note', 'note_revision', 'record_entry', 'glossary_phrase'] as const)
    expect(await world.rowsOf(table)).toEqual([])
})

test('a revision keeps what was signed, says who and when; two people never write over each other', async () => {
  await using world = await openNoteWorld()
  const anna = world.as('anna')
  const { noteId, patientId } = await signed(anna)
  const doctor = world.as('doctor')
  const place = { form: 'note', subjectId: noteId } as const
  await doctor.must(drafts.save, { place, fields: { sections: [] }, basedOnVersion: 1 })
  expect(await world.rowsOf('draft')).toMatchObject([{ patient_id: patientId }])
  const second = content({ Motif: 'Renouvellement, asthénie' })
  const change = { noteId, expectedVersion: 1, content: second, reason: 'Mot précisé' }
  const { note } = await doctor.must(notes.revise, change)
  expect(note).toMatchObject({
    revision: 2,
    version: 2,
    content: second,
    authorName: 'Test ANNA',
    revisedBy: 'Dr Dora DOC',
  })
  expect(await world.rowsOf('draft')).toEqual([])
  expect(await anna.call(notes.revise, { ...change, content: first })).toMatchObject({
    problem: 'edit.conflict',
    data: { currentVersion: 2, changedBy: 'Dr Dora DOC' },
  })
  const { revisions } = await anna.must(notes.revisions, { noteId })
  expect(
    revisions.map(({ revision, content: said, reason, authorName }) => ({ revision, said, reason, authorName })),
  ).toEqual([
    { revision: 2, said: second, reason: 'Mot précisé', authorName: 'Dr Dora DOC' },
    { revision: 1, said: first, reason: '', authorName: 'Test ANNA' },
  ])
  expect(await world.rowsOf('record_entry')).toMatchObject([
    { title: 'Renouvellement, asthénie', author_name: 'TA', marks: '{"signed":true,"revised":true}' },
  ])
  // The same words again are no revision.
  await doctor.must(notes.revise, { ...change, expectedVersion: 2 })
  expect(await world.rowsOf('note_revision')).toHaveLength(2)
})

test('a removed note leaves the timeline, the search and the reading; restored, it is back as it was', async () => {
  await using world = await openNoteWorld()
  const anna = world.as('anna')
  const note = await signed(anna)
  const { noteId } = note
  const { version } = await anna.must(notes.remove, { noteId, expectedVersion: 1 })
  expect(await world.rowsOf('record_entry')).toEqual([])
  expect(await world.rowsOf('record_entry_text')).toEqual([])
  const gone = { ok: false, problem: 'not-found', data: {} }
  expect(await anna.call(notes.read, { noteId })).toEqual(gone)
  expect(await anna.call(notes.revisions, { noteId })).toEqual(gone)
  expect(await anna.call(notes.remove, { noteId, expectedVersion: version })).toEqual(gone)
  expect((await anna.must(notes.restore, { noteId, expectedVersion: version })).note).toEqual({ ...note, version: 3 })
  expect(await world.rowsOf('record_entry')).toMatchObject([{ entry_id: noteId, title: 'Renouvellement, fatigue' }])
})

test('out of sight, a note is not found, and neither is the place of a draft on it; without the right, it is forbidden', async () => {
  await using world = await openNoteWorld()
  const { noteId, patientId } = await signed(world.as('anna'))
  const bea = world.as('bea')
  const gone = { ok: false, problem: 'not-found', data: {} }
  const change = { noteId, expectedVersion: 1 }
  expect(await bea.call(notes.read, { noteId })).toEqual(gone)
  expect(await bea.call(notes.revisions, { noteId })).toEqual(gone)
  expect(await bea.call(notes.revise, { ...change, content: first, reason: '' })).toEqual(gone)
  expect(await bea.call(notes.remove, change)).toEqual(gone)
  expect(await bea.call(notes.sign, { noteId: crypto.randomUUID(), patientId, content: first })).toEqual(gone)
  for (const form of ['note', 'letter', 'prescription'] as const) {
    for (const subjectId of [noteId, patientId, crypto.randomUUID(), null]) {
      const save = { place: { form, subjectId }, fields: {}, basedOnVersion: null }
      expect(await bea.call(drafts.save, save)).toEqual(gone)
    }
  }
  expect(await world.rowsOf('draft')).toEqual([])
  const forbidden = { ok: false, problem: 'forbidden', data: {} }
  expect(await world.as('sophie').call(notes.read, { noteId })).toEqual(forbidden)
  expect(await world.as('lise').must(notes.read, { noteId })).toMatchObject({ note: { noteId } })
  expect(await world.as('lise').call(notes.remove, change)).toEqual(forbidden)
})

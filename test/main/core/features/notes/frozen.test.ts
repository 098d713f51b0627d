import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NoteContent } from '#app/features/notes/model.ts'
import { insertPatient } from '#core/features/patients/write.ts'
import { completionsOf, learn } from '#core/features/notes/glossary.ts'
import {
  changeNote,
  contentOf,
  findNote,
  findRevisions,
  insertNote,
  insertRevision,
} from '#core/features/notes/repository.ts'
import { bertin } from '#test/app/features/patients/people.ts'
import { anna, annasGroup, postgresCabinet, sqliteCabinet, type TestCabinet } from '../patients/cabinet.ts'

const id = (number: number) => `01990000-0000-7000-8000-${String(number).padStart(12, '0')}`
const at = '2026-11-20T13:31:00.000Z'
const [patientId, noteId] = [id(1), id(2)]
const content: NoteContent = {
  occurredAt: at,
  sections: [{ sectionId: 'motif', keyword: 'Motif', text: 'Toux', items: [] }],
}

/** In the encrypted file and on PostgreSQL: what was signed is never rewritten, whatever a program asks. */
describe.each([
  ['encrypted SQLite', sqliteCabinet],
  ['PostgreSQL', postgresCabinet],
] as const)('%s', (_, openCabinet) => {
  let cabinet: TestCabinet

  const revision = (number: number) => ({
    revision_id: id(10 + number),
    note_id: noteId,
    patient_id: patientId,
    revision: number,
    content: JSON.stringify({ ...content, sections: [{ ...content.sections[0], text: `Toux ${number}` }] }),
    reason: '',
    author_id: anna,
    author_name: 'Dr Test MARCHAND',
    at,
  })

  beforeAll(async () => {
    cabinet = await openCabinet()
    const writer = { userId: anna, displayName: 'Dr Test MARCHAND', at }
    await insertPatient(cabinet.db, { patientId, fields: bertin, tagIds: [], accessGroupIds: [annasGroup], writer })
    await insertRevision(cabinet.db, revision(1))
    await insertNote(cabinet.db, {
      note_id: noteId,
      patient_id: patientId,
      revision_id: id(11),
      revision: 1,
      occurred_at: at,
      author_id: anna,
      author_name: 'Dr Test MARCHAND',
      signed_at: at,
      removed_at: null,
      removed_by: null,
      version: 1,
    })
  }, 120_000)
  afterAll(() => cabinet.close())

  const present = async () => {
    const row = await findNote(cabinet.db, noteId)
    if (row === undefined) throw new Error('the note is there')
    return row
  }

  test('another revision is added beside the first', async () => {
    await insertRevision(cabinet.db, revision(2))
    expect(await changeNote(cabinet.db, await present(), { revision_id: id(12), revision: 2 })).toBe(2)
    expect(contentOf(await present()).sections[0]?.text).toBe('Toux 2')
    expect((await findRevisions(cabinet.db, noteId)).map(({ revision: number }) => number)).toEqual([2, 1])
  })

  test.each([
    ['its words', { content: '{}' }],
    ['its author', { author_name: 'Dr Autre' }],
    ['its instant', { at: '2026-11-21T00:00:00.000Z' }],
    ['its reason', { reason: 'autre' }],
    ['its number', { revision: 7 }],
  ] as const)('of a revision, %s never change', async (_what, change) => {
    const written = cabinet.db.updateTable('note_revision').set(change).where('revision_id', '=', id(11)).execute()
    await expect(written).rejects.toThrow(/never rewritten/)
  })

  test.each([
    ['who signed', { author_id: id(9) }],
    ['when', { signed_at: '2026-11-21T00:00:00.000Z' }],
    ['and it never goes back to a former state', { revision: 1 }],
  ] as const)('of a note, %s', async (_what, change) => {
    const written = cabinet.db.updateTable('note').set(change).where('note_id', '=', noteId).execute()
    await expect(written).rejects.toThrow(/never rewritten/)
  })

  test('a revision is not taken out from under its note', async () => {
    const removed = cabinet.db.deleteFrom('note_revision').where('revision_id', '=', id(11)).execute()
    await expect(removed).rejects.toThrow(/goes with its note/)
    expect(await findRevisions(cabinet.db, noteId)).toHaveLength(2)
  })

  test('the glossary is looked up by its beginning, for one user', async () => {
    let made = 100
    const newId = () => {
      made += 1
      return id(made)
    }
    const by = { userId: anna, at, newId }
    await learn(cabinet.db, ['Abdomen souple', 'Abdomen sans masse', 'Tympans normaux'], by)
    await learn(cabinet.db, ['Abdomen sans masse'], by)
    expect(await completionsOf(cabinet.db, anna, 'abdo')).toEqual(['Abdomen sans masse', 'Abdomen souple'])
  })

  test('a whole note goes with its record: the note, then its revisions', async () => {
    await cabinet.db.deleteFrom('note').where('note_id', '=', noteId).execute()
    await cabinet.db.deleteFrom('note_revision').where('note_id', '=', noteId).execute()
    expect(await findRevisions(cabinet.db, noteId)).toEqual([])
  })
})

import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { documentOf } from '#app/features/letters/rules.ts'
import {
  changeLetter,
  findLetter,
  findRevisions,
  findTemplate,
  findTemplates,
  insertLetters,
  insertRevision,
  viewOf,
  writeTemplate,
} from '#core/features/letters/repository.ts'
import type { LetterRevisionTable, LetterTable, LetterTemplateTable } from '#core/features/letters/tables.ts'
import type { CabinetTables, WriteDb } from '#core/kernel/tables.ts'
import { openPgliteCabinet, type PgliteCabinet } from '#test/world/pglite.ts'

let cabinet: PgliteCabinet<CabinetTables>
let db: WriteDb
const author = '00000000-0000-7000-8000-000000000001'
const patient = '00000000-0000-7000-8000-000000000002'
const letterId = '00000000-0000-7000-8000-000000000003'
const at = '2026-11-22T10:00:00.000Z'

beforeAll(async () => {
  cabinet = await openPgliteCabinet<CabinetTables>()
  db = cabinet.db
  // Who writes and about whom is the business of other slices: their keys are not looked at here.
  await sql`set session_replication_role = replica`.execute(db)
}, 60_000)
afterAll(() => cabinet.close())

const letter: LetterTable = {
  letter_id: letterId,
  patient_id: patient,
  category: 'letter',
  author_id: author,
  author_name: 'Dr Dora DOC',
  validated_at: at,
  removed_at: null,
  removed_by: null,
  version: 1,
}

function state(revision: number, words: string): LetterRevisionTable {
  const recipient = { contactId: null, name: '', address: '' }
  const content = {
    category: 'letter',
    title: 'Avis',
    recipient,
    practitionerId: null,
    format: 'A4',
    document: documentOf(words),
  }
  return {
    revision_id: `00000000-0000-7000-8000-0000000001${String(revision).padStart(2, '0')}`,
    letter_id: letterId,
    patient_id: patient,
    revision,
    title: 'Avis',
    content: JSON.stringify(content),
    practitioner_name: '',
    blob_digest: 'a'.repeat(64),
    author_id: author,
    author_name: 'Dr Dora DOC',
    at,
    reason: '',
  }
}

test('a letter and its states are kept on PostgreSQL as on SQLite, and never rewritten', async () => {
  await insertLetters(db, [letter], [state(1, 'Premier état')])
  await insertRevision(db, state(2, 'Second état'))
  expect(await changeLetter(db, letter, { category: 'certificate' })).toBe(2)
  const row = await findLetter(db, patient, letterId)
  expect(row === undefined ? null : viewOf(row)).toMatchObject({ revision: 2, version: 2, content: { title: 'Avis' } })
  expect((await findRevisions(db, letterId)).map(({ revision }) => revision)).toEqual([2, 1])
  await sql`set session_replication_role = origin`.execute(db)
  const rewrite = db.updateTable('letter_revision').set({ title: 'Autre' }).where('letter_id', '=', letterId).execute()
  await expect(rewrite).rejects.toThrow('a validated letter is never rewritten')
  await sql`set session_replication_role = replica`.execute(db)
})

test('templates are listed by name: the cabinet’s and one’s own', async () => {
  const template = (number: number, owner: string | null, name: string): LetterTemplateTable => ({
    template_id: `00000000-0000-7000-8000-00000000020${number}`,
    owner_id: owner,
    name,
    content: JSON.stringify({ name, category: 'letter', title: 'Avis', format: 'A4', document: documentOf('x') }),
    updated_at: at,
    updated_by: author,
    removed_at: null,
    version: 1,
  })
  await writeTemplate(db, template(1, null, 'B du cabinet'))
  await writeTemplate(db, template(2, author, 'A à moi'))
  await writeTemplate(db, template(3, patient, 'C à un autre'))
  expect((await findTemplates(db, author)).map(({ name }) => name)).toEqual(['A à moi', 'B du cabinet'])
  await writeTemplate(db, { ...template(2, author, 'A à moi'), removed_at: at, version: 2 })
  expect((await findTemplates(db, author)).map(({ name }) => name)).toEqual(['B du cabinet'])
  expect((await findTemplate(db, template(2, author, '').template_id))?.version).toBe(2)
})

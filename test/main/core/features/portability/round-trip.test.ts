import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { tableWords } from '#app/text/fr/portability.ts'
import { endOf } from '#test/main/core/kernel/example-subjects.ts'
import { type Filling, fillRecord, knownTables } from '#test/world/filled-record.ts'
import { identityOnTheDisk, insNumberOf, retrieved } from '#test/world/given-identities.ts'
import { openWorld, type World } from '#test/world/open-world.ts'

const { lifecycle, patients, portability } = contract

let world: World<'anna'>
let other: World<'anna'>
let known: Pick<Filling, 'tables' | 'schema'>
let patientId: string
let unit: string
let massive: string

/** Exports to a file and answers where it is. */
async function exported(from: World<'anna'>, fileNumber: number | null): Promise<string> {
  const path = join(from.folder, `${fileNumber ?? 'tout'}-${crypto.randomUUID()}.zip`)
  const { jobId } = await from.as('anna').must(portability.exportToFile, { path, fileNumber })
  expect(await endOf(from.as('anna'), jobId)).toMatchObject({ state: 'done', problem: null })
  return path
}

async function imported(into: World<'anna'>, path: string) {
  const { jobId } = await into.as('anna').must(portability.import, { path })
  const job = await endOf(into.as('anna'), jobId)
  expect(job).toMatchObject({ state: 'done', problem: null })
  return (await into.as('anna').must(portability.importReport, { jobId })).report
}

beforeAll(async () => {
  known = await knownTables()
  world = await openWorld({ people: { anna: 'practitioner' } })
  other = await openWorld({ people: { anna: 'practitioner' } })
  patientId = await world.as('anna').createPatient({ comments: 'Née <b>Dürand</b> & « Œuvre »' })
  await world.onTheDisk((database) => {
    fillRecord({ ...known, database, patientId, userId: world.userId('anna'), seed: 'premier' })
    const open = "update emergency_access set ended_at = null, ends_at = '2099-01-01T00:00:00.000Z'"
    database.prepare(open).run()
  })
  await retrieved(world, patientId, insNumberOf('2770733063001'))
  // Written beside the core: its reader looks again after a write of its own.
  await world.as('anna').must(lifecycle.unblock, { patientId })
  massive = await exported(world, null)
  unit = await exported(world, 1)
}, 60_000)
afterAll(async () => {
  await world[Symbol.asyncDispose]()
  await other[Symbol.asyncDispose]()
})

test('an archive of the cabinet, brought into an empty one, holds the same: every table, ids, authors and instants', async () => {
  const before = await world.as('anna').must(portability.digest, { fileNumber: null })
  const carried = known.tables.filter(({ archive }) => archive === 'record' || archive === 'private')
  const filled = before.tables.map(({ table }) => table).filter((name) => !name.startsWith('packed:'))
  expect(filled).toEqual(carried.map(({ name }) => name).toSorted())
  expect(await imported(other, massive)).toMatchObject({ imported: 1, skipped: 0 })
  expect(await other.as('anna').must(portability.digest, { fileNumber: null })).toEqual(before)
  // What is proved too, and by its number the record is found.
  expect(await identityOnTheDisk(other, patientId)).toEqual(await identityOnTheDisk(world, patientId))
  const found = await other.as('anna').must(patients.search, { text: '2770733063001' })
  expect(found.rows.map((row) => row.insStatus)).toEqual(['retrieved'])
})

test('an access in an emergency that is open over there opens nothing here', async () => {
  const [access, ...more] = await other.rowsOf('emergency_access')
  expect(more).toEqual([])
  expect(access).toMatchObject({ patient_id: patientId, ends_at: '2099-01-01T00:00:00.000Z' })
  expect((access?.ended_at ?? '9999') <= other.clock.now()).toBe(true)
})

test('a record that is here already is left as it is, and said', async () => {
  expect(await imported(other, massive)).toMatchObject({
    imported: 0,
    skipped: 1,
    patients: [{ patientId, outcome: 'already-here', fileNumber: null }],
  })
})

test('an archive of one patient leaves out personal notes and accesses, and says so', async () => {
  const bytes = await readFile(unit)
  const names = bytes.toString('latin1')
  expect(names).toContain('donnees/note.json')
  expect(names).not.toContain('donnees/personal_memo.json')
  expect(names).not.toContain('donnees/emergency_access.json')
  expect((await readFile(massive)).toString('latin1')).toContain('donnees/emergency_access.json')
})

test('every table has its name in French and, where there is one, the resource of FHIR it is nearest to', () => {
  expect(known.tables.map(({ name }) => name).filter((name) => !(name in tableWords))).toEqual([])
})

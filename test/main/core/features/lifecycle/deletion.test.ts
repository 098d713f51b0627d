import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { type Filling, fillRecord, knownTables } from '#test/world/filled-record.ts'
import { openWorld, type World } from '#test/world/open-world.ts'

const { lifecycle, patients, sessions } = contract
const secret = 'Zéphyrine'

let world: World<'anna' | 'lea'>
let known: Pick<Filling, 'tables' | 'schema'>

beforeAll(async () => {
  known = await knownTables()
  world = await openWorld({ people: { anna: 'practitioner', lea: 'secretary' } })
}, 60_000)
afterAll(() => world[Symbol.asyncDispose]())

async function filled(seed: string, firstName = secret) {
  const patientId = await world.as('anna').createPatient({ usedFirstName: firstName, comments: `Confié ${secret}` })
  await world.onTheDisk((database) =>
    fillRecord({ ...known, database, patientId, userId: world.userId('anna'), seed: `${secret} ${seed}` }),
  )
  await world.as('anna').must(lifecycle.unblock, { patientId })
  return patientId
}

/** Every text of every table of the file, the journal and the traces apart, as one string. */
function everything(): Promise<string> {
  return world.onTheDisk((database) => {
    const names = database
      .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
      .all() as { name: string }[]
    const read = names
      .filter(({ name }) => name !== 'audit_entry' && name !== 'patient_trace')
      .flatMap(({ name }) => database.prepare(`select * from "${name}"`).raw().all() as unknown[][])
    return read
      .map((row) =>
        row.map((cell) => (cell instanceof Uint8Array ? Buffer.from(cell).toString('latin1') : String(cell))).join(' '),
      )
      .join('\n')
  })
}

test('a record goes with all it holds: no row and no word of it is left in any table', async () => {
  const patientId = await filled('seul')
  const editor = { form: 'prescription', subjectId: null, startWith: { lines: [`contenu ${secret}`] } } as const
  const open = { kind: 'record', patientId, section: 'historique', editor } as const
  const layout = { activeTab: patientId, theme: 'dark', singleLetterKeys: true, sizes: { list: 320 } } as const
  await world.as('anna').must(sessions.saveWorkspace, { workspace: { ...layout, tabs: [open] } })
  const before = await everything()
  expect(before).toContain(patientId)
  expect(before).toContain(`contenu ${secret}`.slice(0, 8))
  const { contents } = await world.as('anna').must(lifecycle.contents, { patientId })
  expect(contents.find(({ kind }) => kind === 'note')?.count).toBe(1)
  const { traceId } = await world
    .as('anna')
    .must(lifecycle.delete, { patientId, expectedVersion: 1, typedName: ' durand  ZEPHYRINE' })
  const after = await everything()
  expect(after).not.toContain(patientId)
  expect(after).not.toContain(patientId.replaceAll('-', ''))
  // The library a row pointed at is the cabinet’s, whoever it served first.
  expect(
    after.split('\n').filter((line) => line.includes('Écrit Zéphyrine') && /note|problem|allergy|result/.test(line)),
  ).toEqual([])
  expect(after).not.toContain('Confié')
  expect((await world.as('anna').must(sessions.workspace, {})).workspace.sizes).toEqual({ list: 320 })
  const trace = (await world.rowsOf('patient_trace')).find((row) => row.trace_id === traceId)
  expect(trace).toMatchObject({ departure: 'deleted', birth_name: 'Durand', birth_date: '1977-07-14', sex: 'F' })
  const lines = await world.auditOf(patientId)
  expect(lines.at(-1)).toMatchObject({ act: 'patient.delete', outcome: 'done' })
  expect(await world.as('anna').call(patients.open, { patientId })).toMatchObject({ problem: 'not-found' })
})

test('another name deletes nothing; nor does an older state of the record, nor somebody without the right', async () => {
  const patientId = await world.as('anna').createPatient()
  const input = { patientId, expectedVersion: 1, typedName: 'Durand' }
  expect(await world.as('anna').call(lifecycle.delete, input)).toMatchObject({ problem: 'patient.name-differs' })
  const stale = { patientId, expectedVersion: 2, typedName: 'Durand Marie' }
  expect(await world.as('anna').call(lifecycle.delete, stale)).toMatchObject({ problem: 'edit.conflict' })
  const right = { patientId, expectedVersion: 1, typedName: 'Durand Marie' }
  expect(await world.as('lea').call(lifecycle.delete, right)).toMatchObject({ problem: 'forbidden' })
  expect(await world.as('lea').call(patients.open, { patientId })).toMatchObject({ ok: true })
})

test('« Rapport patients » lists present and past records, and makes a profile again once', async () => {
  const patientId = await world
    .as('anna')
    .createPatient({ usedFirstName: 'Odile', birthName: 'Rapport', usedName: 'Rapport' })
  const gone = { patientId, expectedVersion: 1, typedName: 'Rapport Odile' }
  const { traceId } = await world.as('anna').must(lifecycle.delete, gone)
  const filter = { state: 'all', text: 'rapport' } as const
  const report = await world.as('anna').must(lifecycle.report, { filter, offset: 0, limit: 10 })
  expect(report).toMatchObject({ total: 1, past: 1, present: 0 })
  expect(report.lines[0]).toMatchObject({ state: 'past', trace: { birthName: 'Rapport', by: 'Test ANNA' } })
  const { record } = await world.as('anna').must(lifecycle.recreate, { traceId })
  expect(record.fields).toMatchObject({
    birthName: 'Rapport',
    usedFirstName: 'Odile',
    birthDate: '1977-07-14',
    sex: 'F',
  })
  expect(record.insStatus).toBe('provisional')
  expect(await world.as('anna').call(lifecycle.recreate, { traceId })).toMatchObject({
    problem: 'patient.already-recreated',
  })
  const again = await world.as('anna').must(lifecycle.report, { filter, offset: 0, limit: 10 })
  expect(again).toMatchObject({ total: 2, past: 1, present: 1 })
})

test('a blocked patient is said so, and unblocking gives the reason back', async () => {
  const patientId = await world.as('lea').createPatient()
  const { block } = await world.as('lea').must(lifecycle.setBlock, { patientId, reason: 'Trois absences' })
  expect(await world.as('anna').must(lifecycle.block, { patientId })).toEqual({ block })
  expect((await world.as('anna').must(lifecycle.blocked, {})).patientIds).toEqual([patientId])
  expect(await world.as('lea').must(lifecycle.unblock, { patientId })).toEqual({ reason: 'Trois absences' })
  expect(await world.as('anna').must(lifecycle.block, { patientId })).toEqual({ block: null })
})

test('a new cabinet has the tags by which records are put away', async () => {
  const { tags } = await world.as('lea').must(patients.tags, {})
  const usual = tags.filter(({ name }) => ['Archivé', 'Inactif', 'Sorti'].includes(name))
  expect(usual.map(({ hidesRecord }) => hidesRecord)).toEqual([true, true, true])
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { type ResultFields } from '#app/features/results/model.ts'
import { openWorld, type World } from '#test/world/open-world.ts'
import { durandMarie } from '#test/world/patients.ts'
import { someConsultation } from '#test/main/core/kernel/example-subjects.ts'
import { someResult } from '#test/main/core/kernel/examples-of-record.ts'

const { access, notes, patients, record, results } = contract

let world: World<'anna' | 'zoe' | 'office' | 'nobodys'>
let hers: string

beforeAll(async () => {
  const limited = { seesAllPatients: false } as const
  world = await openWorld({
    people: {
      anna: { roleKey: 'practitioner', ...limited },
      zoe: { roleKey: 'locum', ...limited },
      office: 'secretary',
      nobodys: { roleKey: 'secretary', ...limited },
    },
  })
  hers = await world.as('anna').createPatient()
}, 60_000)
afterAll(() => world[Symbol.asyncDispose]())

const write = async (comment: string, patientId = hers) => {
  const fields: ResultFields = { ...someResult, sampledOn: '2026-11-02', comment }
  return (await world.as('anna').must(results.create, { patientId, fields })).result
}
const everywhere = { filter: {}, after: null, limit: 50 }
const found = async (name: 'anna' | 'zoe' | 'office' | 'doctor' | 'nobodys', text: string) => {
  const { matches } = await world.as(name).must(record.searchAll, { ...everywhere, text })
  return matches.map(({ entry }) => entry.entryId)
}

test('who sees the record finds its words; who does not, who may not read the kind and who sees nobody find nothing', async () => {
  const { resultId } = await write('glycogène')
  expect(await found('anna', 'glycogene')).toEqual([resultId])
  expect(await found('doctor', 'glyco')).toEqual([resultId])
  expect(await found('zoe', 'glycogène')).toEqual([])
  expect(await found('office', 'glycogène')).toEqual([])
  expect(await found('nobodys', 'glycogène')).toEqual([])
  const asked = { patientId: hers, filter: {}, offset: 0, limit: 50 }
  expect(await world.as('zoe').call(record.timeline, asked)).toMatchObject({ ok: false, problem: 'not-found' })
  const ofOffice = await world.as('office').must(record.timeline, asked)
  expect(ofOffice).toMatchObject({ entries: [], total: 0, counts: [] })
  const inRecord = await world.as('office').must(record.search, { ...asked, text: 'glycogène' })
  expect(inRecord).toEqual({ matches: [], total: 0 })
  expect(await world.as('office').must(record.facets, { patientId: hers })).toMatchObject({
    authors: [],
    firstAt: null,
  })
})

test('a match says whose record it is in and where the words stand', async () => {
  await write('Cétonurie négative.')
  const { matches } = await world.as('anna').must(record.searchAll, { ...everywhere, text: 'CETONURIE neg' })
  const [match] = matches
  expect(match?.patient).toMatchObject({ patientId: hers, birthDate: durandMarie.birthDate })
  const { text = '', highlights = [] } = match?.snippet ?? {}
  expect(highlights.map(([from, to]) => text.slice(from, to))).toContain('Cétonurie')
  expect(highlights.map(([from, to]) => text.slice(from, to))).toContain('négative')
})

test('who is put in the group of a record finds what was written in it before, and nothing once taken out', async () => {
  const shared = await world.as('anna').createPatient()
  const { resultId } = await write('mannosidose', shared)
  const { groups } = await world.as('admin').must(access.groups, {})
  const groupOf = (name: 'anna' | 'zoe') =>
    groups.find(({ ownerUserId }) => ownerUserId === world.userId(name))?.groupId ?? ''
  const assign = async (groupIds: readonly string[], expectedVersion: number) =>
    world
      .as('anna')
      .must(access.assign, { patientId: shared, expectedVersion, groupIds: [...groupIds], mayLoseSight: false })
  const { version } = await assign([groupOf('anna'), groupOf('zoe')], 1)
  expect(await found('zoe', 'mannosidose')).toEqual([resultId])
  await assign([groupOf('anna')], version)
  expect(await found('zoe', 'mannosidose')).toEqual([])
  expect(await found('anna', 'mannosidose')).toEqual([resultId])
})

test('an emergency access finds what is in that record, for as long as it lasts', async () => {
  const name = 'Urgencemot'
  const urgent = await world.as('anna').createPatient({ birthName: name, usedName: name })
  const { resultId } = await write('kératite', urgent)
  await write('kératite')
  const { birthDate, firstBirthFirstName: firstName } = durandMarie
  await world
    .as('zoe')
    .must(access.requestEmergency, { request: { birthName: name, firstName, birthDate, reason: 'Malaise en salle' } })
  expect(await found('zoe', 'kératite')).toEqual([resultId])
  world.clock.forward(3 * 3_600_000)
  expect(await found('zoe', 'kératite')).toEqual([])
  world.clock.forward(-3 * 3_600_000)
})

test('what is removed is neither found nor counted, and comes back', async () => {
  const { resultId, version } = await write('lipomatose')
  const asked = { patientId: hers, filter: {}, offset: 0, limit: 50 }
  const before = await world.as('anna').must(record.timeline, asked)
  const removed = await world.as('anna').must(results.remove, { resultId, expectedVersion: version })
  const after = await world.as('anna').must(record.timeline, asked)
  expect(after.total).toBe(before.total - 1)
  expect(after.counts).toEqual([{ kind: 'result', count: before.total - 1 }])
  expect(await found('anna', 'lipomatose')).toEqual([])
  expect(await world.as('anna').call(results.read, { resultId })).toMatchObject({ ok: false, problem: 'not-found' })
  await world.as('anna').must(results.restore, { resultId, expectedVersion: removed.version })
  expect(await found('anna', 'lipomatose')).toEqual([resultId])
})

test('readings and searches leave lines in the journal, without the words: who reads it reads no record', async () => {
  const patientId = await world.as('anna').createPatient()
  await world.as('anna').must(record.timeline, { patientId, filter: {}, offset: 0, limit: 50 })
  await world.as('anna').must(record.search, { patientId, text: 'xylose', filter: {}, offset: 0, limit: 50 })
  await world.as('anna').must(record.searchAll, { ...everywhere, text: 'xylose' })
  expect((await world.auditOf(patientId)).map(({ act }) => act)).toEqual(
    expect.arrayContaining(['record.read', 'record.search']),
  )
  const lines = await world.journal()
  const last = lines.findLast(({ act }) => act === 'record.search-all')
  expect(JSON.parse(last?.details ?? '')).toEqual({ words: 1, rows: 0 })
  expect(last?.patient_id).toBeNull()
  expect(lines.filter(({ details }) => details.includes('xylose'))).toEqual([])
})

test('a hidden record is not found from outside', async () => {
  const { tag } = await world
    .as('doctor')
    .must(patients.saveTag, { tagId: null, name: 'Archivé', color: 'grey', hidesRecord: true })
  const patientId = await world.as('anna').createPatient()
  await write('tophus', patientId)
  expect(await found('anna', 'tophus')).toHaveLength(1)
  const { record: opened } = await world.as('anna').must(patients.open, { patientId })
  await world
    .as('anna')
    .must(patients.update, { patientId, expectedVersion: opened.version, fields: opened.fields, tagIds: [tag.tagId] })
  expect(await found('anna', 'tophus')).toEqual([])
})

test('what was corrected in an entry is a word of it no more, nor of the cabinet', async () => {
  const { resultId, version } = await write('drépanocytose hétérozygote')
  const known = async () => (await world.rowsOf('record_word')).map(({ word }) => word)
  expect(await known()).toEqual(expect.arrayContaining(['drepanocytose', 'heterozygote']))
  const fields: ResultFields = { ...someResult, sampledOn: '2026-11-02', comment: 'hétérozygote' }
  const { result } = await world.as('anna').must(results.update, { resultId, expectedVersion: version, fields })
  expect(await known()).not.toContain('drepanocytose')
  expect(await known()).toContain('heterozygote')
  await world.as('anna').must(results.remove, { resultId, expectedVersion: result.version })
  expect(await known()).not.toContain('heterozygote')
})

test('a note called like a document does not take its line away', async () => {
  const { resultId } = await write('albuminurie')
  const content = { ...someConsultation, occurredAt: world.clock.now() }
  const signed = await world.as('anna').call(notes.sign, { noteId: resultId, patientId: hers, content })
  expect(signed.ok).toBe(false)
  expect(await found('anna', 'albuminurie')).toEqual([resultId])
  expect(await world.as('anna').call(notes.read, { noteId: resultId })).toMatchObject({ problem: 'not-found' })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { ChangeEvent } from '#app/features/sessions/model.ts'
import { fieldsOf, openWorld, type World, type WorldSeat } from '#test/world/open-world.ts'
import { durandMarie } from '#test/world/patients.ts'

const { access, drafts, journal, lifecycle, patients, people, presence, sessions, tasks } = contract
const limited = { seesAllPatients: false } as const
const fields = { title: 'Rappeler', note: '', assignedTo: null, dueOn: null, urgent: false }

type Members = 'anna' | 'yan' | 'remi'
let world: World<Members>
beforeAll(async () => {
  world = await openWorld({
    people: {
      anna: { roleKey: 'practitioner', ...limited },
      yan: { roleKey: 'practitioner', ...limited },
      remi: { roleKey: 'locum', validUntil: '2099-12-31', ...limited },
    },
  })
}, 60_000)
afterAll(() => world[Symbol.asyncDispose]())

const ownGroup = async (seat: WorldSeat) => (await seat.must(access.marks, {})).ownGroupIds

/** A record of anna and of yan together. */
async function shared(): Promise<string> {
  const patientId = await world.as('anna').createPatient()
  await give(patientId, ['anna', 'yan'])
  return patientId
}

/** Leaves a record to these practitioners alone. */
async function give(patientId: string, to: readonly Members[]): Promise<void> {
  const groups = await Promise.all(to.map((name) => ownGroup(world.as(name))))
  const doctor = world.as('doctor')
  const { version } = await doctor.must(access.ofPatient, { patientId })
  const assign = { patientId, expectedVersion: version, groupIds: groups.flat(), mayLoseSight: false }
  await doctor.must(access.assign, assign)
}

async function listen(seat: WorldSeat): Promise<ChangeEvent[]> {
  const heard: ChangeEvent[] = []
  const stream = await seat.must(sessions.watch, {})
  void (async () => {
    for await (const event of stream) heard.push(event)
  })()
  return heard
}

test('who no longer sees a record is no longer said to have it open', async () => {
  const patientId = await shared()
  await world.as('yan').must(presence.set, { patientId, activity: 'editing' })
  expect((await world.as('anna').must(presence.of, { patientId })).others).toHaveLength(1)
  await give(patientId, ['anna'])
  expect(await world.as('yan').call(presence.set, { patientId, activity: 'none' })).toMatchObject({
    problem: 'not-found',
  })
  expect((await world.as('anna').must(presence.of, { patientId })).others).toEqual([])
})

test('a draft on a task that has gone from a record out of sight to one in sight is kept like any other', async () => {
  const patientId = await shared()
  const { task } = await world.as('anna').must(tasks.create, { patientId, fields })
  const place = { form: 'task', subjectId: task.taskId } as const
  const save = { place, fields: { note: 'avant' }, basedOnVersion: 1 }
  await world.as('yan').must(drafts.save, save)
  await give(patientId, ['anna'])
  expect(await world.as('yan').must(drafts.get, { place })).toEqual({ draft: null })
  expect(await world.as('yan').call(drafts.save, save)).toEqual({ ok: false, problem: 'not-found', data: {} })
  await world.as('anna').must(tasks.update, { taskId: task.taskId, expectedVersion: 1, patientId: null, fields })
  expect(await world.as('yan').call(drafts.save, { ...save, fields: { note: 'après' } })).toMatchObject({ ok: true })
  const { draft } = await world.as('yan').must(drafts.get, { place })
  expect(draft?.fields).toEqual({ note: 'après' })
})

test('a record that goes leaves its trace to those who saw it, and to nobody else', async () => {
  const birthName = 'Disparue'
  const patientId = await world.as('anna').createPatient({ birthName, usedName: birthName, usedFirstName: 'Odile' })
  const gone = { patientId, expectedVersion: 1, typedName: 'Disparue Odile' }
  const { traceId } = await world.as('anna').must(lifecycle.delete, gone)
  const filter = { state: 'all', text: 'disparue' } as const
  const seen = async (name: Members | 'doctor') =>
    (await world.as(name).must(lifecycle.report, { filter, offset: 0, limit: 10 })).total
  expect([await seen('anna'), await seen('doctor'), await seen('yan')]).toEqual([1, 1, 0])
  expect(await world.as('yan').call(lifecycle.recreate, { traceId })).toMatchObject({ problem: 'not-found' })
  const { record } = await world.as('anna').must(lifecycle.recreate, { traceId })
  expect(record.fields.birthName).toBe(birthName)
})

test('out of a group: nothing is heard, searched, counted, listed or answered again a moment later', async () => {
  const patientId = await shared()
  const yan = world.as('yan')
  const { task } = await world.as('anna').must(tasks.create, { patientId, fields: { ...fields, title: 'Secrète' } })
  await yan.must(sessions.saveWorkspace, {
    workspace: {
      tabs: [
        {
          kind: 'record',
          patientId,
          section: 'historique',
          editor: { form: 'prescription', subjectId: null, startWith: { lines: ['Secrète 10 mg'] } },
        },
      ],
      activeTab: patientId,
      theme: 'light',
      singleLetterKeys: false,
      sizes: {},
    },
  })
  const before = await yan.must(patients.counts, {})
  const heard = await listen(yan)
  await give(patientId, ['anna'])
  await expect.poll(() => heard.map(({ kind }) => kind)).toContain('access-group')
  heard.length = 0
  const { workspace } = await yan.must(sessions.workspace, {})
  expect(workspace).toMatchObject({ tabs: [], activeTab: null })
  const tabs = [{ kind: 'record' as const, patientId, section: 'historique' }]
  await yan.must(sessions.saveWorkspace, { workspace: { ...workspace, tabs } })
  expect(JSON.stringify(await world.rowsOf('workspace'))).not.toContain(patientId)
  expect((await yan.must(patients.counts, {})).visible).toBe(before.visible - 1)
  for (const text of ['durand', durandMarie.usedName, '']) {
    const found = await yan.must(patients.search, { text })
    expect(found.rows.map((row) => row.patientId)).not.toContain(patientId)
  }
  const unknown = '00000000-0000-7000-8000-00000000dead'
  for (const [operation, input] of [
    [patients.read, {}],
    [access.ofPatient, {}],
    [presence.of, {}],
    [journal.ofPatient, { filter: {}, limit: 10 }],
    [tasks.assignees, {}],
  ] as const) {
    const ask = (id: string) => yan.call(operation as typeof patients.read, { ...input, patientId: id })
    expect(await ask(patientId)).toEqual(await ask(unknown))
  }
  const done = (taskId: string) => yan.call(tasks.setDone, { taskId, expectedVersion: 1, done: true })
  expect(await done(task.taskId)).toEqual(await done(unknown))
  await world.as('anna').must(presence.set, { patientId, activity: 'editing' })
  await world.as('anna').must(tasks.setDone, { taskId: task.taskId, expectedVersion: 1, done: true })
  const { version } = await world.as('anna').must(access.ofPatient, { patientId })
  const update = { patientId, expectedVersion: version, fields: { ...durandMarie, town: 'Ailleurs' }, tagIds: [] }
  await world.as('anna').must(patients.update, update)
  await world.as('anna').must(sessions.lock, { reason: 'button' })
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(heard.map(({ id }) => id)).not.toContain(patientId)
  expect(heard.map(({ id }) => id)).not.toContain(task.taskId)
})

test('no new record goes to the groups of a locum whose last day is over', async () => {
  const remi = world.userId('remi')
  const book = () => world.as('doctor').call(patients.create, { fields: durandMarie, tagIds: [], bookedFor: remi })
  expect(await book()).toMatchObject({ ok: true })
  const admin = world.as('admin')
  const person = (await admin.must(people.list, {})).people.find(({ userId }) => userId === remi)
  if (person === undefined) throw new Error('no locum')
  const over = { ...fieldsOf(person), validUntil: '2020-01-01' }
  await admin.must(people.update, { userId: remi, expectedVersion: person.version, fields: over })
  expect(await book()).toEqual({ ok: false, problem: 'not-found', data: {} })
})

import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { TaskFields, TaskFilter } from '#app/features/tasks/model.ts'
import { openWorld, personFields, type WorldSeat } from '#test/world/open-world.ts'

const { tasks, people } = contract

const callBack: TaskFields = {
  title: 'Rappeler le laboratoire',
  note: 'Potassium à 6,1',
  assignedTo: null,
  dueOn: null,
  urgent: false,
}
const all: TaskFilter = { whose: 'all', state: 'open' }

/** Anna sees everybody; Béa only the patients of her own group; Sophie, restricted too, those of no group yet. */
const openTaskWorld = () =>
  openWorld({
    people: {
      anna: 'practitioner',
      bea: { roleKey: 'practitioner', seesAllPatients: false },
      sophie: { roleKey: 'secretary', seesAllPatients: false },
      lise: 'read-only',
    },
  })

const titles = async (seat: WorldSeat, filter: TaskFilter = all) =>
  (await seat.must(tasks.list, { filter, offset: 0, limit: 100 })).tasks.map(({ fields }) => fields.title)

async function add(seat: WorldSeat, title: string, change: Partial<TaskFields> = {}, patientId: string | null = null) {
  return (await seat.must(tasks.create, { patientId, fields: { ...callBack, title, ...change } })).task
}

test('a task about a patient is seen by who sees the patient; one about nobody, by everybody', async () => {
  await using world = await openTaskWorld()
  const anna = world.as('anna')
  const sophie = world.as('sophie')
  const patientId = await anna.createPatient()
  const linked = await add(anna, 'Rappeler Mme Durand', { dueOn: '2000-01-01' }, patientId)
  const free = await add(anna, 'Commander du papier', { dueOn: '2000-01-01' })
  expect(linked.patient).toEqual({ patientId, displayName: 'DURAND Marie', birthDate: '1977-07-14' })
  expect(free.patient).toBeNull()
  expect(await titles(anna)).toEqual(['Rappeler Mme Durand', 'Commander du papier'])

  // Neither in a list, nor in a figure, nor by its number.
  expect(await sophie.must(tasks.list, { filter: all, offset: 0, limit: 100 })).toMatchObject({
    tasks: [{ taskId: free.taskId }],
    total: 1,
  })
  expect(await titles(sophie, { ...all, patientId })).toEqual([])
  expect(await sophie.must(tasks.counts, {})).toEqual({ mine: 1, due: 0, late: 1 })
  expect(await anna.must(tasks.counts, {})).toEqual({ mine: 2, due: 0, late: 2 })
  const unseen = { taskId: linked.taskId, expectedVersion: 1 }
  const nowhere = { taskId: '00000000-0000-7000-8000-000000000000', expectedVersion: 1 }
  for (const named of [unseen, nowhere, { ...unseen, expectedVersion: 7 }]) {
    const refusal = { ok: false, problem: 'not-found', data: {} }
    expect(await sophie.call(tasks.setDone, { ...named, done: true })).toEqual(refusal)
    expect(await sophie.call(tasks.remove, named)).toEqual(refusal)
    expect(await sophie.call(tasks.restore, named)).toEqual(refusal)
    expect(await sophie.call(tasks.update, { ...named, patientId: null, fields: callBack })).toEqual(refusal)
  }
  expect(await sophie.call(tasks.create, { patientId, fields: callBack })).toMatchObject({ problem: 'not-found' })
  const own = { ...unseen, taskId: free.taskId, patientId, fields: callBack }
  expect(await sophie.call(tasks.update, own)).toMatchObject({ problem: 'not-found' })
  expect(await world.rowsOf('task')).toHaveLength(2)
})

test('an assignee must see the patient; of whom sees an unseen patient, nothing is said', async () => {
  await using world = await openTaskWorld()
  const anna = world.as('anna')
  const bea = world.as('bea')
  const hers = await bea.createPatient()
  const notHers = await anna.createPatient()
  const forBea = { ...callBack, assignedTo: bea.userId }
  expect(await anna.must(tasks.create, { patientId: hers, fields: forBea })).toMatchObject({
    task: { assignedName: 'T. BEA', assigneeCannotSee: false },
  })
  const refused = { ok: false, problem: 'task.assignee-without-sight', data: {} }
  expect(await anna.call(tasks.create, { patientId: notHers, fields: forBea })).toEqual(refused)
  expect(await bea.call(tasks.create, { patientId: notHers, fields: forBea })).toMatchObject({ problem: 'not-found' })
  const unknown = { ...callBack, assignedTo: '00000000-0000-7000-8000-000000000000' }
  expect(await anna.call(tasks.create, { patientId: null, fields: unknown })).toMatchObject({ problem: 'not-found' })

  const free = await add(anna, 'Pour Béa', { assignedTo: bea.userId })
  const linking = { taskId: free.taskId, expectedVersion: 1, patientId: notHers, fields: free.fields }
  expect(await anna.call(tasks.update, linking)).toEqual(refused)
  expect((await world.rowsOf('task')).filter((row) => row.patient_id === notHers)).toEqual([])

  const sees = async (seat: WorldSeat, patientId: string | null) =>
    Object.fromEntries(
      (await seat.must(tasks.assignees, { patientId })).people.map(({ shortName, canSee }) => [shortName, canSee]),
    )
  expect(await sees(anna, notHers)).toMatchObject({ 'T. ANNA': true, 'T. BEA': false, 'T. SOPHIE': false })
  expect(await sees(anna, hers)).toMatchObject({ 'T. BEA': true })
  expect(await sees(anna, null)).toMatchObject({ 'T. BEA': true, 'T. SOPHIE': true })
  expect(await bea.call(tasks.assignees, { patientId: notHers })).toMatchObject({ problem: 'not-found' })
})

test('a task whose assignee no longer sees the patient says so, and may be corrected without taking it from them', async () => {
  await using world = await openTaskWorld()
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const fields = personFields('Remi', 'secretary')
  const password = 'ardoise verger tambour 9'
  const { person } = await world.as('admin').must(people.create, { fields, password })
  const task = await add(anna, 'Pour Rémi', { assignedTo: person.userId }, patientId)
  expect(task.assigneeCannotSee).toBe(false)
  const open = await add(anna, 'Sans dossier', { assignedTo: person.userId })
  const restricted = { userId: person.userId, expectedVersion: 1, fields: { ...fields, seesAllPatients: false } }
  await world.as('admin').must(people.update, restricted)
  const listed = await anna.must(tasks.list, { filter: all, offset: 0, limit: 100 })
  expect(listed.tasks.map(({ fields: { title }, assigneeCannotSee }) => [title, assigneeCannotSee])).toEqual([
    ['Pour Rémi', true],
    ['Sans dossier', false],
  ])
  const urgent = { taskId: task.taskId, expectedVersion: 1, patientId, fields: { ...task.fields, urgent: true } }
  expect(await anna.must(tasks.update, urgent)).toMatchObject({ task: { assigneeCannotSee: true, version: 2 } })

  await world.as('admin').must(people.setActive, { userId: person.userId, expectedVersion: 2, active: false })
  const closed = await anna.must(tasks.list, { filter: all, offset: 0, limit: 100 })
  expect(closed.tasks.every(({ assigneeCannotSee }) => assigneeCannotSee)).toBe(true)
  // Done, it is nobody's to do any more.
  const done = await anna.must(tasks.setDone, { taskId: open.taskId, expectedVersion: 1, done: true })
  expect(done.task.assigneeCannotSee).toBe(false)
})

test('lists: by day then urgency, without a day last; mine are those of nobody too; done ones newest first', async () => {
  await using world = await openTaskWorld()
  const anna = world.as('anna')
  const bea = world.as('bea')
  await add(anna, 'sans jour')
  await add(anna, 'demain', { dueOn: '2026-11-25' })
  await add(anna, 'en retard', { dueOn: '2026-11-02' })
  await add(anna, 'demain, urgent', { dueOn: '2026-11-25', urgent: true })
  const one = await add(anna, 'à Béa', { dueOn: '2026-11-03', assignedTo: bea.userId })
  const two = await add(anna, 'à Anna', { assignedTo: anna.userId })
  expect(await titles(anna)).toEqual(['en retard', 'à Béa', 'demain, urgent', 'demain', 'sans jour', 'à Anna'])
  const mine = { ...all, whose: 'mine' } as const
  expect(await titles(bea, mine)).toEqual(['en retard', 'à Béa', 'demain, urgent', 'demain', 'sans jour'])
  const page = await anna.must(tasks.list, { filter: all, offset: 4, limit: 1 })
  expect(page).toMatchObject({ tasks: [{ fields: { title: 'sans jour' } }], total: 6 })

  await anna.must(tasks.setDone, { taskId: one.taskId, expectedVersion: 1, done: true })
  world.clock.forward(60_000)
  const done = await bea.must(tasks.setDone, { taskId: two.taskId, expectedVersion: 1, done: true })
  expect(done.task).toMatchObject({ doneBy: 'T. BEA', version: 2 })
  expect(await titles(anna, { ...all, state: 'done' })).toEqual(['à Anna', 'à Béa'])
  expect(await titles(anna, { whose: 'mine', state: 'done' })).toEqual(['à Anna'])
  const again = await anna.must(tasks.setDone, { taskId: two.taskId, expectedVersion: 2, done: false })
  expect(again.task).toMatchObject({ doneAt: null, doneBy: '', version: 3 })
})

test('two people never overwrite each other; a removed task comes back as it was', async () => {
  await using world = await openTaskWorld()
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const { taskId, fields } = await add(anna, 'Rappeler', {}, patientId)
  const edited = { taskId, expectedVersion: 1, patientId, fields: { ...fields, title: 'Rappeler vite' } }
  await anna.must(tasks.update, edited)
  const conflict = {
    problem: 'edit.conflict',
    data: { currentVersion: 2, changedBy: 'Test ANNA', changedAt: expect.any(String) },
  }
  expect(await anna.call(tasks.update, edited)).toMatchObject(conflict)
  expect(await anna.call(tasks.setDone, { taskId, expectedVersion: 1, done: true })).toMatchObject(conflict)
  expect(await anna.call(tasks.remove, { taskId, expectedVersion: 1 })).toMatchObject(conflict)

  const removed = await anna.must(tasks.remove, { taskId, expectedVersion: 2 })
  expect(removed).toEqual({ version: 3 })
  expect(await titles(anna)).toEqual([])
  expect(await anna.must(tasks.counts, {})).toEqual({ mine: 0, due: 0, late: 0 })
  // Kept, out of reach of everything but `restore`.
  expect(await world.rowsOf('task')).toMatchObject([{ task_id: taskId, version: 3 }])
  expect(await anna.call(tasks.setDone, { taskId, expectedVersion: 3, done: true })).toMatchObject({
    problem: 'not-found',
  })
  expect(await anna.call(tasks.update, { ...edited, expectedVersion: 2 })).toMatchObject({ problem: 'not-found' })
  const back = await anna.must(tasks.restore, { taskId, expectedVersion: 3 })
  expect(back.task).toMatchObject({ fields: edited.fields, patient: { patientId }, version: 4 })
  expect(await anna.call(tasks.restore, { taskId, expectedVersion: 4 })).toMatchObject({ problem: 'not-found' })

  const lines = (await world.auditOf(taskId)).filter(({ outcome }) => outcome === 'done')
  expect(lines.map(({ act, patient_id }) => [act, patient_id])).toEqual(
    ['create', 'update', 'remove', 'restore'].map((act) => [`task.${act}`, patientId]),
  )
  expect(JSON.stringify(lines)).not.toContain('Rappeler')
})

test('a change of a task is told to who sees its patient, before and after it moves; of a free one, to everybody', async () => {
  await using world = await openTaskWorld()
  const anna = world.as('anna')
  const bea = world.as('bea')
  const hers = await bea.createPatient()
  const notHers = await anna.createPatient()
  const heard: string[] = []
  const events = await bea.must(contract.sessions.watch, {})
  const listening = (async () => {
    for await (const event of events) if (event.kind === 'task') heard.push(`${event.id} ${event.version}`)
  })()
  const unseen = await add(anna, 'Invisible', {}, notHers)
  const seen = await add(anna, 'Visible', {}, hers)
  await anna.must(tasks.setDone, { taskId: unseen.taskId, expectedVersion: 1, done: true })
  // Goes out of her sight: she hears of it once, and asks in vain.
  const away = { taskId: seen.taskId, expectedVersion: 1, patientId: notHers, fields: seen.fields }
  await anna.must(tasks.update, away)
  await anna.must(tasks.setDone, { taskId: seen.taskId, expectedVersion: 2, done: true })
  const free = await add(anna, 'À tous')
  await expect.poll(() => heard).toEqual([`${seen.taskId} 1`, `${seen.taskId} 2`, `${free.taskId} 1`])
  bea.close()
  await listening
})

test('a group gives and takes the tasks of its patients with the patients, figures included', async () => {
  await using world = await openTaskWorld()
  const anna = world.as('anna')
  const sophie = world.as('sophie')
  const patientId = await anna.createPatient()
  await add(anna, 'Suivi', { dueOn: '2000-01-01', assignedTo: null }, patientId)
  const seen = async () => [await titles(sophie), (await sophie.must(tasks.counts, {})).late]
  expect(await seen()).toEqual([[], 0])
  const fields = {
    name: 'Maternité',
    description: '',
    color: 'violet' as const,
    initials: 'M',
    patientTag: '',
    userIds: [sophie.userId],
  }
  const { group } = await world.as('admin').must(contract.access.createGroup, { fields })
  const assign = async (groupIds: readonly string[]) => {
    const { version } = await anna.must(contract.access.ofPatient, { patientId })
    const input = { patientId, expectedVersion: version, groupIds: [...groupIds], mayLoseSight: false }
    await anna.must(contract.access.assign, input)
  }
  await assign([group.groupId])
  expect(await seen()).toEqual([['Suivi'], 1])
  expect(await anna.must(tasks.assignees, { patientId })).toMatchObject({
    people: expect.arrayContaining([expect.objectContaining({ userId: sophie.userId, canSee: true })]),
  })
  const given = await add(anna, 'Pour Sophie', { assignedTo: sophie.userId }, patientId)
  expect(given.assigneeCannotSee).toBe(false)
  await assign([])
  expect(await seen()).toEqual([[], 0])
  const { tasks: listed } = await anna.must(tasks.list, { filter: all, offset: 0, limit: 10 })
  expect(listed.map(({ fields: { title }, assigneeCannotSee }) => [title, assigneeCannotSee])).toEqual([
    ['Suivi', false],
    ['Pour Sophie', true],
  ])
})

test('who may not read patients has the tasks about nobody only', async () => {
  await using world = await openTaskWorld()
  const anna = world.as('anna')
  const admin = world.as('admin')
  const patientId = await anna.createPatient()
  await add(anna, 'Dossier', {}, patientId)
  await add(anna, 'Imprimante')
  expect(await titles(admin)).toEqual(['Imprimante'])
  expect(await admin.must(tasks.counts, {})).toMatchObject({ mine: 1 })
  const forAdmin = { ...callBack, assignedTo: admin.userId }
  expect(await anna.call(tasks.create, { patientId, fields: forAdmin })).toMatchObject({
    problem: 'task.assignee-without-sight',
  })
  expect(await anna.must(tasks.create, { patientId: null, fields: forAdmin })).toMatchObject({
    task: { assigneeCannotSee: false },
  })
})

test('drafts of a task follow the sight of its patient', async () => {
  await using world = await openTaskWorld()
  const anna = world.as('anna')
  const sophie = world.as('sophie')
  const patientId = await anna.createPatient()
  const { taskId } = await add(anna, 'Dossier', {}, patientId)
  for (const subjectId of [taskId, patientId]) {
    const draft = { place: { form: 'task', subjectId }, fields: { title: 'x' }, basedOnVersion: null } as const
    await anna.must(contract.drafts.save, draft)
    expect(await sophie.call(contract.drafts.save, draft)).toMatchObject({ problem: 'not-found' })
  }
  expect((await world.rowsOf('draft')).map((row) => row.patient_id)).toEqual([patientId, patientId])
})

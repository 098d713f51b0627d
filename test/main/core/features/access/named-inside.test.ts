import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { openWorld, type World, type WorldSeat } from '#test/world/open-world.ts'
import { durandMarie } from '#test/world/patients.ts'

const { access, drafts, journal, patients, sessions, tasks } = contract
const limited = { seesAllPatients: false } as const
const nobody = '00000000-0000-7000-8000-00000000dead'
const fields = { title: 'Rappeler', note: '', assignedTo: null, dueOn: null, urgent: false }

let world: World<'anna' | 'yan' | 'sophie'>
/** Of anna: out of sight of yan, of sophie and of the administrator. */
let hidden: string
let hiddenTask: string
beforeAll(async () => {
  world = await openWorld({
    people: {
      anna: { roleKey: 'practitioner', ...limited },
      yan: { roleKey: 'practitioner', ...limited },
      sophie: { roleKey: 'secretary', ...limited },
    },
  })
  const anna = world.as('anna')
  hidden = await anna.createPatient()
  hiddenTask = (await anna.must(tasks.create, { patientId: hidden, fields })).task.taskId
  const place = { form: 'patient-civil-status', subjectId: hidden } as const
  await anna.must(drafts.save, { place, fields: { town: 'x' }, basedOnVersion: 1 })
  await anna.must(access.requestEmergency, {
    request: {
      birthName: durandMarie.birthName,
      firstName: 'Marie',
      birthDate: durandMarie.birthDate,
      reason: 'Un essai pour voir',
    },
  })
}, 60_000)
afterAll(() => world[Symbol.asyncDispose]())

type Ask = (seat: WorldSeat, id: string) => Promise<unknown>
const page = { limit: 50 } as const
const draft = (form: 'patient-civil-status' | 'task', subjectId: string) => ({ place: { form, subjectId } }) as const
const typed = { fields: { town: 'y' }, basedOnVersion: 1 } as const

/** What names a record, or something of one, elsewhere than where the scope of an operation looks. */
const asks: readonly (readonly [string, Ask])[] = [
  [
    'tasks of a record',
    (seat, patientId) =>
      seat.call(tasks.list, { filter: { whose: 'all', state: 'open', patientId }, offset: 0, limit: 50 }),
  ],
  ['a task about it', (seat, patientId) => seat.call(tasks.create, { patientId, fields })],
  ['whom one about it may be for', (seat, patientId) => seat.call(tasks.assignees, { patientId })],
  ['a draft on it', (seat, id) => seat.call(drafts.save, { ...draft('patient-civil-status', id), ...typed })],
  ['a draft of a task on it', (seat, id) => seat.call(drafts.save, { ...draft('task', id), ...typed })],
  ['its draft', (seat, id) => seat.call(drafts.get, draft('patient-civil-status', id))],
  ['its draft given up', (seat, id) => seat.call(drafts.discard, draft('patient-civil-status', id))],
  [
    'a newcomer who is not it',
    (seat, exceptPatientId) =>
      seat.call(patients.findDuplicates, {
        birthName: durandMarie.birthName,
        usedName: '',
        firstName: 'Marie',
        birthDate: durandMarie.birthDate,
        sex: 'F',
        exceptPatientId,
      }),
  ],
]
const asksOfTask: readonly (readonly [string, Ask])[] = [
  ['a task done', (seat, taskId) => seat.call(tasks.setDone, { taskId, expectedVersion: 1, done: true })],
  [
    'a task done, its version wrong',
    (seat, taskId) => seat.call(tasks.setDone, { taskId, expectedVersion: 9, done: true }),
  ],
  [
    'a task corrected',
    (seat, taskId) => seat.call(tasks.update, { taskId, expectedVersion: 1, patientId: null, fields }),
  ],
  [
    'a task taken',
    (seat, taskId) =>
      seat.call(tasks.update, {
        taskId,
        expectedVersion: 1,
        patientId: null,
        fields: { ...fields, assignedTo: seat.userId },
      }),
  ],
  ['a task removed', (seat, taskId) => seat.call(tasks.remove, { taskId, expectedVersion: 1 })],
  ['a task brought back', (seat, taskId) => seat.call(tasks.restore, { taskId, expectedVersion: 1 })],
  ['a draft on a task', (seat, id) => seat.call(drafts.save, { ...draft('task', id), ...typed })],
]

/** Without what each reply draws anew: instants. */
const plain = (reply: unknown) => JSON.stringify(reply).replaceAll(/"\d{4}-\d\d-\d\dT[^"]*"/g, '""')

test.each(asks)('%s: out of sight is answered as one that does not exist', async (_what, ask) => {
  for (const name of ['yan', 'sophie'] as const) {
    const seat = world.as(name)
    expect(plain(await ask(seat, hidden))).toBe(plain(await ask(seat, nobody)))
  }
})

test.each(asksOfTask)('%s: about a record out of sight, answered as one that does not exist', async (_what, ask) => {
  for (const name of ['yan', 'sophie', 'admin'] as const) {
    const seat = world.as(name)
    expect(plain(await ask(seat, hiddenTask))).toBe(plain(await ask(seat, nobody)))
  }
})

test('the journal of one record is empty to who does not see it, on the screen and in both exports', async () => {
  const admin = world.as('admin')
  for (const patientId of [hidden, nobody]) {
    expect(await admin.must(journal.list, { filter: { patientId }, ...page })).toEqual({ lines: [], next: null })
    for (const format of ['csv', 'jsonl'] as const) {
      const file = await admin.must(journal.export, { format, filter: { patientId }, after: 0 })
      expect(file).toEqual({ text: '', next: null, lines: 0, through: 0, total: 0 })
    }
  }
  const all = await admin.must(journal.list, { filter: {}, limit: 200 })
  const files = await Promise.all(
    (['csv', 'jsonl'] as const).map((format) => admin.must(journal.export, { format, filter: {}, after: 0 })),
  )
  const read = JSON.stringify([all, files])
  for (const word of [hidden, hiddenTask, 'DURAND', 'Durand', 'Un essai', 'Rappeler']) expect(read).not.toContain(word)
  expect(all.lines.some((line) => line.aboutPatient && line.act === 'access.emergency')).toBe(true)
})

test('nobody signed in, or a locked seat, learns no more than that the cabinet is open', async () => {
  const stranger = { ...world.stranger(), userId: world.userId('yan') } as WorldSeat
  const yan = world.as('yan')
  await yan.must(sessions.lock, { reason: 'button' })
  for (const [, ask] of [...asks, ...asksOfTask]) {
    expect(plain(await ask(stranger, hidden))).toContain('"unauthenticated"')
    expect(plain(await ask(yan, hidden))).toContain('"locked"')
  }
})

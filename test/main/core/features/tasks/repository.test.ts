import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TaskFields, TaskFilter } from '#app/features/tasks/model.ts'
import { insertPatient } from '#core/features/patients/write.ts'
import {
  changeTask,
  countOpen,
  findTask,
  findTasks,
  insertTask,
  patientOfTask,
  seesPatient,
} from '#core/features/tasks/repository.ts'
import { bertin } from '#test/app/features/patients/people.ts'
import {
  anna,
  annasGroup,
  bruno,
  otherGroup,
  postgresCabinet,
  sqliteCabinet,
  type TestCabinet,
} from '../patients/cabinet.ts'

const id = (number: number) => `01990000-0000-7000-8000-${String(number).padStart(12, '0')}`
const at = (minute: number) => `2026-11-24T13:${String(minute).padStart(2, '0')}:00.000Z`
const common = id(1)
const apart = id(2)
const blank: TaskFields = { title: '', note: '', assignedTo: null, dueOn: null, urgent: false }
const open: TaskFilter = { whose: 'all', state: 'open' }

/** The same repository, the same questions, the same answers: in the encrypted file and on PostgreSQL. */
describe.each([
  ['encrypted SQLite', sqliteCabinet],
  ['PostgreSQL', postgresCabinet],
] as const)('%s', (_, openCabinet) => {
  let cabinet: TestCabinet
  let made = 10

  beforeAll(async () => {
    cabinet = await openCabinet()
    const writer = { userId: anna, displayName: 'Dr Test MARCHAND', at: at(0) }
    for (const [patientId, group] of [
      [common, annasGroup],
      [apart, otherGroup],
    ] as const) {
      await insertPatient(cabinet.db, { patientId, fields: bertin, tagIds: [], accessGroupIds: [group], writer })
    }
    await add('sans jour')
    await add('demain', { dueOn: '2026-11-25' })
    await add('demain urgent', { dueOn: '2026-11-25', urgent: true })
    await add('à Anna, en retard', { dueOn: '2026-11-02', assignedTo: anna }, common)
    await add('à Bruno, du jour', { dueOn: '2026-11-24', assignedTo: bruno }, apart)
  }, 120_000)
  afterAll(() => cabinet.close())

  async function add(title: string, fields: Partial<TaskFields> = {}, patientId: string | null = null) {
    made += 1
    const task = { taskId: id(made), patientId, fields: { ...blank, title, ...fields } }
    await insertTask(cabinet.db, task, { at: at(made), by: anna })
    return task.taskId
  }
  const titles = async (db: TestCabinet['db'], filter: TaskFilter, userId = anna) => {
    const { rows, total } = await findTasks(db, { filter, userId, offset: 0, limit: 50 })
    expect(total).toBe(rows.length)
    return rows.map((row) => row.title)
  }

  test('each sees the tasks of the patients in sight and those of nobody, in lists, in figures and by number', async () => {
    const all = ['à Anna, en retard', 'à Bruno, du jour', 'demain urgent', 'demain', 'sans jour']
    expect(await titles(cabinet.db, open)).toEqual(all)
    expect(await titles(cabinet.as(anna), open)).toEqual(all.filter((title) => title !== 'à Bruno, du jour'))
    expect(await titles(cabinet.as(bruno), open)).toEqual(all.filter((title) => title !== 'à Anna, en retard'))
    expect(await titles(cabinet.as(bruno), { ...open, patientId: common })).toEqual([])
    expect(await countOpen(cabinet.as(anna), anna, '2026-11-24')).toEqual({ mine: 4, due: 0, late: 1 })
    expect(await countOpen(cabinet.as(bruno), bruno, '2026-11-24')).toEqual({ mine: 4, due: 1, late: 0 })
    // Given to Anna about a patient she does not see: out of her list all the same.
    const blind = await add('à Anna, sans accès', { assignedTo: anna }, apart)
    expect(await titles(cabinet.as(anna), { ...open, whose: 'mine' })).not.toContain('à Anna, sans accès')
    expect(await countOpen(cabinet.as(anna), anna, '2026-11-24')).toMatchObject({ mine: 4 })
    expect(await findTask(cabinet.as(anna), blind)).toBeUndefined()
    expect(await patientOfTask(cabinet.as(anna), blind)).toBeNull()
    expect(await patientOfTask(cabinet.as(bruno), blind)).toEqual({ patientId: apart })
    expect(await seesPatient(cabinet.as(anna), apart)).toBe(false)
    expect(await seesPatient(cabinet.as(anna), common)).toBe(true)
  })

  test('a page is a part of the list, and the whole is counted', async () => {
    const page = await findTasks(cabinet.as(anna), { filter: open, userId: anna, offset: 1, limit: 2 })
    expect(page.rows.map((row) => row.title)).toEqual(['demain urgent', 'demain'])
    expect(page.total).toBe(4)
    expect(page.rows[0]).toMatchObject({ birth_name: null, birth_date: null, patient_id: null })
  })

  test('a task cannot be written on, nor moved to, a patient out of sight', async () => {
    const mine = await add('à déplacer')
    const row = await findTask(cabinet.as(bruno), mine)
    if (row === undefined) throw new Error('a task about nobody is everybody’s')
    const stamp = { at: at(59), by: bruno }
    const away = changeTask(cabinet.as(bruno), row, { patient_id: common }, stamp)
    await expect(away).rejects.toThrow('out of the actor’s sight')
    const task = { taskId: id(99), patientId: common, fields: { ...blank, title: 'ailleurs' } }
    await expect(insertTask(cabinet.as(bruno), task, stamp)).rejects.toThrow('out of the actor’s sight')
    expect(await changeTask(cabinet.as(bruno), row, { patient_id: apart }, stamp)).toBe(2)
    expect(await findTask(cabinet.as(anna), mine)).toBeUndefined()
  })

  test('done and removed tasks leave what is to do; the last done comes first', async () => {
    const [first, second, removed] = [await add('un'), await add('deux'), await add('trois')]
    for (const [place, taskId] of [first, second].entries()) {
      const row = await findTask(cabinet.db, taskId)
      const done = { done_at: at(30 + place), done_by: bruno }
      if (row !== undefined) await changeTask(cabinet.db, row, done, { at: at(30 + place), by: bruno })
    }
    const row = await findTask(cabinet.db, removed)
    if (row !== undefined) await changeTask(cabinet.db, row, { removed_at: at(40) }, { at: at(40), by: anna })
    expect(await titles(cabinet.as(anna), { whose: 'all', state: 'done' })).toEqual(['deux', 'un'])
    const left = await titles(cabinet.as(anna), open)
    for (const title of ['un', 'deux', 'trois']) expect(left).not.toContain(title)
    expect(await findTask(cabinet.db, removed)).toMatchObject({ removed_at: at(40), version: 2 })
  })
})

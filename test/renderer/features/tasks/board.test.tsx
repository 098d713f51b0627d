import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { TaskView } from '#app/features/tasks/model.ts'
import { type Permission, permissions } from '#app/kernel/permissions.ts'
import { type Desk, DeskProvider } from '#renderer/client/index.ts'
import { PatientTasks, TasksScreen } from '#renderer/features/tasks/index.ts'
import { Rail } from '#renderer/shell/Rail.tsx'
import { type Answers, refuse, sitAt } from '#test/renderer/features/patients/seat.tsx'
import { one, press } from '#test/renderer/ui/draw.tsx'
import { sessionWith } from '../settings/administrator.tsx'
import { laboratory, lacaze, leroux, paper } from './tasks.ts'

let leave: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await leave?.()
  leave = undefined
})

const desk = {
  place: { kind: 'tasks' },
  workspace: { sizes: {}, singleLetterKeys: true },
  keepSize: () => {},
} as unknown as Desk

const people = [
  { userId: leroux, displayName: 'Sophie LEROUX', shortName: 'S. LEROUX', canSee: true },
  { userId: '01980000-0000-7000-8000-00000000000b', displayName: 'A. N.', shortName: 'A. NGUYEN', canSee: false },
]

async function sitAtTasks(
  answers: Answers = {},
  allowed: readonly Permission[] = permissions,
  screen = <TasksScreen />,
) {
  const opened: string[] = []
  const seat = await sitAt(
    <DeskProvider value={{ ...desk, openRecord: (patientId) => void opened.push(patientId) }}>{screen}</DeskProvider>,
    {
      'sessions.current': () => ({ session: sessionWith(allowed) }),
      'tasks.list': () => ({ tasks: [laboratory, paper], total: 2 }),
      'tasks.counts': () => ({ mine: 2, due: 0, late: 1 }),
      'tasks.assignees': () => ({ people }),
      ...answers,
    },
  )
  leave = seat.leave
  return { ...seat, opened }
}

/** happy-dom gives no height to the rows: the table is walked as the keyboard does. */
const table = () => one('[role="grid"]')

async function choose(seat: { settle: () => Promise<void> }, key: 'Home' | 'End') {
  await act(async () => table().focus())
  await press(table(), key)
  await seat.settle()
}

const titleField = () => one<HTMLInputElement>('[data-field="title"] input')
const done = (task: TaskView) => ({ task: { ...task, doneAt: '2026-11-24T13:00:00.000Z', version: task.version + 1 } })

test('Espace does the task, the next one follows, and « Annuler » undoes it on the version it has then', async () => {
  const seat = await sitAtTasks({ 'tasks.setDone': () => done(laboratory) })
  await choose(seat, 'Home')
  expect(titleField().value).toBe('Rappeler le laboratoire')
  await press(table(), ' ')
  await seat.settle()
  const { taskId } = laboratory
  expect(seat.asked('tasks.setDone')).toEqual([{ taskId, expectedVersion: 3, done: true }])
  expect(document.body.textContent).toContain('Tâche faite\u00a0: Rappeler le laboratoire')
  expect(titleField().value).toBe('Commander du papier')
  await seat.clickLast('Annuler')
  expect(seat.asked('tasks.setDone')).toEqual([
    { taskId, expectedVersion: 3, done: true },
    { taskId, expectedVersion: 4, done: false },
  ])
})

test('Suppr removes, and « Annuler » brings it back', async () => {
  const seat = await sitAtTasks({
    'tasks.remove': () => ({ version: 2 }),
    'tasks.restore': () => ({ task: { ...paper, version: 3 } }),
  })
  await choose(seat, 'End')
  await press(table(), 'Delete')
  await seat.settle()
  expect(seat.asked('tasks.remove')).toEqual([{ taskId: paper.taskId, expectedVersion: 1 }])
  await seat.clickLast('Annuler')
  expect(seat.asked('tasks.restore')).toEqual([{ taskId: paper.taskId, expectedVersion: 2 }])
})

test('what is typed is saved or given up first: neither Espace nor Suppr leaves it behind', async () => {
  const seat = await sitAtTasks()
  await choose(seat, 'Home')
  await seat.type('title', 'Rappeler vite')
  await act(async () => table().focus())
  await press(table(), ' ')
  await press(table(), 'Delete')
  await seat.settle()
  expect(seat.asked('tasks.setDone')).toEqual([])
  expect(seat.asked('tasks.remove')).toEqual([])
  expect(seat.text()).toContain('La saisie de cette tâche n’est pas enregistrée.')
  expect(titleField().value).toBe('Rappeler vite')
})

/** An event that comes when the test says so. */
function toldLater() {
  let tell = () => {}
  const told = new Promise<void>((resolve) => {
    tell = resolve
  })
  const watch = async function* () {
    await told
    yield { kind: 'task', id: laboratory.taskId, version: 4 }
    await new Promise(() => {})
  }
  return { tell: () => tell(), watch }
}

test('a line cut takes nothing off the screen: the tasks stay, what is typed too, and it is said', async () => {
  let isCut = false
  const { tell, watch } = toldLater()
  const seat = await sitAtTasks({
    'tasks.list': () => {
      if (isCut) throw new Error('the line is cut')
      return { tasks: [laboratory, paper], total: 2 }
    },
    'sessions.watch': watch,
  })
  await choose(seat, 'Home')
  await seat.type('title', 'Rappeler vite')
  isCut = true
  tell()
  // The client gives the next line a moment before it calls this one lost.
  await seat.settle(150)
  expect(seat.text()).toContain('Le poste ne répond plus.')
  expect(seat.text()).toContain('2 tâches à faire')
  expect(titleField().value).toBe('Rappeler vite')
})

test('a task that leaves the list while it is corrected stays on the screen with what is typed', async () => {
  let listed = [laboratory, paper]
  const { tell, watch } = toldLater()
  const seat = await sitAtTasks({
    'tasks.list': () => ({ tasks: listed, total: listed.length }),
    'sessions.watch': watch,
  })
  await choose(seat, 'Home')
  await seat.type('title', 'Rappeler vite')
  // Done by a colleague meanwhile.
  listed = [paper]
  tell()
  await seat.settle()
  await seat.settle()
  expect(seat.text()).toContain('1 tâche à faire')
  expect(titleField().value).toBe('Rappeler vite')
  expect(seat.text()).toContain('Cette tâche n’est plus dans la liste. Votre saisie est gardée.')
})

test('somebody else’s change is shown beside what is typed, and nothing is written over it unseen', async () => {
  const theirs = { ...laboratory, fields: { ...laboratory.fields, title: 'Rappeler demain' }, version: 4 }
  let listed = laboratory
  const seat = await sitAtTasks({
    'tasks.list': () => ({ tasks: [listed], total: 1 }),
    'tasks.update': () => {
      listed = theirs
      return refuse('edit.conflict', {
        currentVersion: 4,
        changedBy: 'S. LEROUX',
        changedAt: '2026-11-24T13:40:00.000Z',
      })
    },
  })
  await choose(seat, 'Home')
  await seat.type('title', 'Rappeler vite')
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  await seat.settle()
  expect(seat.asked('tasks.update')).toMatchObject([{ expectedVersion: 3, patientId: lacaze.patientId }])
  expect(seat.text()).toContain('S. LEROUX a modifié « À faire »')
  await seat.click('Comparer')
  expect(seat.text()).toContain('Rappeler vite')
  expect(seat.text()).toContain('Rappeler demain')
})

test('an assignee who does not see the record is told on the field, and the rest stays typed', async () => {
  const seat = await sitAtTasks({ 'tasks.update': () => refuse('task.assignee-without-sight', {}) })
  await choose(seat, 'Home')
  await seat.type('title', 'Rappeler vite')
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  await seat.settle()
  expect(one('[data-field="assignedTo"]').textContent).toContain('n’a pas accès à ce dossier')
  expect(titleField().value).toBe('Rappeler vite')
})

test('a task whose assignee no longer sees it says so in its pane', async () => {
  const seat = await sitAtTasks({
    'tasks.list': () => ({ tasks: [{ ...laboratory, assigneeCannotSee: true }], total: 1 }),
  })
  await choose(seat, 'Home')
  expect(seat.text()).toContain('S. LEROUX ne voit plus cette tâche')
})

test('O opens the record of the task; a task about nobody opens none', async () => {
  const seat = await sitAtTasks()
  await choose(seat, 'End')
  await press(table(), 'o')
  await choose(seat, 'Home')
  await press(table(), 'o')
  expect(seat.opened).toEqual([lacaze.patientId])
})

test('who may only read sees the tasks and can change none', async () => {
  const seat = await sitAtTasks({}, ['task.read', 'patient.read'])
  expect(seat.text()).not.toContain('Nouvelle tâche')
  await choose(seat, 'Home')
  await press(table(), ' ')
  await press(table(), 'Delete')
  await seat.settle()
  expect(titleField().readOnly).toBe(true)
  expect(seat.text()).toContain('Votre rôle permet de voir les tâches, pas de les modifier.')
  expect(seat.text()).not.toContain('Supprimer')
  expect(seat.asked('tasks.setDone')).toEqual([])
  expect(seat.asked('tasks.remove')).toEqual([])
  expect(seat.asked('tasks.assignees')).toEqual([])
})

test('in a record, its tasks alone are asked for, and a new one is about it', async () => {
  const seat = await sitAtTasks(
    { 'tasks.list': () => ({ tasks: [], total: 0 }), 'tasks.create': () => ({ task: laboratory }) },
    permissions,
    <PatientTasks patient={lacaze} />,
  )
  const filter = { whose: 'all', state: 'open', patientId: lacaze.patientId }
  expect(seat.asked('tasks.list')).toEqual([{ filter, offset: 0, limit: 200 }])
  expect(seat.text()).toContain('Aucune tâche à faire pour ce dossier.')
  await seat.click('Nouvelle tâche')
  expect(document.activeElement).toBe(titleField())
  await seat.type('title', 'Rappeler le laboratoire')
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  await seat.settle()
  expect(seat.asked('tasks.create')).toMatchObject([
    { patientId: lacaze.patientId, fields: { title: 'Rappeler le laboratoire', assignedTo: null, dueOn: null } },
  ])
  // What became a task is no draft any more.
  expect(seat.asked('drafts.discard')).toContainEqual({ place: { form: 'task', subjectId: lacaze.patientId } })
})

test('a list that cannot be read says so and can be asked again; nothing found says what to try', async () => {
  let isAway = true
  const seat = await sitAtTasks({
    'tasks.list': () => (isAway ? refuse('internal', { reference: 'A1B2C3D4' }) : { tasks: [], total: 0 }),
  })
  expect(seat.text()).toContain('A1B2C3D4')
  expect(seat.text()).not.toContain('Aucune tâche')
  isAway = false
  await seat.click('Réessayer')
  expect(seat.text()).toContain('Aucune tâche à faire pour vous.')
  await seat.click('Voir toutes les tâches')
  expect(seat.asked('tasks.list').at(-1)).toMatchObject({ filter: { whose: 'all', state: 'open' } })
})

test('the rail says how many are late or due today, and nothing to whom tasks are not', async () => {
  const rail = <Rail onHelp={() => {}} />
  const seat = await sitAtTasks({ 'tasks.counts': () => ({ mine: 9, due: 1, late: 2 }) }, permissions, rail)
  const item = one('button[aria-label^="Tâches"]')
  expect(item.getAttribute('aria-label')).toBe('Tâches, 3 échues ou du jour')
  expect(item.textContent).toBe('3Tâches')
  expect(seat.asked('tasks.counts')).toEqual([{}])
  await seat.leave()
  const other = await sitAtTasks({}, ['patient.read'], rail)
  expect(other.text()).not.toContain('Tâches')
  expect(other.asked('tasks.counts')).toEqual([])
})

import {
  countTasks,
  createTask,
  listAssignees,
  listTasks,
  removeTask,
  restoreTask,
  setTaskDone,
  updateTask,
} from '#app/features/tasks/contract.ts'
import type { TaskFields, TaskView } from '#app/features/tasks/model.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { displayNameOf, listPeople, nameOf, shortNameOf } from '#core/features/people/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import {
  changeTask,
  countOpen,
  fieldsOf,
  findTask,
  findTasks,
  insertTask,
  seesPatient,
  type TaskChange,
  type TaskRow,
} from './repository.ts'
import { mayBeAssigned, viewsOf } from './views.ts'

const list = handle(listTasks, async ({ filter, offset, limit }, work) => {
  const { userId } = work.actor
  const { rows, total } = await work.read((db) => findTasks(db, { filter, userId, offset, limit }))
  return { tasks: await viewsOf(work, rows), total }
})

const counts = handle(countTasks, (_input, work) => work.read((db) => countOpen(db, work.actor.userId, work.today())))

const assignees = handle(listAssignees, async ({ patientId }, work) => {
  if (patientId !== null && !(await work.read((db) => seesPatient(db, patientId)))) return problem('not-found', {})
  const people = await work.read(listPeople)
  const found = await Promise.all(
    people.map(async (person) => {
      const may = await mayBeAssigned(work, person.user_id, null)
      return may ? [{ person, canSee: await mayBeAssigned(work, person.user_id, patientId) }] : []
    }),
  )
  return {
    people: found.flat().map(({ person, canSee }) => ({
      userId: person.user_id,
      displayName: nameOf({ title: person.title, firstName: person.first_name, lastName: person.last_name }),
      shortName: shortNameOf(person),
      canSee,
    })),
  }
})

const create = handle(createTask, async ({ patientId, fields }, work) => {
  const taskId = work.newId()
  const refusal = await assignmentRefusal(work, patientId, fields)
  if (refusal !== null) return refusal
  await work.write(async (db) => {
    await insertTask(db, { taskId, patientId, fields }, stampOf(work))
    journal(work, taskId, patientId, { assignedTo: fields.assignedTo, dueOn: fields.dueOn })
  })
  work.announce('task', taskId, 1, patientId)
  return { task: await readView(work, taskId) }
})

const update = handle(updateTask, async ({ taskId, expectedVersion, patientId, fields }, work) => {
  const present = await work.read((db) => findTask(db, taskId))
  // Somebody who lost sight since may keep the task they have: only a new assignment, or another patient, is refused.
  const isGivenAnew = present?.assigned_to !== fields.assignedTo || present.patient_id !== patientId
  const refusal = isGivenAnew ? await assignmentRefusal(work, patientId, fields) : null
  if (refusal !== null) return refusal
  return change(work, taskId, expectedVersion, (row) => {
    const before = fieldsOf(row)
    const changed = Object.entries(fields).flatMap(([field, value]) =>
      before[field as keyof TaskFields] === value ? [] : [field],
    )
    const moved = row.patient_id === patientId ? [] : ['patient']
    journal(work, taskId, patientId ?? row.patient_id, { changed: [...changed, ...moved] })
    return { fields, patient_id: patientId }
  })
})

const setDone = handle(setTaskDone, ({ taskId, expectedVersion, done }, work) =>
  change(work, taskId, expectedVersion, (row) => {
    journal(work, taskId, row.patient_id, { done })
    return done ? { done_at: work.now(), done_by: work.actor.userId } : { done_at: null, done_by: null }
  }),
)

const remove = handle(removeTask, async ({ taskId, expectedVersion }, work) => {
  const removed = await work.write((db) =>
    changeIn(db, work, { taskId, expectedVersion, removed: false }, (row) => {
      journal(work, taskId, row.patient_id, {})
      return { removed_at: work.now() }
    }),
  )
  if (isProblem(removed)) return removed
  tell(work, removed)
  return { version: removed.version }
})

const restore = handle(restoreTask, ({ taskId, expectedVersion }, work) =>
  change(
    work,
    taskId,
    expectedVersion,
    (row) => {
      journal(work, taskId, row.patient_id, {})
      return { removed_at: null }
    },
    true,
  ),
)

/** What answers about tasks. */
export const tasksHandlers = [list, counts, assignees, create, update, setDone, remove, restore]

/** What a change did, for those to tell: who saw the task before, and who sees it now. */
interface Changed {
  readonly taskId: string
  readonly version: number
  readonly patients: ReadonlySet<string | null>
}

async function change(
  work: Work,
  taskId: string,
  expectedVersion: number,
  decide: (row: TaskRow) => TaskChange,
  removed = false,
): Promise<{ task: TaskView } | Problem<'edit.conflict' | 'not-found'>> {
  const changed = await work.write((db) => changeIn(db, work, { taskId, expectedVersion, removed }, decide))
  if (isProblem(changed)) return changed
  tell(work, changed)
  return { task: await readView(work, taskId) }
}

async function changeIn(
  db: WriteDb,
  work: Work,
  wanted: { readonly taskId: string; readonly expectedVersion: number; readonly removed: boolean },
  decide: (row: TaskRow) => TaskChange,
): Promise<Changed | Problem<'edit.conflict' | 'not-found'>> {
  const { taskId, expectedVersion, removed } = wanted
  const row = await findTask(db, taskId)
  if (row === undefined) return problem('not-found', {})
  if (row.version !== expectedVersion) {
    // Removed meanwhile: there is nothing left to compare with.
    return row.removed_at === null || removed ? conflict(db, row) : problem('not-found', {})
  }
  if ((row.removed_at !== null) !== removed) return problem('not-found', {})
  const decided = decide(row)
  const version = await changeTask(db, row, decided, stampOf(work))
  const after = decided.patient_id === undefined ? row.patient_id : decided.patient_id
  return { taskId, version, patients: new Set([row.patient_id, after]) }
}

/** Who saw it before hears that it is gone; who sees it now, that it came. */
function tell(work: Work, { taskId, version, patients }: Changed): void {
  for (const patientId of patients) work.announce('task', taskId, version, patientId)
}

/** Refuses a patient out of sight, a person who is not there, and one who would not see the task. */
async function assignmentRefusal(
  work: Work,
  patientId: string | null,
  { assignedTo }: TaskFields,
): Promise<Problem<'not-found' | 'task.assignee-without-sight'> | null> {
  // The patient first: to whoever does not see them, nothing is said of who does.
  if (patientId !== null && !(await work.read((db) => seesPatient(db, patientId)))) return problem('not-found', {})
  if (assignedTo === null || (await mayBeAssigned(work, assignedTo, patientId))) return null
  const known = await work.read((db) => displayNameOf(db, assignedTo))
  return known === '' ? problem('not-found', {}) : problem('task.assignee-without-sight', {})
}

async function readView(work: Work, taskId: string): Promise<TaskView> {
  const row = await work.read((db) => findTask(db, taskId))
  const [view] = await viewsOf(work, row === undefined ? [] : [row])
  if (view === undefined) throw new Error('a task just written is not there')
  return view
}

async function conflict(db: ReadDb, row: TaskRow): Promise<Problem<'edit.conflict'>> {
  return problem('edit.conflict', {
    currentVersion: row.version,
    changedBy: await displayNameOf(db, row.updated_by),
    changedAt: row.updated_at,
  })
}

function stampOf(work: Work) {
  return { at: work.now(), by: work.actor.userId }
}

/** Names what changed, never the words: those of a task are a patient's. */
function journal(
  work: Work,
  taskId: string,
  patientId: string | null,
  details: Readonly<Record<string, unknown>>,
): void {
  work.journal({ subjectId: taskId, ...(patientId === null ? {} : { patientId }), details })
}

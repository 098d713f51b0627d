import { z } from 'zod'
import { id, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { assignee, taskFields, taskFilter, taskView } from './model.ts'

/** A task linked to a record out of sight is `not-found`; one linked to none is everybody's. */
const inSight = { patients: 'visible' } as const

/** Tasks: open ones by due day (late ones first, those without a day last), done ones newest first. */
export const listTasks = operation({
  name: 'tasks.list',
  kind: 'query',
  needs: 'active-session',
  permission: 'task.read',
  scope: inSight,
  audit: { none: 'a list of things to do; the records it names are journaled when opened' },
  input: z.strictObject({ filter: taskFilter, offset: z.int().min(0).max(100_000), limit: z.int().min(1).max(200) }),
  output: z.object({ tasks: z.array(taskView), total: z.int() }),
  problems: [],
})

/** Figures of the rail: open tasks for the caller or for nobody, and those of them due today, and late. */
export const countTasks = operation({
  name: 'tasks.counts',
  kind: 'query',
  needs: 'active-session',
  permission: 'task.read',
  scope: inSight,
  audit: { none: 'figures only' },
  input: z.strictObject({}),
  output: z.object({ mine: z.int(), due: z.int(), late: z.int() }),
  problems: [],
})

/** Whom a task about this patient, or about none, may be for: users who may act today, in the order of names. */
export const listAssignees = operation({
  name: 'tasks.assignees',
  kind: 'query',
  needs: 'active-session',
  permission: 'task.edit',
  scope: inSight,
  audit: { none: 'a list of colleagues' },
  input: z.strictObject({ patientId: id.nullable() }),
  output: z.object({ people: z.array(assignee) }),
  problems: [],
})

/** Adds a task. Whom it is for must see the record it is linked to. */
export const createTask = operation({
  name: 'tasks.create',
  kind: 'command',
  needs: 'active-session',
  permission: 'task.edit',
  scope: inSight,
  audit: 'task.create',
  input: z.strictObject({ patientId: id.nullable(), fields: taskFields }),
  output: z.object({ task: taskView }),
  problems: ['task.assignee-without-sight'],
})

/** Corrects a task, or links it to another record or to none. */
export const updateTask = operation({
  name: 'tasks.update',
  kind: 'command',
  needs: 'active-session',
  permission: 'task.edit',
  scope: inSight,
  audit: 'task.update',
  input: z.strictObject({ taskId: id, expectedVersion: version, patientId: id.nullable(), fields: taskFields }),
  output: z.object({ task: taskView }),
  problems: ['edit.conflict', 'task.assignee-without-sight'],
})

/** Marks a task done, or to be done again. */
export const setTaskDone = operation({
  name: 'tasks.setDone',
  kind: 'command',
  needs: 'active-session',
  permission: 'task.edit',
  scope: inSight,
  audit: 'task.set-done',
  input: z.strictObject({ taskId: id, expectedVersion: version, done: z.boolean() }),
  output: z.object({ task: taskView }),
  problems: ['edit.conflict'],
})

/** Removes a task; `tasks.restore` brings it back. */
export const removeTask = operation({
  name: 'tasks.remove',
  kind: 'command',
  needs: 'active-session',
  permission: 'task.edit',
  scope: inSight,
  audit: 'task.remove',
  input: z.strictObject({ taskId: id, expectedVersion: version }),
  output: z.object({ version }),
  problems: ['edit.conflict'],
})

/** Brings a removed task back. */
export const restoreTask = operation({
  name: 'tasks.restore',
  kind: 'command',
  needs: 'active-session',
  permission: 'task.edit',
  scope: inSight,
  audit: 'task.restore',
  input: z.strictObject({ taskId: id, expectedVersion: version }),
  output: z.object({ task: taskView }),
  problems: ['edit.conflict'],
})

/** The operations of `tasks`, by the second part of their name. */
export const tasksContract = {
  list: listTasks,
  counts: countTasks,
  assignees: listAssignees,
  create: createTask,
  update: updateTask,
  setDone: setTaskDone,
  remove: removeTask,
  restore: restoreTask,
}

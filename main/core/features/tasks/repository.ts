import type { SelectQueryBuilder } from 'kysely'
import type { TaskFields, TaskFilter } from '#app/features/tasks/model.ts'
import type { CabinetTables, ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { TaskTable } from './tables.ts'

/** A task with what is shown of the patient it is about. */
export interface TaskRow extends TaskTable {
  readonly used_name: string | null
  readonly used_first_name: string | null
  readonly birth_name: string | null
  readonly first_birth_first_name: string | null
  readonly birth_date: string | null
}

/** Which part of which list. */
export interface TaskPage {
  readonly filter: TaskFilter
  /** Whose « Les miennes » is. */
  readonly userId: string
  readonly offset: number
  readonly limit: number
}

/** Who writes, and when. */
export interface Stamp {
  readonly at: string
  readonly by: string
}

type Filtered = SelectQueryBuilder<CabinetTables, 'task', object>

/** One page of tasks and how many there are. `db` shows those of visible patients and those of none. */
export async function findTasks(
  db: ReadDb,
  page: TaskPage,
): Promise<{ readonly rows: readonly TaskRow[]; readonly total: number }> {
  const { state } = page.filter
  const { total } = await filtered(db, page)
    .select((eb) => eb.fn.countAll().as('total'))
    .executeTakeFirstOrThrow()
  const wanted = withPatient(filtered(db, page))
  const ordered =
    state === 'done'
      ? wanted.orderBy('task.done_at', 'desc')
      : wanted
          .orderBy('task.due_on', (order) => order.asc().nullsLast())
          .orderBy('task.urgent', 'desc')
          .orderBy('task.created_at')
  const rows = await ordered.orderBy('task.task_id').limit(page.limit).offset(page.offset).execute()
  return { rows, total: Number(total) }
}

/** Open tasks of a person or of nobody: how many, and how many of them late or due that day. */
export async function countOpen(
  db: ReadDb,
  userId: string,
  today: string,
): Promise<{ readonly mine: number; readonly due: number; readonly late: number }> {
  const counted = await filtered(db, { filter: { whose: 'mine', state: 'open' }, userId })
    .select((eb) => [
      eb.fn.countAll().as('mine'),
      eb.fn.countAll().filterWhere('task.due_on', '=', today).as('due'),
      eb.fn.countAll().filterWhere('task.due_on', '<', today).as('late'),
    ])
    .executeTakeFirstOrThrow()
  return { mine: Number(counted.mine), due: Number(counted.due), late: Number(counted.late) }
}

/** A task in sight, removed ones too; or nothing. */
export async function findTask(db: ReadDb, taskId: string): Promise<TaskRow | undefined> {
  return withPatient(db.selectFrom('task')).where('task.task_id', '=', taskId).executeTakeFirst()
}

/** The patient of a task in sight (`patientId: null` for a task about nobody), or `null` when there is no such task. */
export async function patientOfTask(db: ReadDb, taskId: string): Promise<{ readonly patientId: string | null } | null> {
  const row = await db.selectFrom('task').select('patient_id').where('task_id', '=', taskId).executeTakeFirst()
  return row === undefined ? null : { patientId: row.patient_id }
}

/** Whether a patient is in sight. */
export async function seesPatient(db: ReadDb, patientId: string): Promise<boolean> {
  const row = await db.selectFrom('patient').select('patient_id').where('patient_id', '=', patientId).executeTakeFirst()
  return row !== undefined
}

/** Adds a task. Out of sight of its author when its patient is: the handle then refuses. */
export async function insertTask(
  db: WriteDb,
  task: { readonly taskId: string; readonly patientId: string | null; readonly fields: TaskFields },
  stamp: Stamp,
): Promise<void> {
  await db
    .insertInto('task')
    .values({
      task_id: task.taskId,
      patient_id: task.patientId,
      ...columnsOf(task.fields),
      done_at: null,
      done_by: null,
      created_at: stamp.at,
      created_by: stamp.by,
      updated_at: stamp.at,
      updated_by: stamp.by,
      removed_at: null,
      version: 1,
    })
    .execute()
}

/** What may change of a task that is there. */
export type TaskChange = Partial<Pick<TaskTable, 'patient_id' | 'done_at' | 'done_by' | 'removed_at'>> & {
  readonly fields?: TaskFields
}

/** Writes over the version that was read; answers the version it has now. */
export async function changeTask(db: WriteDb, present: TaskTable, change: TaskChange, stamp: Stamp): Promise<number> {
  const { fields, ...columns } = change
  const version = present.version + 1
  await db
    .updateTable('task')
    .set({
      ...(fields === undefined ? {} : columnsOf(fields)),
      ...columns,
      updated_at: stamp.at,
      updated_by: stamp.by,
      version,
    })
    .where('task_id', '=', present.task_id)
    .execute()
  return version
}

/** What is written about a task, from its row. */
export function fieldsOf(row: TaskTable): TaskFields {
  return {
    title: row.title,
    note: row.note,
    assignedTo: row.assigned_to,
    dueOn: row.due_on,
    urgent: row.urgent === 1,
  }
}

function columnsOf(fields: TaskFields) {
  return {
    title: fields.title,
    note: fields.note,
    assigned_to: fields.assignedTo,
    due_on: fields.dueOn,
    urgent: fields.urgent ? 1 : 0,
  }
}

function filtered(db: ReadDb, { filter, userId }: Pick<TaskPage, 'filter' | 'userId'>): Filtered {
  const { whose, state, patientId } = filter
  let query: Filtered = db
    .selectFrom('task')
    .where('task.removed_at', 'is', null)
    .where('task.done_at', state === 'done' ? 'is not' : 'is', null)
  if (patientId !== undefined) query = query.where('task.patient_id', '=', patientId)
  if (whose === 'mine') {
    query = query.where((eb) => eb.or([eb('task.assigned_to', '=', userId), eb('task.assigned_to', 'is', null)]))
  }
  return query
}

/** The patient is beside the task, not under it: a task about nobody is kept. */
function withPatient(query: Filtered) {
  return query
    .leftJoin('patient', 'patient.patient_id', 'task.patient_id')
    .selectAll('task')
    .select([
      'patient.used_name',
      'patient.used_first_name',
      'patient.birth_name',
      'patient.first_birth_first_name',
      'patient.birth_date',
    ])
}

import type { TaskView } from '#app/features/tasks/model.ts'
import { sayRecordName } from '#app/text/fr/common.ts'
import { findPerson, shortNameOf } from '#core/features/people/index.ts'
import type { Work } from '#core/kernel/work.ts'
import { fieldsOf, type TaskRow } from './repository.ts'

/** Whether somebody may act on tasks today and, for one about a patient, sees that patient. */
export async function mayBeAssigned(work: Work, userId: string, patientId: string | null): Promise<boolean> {
  const colleague = await work.colleague(userId)
  if (colleague === null || !colleague.may('task.read')) return false
  return patientId === null || (colleague.may('patient.read') && colleague.sees(patientId))
}

/** Tasks as the screens show them, with the names of people and whether each can still be seen by whom it is for. */
export async function viewsOf(work: Work, rows: readonly TaskRow[]): Promise<TaskView[]> {
  const names = await namesOf(
    work,
    rows.flatMap((row) => [row.assigned_to, row.done_by, row.created_by, row.updated_by]),
  )
  const nameOf = (userId: string | null) => (userId === null ? '' : (names.get(userId) ?? ''))
  const blind = await blindAssignments(work, rows)
  return rows.map((row) => ({
    taskId: row.task_id,
    fields: fieldsOf(row),
    patient:
      row.patient_id === null || row.birth_date === null
        ? null
        : { patientId: row.patient_id, displayName: sayRecordName(namesIn(row)), birthDate: row.birth_date },
    assignedName: nameOf(row.assigned_to),
    assigneeCannotSee: blind.has(assignmentOf(row)),
    doneAt: row.done_at,
    doneBy: nameOf(row.done_by),
    createdAt: row.created_at,
    createdBy: nameOf(row.created_by),
    updatedAt: row.updated_at,
    updatedBy: nameOf(row.updated_by),
    version: row.version,
  }))
}

async function namesOf(work: Work, userIds: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(userIds.filter((userId) => userId !== null))
  const names = await work.read((db) =>
    Promise.all(
      [...wanted].map(async (userId) => {
        const person = await findPerson(db, userId)
        return [userId, person === undefined ? '' : shortNameOf(person)] as const
      }),
    ),
  )
  return new Map(names)
}

/** Open tasks given to somebody who will not see them. One question for each person and patient. */
async function blindAssignments(work: Work, rows: readonly TaskRow[]): Promise<ReadonlySet<string>> {
  const open = rows.filter((row) => row.assigned_to !== null && row.done_at === null)
  const assignments = new Map(open.map((row) => [assignmentOf(row), row]))
  const blind = await Promise.all(
    [...assignments].map(async ([assignment, row]) =>
      row.assigned_to === null || (await mayBeAssigned(work, row.assigned_to, row.patient_id)) ? [] : [assignment],
    ),
  )
  return new Set(blind.flat())
}

function assignmentOf(row: TaskRow): string {
  return `${row.done_at === null ? 'open' : 'done'} ${row.assigned_to ?? ''} ${row.patient_id ?? ''}`
}

function namesIn(row: TaskRow) {
  return {
    usedName: row.used_name ?? '',
    usedFirstName: row.used_first_name ?? '',
    birthName: row.birth_name ?? '',
    birthFirstName: row.first_birth_first_name ?? '',
  }
}

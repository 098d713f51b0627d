import type { CivilDate } from '#app/kernel/civil-date.ts'
import { type TaskFields, taskFields, type TaskView } from '#app/features/tasks/model.ts'
import { readDueDay } from '#app/features/tasks/rules.ts'
import { tasksText } from '#app/text/fr/tasks.ts'
import type { FieldRemarks } from '#renderer/client/index.ts'
import { writtenDate } from '#renderer/features/patients/index.ts'

const fr = tasksText.errors

/** A task as typed. An empty text is nobody: no patient, no assignee, no day. */
export type TaskValues = {
  readonly title: string
  readonly patient: string
  readonly assignedTo: string
  readonly dueOn: string
  readonly urgent: boolean
  readonly note: string
}

/** A field of the form. */
export type TaskField = keyof TaskValues

/** Fields in reading order. */
export const taskOrder = [
  'title',
  'note',
  'patient',
  'assignedTo',
  'dueOn',
  'urgent',
] as const satisfies readonly TaskField[]

/** A new task, before anything is typed. */
export const blankTask: TaskValues = { title: '', patient: '', assignedTo: '', dueOn: '', urgent: false, note: '' }

/** A task as the form shows it. */
export function taskValuesOf({ fields, patient }: Pick<TaskView, 'fields' | 'patient'>): TaskValues {
  return {
    title: fields.title,
    patient: patient?.patientId ?? '',
    assignedTo: fields.assignedTo ?? '',
    dueOn: fields.dueOn === null ? '' : writtenDate(fields.dueOn),
    urgent: fields.urgent,
    note: fields.note,
  }
}

/** What a form is read against. */
export interface ReadingOf {
  readonly today: CivilDate
  /** The day the task already has: it may be past, and stays right as long as it is not typed over. */
  readonly presentDue: CivilDate | null
}

/** A task as the cabinet takes it. */
export interface ReadTask {
  readonly patientId: string | null
  readonly fields: TaskFields
}

/** What is typed as the cabinet takes it, or what is to be corrected. */
export function readTask(
  values: TaskValues,
  against: ReadingOf,
): ({ readonly ok: true } & ReadTask) | { readonly ok: false; readonly errors: FieldRemarks<TaskValues> } {
  const errors: Partial<Record<TaskField, string>> = {}
  const due = readDue(values.dueOn, against)
  if (due !== null && !due.ok) errors.dueOn = fr[due.refusal]
  const parsed = taskFields.safeParse({
    title: values.title,
    note: values.note,
    assignedTo: values.assignedTo === '' ? null : values.assignedTo,
    dueOn: due?.ok === true ? due.date : null,
    urgent: values.urgent,
  })
  for (const issue of parsed.error?.issues ?? []) {
    if (issue.path[0] === 'title') errors.title = values.title.trim() === '' ? fr.required : fr.tooLong
    if (issue.path[0] === 'note') errors.note = fr.noteTooLong
  }
  return parsed.success && Object.keys(errors).length === 0
    ? { ok: true, patientId: values.patient === '' ? null : values.patient, fields: parsed.data }
    : { ok: false, errors }
}

/** The day typed, or `null` for none. */
export function readDue(typed: string, { today, presentDue }: ReadingOf) {
  if (typed.trim() === '') return null
  if (presentDue !== null && typed.trim() === writtenDate(presentDue)) return { ok: true, date: presentDue } as const
  return readDueDay(typed, today)
}

/** A field as it is written back once left: a day in full, a title without its spaces. */
export function tidyTask(values: TaskValues, field: TaskField, against: ReadingOf): TaskValues {
  if (field === 'dueOn') {
    const due = readDue(values.dueOn, against)
    return due?.ok === true ? { ...values, dueOn: writtenDate(due.date) } : values
  }
  return field === 'title' || field === 'note' ? { ...values, [field]: values[field].trim() } : values
}

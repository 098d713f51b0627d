import { z } from 'zod'
import { civilDate } from '#app/kernel/civil-date.ts'
import { id, instantUtc, version } from '#app/kernel/ids.ts'

/** What is written about a task (AGD-2). */
export const taskFields = z.strictObject({
  title: z.string().trim().min(1).max(160),
  note: z.string().trim().max(4000),
  /** Whom it is for; `null` for whoever takes it. */
  assignedTo: id.nullable(),
  /** The day it should be done by. */
  dueOn: civilDate.nullable(),
  urgent: z.boolean(),
})
export type TaskFields = z.infer<typeof taskFields>

/** A task. Linked to a patient, it is seen by who sees the patient; without one, by everybody (GRP-2). */
export const taskView = z.object({
  taskId: id,
  fields: taskFields,
  patient: z.object({ patientId: id, displayName: z.string(), birthDate: civilDate }).nullable(),
  /** « Dr H. MARCHAND »; empty for nobody. */
  assignedName: z.string(),
  /** The person it is for no longer sees the patient, or has no access any more: nobody will do it. */
  assigneeCannotSee: z.boolean(),
  doneAt: instantUtc.nullable(),
  doneBy: z.string(),
  createdAt: instantUtc,
  createdBy: z.string(),
  updatedAt: instantUtc,
  updatedBy: z.string(),
  version,
})
export type TaskView = z.infer<typeof taskView>

/** Somebody a task may be for. `canSee`: they see the patient it is about; without one, everybody does. */
export const assignee = z.object({ userId: id, displayName: z.string(), shortName: z.string(), canSee: z.boolean() })
export type Assignee = z.infer<typeof assignee>

/** Which tasks a list shows. */
export const taskFilter = z.strictObject({
  /** `mine`: for the caller or for nobody; `all`: whoever it is for. */
  whose: z.enum(['mine', 'all']),
  state: z.enum(['open', 'done']),
  patientId: id.optional(),
})
export type TaskFilter = z.infer<typeof taskFilter>

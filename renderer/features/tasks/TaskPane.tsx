import { IconArrowBackUp, IconCheck, IconFolder, IconTrash } from '@tabler/icons-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { DraftPlace } from '#app/features/drafts/model.ts'
import { countTasks, createTask, listTasks, updateTask } from '#app/features/tasks/contract.ts'
import type { TaskView } from '#app/features/tasks/model.ts'
import { sayLongDay } from '#app/text/fr/common.ts'
import { sayProblemOf } from '#app/text/fr/problems.ts'
import { tasksText as fr } from '#app/text/fr/tasks.ts'
import {
  type AnyProblem,
  useAskAgain,
  useCabinet,
  useDesk,
  useFormDraft,
  useVersionedForm,
  type WriteOutcome,
} from '#renderer/client/index.ts'
import { FormPane } from '#renderer/features/forms/index.ts'
import { Block, Button, Skeleton } from '#ui/index.ts'
import { type NamedPatient, useKnownPatient } from './PatientField.tsx'
import {
  blankTask,
  readDue,
  readTask,
  type ReadingOf,
  type TaskField,
  taskOrder,
  type TaskValues,
  taskValuesOf,
  tidyTask,
} from './task-values.ts'
import { TaskFieldsForm, taskLabelOf, useAssignees } from './TaskForm.tsx'
import classes from './Tasks.module.css'

type Outcome = WriteOutcome<TaskValues>

/** A refusal that is about one field, told on that field. */
function outcomeOf(refusal: AnyProblem): Outcome {
  if (refusal.problem !== 'task.assignee-without-sight') return { ok: false, refusal }
  const sentence = sayProblemOf({ problem: refusal.problem, data: {} })
  return { ok: false, refusal, field: 'assignedTo', sentence }
}

const unread: Outcome = { ok: false, refusal: { problem: 'invalid-input', data: { fields: [] } } }

function useTaskJudgement(today: string, presentDue: string | null) {
  return useMemo(() => {
    const against = { today, presentDue }
    return {
      against,
      judge: (values: TaskValues) => {
        const read = readTask(values, against)
        return read.ok ? {} : read.errors
      },
      tidy: (values: TaskValues, field: TaskField) => tidyTask(values, field, against),
    }
  }, [today, presentDue])
}

function useAskTasksAgain(): () => void {
  const askAgain = useAskAgain()
  return useCallback(() => askAgain(listTasks, countTasks), [askAgain])
}

/** What a field is called, and how its value reads, where two texts are compared. */
function useShown(options: ReturnType<typeof useAssignees>, named: readonly (NamedPatient | null)[]) {
  return useCallback(
    (field: TaskField, values: TaskValues): string | undefined => {
      if (field === 'assignedTo') return options.find(({ value }) => value === values.assignedTo)?.label ?? ''
      if (field === 'patient') return named.find((one) => one?.patientId === values.patient)?.displayName ?? ''
      return undefined
    },
    [options, named],
  )
}

function sayDue(values: TaskValues, against: ReadingOf): string {
  const due = readDue(values.dueOn, against)
  return due?.ok === true ? sayLongDay(`${due.date}T12:00:00`) : fr.form.dueHint
}

/** What a task's pane may do besides correcting it. */
export interface TaskActs {
  readonly onToggle: (task: TaskView) => void
  readonly onRemove: (task: TaskView) => void
  readonly onOpenRecord: (patientId: string) => void
}

/** A task: what is written about it, and what can be done with it. */
export function TaskPane(props: {
  readonly task: TaskView
  readonly today: string
  readonly mayEdit: boolean
  /** The record it is shown in, where its patient goes without saying. */
  readonly record: NamedPatient | null
  readonly acts: TaskActs
  /** Whether what is typed waits to be saved. */
  readonly onTyped: (typed: boolean) => void
  /** It left the list while being corrected. */
  readonly isGone: boolean
}) {
  const { task, today, mayEdit, record, acts, onTyped } = props
  const { call } = useCabinet()
  const askAgain = useAskTasksAgain()
  const { taskId } = task
  const presentDue = task.fields.dueOn
  const { against, judge, tidy } = useTaskJudgement(today, presentDue)
  const current = useMemo(() => ({ values: taskValuesOf(task), version: task.version }), [task])
  const write = useCallback(
    async (values: TaskValues, expectedVersion: number): Promise<Outcome> => {
      const read = readTask(values, against)
      if (!read.ok) return unread
      const { patientId, fields } = read
      const reply = await call(updateTask, { taskId, expectedVersion, patientId, fields })
      if (!reply.ok) return outcomeOf(reply)
      askAgain()
      return { ok: true, values: taskValuesOf(reply.value.task), version: reply.value.task.version }
    },
    [call, taskId, against, askAgain],
  )
  const isDone = task.doneAt !== null
  const readOnly = !mayEdit || isDone
  const form = useVersionedForm<TaskValues>({ current, order: taskOrder, readOnly, judge, tidy, write, askAgain })
  const draft = useFormDraft(
    form,
    useMemo(() => ({ form: 'task', subjectId: taskId }) as const, [taskId]),
  )
  const [found, setFound] = useState<NamedPatient | null>(null)
  const named = useMemo(() => [found, task.patient], [found, task.patient])
  const chosen = useKnownPatient(form.values.patient, named)
  const assignees = useAssignees(form.values.patient, task, mayEdit)
  const show = useShown(assignees, named)
  const { dirty } = form
  useEffect(() => onTyped(dirty), [onTyped, dirty])
  if (!draft.ready) return <Skeleton lines={6} />
  return (
    <FormPane
      title={task.fields.title}
      form={form}
      draft={mayEdit ? draft : undefined}
      labelOf={taskLabelOf}
      show={show}
      readOnlyText={mayEdit ? fr.readOnlyDone : fr.readOnly}
      after={
        <>
          {mayEdit ? <ActsOf task={task} acts={acts} typed={dirty} inRecord={record !== null} /> : null}
          <Story task={task} />
        </>
      }
    >
      {props.isGone ? (
        <div className={classes.warning}>
          <Block tone="warning">{fr.gone}</Block>
        </div>
      ) : null}
      {task.assigneeCannotSee ? (
        <div className={classes.warning}>
          <Block tone="warning" title={fr.cannotSee(task.assignedName)} announce="off">
            {fr.cannotSeeRest}
          </Block>
        </div>
      ) : null}
      <TaskFieldsForm
        form={form}
        assignees={assignees}
        chosen={chosen}
        dueHint={sayDue(form.values, against)}
        onNamed={record === null ? setFound : undefined}
      />
    </FormPane>
  )
}

function ActsOf(props: {
  readonly task: TaskView
  readonly acts: TaskActs
  readonly typed: boolean
  readonly inRecord: boolean
}) {
  const { task, acts, typed, inRecord } = props
  const isDone = task.doneAt !== null
  const patientId = task.patient?.patientId
  const hasLetters = useDesk().workspace.singleLetterKeys
  return (
    <div className={classes.acts}>
      <Button
        size="small"
        icon={isDone ? IconArrowBackUp : IconCheck}
        keys="Space"
        disabled={typed}
        onClick={() => acts.onToggle(task)}
      >
        {isDone ? fr.actions.toDo : fr.actions.done}
      </Button>
      {patientId === undefined || inRecord ? null : (
        <Button
          size="small"
          icon={IconFolder}
          {...(hasLetters ? { keys: 'O' } : {})}
          onClick={() => acts.onOpenRecord(patientId)}
        >
          {fr.actions.openRecord}
        </Button>
      )}
      <Button size="small" icon={IconTrash} keys="Delete" disabled={typed} onClick={() => acts.onRemove(task)}>
        {fr.actions.remove}
      </Button>
    </div>
  )
}

/** Who did what of it, and when. */
function Story({ task }: { readonly task: TaskView }) {
  const isUpdated = task.updatedAt !== task.createdAt && task.updatedAt !== task.doneAt
  return (
    <div className={classes.story}>
      <p>{fr.story.created(task.createdAt, task.createdBy)}</p>
      {isUpdated ? <p>{fr.story.updated(task.updatedAt, task.updatedBy)}</p> : null}
      {task.doneAt === null ? null : <p>{fr.story.done(task.doneAt, task.doneBy)}</p>}
    </div>
  )
}

/** A new task, about the record it is added in, or about whom one chooses. */
export function NewTaskPane(props: {
  readonly today: string
  readonly record: NamedPatient | null
  /** What is typed leaves for the core. */
  readonly onSaving: () => void
  readonly onCreated: (task: TaskView) => void
  readonly onCancel: () => void
}) {
  const { today, record, onSaving, onCreated } = props
  const { call, drafts } = useCabinet()
  const askAgain = useAskTasksAgain()
  const { against, judge, tidy } = useTaskJudgement(today, null)
  const patientId = record?.patientId ?? ''
  const blank = useMemo(() => ({ values: { ...blankTask, patient: patientId }, version: 0 }), [patientId])
  const place = useMemo((): DraftPlace => ({ form: 'task', subjectId: record?.patientId ?? null }), [record?.patientId])
  const write = useCallback(
    async (values: TaskValues): Promise<Outcome> => {
      const read = readTask(values, against)
      if (!read.ok) return unread
      onSaving()
      const reply = await call(createTask, { patientId: read.patientId, fields: read.fields })
      if (!reply.ok) return outcomeOf(reply)
      askAgain()
      // What was typed has become a task: the pane that shows it takes the place of this one, which keeps no draft.
      await drafts.discard(place)
      onCreated(reply.value.task)
      return { ok: true, ...blank }
    },
    [call, drafts, place, against, askAgain, onSaving, onCreated, blank],
  )
  const form = useVersionedForm<TaskValues>({
    current: blank,
    order: taskOrder,
    readOnly: false,
    judge,
    tidy,
    write,
    askAgain: nothing,
  })
  const draft = useFormDraft(form, place)
  const [found, setFound] = useState<NamedPatient | null>(null)
  const named = useMemo(() => [found, record], [found, record])
  const chosen = useKnownPatient(form.values.patient, named)
  const assignees = useAssignees(form.values.patient, null, true)
  const show = useShown(assignees, named)
  if (!draft.ready) return <Skeleton lines={6} />
  return (
    <FormPane
      title={fr.add}
      form={form}
      draft={draft}
      labelOf={taskLabelOf}
      show={show}
      saveLabel={fr.form.create}
      always
      onCancel={props.onCancel}
      autoFocus
    >
      <TaskFieldsForm
        form={form}
        assignees={assignees}
        chosen={chosen}
        dueHint={sayDue(form.values, against)}
        onNamed={record === null ? setFound : undefined}
      />
    </FormPane>
  )
}

function nothing(): void {
  // Nobody else can edit a task that does not exist yet.
}

import { IconAlarm, IconAlertTriangle, IconClock, IconUrgent } from '@tabler/icons-react'
import type { TaskView } from '#app/features/tasks/model.ts'
import { dueState } from '#app/features/tasks/rules.ts'
import type { CivilDate } from '#app/kernel/civil-date.ts'
import { tasksText as fr } from '#app/text/fr/tasks.ts'
import { writtenDate } from '#renderer/features/patients/index.ts'
import { StatusMark } from '#ui/index.ts'
import classes from './Tasks.module.css'

/** When an open task is due: late in red and in words, today, tomorrow, or the day. */
export function DueMark({ dueOn, today }: { readonly dueOn: CivilDate | null; readonly today: CivilDate }) {
  const state = dueState(dueOn, today)
  if (dueOn === null || state === 'none') return <span className={classes.quiet}>{fr.due.none}</span>
  if (state === 'late') {
    return (
      <span className={classes.due}>
        <StatusMark tone="danger" icon={IconAlarm}>
          {fr.due.late}
        </StatusMark>
        <span className="co-tabular">{writtenDate(dueOn)}</span>
      </span>
    )
  }
  if (state === 'today') {
    return (
      <span className={classes.due}>
        <StatusMark tone="warning" icon={IconClock}>
          {fr.due.today}
        </StatusMark>
      </span>
    )
  }
  return <span className="co-tabular">{state === 'tomorrow' ? fr.due.tomorrow : writtenDate(dueOn)}</span>
}

/** What is to do, with « Urgente » before it when it is. */
export function TitleCell({ task }: { readonly task: TaskView }) {
  const { title, urgent } = task.fields
  return (
    <span className={classes.titleCell}>
      {urgent && task.doneAt === null ? (
        <StatusMark tone="danger" icon={IconUrgent} drawing="bare">
          {fr.urgent}
        </StatusMark>
      ) : null}
      <span className={classes.cut} title={title}>
        {title}
      </span>
    </span>
  )
}

/** Whom it is for: a name, nobody, or a name with a warning when that person will not see it. */
export function AssignedCell({ task }: { readonly task: TaskView }) {
  if (task.assignedName === '') return <span className={classes.quiet}>{fr.nobody}</span>
  if (!task.assigneeCannotSee) return task.assignedName
  return (
    <span className={classes.due}>
      <StatusMark
        tone="warning"
        icon={IconAlertTriangle}
        drawing="bare"
        title={`${fr.cannotSee(task.assignedName)}. ${fr.cannotSeeRest}`}
      >
        {task.assignedName}
      </StatusMark>
    </span>
  )
}

import { IconCircle, IconCircleCheck } from '@tabler/icons-react'
import { useViewportSize } from '@mantine/hooks'
import { type KeyboardEvent, type ReactNode, type Ref, useMemo } from 'react'
import type { TaskView } from '#app/features/tasks/model.ts'
import type { CivilDate } from '#app/kernel/civil-date.ts'
import { sayDayAndHour } from '#app/text/fr/common.ts'
import { tasksText as fr } from '#app/text/fr/tasks.ts'
import { useDesk } from '#renderer/client/index.ts'
import { type Column, DataTable, type DataTableHandle, Skeleton } from '#ui/index.ts'
import { AssignedCell, DueMark, TitleCell } from './DueMark.tsx'
import classes from './Tasks.module.css'

/** What can be asked of the list of tasks. */
export interface TaskTableProps {
  readonly tasks: readonly TaskView[]
  readonly state: 'open' | 'done'
  /** In a record, whose tasks these are goes without saying. */
  readonly ofOneRecord: boolean
  readonly today: CivilDate
  readonly waiting: boolean
  readonly mayEdit: boolean
  readonly selectedId: string | null
  readonly handle: Ref<DataTableHandle>
  readonly empty: ReactNode
  readonly onSelect: (taskId: string) => void
  /** Entrée, double click. */
  readonly onEdit: () => void
  readonly onToggle: (task: TaskView) => void
  readonly onOpenRecord: (patientId: string) => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => void
}

/** From this width of the window, titles have the room to be read whole. */
const wideFrom = 1600
/** Under it, columns give way before anybody has to scroll sideways. */
const narrowUnder = 1300

type Room = 'narrow' | 'usual' | 'wide'
const titleWidths = { narrow: 216, usual: 340, wide: 620 } as const
const patientWidths = { narrow: 150, usual: 190, wide: 280 } as const

/** Tasks, one a line: to do by day, done by when. */
export function TaskTable(props: TaskTableProps) {
  const { tasks, state, ofOneRecord, today, mayEdit, onToggle, onOpenRecord } = props
  const { workspace, keepSize } = useDesk()
  const { width } = useViewportSize()
  const room: Room = width >= wideFrom ? 'wide' : width > 0 && width < narrowUnder ? 'narrow' : 'usual'
  const columns = useMemo(
    () => columnsOf({ state, ofOneRecord, room, today, mayEdit, onToggle, onOpenRecord }),
    [state, ofOneRecord, room, today, mayEdit, onToggle, onOpenRecord],
  )
  const sizes = useMemo(
    () =>
      Object.fromEntries(
        columns.flatMap(({ id }) => {
          const kept = workspace.sizes[`tasks.column.${id}`]
          return kept === undefined ? [] : [[id, kept]]
        }),
      ),
    [columns, workspace.sizes],
  )
  return (
    <DataTable
      ref={props.handle}
      label={fr.list}
      columns={columns}
      rowCount={tasks.length}
      rowAt={(index) => tasks[index]}
      rowKey={(task) => task.taskId}
      selectedKey={props.selectedId}
      onSelect={(task) => props.onSelect(task.taskId)}
      onActivate={props.onEdit}
      onKeyDown={props.onKeyDown}
      sizes={sizes}
      onResize={(column, width) => keepSize(`tasks.column.${column}`, width)}
      loading={props.waiting ? <Skeleton lines={6} /> : undefined}
      empty={props.empty}
    />
  )
}

type ColumnSubject = Pick<
  TaskTableProps,
  'state' | 'ofOneRecord' | 'today' | 'mayEdit' | 'onToggle' | 'onOpenRecord'
> & { readonly room: Room }

function columnsOf(subject: ColumnSubject): readonly Column<TaskView>[] {
  const { state, ofOneRecord, room, today, mayEdit, onToggle, onOpenRecord } = subject
  const tick: Column<TaskView> = {
    id: 'tick',
    header: fr.columns.tick,
    width: 56,
    cell: (task) => <Tick task={task} onToggle={onToggle} />,
  }
  const title: Column<TaskView> = {
    id: 'title',
    header: fr.columns.title,
    width: ofOneRecord && room === 'usual' ? 260 : titleWidths[room],
    cell: (task) => <TitleCell task={task} />,
  }
  const patient: Column<TaskView> = {
    id: 'patient',
    header: fr.columns.patient,
    width: patientWidths[room],
    cell: (task) => <PatientCell task={task} onOpen={onOpenRecord} />,
  }
  const [first, last]: readonly Column<TaskView>[] =
    state === 'open'
      ? [
          {
            id: 'due',
            header: fr.columns.due,
            width: 186,
            cell: (task) => <DueMark dueOn={task.fields.dueOn} today={today} />,
          },
          { id: 'assigned', header: fr.columns.assigned, width: 150, cell: (task) => <AssignedCell task={task} /> },
        ]
      : [
          {
            id: 'done',
            header: fr.columns.doneAt,
            width: 142,
            tabular: true,
            cell: (task) => (task.doneAt === null ? '' : sayDayAndHour(task.doneAt)),
          },
          { id: 'doneBy', header: fr.columns.doneBy, width: 150, cell: (task) => task.doneBy },
        ]
  const all = [mayEdit ? tick : undefined, first, title, ofOneRecord ? undefined : patient, last]
  return all.filter((column) => column !== undefined)
}

/** Done or to do, by hand; Espace does the same from the keyboard. */
function Tick({ task, onToggle }: { readonly task: TaskView; readonly onToggle: (task: TaskView) => void }) {
  const done = task.doneAt !== null
  const Drawing = done ? IconCircleCheck : IconCircle
  const label = (done ? fr.markToDo : fr.markDone)(task.fields.title)
  return (
    <button
      type="button"
      className={classes.tick}
      data-done={done}
      tabIndex={-1}
      aria-label={label}
      title={done ? fr.actions.toDo : fr.actions.done}
      onClick={() => onToggle(task)}
    >
      <Drawing size={16} stroke={1.75} aria-hidden="true" />
    </button>
  )
}

function PatientCell({ task, onOpen }: { readonly task: TaskView; readonly onOpen: (patientId: string) => void }) {
  const { patient } = task
  if (patient === null) return <span className={classes.quiet}>—</span>
  return (
    <button
      type="button"
      className={classes.patient}
      tabIndex={-1}
      title={fr.openRecordOf(patient.displayName)}
      onClick={() => onOpen(patient.patientId)}
    >
      {patient.displayName}
    </button>
  )
}

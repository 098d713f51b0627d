import { IconPlus } from '@tabler/icons-react'
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { listTasks } from '#app/features/tasks/contract.ts'
import type { TaskFilter, TaskView } from '#app/features/tasks/model.ts'
import { tasksText as fr } from '#app/text/fr/tasks.ts'
import { type LiveAnswer, useDesk, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { type Action, Block, Button, type DataTableHandle, EmptyState, SidePanel, useActions } from '#ui/index.ts'
import { FilterChip } from '#ui/Mark.tsx'
import { taskKinds, useToday } from './live.ts'
import type { NamedPatient } from './PatientField.tsx'
import { NewTaskPane, TaskPane } from './TaskPane.tsx'
import classes from './Tasks.module.css'
import { TaskTable } from './TaskTable.tsx'
import { useTaskActs } from './useTaskActs.ts'

const perPage = 200
const paneWidth = 348
const creation = 'new'
const none: readonly TaskView[] = []

interface BoardActions {
  readonly add: () => void
  readonly mayEdit: boolean
}

const actions: readonly Action<BoardActions>[] = [
  {
    id: 'tasks.add',
    label: fr.add,
    keys: 'Alt+N',
    group: fr.group,
    enabledFor: ({ mayEdit }) => mayEdit,
    run: ({ add }) => add(),
  },
]

/** Tasks and the one chosen beside them: of the whole cabinet, or of one record. */
export function TaskBoard({ record }: { readonly record: NamedPatient | null }) {
  const session = useSession()
  const { openRecord, workspace } = useDesk()
  const today = useToday()
  const mayEdit = session.permissions.includes('task.edit')
  const [whose, setWhose] = useState<TaskFilter['whose']>(record === null ? 'mine' : 'all')
  const [state, setState] = useState<TaskFilter['state']>('open')
  const [offset, setOffset] = useState(0)
  const filter: TaskFilter = { whose, state, ...(record === null ? {} : { patientId: record.patientId }) }
  const answer = useLiveQuery(listTasks, { filter, offset, limit: perPage }, { kinds: taskKinds })
  const shown = useKeptWhileCut(answer, JSON.stringify([filter, offset]))
  const tasks = shown?.tasks ?? none
  const total = shown?.total ?? 0
  const [chosen, setChosen] = useState<string | null>(null)
  const [typed, setTyped] = useState(false)
  const [typedFirst, setTypedFirst] = useState(false)
  const table = useRef<DataTableHandle>(null)
  const pane = useRef<HTMLDivElement>(null)
  const acts = useTaskActs()

  const selected = useKeptWhileTyped(
    tasks.find(({ taskId }) => taskId === chosen),
    chosen,
    typed,
  )
  // The last of a page may go while it is looked at.
  useEffect(() => {
    if (offset > 0 && answer.value !== undefined && !answer.former && tasks.length === 0) {
      setOffset(Math.max(0, offset - perPage))
    }
  }, [offset, answer.value, answer.former, tasks])

  const choose = useCallback((taskId: string | null) => {
    setTypedFirst(false)
    setChosen(taskId)
  }, [])
  // Asked for again while the last one is being saved: the next empty form takes its place, the one saved is not shown.
  // Each form is another one, even where the next is asked for before the screen has left the last.
  const [formCount, setFormCount] = useState(0)
  const askedAgain = useRef(false)
  const add = useCallback(() => {
    askedAgain.current = true
    choose(creation)
  }, [choose])
  useActions(
    actions,
    useMemo(() => ({ add, mayEdit }), [add, mayEdit]),
  )
  const edit = useCallback(() => pane.current?.querySelector<HTMLElement>('[data-field] input')?.focus(), [])
  /** The next one follows the one that leaves the list. */
  const followed = useCallback(
    (task: TaskView) => {
      const at = tasks.findIndex(({ taskId }) => taskId === task.taskId)
      choose((tasks[at + 1] ?? tasks[at - 1])?.taskId ?? null)
      // What was pressed goes with its row or its pane: the hands stay on the list.
      if (document.activeElement?.getAttribute('role') !== 'grid') table.current?.focus()
    },
    [tasks, choose],
  )
  const act = useCallback(
    async (task: TaskView, run: (task: TaskView) => Promise<boolean>) => {
      if (!mayEdit) return
      if (typed && task.taskId === chosen) {
        setTypedFirst(true)
        return
      }
      if ((await run(task)) && task.taskId === chosen) followed(task)
    },
    [mayEdit, typed, chosen, followed],
  )
  const { toggle, remove } = acts
  const onToggle = useCallback((task: TaskView) => void act(task, toggle), [act, toggle])
  const onRemove = useCallback((task: TaskView) => void act(task, remove), [act, remove])
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    if (selected === undefined || event.target !== event.currentTarget) return
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const patientId = selected.patient?.patientId
    const letter = workspace.singleLetterKeys ? event.key.toLowerCase() : ''
    if (event.key === ' ') onToggle(selected)
    else if (event.key === 'Delete') onRemove(selected)
    else if (event.key === 'F2') edit()
    else if (letter === 'o' && patientId !== undefined && record === null) openRecord(patientId)
    else return
    event.preventDefault()
  }
  const show = (change: () => void) => {
    change()
    setOffset(0)
    choose(null)
  }
  const { failed } = acts
  const refused = answer.problem
  return (
    <section className={classes.board} aria-label={fr.title}>
      <div className={classes.toolbar} role="toolbar" aria-label={fr.title}>
        {record === null ? <h1 className={classes.title}>{fr.title}</h1> : null}
        {mayEdit ? (
          <Button kind={chosen === creation ? 'plain' : 'primary'} icon={IconPlus} keys="Alt+N" quietKeys onClick={add}>
            {fr.add}
          </Button>
        ) : null}
        {record === null ? (
          <>
            <div className={classes.filters} role="group" aria-label={fr.whose.name}>
              {(['mine', 'all'] as const).map((one) => (
                <FilterChip
                  key={one}
                  label={fr.whose[one]}
                  pressed={whose === one}
                  onChange={() => show(() => setWhose(one))}
                />
              ))}
            </div>
            <span className={classes.parting} />
          </>
        ) : null}
        <div className={classes.filters} role="group" aria-label={fr.state.name}>
          {(['open', 'done'] as const).map((one) => (
            <FilterChip
              key={one}
              label={fr.state[one]}
              pressed={state === one}
              onChange={() => show(() => setState(one))}
            />
          ))}
        </div>
        <span className={classes.count} role="status">
          {shown === undefined ? '' : fr.counts[state](total)}
        </span>
      </div>
      <div className={classes.split}>
        <div className={classes.list} data-region tabIndex={-1}>
          {refused === undefined ? null : (
            <div className={classes.notice}>
              <Refusal problem={refused} onRetry={answer.askAgain} />
            </div>
          )}
          {failed === null ? null : (
            <div className={classes.notice}>
              <Refusal problem={failed.refusal} title={failed.title} />
            </div>
          )}
          {typedFirst ? (
            <div className={classes.notice}>
              <Block tone="warning">{fr.typedFirst}</Block>
            </div>
          ) : null}
          <TaskTable
            handle={table}
            tasks={tasks}
            state={state}
            ofOneRecord={record !== null}
            today={today}
            waiting={answer.waiting}
            mayEdit={mayEdit}
            selectedId={chosen}
            onSelect={choose}
            onEdit={edit}
            onToggle={onToggle}
            onOpenRecord={openRecord}
            onKeyDown={press}
            empty={
              shown === undefined ? undefined : <Nothing filter={filter} onAll={() => show(() => setWhose('all'))} />
            }
          />
          {total <= perPage ? null : (
            <div className={classes.pages}>
              {fr.counts.part(offset + 1, Math.min(total, offset + tasks.length), total)}
              <Button size="small" disabled={offset === 0} onClick={() => setOffset(offset - perPage)}>
                {fr.counts.previous}
              </Button>
              <Button size="small" disabled={offset + perPage >= total} onClick={() => setOffset(offset + perPage)}>
                {fr.counts.next}
              </Button>
            </div>
          )}
        </div>
        <SidePanel side="right" label={chosen === creation ? fr.add : fr.pane} width={paneWidth} bare>
          <div ref={pane} style={{ display: 'contents' }}>
            {chosen === creation && mayEdit ? (
              <NewTaskPane
                key={formCount}
                today={today}
                record={record}
                onSaving={() => {
                  askedAgain.current = false
                }}
                onCreated={(task) => {
                  // Where it can be seen: whoever it is for, to do.
                  if (record === null && task.fields.assignedTo !== null && task.fields.assignedTo !== session.userId) {
                    setWhose('all')
                  }
                  setState('open')
                  setFormCount((count) => count + 1)
                  if (askedAgain.current) return
                  choose(task.taskId)
                  table.current?.focus()
                }}
                onCancel={() => {
                  choose(null)
                  table.current?.focus()
                }}
              />
            ) : selected === undefined ? (
              <p className={classes.choose}>{answer.waiting || tasks.length === 0 ? '' : fr.choose}</p>
            ) : (
              <TaskPane
                key={selected.taskId}
                task={selected}
                today={today}
                mayEdit={mayEdit}
                record={record}
                acts={{ onToggle, onRemove, onOpenRecord: openRecord }}
                onTyped={setTyped}
                isGone={!tasks.some(({ taskId }) => taskId === selected.taskId)}
              />
            )}
          </div>
        </SidePanel>
      </div>
    </section>
  )
}

type ListAnswer = LiveAnswer<typeof listTasks>

/** A line cut for a moment takes nothing off the screen: the list read before stays, and is told as such. */
function useKeptWhileCut(answer: ListAnswer, question: string): ListAnswer['value'] {
  const [kept, setKept] = useState<{ readonly question: string; readonly value: ListAnswer['value'] } | null>(null)
  const { value, former, problem } = answer
  if (value !== undefined && !former && kept?.value !== value) setKept({ question, value })
  return value ?? (problem?.problem === 'connection.lost' && kept?.question === question ? kept.value : undefined)
}

/** A task being corrected stays on the screen when it leaves the list: what is typed is not lost. */
function useKeptWhileTyped(found: TaskView | undefined, chosen: string | null, typed: boolean): TaskView | undefined {
  const [last, setLast] = useState<TaskView | undefined>(found)
  if (found !== undefined && found !== last) setLast(found)
  return found ?? (typed && last?.taskId === chosen ? last : undefined)
}

function Nothing({ filter, onAll }: { readonly filter: TaskFilter; readonly onAll: () => void }) {
  if (filter.patientId !== undefined) {
    const { title, text } = filter.state === 'open' ? fr.empty.patient : fr.empty.patientDone
    return <EmptyState title={title}>{text}</EmptyState>
  }
  if (filter.state === 'done') return <EmptyState title={fr.empty.done.title}>{fr.empty.done.text}</EmptyState>
  if (filter.whose === 'all') return <EmptyState title={fr.empty.open.title}>{fr.empty.open.text}</EmptyState>
  return (
    <EmptyState title={fr.empty.mine.title} actions={<Button onClick={onAll}>{fr.empty.mine.all}</Button>}>
      {fr.empty.mine.text}
    </EmptyState>
  )
}

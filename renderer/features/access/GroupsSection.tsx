import { useElementSize } from '@mantine/hooks'
import { IconDots, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { listGroups } from '#app/features/access/contract.ts'
import type { GroupView } from '#app/features/access/model.ts'
import { accessText as fr } from '#app/text/fr/access.ts'
import { sayNumber } from '#app/text/fr/common.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import {
  type Action,
  Block,
  Button,
  type Column,
  DataTable,
  InitialsBadge,
  Menu,
  SidePanel,
  Skeleton,
  Switch,
  Tag,
  useActions,
} from '#ui/index.ts'
import classes from './Access.module.css'
import { GroupPane, NewGroupPane } from './GroupForm.tsx'
import { TurningQuestion } from './GroupsSwitch.tsx'
import { useUsers } from './useUsers.ts'

interface Subject {
  readonly add: () => void
  readonly edit: () => void
}
const actions: readonly Action<Subject>[] = [
  { id: 'access.add', label: fr.add, keys: 'Alt+N', run: ({ add }) => add() },
  { id: 'access.edit', label: fr.edit, keys: 'F2', run: ({ edit }) => edit() },
]
const creation = 'new'

/** « Groupes d’accès » (GRP-2): the list, and the one chosen beside it, with the effect of a change before it is saved. */
export function GroupsSection() {
  const answer = useLiveQuery(listGroups, {}, { kinds: ['access-group', 'person'] })
  const users = useUsers()
  const [chosen, setChosen] = useState<string | null>(null)
  const [turning, setTurning] = useState(false)
  const [editing, setEditing] = useState<string | null>(null)
  const [deleting, setDeleting] = useState<string | null>(null)
  const [deleted, setDeleted] = useState<string | null>(null)
  const root = useRef<HTMLDivElement>(null)
  const groups = answer.value?.groups
  const selected = chosen === creation ? undefined : (groups?.find(({ groupId }) => groupId === chosen) ?? groups?.[0])

  const focusForm = useCallback(() => {
    const field = root.current?.querySelector<HTMLElement>('aside [data-field] input:not([readonly]):not([disabled])')
    field?.focus()
  }, [])
  const focusTable = useCallback(() => root.current?.querySelector<HTMLElement>('[role="grid"]')?.focus(), [])
  const choose = useCallback((groupId: string) => {
    setDeleted(null)
    setDeleting(null)
    setEditing(null)
    setChosen(groupId)
  }, [])
  const add = useCallback(() => choose(creation), [choose])
  useActions(
    actions,
    useMemo(() => ({ add, edit: focusForm }), [add, focusForm]),
  )
  const askDeletion = useCallback((group: GroupView) => {
    if (group.kind !== 'custom') return
    setChosen(group.groupId)
    setDeleting(group.groupId)
  }, [])
  const otherNames = useMemo(
    () => (groups ?? []).filter(({ groupId }) => groupId !== selected?.groupId).map(({ name }) => name),
    [groups, selected],
  )
  const common = groups?.find(({ kind }) => kind === 'public')
  const limited = (users ?? []).filter(
    (user) => user.active && user.readsRecords && common?.userIds.includes(user.userId) === false,
  )
  const enabled = answer.value?.enabled ?? false
  return (
    <div ref={root} className={classes.groups}>
      <section className={classes.list} aria-label={fr.title} data-region tabIndex={-1}>
        <header className={classes.toolbar}>
          <h2>{fr.title}</h2>
          <Button kind="primary" icon={IconPlus} keys="Alt+N" quietKeys onClick={add}>
            {fr.add}
          </Button>
          <span className={classes.space} />
          <Switch
            label={fr.show}
            checked={enabled}
            disabled={answer.value === undefined || users === undefined}
            onChange={() => {
              setDeleted(null)
              setTurning(true)
            }}
          />
        </header>
        {turning && answer.value !== undefined ? (
          <div className={classes.notice}>
            <TurningQuestion
              key={String(enabled)}
              enabled={enabled}
              version={answer.value.version}
              limited={limited.map(({ name }) => name)}
              patients={common?.patients ?? 0}
              onEnd={() => setTurning(false)}
            />
          </div>
        ) : null}
        {deleted === null ? null : (
          <div className={classes.notice}>
            <Block tone="success">{fr.deletion.done(deleted)}</Block>
          </div>
        )}
        {answer.problem === undefined ? null : (
          <div className={classes.notice}>
            <Refusal problem={answer.problem} onRetry={answer.askAgain} />
          </div>
        )}
        <GroupsTable
          groups={groups ?? []}
          waiting={answer.waiting}
          chosen={selected?.groupId ?? null}
          onChoose={choose}
          onEdit={(group) => {
            choose(group.groupId)
            setEditing(group.groupId)
            // The pane of the chosen group is there already; that of another one takes the focus once it is.
            if (group.groupId === selected?.groupId) focusForm()
          }}
          onDelete={askDeletion}
        />
        <Limits />
      </section>
      <SidePanel side="right" label={chosen === creation ? fr.newPane : fr.pane} width={348} bare>
        {users === undefined ? (
          <Skeleton lines={6} />
        ) : chosen === creation ? (
          <NewGroupPane
            users={users}
            otherNames={otherNames}
            enabled={enabled}
            onCreated={(groupId) => {
              choose(groupId)
              focusTable()
            }}
            onCancel={() => {
              setChosen(null)
              focusTable()
            }}
          />
        ) : selected === undefined ? (
          <p className={classes.choose}>{answer.waiting ? '' : fr.choose}</p>
        ) : (
          <GroupPane
            key={selected.groupId}
            group={selected}
            users={users}
            otherNames={otherNames}
            enabled={enabled}
            deletionAsked={deleting === selected.groupId}
            autoFocus={editing === selected.groupId}
            onDeletion={(asked) => {
              setDeleting(asked ? selected.groupId : null)
              if (!asked) focusTable()
            }}
            onDeleted={(group) => {
              setDeleting(null)
              setChosen(null)
              setDeleted(group.name)
              focusTable()
            }}
          />
        )}
      </SidePanel>
    </div>
  )
}

function GroupsTable(props: {
  readonly groups: readonly GroupView[]
  readonly waiting: boolean
  readonly chosen: string | null
  readonly onChoose: (groupId: string) => void
  readonly onEdit: (group: GroupView) => void
  readonly onDelete: (group: GroupView) => void
}) {
  const { groups, onChoose, onEdit, onDelete } = props
  const { ref, width } = useElementSize()
  const columns = useMemo(() => columnsWith(width, onEdit, onDelete), [width, onEdit, onDelete])
  return (
    <div ref={ref} className={classes.table}>
      <DataTable
        label={fr.title}
        columns={columns}
        rowCount={groups.length}
        rowAt={(index) => groups[index]}
        rowKey={(row) => row.groupId}
        selectedKey={props.chosen}
        onSelect={(row) => onChoose(row.groupId)}
        onActivate={onEdit}
        onKeyDown={(event) => {
          const group = groups.find(({ groupId }) => groupId === props.chosen)
          if (event.key !== 'Delete' || event.target !== event.currentTarget || group === undefined) return
          event.preventDefault()
          onDelete(group)
        }}
        loading={props.waiting ? <Skeleton lines={4} /> : undefined}
      />
    </div>
  )
}

type OnGroup = (group: GroupView) => void

/** Widths of the columns but that of the description, which takes what is left. */
const fixedWidths = { name: 210, tag: 96, users: 54, patients: 76, more: 40 } as const

function columnsWith(room: number, onEdit: OnGroup, onDelete: OnGroup): readonly Column<GroupView>[] {
  const left = room - Object.values(fixedWidths).reduce((sum, width) => sum + width, 0)
  return [
    { id: 'name', header: fr.columns.name, width: fixedWidths.name, cell: (row) => <NameCell group={row} /> },
    { id: 'description', header: fr.columns.description, width: Math.max(96, left), cell: describe },
    {
      id: 'tag',
      header: fr.columns.tag,
      width: fixedWidths.tag,
      cell: (row) =>
        row.patientTag === '' ? (
          fr.nothing
        ) : (
          <span className={classes.cell}>
            <Tag>{row.patientTag}</Tag>
          </span>
        ),
    },
    {
      id: 'users',
      header: fr.columns.users,
      width: fixedWidths.users,
      align: 'right',
      tabular: true,
      cell: (row) => sayNumber(row.userIds.length),
    },
    {
      id: 'patients',
      header: fr.columns.patients,
      width: fixedWidths.patients,
      align: 'right',
      tabular: true,
      cell: (row) => sayNumber(row.patients),
    },
    {
      id: 'more',
      header: fr.columns.more,
      width: fixedWidths.more,
      cell: (row) => <RowOptions group={row} onEdit={onEdit} onDelete={onDelete} />,
    },
  ]
}

/** What is written about a group, or what a group of its kind is. */
function describe({ kind, description }: GroupView): string {
  return description === '' ? fr.describe[kind] : description
}

function NameCell({ group }: { group: GroupView }) {
  return (
    <span className={classes.named}>
      <InitialsBadge initials={group.initials} color={group.color} />
      <strong>{group.name}</strong>
    </span>
  )
}

/** « … » of a row, for the hand; the keyboard has F2 and Suppr on the row itself. */
function RowOptions(props: {
  readonly group: GroupView
  readonly onEdit: (group: GroupView) => void
  readonly onDelete: (group: GroupView) => void
}) {
  const { group, onEdit, onDelete } = props
  const items = [
    { id: 'edit', label: fr.edit, icon: IconPencil, keys: 'F2', onSelect: () => onEdit(group) },
    {
      id: 'delete',
      label: fr.remove,
      icon: IconTrash,
      keys: 'Delete',
      disabled: group.kind !== 'custom',
      onSelect: () => onDelete(group),
    },
  ]
  return (
    <span className={classes.cell}>
      <Menu groups={[{ items }]} position="bottom-end">
        <button
          type="button"
          className={classes.more}
          tabIndex={-1}
          aria-haspopup="menu"
          aria-label={fr.options(group.name)}
        >
          <IconDots size={16} stroke={1.75} aria-hidden="true" />
        </button>
      </Menu>
    </span>
  )
}

function Limits() {
  return (
    <footer className={classes.about}>
      <p>
        <strong>{fr.limits.what}</strong>
        {fr.limits.whatText}
      </p>
      <p>
        <strong>{fr.limits.not}</strong>
        {fr.limits.notText}
      </p>
      <p>{fr.limits.automatic}</p>
    </footer>
  )
}

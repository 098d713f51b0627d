import { IconBan, IconCircleCheck, IconClock, IconKeyOff, IconPlus } from '@tabler/icons-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { listPeople } from '#app/features/people/contract.ts'
import type { PersonView } from '#app/features/people/model.ts'
import { leavesNobody } from '#app/features/people/rules.ts'
import { sayDayAndHour } from '#app/text/fr/common.ts'
import { peopleText as fr } from '#app/text/fr/people.ts'
import { useDesk, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { todayHere, writtenDate } from '#renderer/features/patients/index.ts'
import {
  type Action,
  Block,
  Button,
  type Column,
  DataTable,
  EmptyState,
  SidePanel,
  Skeleton,
  StatusMark,
  Switch,
  useActions,
} from '#ui/index.ts'
import classes from './People.module.css'
import { NewPersonPane, PersonPane } from './PersonPane.tsx'

const addAction: Action<{ add: () => void; enabled: boolean }> = {
  id: 'people.add',
  label: fr.add,
  keys: 'Alt+N',
  enabledFor: ({ enabled }) => enabled,
  run: ({ add }) => add(),
}
const actions = [addAction]
const creation = 'new'

/** « Utilisateurs »: the list, and the one chosen beside it. */
export function PeopleSection() {
  const session = useSession()
  const answer = useLiveQuery(listPeople, {}, { kinds: ['person'] })
  const mayEdit = session.permissions.includes('people.configure')
  const [showClosed, setShowClosed] = useState(false)
  const [chosen, setChosen] = useState<string>(session.userId)
  const [created, setCreated] = useState<string | null>(null)
  const list = useRef<HTMLElement>(null)
  const people = answer.value?.people
  const rows = useMemo(
    () => (people ?? []).filter((person) => person.active || showClosed || person.userId === chosen),
    [people, showClosed, chosen],
  )
  const person = people?.find(({ userId }) => userId === chosen)
  const add = useCallback(() => {
    setCreated(null)
    setChosen(creation)
  }, [])
  useActions(
    actions,
    useMemo(() => ({ add, enabled: mayEdit }), [add, mayEdit]),
  )
  const refused = answer.problem
  return (
    <div className={classes.people}>
      <section ref={list} className={classes.list} aria-label={fr.title} data-region tabIndex={-1}>
        <header className={classes.toolbar}>
          <h2>{fr.title}</h2>
          {mayEdit ? (
            <Button kind="primary" icon={IconPlus} keys="Alt+N" quietKeys onClick={add}>
              {fr.add}
            </Button>
          ) : null}
          <span className={classes.space} />
          <Switch label={fr.showClosed} checked={showClosed} onChange={setShowClosed} />
        </header>
        {person === undefined || created !== person.userId || !person.active ? null : (
          <div className={classes.notice}>
            <Block tone="success">{fr.created(person.displayName)}</Block>
          </div>
        )}
        {refused === undefined ? null : (
          <div className={classes.notice}>
            <Refusal problem={refused} onRetry={answer.askAgain} />
          </div>
        )}
        <PeopleTable
          rows={rows}
          waiting={answer.waiting}
          chosen={chosen}
          onChoose={(userId) => {
            setCreated(null)
            setChosen(userId)
          }}
        />
        <footer className={classes.about}>{fr.about}</footer>
      </section>
      <SidePanel side="right" label={chosen === creation ? fr.newPane : fr.pane} width={348} bare>
        {chosen === creation && mayEdit ? (
          <NewPersonPane
            onCreated={(made) => {
              setCreated(made.userId)
              setChosen(made.userId)
              list.current?.querySelector<HTMLElement>('[role="grid"]')?.focus()
            }}
            onCancel={() => {
              setChosen(session.userId)
              list.current?.querySelector<HTMLElement>('[role="grid"]')?.focus()
            }}
          />
        ) : person === undefined ? (
          <p className={classes.choose}>{answer.waiting ? '' : fr.choose}</p>
        ) : (
          <PersonPane
            key={person.userId}
            person={person}
            onlyAdministrator={isOnlyAdministrator(person, people ?? [])}
          />
        )}
      </SidePanel>
    </div>
  )
}

/** Whether nobody could administer the cabinet any more without this user. */
function isOnlyAdministrator(person: PersonView, people: readonly PersonView[]): boolean {
  const administrators = people.filter(({ role }) => role === 'administrator')
  const others = administrators.filter(({ userId }) => userId !== person.userId)
  return administrators.includes(person) && leavesNobody(administrators, others, todayHere())
}

function PeopleTable(props: {
  readonly rows: readonly PersonView[]
  readonly waiting: boolean
  readonly chosen: string
  readonly onChoose: (userId: string) => void
}) {
  const { rows, onChoose } = props
  const { workspace, keepSize } = useDesk()
  const [today] = useState(() => todayHere())
  const columns = useMemo((): readonly Column<PersonView>[] => columnsOn(today), [today])
  const sizes = useMemo(
    () =>
      Object.fromEntries(
        columns.flatMap(({ id }) => {
          const kept = workspace.sizes[`people.column.${id}`]
          return kept === undefined ? [] : [[id, kept]]
        }),
      ),
    [columns, workspace.sizes],
  )
  return (
    <DataTable
      label={fr.title}
      columns={columns}
      rowCount={rows.length}
      rowAt={(index) => rows[index]}
      rowKey={(row) => row.userId}
      selectedKey={props.chosen}
      onSelect={(row) => onChoose(row.userId)}
      sizes={sizes}
      onResize={(column, width) => keepSize(`people.column.${column}`, width)}
      loading={props.waiting ? <Skeleton lines={4} /> : undefined}
      empty={<EmptyState title={fr.empty.title}>{fr.empty.text}</EmptyState>}
    />
  )
}

function columnsOn(today: string): readonly Column<PersonView>[] {
  return [
    { id: 'name', header: fr.columns.name, width: 170, cell: (row) => <strong>{row.displayName}</strong> },
    { id: 'role', header: fr.columns.role, width: 108, cell: (row) => row.roleName },
    { id: 'rpps', header: fr.columns.rpps, width: 112, tabular: true, cell: (row) => row.rpps ?? '—' },
    { id: 'access', header: fr.columns.access, width: 180, cell: (row) => <AccessCell person={row} today={today} /> },
    {
      id: 'lastOpened',
      header: fr.columns.lastOpened,
      width: 140,
      tabular: true,
      cell: (row) => (row.lastOpenedAt === null ? fr.never : sayDayAndHour(row.lastOpenedAt)),
    },
  ]
}

function AccessCell(props: { person: PersonView; today: string }) {
  return (
    <span className={classes.cell}>
      <AccessMark {...props} />
    </span>
  )
}

/** Whether and until when a user may open the cabinet. */
function AccessMark({ person, today }: { person: PersonView; today: string }) {
  if (!person.active) {
    return (
      <StatusMark tone="neutral" icon={IconBan} drawing="dashed">
        {fr.access.closed}
      </StatusMark>
    )
  }
  if (person.validFrom !== null && person.validFrom > today) {
    return (
      <StatusMark tone="warning" icon={IconClock}>
        {fr.access.from(writtenDate(person.validFrom))}
      </StatusMark>
    )
  }
  if (person.validUntil !== null) {
    const over = person.validUntil < today
    const day = writtenDate(person.validUntil)
    return (
      <StatusMark tone={over ? 'danger' : 'warning'} icon={over ? IconBan : IconClock}>
        {over ? fr.access.over(day) : fr.access.until(day)}
      </StatusMark>
    )
  }
  return person.hasPassword ? (
    <StatusMark tone="success" icon={IconCircleCheck} drawing="bare">
      {fr.access.open}
    </StatusMark>
  ) : (
    <StatusMark tone="warning" icon={IconKeyOff}>
      {fr.access.noPassword}
    </StatusMark>
  )
}

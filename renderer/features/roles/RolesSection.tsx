import { useElementSize } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { listRoles } from '#app/features/roles/contract.ts'
import type { RoleView } from '#app/features/roles/model.ts'
import { sayNumber } from '#app/text/fr/common.ts'
import { roleText } from '#app/text/fr/permissions.ts'
import { rolesText as fr } from '#app/text/fr/roles.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { type Action, Block, Button, type Column, DataTable, SidePanel, Skeleton, Tag, useActions } from '#ui/index.ts'
import { NewRolePane, RolePane } from './RolePane.tsx'
import classes from './Roles.module.css'

const addAction: Action<{ add: () => void }> = {
  id: 'roles.add',
  label: fr.add,
  keys: 'Alt+N',
  run: ({ add }) => add(),
}
const actions = [addAction]
const creation = 'new'

/** Widths of the columns but that of the origin, which takes what is left. */
const fixedWidths = { name: 222, people: 74 } as const

function columnsWith(room: number): readonly Column<RoleView>[] {
  return [
    {
      id: 'name',
      header: fr.columns.name,
      width: fixedWidths.name,
      cell: (row) => (
        <span className={classes.cell}>
          <strong>{row.name}</strong>
          {row.isChanged ? <Tag tone="accent">{fr.changed}</Tag> : null}
        </span>
      ),
    },
    {
      id: 'base',
      header: fr.columns.base,
      width: Math.max(150, room - fixedWidths.name - fixedWidths.people),
      cell: (row) => (row.isPreset ? fr.preset : fr.basedOn(roleText[row.base])),
    },
    {
      id: 'people',
      header: fr.columns.people,
      width: fixedWidths.people,
      align: 'right',
      tabular: true,
      cell: (row) => sayNumber(row.people),
    },
  ]
}

/** « Rôles » (GRP-1): the presets and those of the cabinet, and what the chosen one allows. */
export function RolesSection() {
  const answer = useLiveQuery(listRoles, {}, { kinds: ['role', 'person'] })
  const [chosen, setChosen] = useState<string | null>(null)
  const [removed, setRemoved] = useState<string | null>(null)
  const root = useRef<HTMLDivElement>(null)
  const { ref: list, width } = useElementSize()
  const columns = useMemo(() => columnsWith(width), [width])
  const roles = answer.value?.roles
  const selected = chosen === creation ? undefined : (roles?.find(({ role }) => role === chosen) ?? roles?.[0])
  const focusTable = useCallback(() => root.current?.querySelector<HTMLElement>('[role="grid"]')?.focus(), [])
  const choose = useCallback((role: string) => {
    setRemoved(null)
    setChosen(role)
  }, [])
  const add = useCallback(() => choose(creation), [choose])
  useActions(
    actions,
    useMemo(() => ({ add }), [add]),
  )
  const otherNames = useMemo(
    () => (roles ?? []).filter(({ role }) => role !== selected?.role).map(({ name }) => name),
    [roles, selected],
  )
  return (
    <div ref={root} className={classes.roles}>
      <section ref={list} className={classes.list} aria-label={fr.title} data-region tabIndex={-1}>
        <header className={classes.toolbar}>
          <h2>{fr.title}</h2>
          <Button kind="primary" icon={IconPlus} keys="Alt+N" quietKeys onClick={add}>
            {fr.add}
          </Button>
        </header>
        {removed === null ? null : (
          <div className={classes.notice}>
            <Block tone="success">{fr.deletion.done(removed)}</Block>
          </div>
        )}
        {answer.problem === undefined ? null : (
          <div className={classes.notice}>
            <Refusal problem={answer.problem} onRetry={answer.askAgain} />
          </div>
        )}
        <DataTable
          label={fr.title}
          columns={columns}
          rowCount={roles?.length ?? 0}
          rowAt={(index) => roles?.[index]}
          rowKey={(row) => row.role}
          selectedKey={selected?.role ?? null}
          onSelect={(row) => choose(row.role)}
          loading={answer.waiting ? <Skeleton lines={4} /> : undefined}
        />
        <footer className={classes.about}>{fr.about}</footer>
      </section>
      <SidePanel side="right" label={chosen === creation ? fr.newPane : fr.pane} width={460} bare>
        {chosen === creation ? (
          <NewRolePane
            otherNames={otherNames}
            onCreated={({ role }) => {
              choose(role)
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
          <RolePane
            key={selected.role}
            role={selected}
            otherNames={otherNames}
            onRemoved={({ name }) => {
              setChosen(null)
              setRemoved(name)
              focusTable()
            }}
          />
        )}
      </SidePanel>
    </div>
  )
}

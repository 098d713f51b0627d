import { useElementSize, useViewportSize } from '@mantine/hooks'
import { IconPlus, IconRefresh, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, type Ref, useCallback, useMemo, useRef, useState } from 'react'
import type { PatientSummary } from '#app/features/patients/model.ts'
import { patientsListText as text } from '#app/text/fr/patients-list.ts'
import { useDesk, useSession } from '#renderer/client/index.ts'
import { type Action, useActions } from '#ui/actions/index.ts'
import { Skeleton } from '#ui/Block.tsx'
import { Button } from '#ui/Button.tsx'
import { DataTable, type DataTableHandle } from '#ui/DataTable.tsx'
import { SearchField } from '#ui/TextField.tsx'
import { todayHere } from '../presentation.ts'
import { AdvancedSearch } from './AdvancedSearch.tsx'
import { columnWidths, patientColumns } from './columns.tsx'
import { ListFilters } from './ListFilters.tsx'
import { ListEmpty, ListFailure } from './ListStates.tsx'
import classes from './PatientList.module.css'
import { PreviewPane } from './PreviewPane.tsx'
import { type ListQuestion, type PatientListState, usePatientList } from './usePatientList.ts'

/** Below this width of the window the preview folds (README of the design, §3). */
const previewFrom = 1200
const widePreviewFrom = 1600

/** What can be asked of « Liste des dossiers ». */
export interface PatientListProps {
  readonly onOpen: (patientId: string) => void
  readonly onCreate: () => void
  /** Leaves the list; absent where there is nowhere to go. */
  readonly onClose?: (() => void) | undefined
}

/** « Liste des dossiers » (PAT-1 to PAT-4): search as one types, filters, table, preview. */
export function PatientList({ onOpen, onCreate, onClose }: PatientListProps) {
  const session = useSession()
  const open = useCallback((row: PatientSummary) => onOpen(row.patientId), [onOpen])
  const list = usePatientList(session.sessionId, open)
  const [advanced, setAdvanced] = useState(list.question.criteria !== null)
  const [today] = useState(() => todayHere())
  const search = useRef<HTMLInputElement>(null)
  const table = useRef<DataTableHandle>(null)
  const viewport = useViewportSize()
  const mayCreate = session.permissions.includes('patient.create')

  const { setText } = list
  const clear = useCallback(() => {
    setAdvanced(false)
    setText('')
    search.current?.focus()
  }, [setText])
  const toggleAdvanced = useCallback(() => setAdvanced((shown) => !shown), [])
  useListActions({ list, mayCreate, onCreate, onClose, clear, toggleAdvanced })

  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' && list.view.length > 0) {
      event.preventDefault()
      table.current?.focus()
    } else if (event.key === 'Enter') {
      event.preventDefault()
      list.openWhenFound()
    }
  }
  const searched = list.question.text !== '' || list.question.criteria !== null
  return (
    <section className={classes['screen']} aria-label={text.title}>
      <div className={classes['toolbar']} role="toolbar" aria-label={text.title}>
        <h1 className={classes['title']}>{text.title}</h1>
        {mayCreate ? (
          <Button kind="primary" icon={IconPlus} keys="Alt+N" quietKeys onClick={onCreate}>
            {text.create}
          </Button>
        ) : null}
        <Button icon={IconRefresh} keys="F5" quietKeys onClick={list.refresh}>
          {text.refresh}
        </Button>
        {onClose === undefined ? null : (
          <Button icon={IconX} keys="Alt+X" quietKeys onClick={onClose}>
            {text.close}
          </Button>
        )}
        <div className={classes['search']}>
          <SearchField
            ref={search}
            label={text.search}
            placeholder={text.searchHint}
            value={list.question.text}
            onChange={list.setText}
            onKeyDown={press}
            busy={list.view.searching}
          />
        </div>
        <Button keys="Escape" disabled={!searched} onClick={clear}>
          {text.clear}
        </Button>
        <Button keys="Alt+Q" quietKeys expanded={advanced} onClick={toggleAdvanced}>
          {text.advanced}
        </Button>
      </div>
      {advanced ? <AdvancedSearch today={today} onSearch={list.setCriteria} onClose={clear} /> : null}
      <ListFilters list={list} />
      <div className={classes['body']}>
        <div className={classes['main']}>
          {list.view.failure === null ? null : (
            <div className={classes['notice']}>
              <ListFailure list={list} />
            </div>
          )}
          <PatientTable
            list={list}
            today={today}
            handle={table}
            onOpen={open}
            onType={(character) => {
              list.setText(`${list.question.text}${character}`)
              search.current?.focus()
            }}
            empty={<ListEmpty list={list} mayCreate={mayCreate} onClear={clear} onCreate={onCreate} />}
          />
        </div>
        {viewport.width >= previewFrom ? (
          <PreviewPane
            selected={list.selected}
            today={today}
            width={viewport.width >= widePreviewFrom ? 380 : 312}
            onOpen={list.openWhenFound}
          />
        ) : null}
      </div>
    </section>
  )
}

interface ListActions {
  readonly list: PatientListState
  readonly mayCreate: boolean
  readonly onCreate: () => void
  readonly onClose: (() => void) | undefined
  readonly clear: () => void
  readonly toggleAdvanced: () => void
}

const actions: readonly Action<ListActions>[] = [
  {
    id: 'patients.create',
    label: text.create,
    keys: 'Alt+N',
    enabledFor: ({ mayCreate }) => mayCreate,
    run: ({ onCreate }) => onCreate(),
  },
  { id: 'patients.refresh', label: text.refresh, keys: 'F5', run: ({ list }) => list.refresh() },
  {
    id: 'patients.advanced-search',
    label: text.advanced,
    keys: 'Alt+Q',
    run: ({ toggleAdvanced }) => toggleAdvanced(),
  },
  {
    id: 'patients.close',
    label: text.close,
    keys: 'Alt+X',
    enabledFor: ({ onClose }) => onClose !== undefined,
    run: ({ onClose }) => onClose?.(),
  },
  {
    id: 'patients.clear',
    label: text.clear,
    keys: 'Escape',
    enabledFor: ({ list }) => list.question.text !== '' || list.question.criteria !== null,
    run: ({ clear }) => clear(),
  },
]

function useListActions(subject: ListActions): void {
  const { list, mayCreate, onCreate, onClose, clear, toggleAdvanced } = subject
  useActions(
    actions,
    useMemo(
      () => ({ list, mayCreate, onCreate, onClose, clear, toggleAdvanced }),
      [list, mayCreate, onCreate, onClose, clear, toggleAdvanced],
    ),
  )
}

function PatientTable(props: {
  readonly list: PatientListState
  readonly today: string
  readonly handle: Ref<DataTableHandle>
  readonly onOpen: (row: PatientSummary) => void
  readonly onType: (character: string) => void
  readonly empty: ReactNode
}) {
  const { list, today } = props
  const desk = useDesk()
  const { ref, width } = useElementSize()
  const widths = useMemo(() => columnWidths(width), [width])
  // Rows are marked with the words they were found by, not with those still being looked for.
  const shownText = useMemo(() => wordsOf(list.view.shown), [list.view.shown])
  const columns = useMemo(() => patientColumns(shownText, today, widths), [shownText, today, widths])
  const sizes = useMemo(
    () => Object.fromEntries(columns.map((column) => [column.id, desk.size(`list.column.${column.id}`, column.width)])),
    [columns, desk],
  )
  return (
    <div ref={ref} className={classes['main']}>
      <DataTable
        ref={props.handle}
        label={text.tableName}
        columns={columns}
        sizes={sizes}
        onResize={(columnId, pixels) => desk.keepSize(`list.column.${columnId}`, pixels)}
        rowCount={list.view.length}
        rowAt={list.view.rowAt}
        rowKey={rowKey}
        selectedKey={list.selected?.patientId ?? null}
        onSelect={list.select}
        onActivate={props.onOpen}
        sort={list.question.sort}
        onSort={list.setSort}
        onRange={list.inSight}
        onType={props.onType}
        empty={list.view.shown === null || list.view.failure !== null ? undefined : props.empty}
        loading={list.view.shown === null && list.view.failure === null ? <Skeleton lines={8} /> : undefined}
      />
    </div>
  )
}

const rowKey = (row: PatientSummary) => row.patientId

/** The words the rows shown were found by. */
function wordsOf(shown: string | null): string {
  if (shown === null) return ''
  // The key of a question is the question itself, written by `usePatientList`.
  return (JSON.parse(shown) as ListQuestion).text
}

import { useViewportSize } from '@mantine/hooks'
import { IconCreditCard, IconPlus, IconRefresh, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { PatientSummary } from '#app/features/patients/model.ts'
import { patientsListText as text } from '#app/text/fr/patients-list.ts'
import { vitaleText } from '#app/text/fr/vitale.ts'
import { useSession } from '#renderer/client/index.ts'
import { type Action, takesText, useActions } from '#ui/actions/index.ts'
import { Button } from '#ui/Button.tsx'
import type { DataTableHandle } from '#ui/DataTable.tsx'
import { Splitter } from '#ui/Panes.tsx'
import { SearchField } from '#ui/TextField.tsx'
import { todayHere } from '../presentation.ts'
import { usePaneSize } from '../usePaneSize.ts'
import { AdvancedSearch } from './AdvancedSearch.tsx'
import { FoundCount, ListFilters } from './ListFilters.tsx'
import { ListEmpty, ListFailure } from './ListStates.tsx'
import classes from './PatientList.module.css'
import { PatientTable } from './PatientTable.tsx'
import { PreviewPane } from './PreviewPane.tsx'
import { questionOf, usePatientList } from './usePatientList.ts'

/** Below this width of the window the preview folds (README of the design, §3). */
const previewFrom = 1200
const widePreviewFrom = 1600

/** What can be asked of « Liste des dossiers ». */
export interface PatientListProps {
  readonly onOpen: (patientId: string) => void
  readonly onCreate: () => void
  /** Leaves the list for the record it came from; absent while no record is open. */
  readonly onClose?: (() => void) | undefined
  /** « Accès d’urgence… »; `null` for who sees every record, or may not. */
  readonly onEmergency?: (() => void) | null | undefined
  /** « Rechercher avec la carte Vitale ». */
  readonly onVitale?: (() => void) | undefined
  /** « Identités à revoir… ». */
  readonly onIdentities?: (() => void) | undefined
}

/** « Liste des dossiers » (PAT-1 to PAT-4): search as one types, filters, table, preview. */
export function PatientList({ onOpen, onCreate, onClose, onEmergency, onVitale, onIdentities }: PatientListProps) {
  const session = useSession()
  const open = useCallback((row: PatientSummary) => onOpen(row.patientId), [onOpen])
  const list = usePatientList(session.sessionId, open)
  const { question, view, setText, addCharacter, openWhenFound } = list
  const [advanced, setAdvanced] = useState(question.criteria !== null)
  const [today] = useState(() => todayHere())
  const search = useRef<HTMLInputElement>(null)
  const table = useRef<DataTableHandle>(null)
  const viewport = useViewportSize()
  const [previewSize, resize] = usePaneSize('list.preview', viewport.width >= widePreviewFrom ? 380 : 312)
  const mayCreate = session.permissions.includes('patient.create')
  const searched = question.text !== '' || question.criteria !== null

  const clear = useCallback(() => {
    setAdvanced(false)
    setText('')
    search.current?.focus()
  }, [setText])
  const type = useCallback(
    (character: string) => {
      addCharacter(character)
      search.current?.focus()
    },
    [addCharacter],
  )
  const { setCriteria } = list
  const toggleAdvanced = useCallback(() => {
    // Criteria nobody sees any more must not go on hiding records.
    setCriteria(null)
    setAdvanced((shown) => !shown)
  }, [setCriteria])
  useListActions({
    searched: searched || advanced,
    mayCreate,
    onCreate,
    onClose,
    clear,
    toggleAdvanced,
    refresh: list.refresh,
  })
  useTypingAnywhere(type)
  useEffect(() => {
    search.current?.focus()
    // Words left from before are there to be seen again, or typed over.
    search.current?.select()
  }, [])

  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' && view.length > 0) {
      event.preventDefault()
      table.current?.focus()
    } else if (event.key === 'Enter') {
      event.preventDefault()
      openWhenFound()
    }
  }
  return (
    <section className={classes['screen']} aria-label={text.title}>
      <div className={classes['toolbar']} role="toolbar" aria-label={text.title}>
        <ListButtons mayCreate={mayCreate} onCreate={onCreate} onRefresh={list.refresh} onClose={onClose} />
        <div className={classes['search']}>
          <SearchField
            ref={search}
            label={text.search}
            placeholder={text.searchHint}
            value={question.text}
            onChange={setText}
            onKeyDown={press}
            busy={view.late}
          />
        </div>
        <Button keys="Escape" disabled={!searched} onClick={clear}>
          {text.clear}
        </Button>
        <Button keys="Alt+Q" quietKeys expanded={advanced} onClick={toggleAdvanced}>
          {text.advanced}
        </Button>
      </div>
      {advanced ? <AdvancedSearch today={today} onSearch={setCriteria} onClose={clear} /> : null}
      <div className={classes['filters']} role="group" aria-label={text.filters.region}>
        <ListFilters
          filters={question.filters}
          counts={list.counts}
          setFilters={list.setFilters}
          onIdentities={onIdentities}
        />
        <FoundCount view={view} />
        {onVitale === undefined ? null : (
          <Button
            kind="bare"
            size="small"
            icon={IconCreditCard}
            keys="F8"
            quietKeys
            hasPopup="dialog"
            onClick={onVitale}
          >
            {vitaleText.search}
          </Button>
        )}
      </div>
      <div className={classes['body']}>
        <div className={classes['main']} data-region tabIndex={-1}>
          {view.failure === null ? null : (
            <div className={classes['notice']}>
              <ListFailure failure={view.failure} rowsShown={view.length > 0} onRetry={list.refresh} />
            </div>
          )}
          <PatientTable
            view={view}
            sort={question.sort}
            selectedKey={list.selected?.patientId ?? null}
            today={today}
            handle={table}
            onSort={list.setSort}
            onSelect={list.select}
            onOpen={open}
            onType={type}
            inSight={list.inSight}
            empty={
              view.length > 0 || view.shown === null ? undefined : (
                <ListEmpty
                  question={questionOf(view.shown)}
                  visible={view.visible}
                  mayCreate={mayCreate}
                  onClear={clear}
                  onClearFilters={() => list.setFilters({})}
                  onCreate={onCreate}
                  onEmergency={onEmergency ?? null}
                />
              )
            }
          />
        </div>
        {viewport.width >= previewFrom ? (
          <>
            <Splitter
              axis="horizontal"
              pane="after"
              size={previewSize}
              min={280}
              max={480}
              snaps={[312, 380]}
              onChange={resize}
            />
            <PreviewPane selected={list.selected} today={today} width={previewSize} onOpen={openWhenFound} />
          </>
        ) : null}
      </div>
    </section>
  )
}

const ListButtons = memo(function ListButtons(props: {
  readonly mayCreate: boolean
  readonly onCreate: () => void
  readonly onRefresh: () => void
  readonly onClose: (() => void) | undefined
}) {
  return (
    <>
      <h1 className={classes['title']}>{text.title}</h1>
      {props.mayCreate ? (
        <Button kind="primary" icon={IconPlus} keys="Alt+N" quietKeys onClick={props.onCreate}>
          {text.create}
        </Button>
      ) : null}
      <Button icon={IconRefresh} keys="F5" quietKeys onClick={props.onRefresh}>
        {text.refresh}
      </Button>
      <Button icon={IconX} keys="Alt+X" quietKeys disabled={props.onClose === undefined} onClick={props.onClose}>
        {text.close}
      </Button>
    </>
  )
})

/** What is typed while no field has the focus goes to the search: nobody has to aim first. */
function useTypingAnywhere(type: (character: string) => void): void {
  const latest = useRef(type)
  latest.current = type
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent) => {
      const { key, target } = event
      const modified = event.altKey || event.ctrlKey || event.metaKey || event.isComposing
      if (event.defaultPrevented || modified || key.length !== 1 || key === ' ') return
      if (takesText(target) || (target instanceof Element && target.closest('[role="menu"], [role="dialog"]') !== null))
        return
      event.preventDefault()
      latest.current(key)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

interface ListActions {
  readonly searched: boolean
  readonly mayCreate: boolean
  readonly onCreate: () => void
  readonly onClose: (() => void) | undefined
  readonly clear: () => void
  readonly toggleAdvanced: () => void
  readonly refresh: () => void
}

const actions: readonly Action<ListActions>[] = [
  {
    id: 'patients.create',
    label: text.create,
    keys: 'Alt+N',
    enabledFor: ({ mayCreate }) => mayCreate,
    run: ({ onCreate }) => onCreate(),
  },
  { id: 'patients.refresh', label: text.refresh, keys: 'F5', run: ({ refresh }) => refresh() },
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
    enabledFor: ({ searched }) => searched,
    run: ({ clear }) => clear(),
  },
]

function useListActions({ searched, mayCreate, onCreate, onClose, clear, toggleAdvanced, refresh }: ListActions): void {
  useActions(
    actions,
    useMemo(
      () => ({ searched, mayCreate, onCreate, onClose, clear, toggleAdvanced, refresh }),
      [searched, mayCreate, onCreate, onClose, clear, toggleAdvanced, refresh],
    ),
  )
}

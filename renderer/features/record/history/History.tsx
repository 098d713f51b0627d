import { IconFilter } from '@tabler/icons-react'
import { type KeyboardEvent, type Ref, useCallback, useId, useImperativeHandle, useMemo, useRef, useState } from 'react'
import { listCategories } from '#app/features/documents/contract.ts'
import { readableKinds } from '#app/features/record/rules.ts'
import { sayNumber, sayRefusal } from '#app/text/fr/common.ts'
import { recordText } from '#app/text/fr/record.ts'
import { useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Block, EmptyState, Skeleton } from '#ui/Block.tsx'
import { Button, IconButton } from '#ui/Button.tsx'
import { SearchField } from '#ui/TextField.tsx'
import classes from './History.module.css'
import { HistoryFilters } from './HistoryFilters.tsx'
import { HistoryList, type HistoryListHandle } from './HistoryList.tsx'
import { chips, filtersSet, type HistoryQuestion, isChipOf, isFiltered, wholeHistory } from './question.ts'
import { entryKey, type HistoryRow } from './rows.ts'
import { type History as HistoryState, useHistory } from './useHistory.ts'

const text = recordText.history

/** What the record may ask of « Historique ». */
export interface HistoryHandle {
  readonly search: () => void
  readonly focus: () => void
  /** Takes a focus that nobody holds, once there are lines; `entryId` is the line to be on. Nothing is opened. */
  readonly settle: (entryId?: string) => void
}

/** What can be asked of `History`. */
export interface HistoryProps {
  readonly patientId: string
  /** An entry goes to the reading pane, a draft to its editor. */
  readonly onOpen: (row: HistoryRow) => void
  readonly ref?: Ref<HistoryHandle> | undefined
}

/** « Historique » (DOS-3): everything of a record, newest first, filtered or looked into. */
export function History({ patientId, onOpen, ref }: HistoryProps) {
  const history = useHistory(patientId)
  const { question, view, change } = history
  const list = useRef<HistoryListHandle>(null)
  const settling = useRef(false)
  const holdList = useCallback((handle: HistoryListHandle | null) => {
    list.current = handle
    if (handle === null || !settling.current) return
    settling.current = false
    if (isFocusFree()) handle.hold()
  }, [])
  const field = useRef<HTMLInputElement>(null)
  const [filtersShown, setFiltersShown] = useState(false)
  const panelId = useId()
  const { permissions } = useSession()
  const kinds = useMemo(() => readableKinds(permissions), [permissions])
  const categories = useCategories()
  useImperativeHandle(ref, () => ({
    search: () => {
      field.current?.focus()
      field.current?.select()
    },
    focus: () => list.current?.focus(),
    settle: (entryId) => {
      if (entryId !== undefined) history.select(entryKey(entryId))
      settling.current = list.current === null
      if (isFocusFree()) list.current?.hold()
    },
  }))
  const clearFilters = useCallback(() => change({ ...wholeHistory, text: question.text }), [change, question.text])
  const closeFilters = () => {
    setFiltersShown(false)
    list.current?.focus()
  }
  const type = useCallback(
    (character: string) => {
      history.type(character)
      field.current?.focus()
    },
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `type` keeps its identity, the whole state does not
    [history.type],
  )
  const press = (event: KeyboardEvent) => {
    const opened = view?.rowAt(0)
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      list.current?.focus()
    } else if (event.key === 'Escape' && question.text !== '') {
      event.preventDefault()
      change({ text: '' })
    } else if (event.key === 'Enter' && !history.late && opened !== undefined) {
      event.preventDefault()
      history.select(opened.key)
      onOpen(opened)
      list.current?.focus()
    }
  }
  const set = filtersSet(question)
  return (
    <div className={classes['history']}>
      <div className={classes['toolbar']} role="group" aria-label={text.toolbar}>
        <span className={classes['search']}>
          <SearchField
            ref={field}
            label={text.search}
            placeholder={text.searchHint}
            keys="Ctrl+F"
            value={question.text}
            onChange={(typed) => change({ text: typed })}
            onKeyDown={press}
            busy={history.late}
          />
        </span>
        {chips
          .filter((chip) => chip.kinds === null || chip.kinds.some((kind) => kinds.includes(kind)))
          .map((chip) => (
            <button
              key={chip.id}
              type="button"
              className={classes['chip']}
              data-text={text[chip.id]}
              aria-label={text.chipNames[chip.id]}
              title={text.chipNames[chip.id]}
              aria-pressed={isChipOf(chip, question.kinds)}
              onClick={() => change({ kinds: chip.kinds })}
            >
              {text[chip.id]}
            </button>
          ))}
        <IconButton
          label={set === 0 ? text.filter : text.filterOn(set)}
          icon={IconFilter}
          size="small"
          framed
          expanded={filtersShown}
          pressed={set > 0}
          onClick={() => setFiltersShown((shown) => !shown)}
        />
      </div>
      {filtersShown ? (
        <HistoryFilters
          id={panelId}
          patientId={patientId}
          question={question}
          kinds={kinds}
          counts={view?.counts ?? []}
          categories={categories}
          onChange={change}
          onClear={clearFilters}
          onClose={closeFilters}
        />
      ) : null}
      <HistoryTrouble history={history} />
      <section className={classes['frame']} aria-label={text.region} data-region>
        {view === null ? (
          history.problem === undefined ? (
            <div className={classes['note']}>
              <Skeleton lines={8} />
            </div>
          ) : null
        ) : (
          <HistoryList
            ref={holdList}
            view={view}
            searched={wordsOf(view.key) !== ''}
            categories={categories}
            selectedKey={history.selectedKey}
            firstScrollTop={history.firstScrollTop}
            onSelect={history.select}
            onOpen={onOpen}
            inSight={history.inSight}
            onScroll={history.keepScroll}
            onType={type}
            empty={
              <NothingFound
                question={questionOf(view.key)}
                mayWrite={permissions.includes('record.write')}
                readsNothing={kinds.length === 0}
                onAll={clearFilters}
                onClearSearch={() => change({ text: '' })}
              />
            }
          />
        )}
      </section>
      <Announced history={history} />
    </div>
  )
}

const isFocusFree = (): boolean => document.activeElement === null || document.activeElement === document.body

function questionOf(key: string): HistoryQuestion {
  // The key of a view is its question, written by `useHistory`.
  return JSON.parse(key) as HistoryQuestion
}

const wordsOf = (key: string): string => questionOf(key).text.trim()

const noCategories: ReadonlyMap<string, string> = new Map()

function useCategories(): ReadonlyMap<string, string> {
  const answer = useLiveQuery(listCategories, {}, { kinds: ['library'] })
  const categories = answer.value?.categories
  return useMemo(
    () =>
      categories === undefined ? noCategories : new Map(categories.map((one) => [one.categoryId, one.fields.name])),
    [categories],
  )
}

/** How many were found, said at rest rather than at each letter. */
function Announced({ history }: { history: HistoryState }) {
  const { view, late } = history
  const said =
    view === null || late || (wordsOf(view.key) === '' && !isFiltered(questionOf(view.key)))
      ? ''
      : text.found(sayNumber(view.total), view.total === 1)
  return (
    <span className="co-hidden" role="status">
      {said}
    </span>
  )
}

/** What stands in the way of reading; lines read before stay below. */
function HistoryTrouble({ history }: { history: HistoryState }) {
  const { problem, view, askAgain } = history
  if (problem === undefined) return null
  const isAway = problem.problem === 'connection.lost'
  return (
    <div className={classes['notice']}>
      <Block
        tone={isAway ? 'offline' : 'error'}
        title={isAway ? text.away : text.failed}
        actions={
          <Button size="small" onClick={askAgain}>
            {text.retry}
          </Button>
        }
      >
        {isAway ? (view === null ? null : text.awayHint) : sayRefusal(problem)}
      </Block>
    </div>
  )
}

function NothingFound(props: {
  readonly question: HistoryQuestion
  readonly mayWrite: boolean
  readonly readsNothing: boolean
  readonly onAll: () => void
  readonly onClearSearch: () => void
}) {
  const { question } = props
  const words = question.text.trim()
  if (props.readsNothing) return <EmptyState title={text.none} />
  if (words !== '')
    return (
      <EmptyState
        title={text.nothingFor(words)}
        actions={
          <>
            <Button onClick={props.onClearSearch}>{text.clearSearch}</Button>
            {isFiltered(question) ? <Button onClick={props.onAll}>{text.showAll}</Button> : null}
          </>
        }
      >
        {text.nothingHint}
      </EmptyState>
    )
  if (isFiltered(question))
    return <EmptyState title={text.nothingFiltered} actions={<Button onClick={props.onAll}>{text.showAll}</Button>} />
  return <EmptyState title={text.empty}>{props.mayWrite ? text.emptyHint : undefined}</EmptyState>
}

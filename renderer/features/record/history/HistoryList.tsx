import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react'
import { uiWords } from '#app/text/fr/common.ts'
import { recordText } from '#app/text/fr/record.ts'
import classes from './History.module.css'
import { HistoryRowLine } from './HistoryRowLine.tsx'
import type { HistoryRow, HistoryView } from './rows.ts'

const text = recordText.history

/** Height of a line in CSS pixels; of one found by its words, whose text is shown below. */
const rowHeight = 26
const foundHeight = 44
/** About the height of the list in a window of 768 px. */
const usualHeight = 500
/** How long the selection rests on a line before the pane follows it, in ms. */
const restMs = 350

/** What « Historique » may ask of its list. */
export interface HistoryListHandle {
  /** The focus, on the selected line, else on the first. */
  readonly focus: () => void
  /** The focus alone: what is selected stays, and nothing is opened. */
  readonly hold: () => void
}

/** What can be asked of a `HistoryList`. */
export interface HistoryListProps {
  readonly view: HistoryView
  /** Words were looked for: each line shows where they stand. */
  readonly searched: boolean
  readonly categories: ReadonlyMap<string, string>
  readonly selectedKey: string | null
  readonly firstScrollTop: number
  readonly onSelect: (key: string) => void
  /** Enter, a click, or the selection at rest on an entry. */
  readonly onOpen: (row: HistoryRow) => void
  readonly inSight: (first: number, last: number) => void
  readonly onScroll: (scrollTop: number) => void
  readonly onType: (character: string) => void
  readonly empty: ReactNode
  readonly ref?: Ref<HistoryListHandle> | undefined
}

/**
 * The lines of « Historique », which may be thousands: those in view are drawn. The focus is on the list as a whole and
 * arrows move the selection; lines that come meanwhile move neither the selection nor what is in view.
 */
export function HistoryList(props: HistoryListProps) {
  const { view, searched, selectedKey, onSelect, onOpen, inSight, onScroll } = props
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const height = searched ? foundHeight : rowHeight
  const virtualizer = useVirtualizer({
    count: view.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    initialOffset: props.firstScrollTop,
    // Lines are drawn at once, before the list is measured: else what is drawn first is laid out twice.
    initialRect: { width: 0, height: usualHeight },
  })
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, height])
  const items = virtualizer.getVirtualItems()
  const first = items[0]?.index
  const last = items.at(-1)?.index
  useEffect(() => {
    if (first !== undefined && last !== undefined) inSight(first, last)
  }, [first, last, inSight])
  useNewQuestion(view.key, scroller)
  useAnchor(view, height, scroller)

  const selectedIndex = useSelectedIndex(
    view,
    selectedKey,
    items.map(({ index }) => index),
  )
  const rest = useRest(onOpen)
  /** A line gone to before it was loaded (Fin, Page ↓): it is selected once it is there. */
  const goingTo = useRef<number | null>(null)
  const choose = useCallback(
    (row: HistoryRow) => {
      onSelect(row.key)
      if (row.kind === 'entry') rest.begin(row)
      else rest.end()
    },
    [onSelect, rest],
  )
  useEffect(() => {
    const row = goingTo.current === null ? undefined : view.rowAt(goingTo.current)
    if (row === undefined) return
    goingTo.current = null
    choose(row)
  }, [view, choose])
  const go = (wanted: number) => {
    const index = Math.min(view.length - 1, Math.max(0, wanted))
    const row = view.rowAt(index)
    virtualizer.scrollToIndex(index, { align: 'auto' })
    goingTo.current = row === undefined ? index : null
    if (row !== undefined) choose(row)
  }
  const open = (row: HistoryRow) => {
    rest.end()
    onSelect(row.key)
    onOpen(row)
  }
  useImperativeHandle(props.ref, () => ({
    focus: () => {
      scroller.current?.focus()
      if (selectedIndex === null && view.length > 0) go(0)
    },
    hold: () => scroller.current?.focus(),
  }))

  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 1)
    const at = goingTo.current ?? selectedIndex ?? -1
    const wanted = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: view.length - 1,
    }[event.key]
    if (wanted !== undefined && view.length > 0) {
      event.preventDefault()
      go(wanted)
    } else if (event.key === 'Enter' && view.length > 0) {
      event.preventDefault()
      const row = view.rowAt(selectedIndex ?? 0)
      if (row !== undefined) open(row)
    } else if (event.key.length === 1 && event.key !== ' ') {
      event.preventDefault()
      props.onType(event.key)
    }
  }

  const isDrawn = items.some(({ index }) => index === selectedIndex)
  return (
    <div className={classes['frame']}>
      <div
        ref={scroller}
        className={classes['grid']}
        role="grid"
        tabIndex={0}
        aria-label={text.region}
        aria-rowcount={view.length + 1}
        aria-colcount={5}
        aria-activedescendant={isDrawn ? `${id}-${selectedIndex}` : undefined}
        onKeyDown={press}
        onScroll={(event) => onScroll(event.currentTarget.scrollTop)}
      >
        <Heads />
        <div className={classes['body']} role="rowgroup" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = view.rowAt(item.index)
            return (
              // The keyboard is the grid's: a line is only pointed at.
              <div
                key={item.key}
                id={`${id}-${item.index}`}
                className={classes['row']}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={row !== undefined && row.key === selectedKey}
                style={{ transform: `translateY(${item.start}px)`, height: item.size }}
                onPointerDown={(event) => {
                  if (row !== undefined && event.button === 0) open(row)
                }}
              >
                {row === undefined ? (
                  <div role="gridcell" className={classes['waiting']} aria-label={uiWords.loading} />
                ) : (
                  <HistoryRowLine row={row} categories={props.categories} />
                )}
              </div>
            )
          })}
        </div>
      </div>
      {/* Over the grid rather than in it: a grid holds rows only. */}
      {view.length === 0 ? <div className={classes['note']}>{props.empty}</div> : null}
    </div>
  )
}

/** What each cell is, for readers: the eye needs no head. */
function Heads() {
  return (
    <div role="rowgroup" className="co-hidden">
      <div role="row" aria-rowindex={1}>
        {Object.values(text.columns).map((column) => (
          <div key={column} role="columnheader">
            {column}
          </div>
        ))}
      </div>
    </div>
  )
}

type Scroller = { readonly current: HTMLDivElement | null }

/** Another question is read from its beginning. */
function useNewQuestion(key: string, scroller: Scroller): void {
  const shown = useRef(key)
  useLayoutEffect(() => {
    if (shown.current !== key) scroller.current?.scrollTo({ top: 0 })
    shown.current = key
  }, [key, scroller])
}

/** How far from its former place a line is looked for, in lines: more than a few never come at once. */
const reach = 40

/** Keeps in its place the first line in view when others come above it, as long as the list is not at its beginning. */
function useAnchor(view: HistoryView, height: number, scroller: Scroller): void {
  const anchor = useRef<{ view: HistoryView; key: string; index: number } | null>(null)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const former = anchor.current
    if (former !== null && former.view !== view && former.view.key === view.key && element.scrollTop > 0) {
      const moved = indexNear(view, former.key, former.index)
      if (moved !== null && moved !== former.index) element.scrollBy({ top: (moved - former.index) * height })
    }
    const keep = () => {
      const index = Math.floor(element.scrollTop / height)
      const row = view.rowAt(index)
      anchor.current = row === undefined ? null : { view, key: row.key, index }
    }
    keep()
    element.addEventListener('scroll', keep, { passive: true })
    return () => element.removeEventListener('scroll', keep)
  }, [view, height, scroller])
}

function indexNear(view: HistoryView, key: string, index: number): number | null {
  for (let step = 0; step <= reach; step += 1) {
    if (view.rowAt(index + step)?.key === key) return index + step
    if (view.rowAt(index - step)?.key === key) return index - step
  }
  return null
}

/** Where the selected line stands among those drawn, or where it stood when it was last drawn. */
function useSelectedIndex(view: HistoryView, selectedKey: string | null, drawn: readonly number[]): number | null {
  const lastSeen = useRef<{ key: string; index: number } | null>(null)
  if (selectedKey === null) return null
  const found = drawn.find((index) => view.rowAt(index)?.key === selectedKey)
  if (found !== undefined) lastSeen.current = { key: selectedKey, index: found }
  return lastSeen.current?.key === selectedKey ? lastSeen.current.index : null
}

/** Opens the line on which the selection rests; going through many opens none of those passed. */
function useRest(onOpen: (row: HistoryRow) => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const latest = useRef(onOpen)
  useEffect(() => {
    latest.current = onOpen
  }, [onOpen])
  useEffect(() => () => clearTimeout(timer.current), [])
  const rest = useRef({
    begin: (row: HistoryRow) => {
      clearTimeout(timer.current)
      timer.current = setTimeout(() => latest.current(row), restMs)
    },
    end: () => clearTimeout(timer.current),
  })
  return rest.current
}

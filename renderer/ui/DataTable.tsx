import { type ColumnDef, columnSizingFeature, tableFeatures, useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react'
import classes from './DataTable.module.css'
import { type Column, TableHead, type TableSort } from './TableHead.tsx'

export type { Column, TableSort } from './TableHead.tsx'

/** Height of a row in CSS pixels. */
export const rowHeight = 28
/** Height of the head, which covers the top of what scrolls. */
const headHeight = 28

/** What a screen may ask of a table it holds by reference. */
export interface DataTableHandle {
  readonly focus: () => void
  readonly scrollToRow: (index: number) => void
}

/** What can be asked of a `DataTable`. */
export interface DataTableProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rowCount: number
  /** The row at one place, or nothing while it is not loaded: its room is kept. */
  readonly rowAt: (index: number) => Row | undefined
  readonly rowKey: (row: Row) => string
  readonly selectedKey: string | null
  readonly onSelect: (row: Row, index: number) => void
  /** Enter or double click. */
  readonly onActivate?: ((row: Row) => void) | undefined
  readonly sort?: TableSort | undefined
  readonly onSort?: ((sort: TableSort) => void) | undefined
  /** Widths by column, in pixels, as kept for this person. */
  readonly sizes?: Readonly<Record<string, number>> | undefined
  readonly onResize?: ((columnId: string, width: number) => void) | undefined
  /** The rows in view, so that a page may be asked for. `last` is included. */
  readonly onRange?: ((first: number, last: number) => void) | undefined
  /** Instead of rows when there is none. */
  readonly empty?: ReactNode | undefined
  /** Instead of rows while the first answer is awaited. */
  readonly loading?: ReactNode | undefined
  /** A character typed on the table: most lists send it to their search field. */
  readonly onType?: ((character: string) => void) | undefined
  readonly onKeyDown?: ((event: KeyboardEvent<HTMLDivElement>) => void) | undefined
  readonly ref?: Ref<DataTableHandle> | undefined
}

const features = tableFeatures({ columnSizingFeature })
const nothing: object[] = []

/**
 * A table that may be very long: only the rows in view are drawn, 28 px each; one row is selected; the focus is on the
 * table as a whole and arrows move the selection.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rowCount, rowAt, rowKey, selectedKey, onSelect, onRange, sizes } = props
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)

  const definitions = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<typeof features, object> => ({
          id: column.id,
          size: column.width,
          minSize: column.minWidth ?? 48,
        }),
      ),
    [columns],
  )
  // The rows are not given to the table model: they stay where they are loaded, page by page. It rules the columns.
  const table = useTable({ features, columns: definitions, data: nothing, state: { columnSizing: { ...sizes } } })
  const room = useRoom(scroller)
  const widths = fitted(
    table.getAllLeafColumns().map((column) => [column.id, column.getSize()]),
    room,
  )
  const total = [...widths.values()].reduce((sum, width) => sum + width, 0)

  const virtualizer = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 4,
    scrollPaddingStart: headHeight,
  })
  const items = virtualizer.getVirtualItems()
  const first = items[0]?.index
  const last = items.at(-1)?.index
  useEffect(() => {
    if (first !== undefined && last !== undefined) onRange?.(first, last)
  }, [first, last, onRange])

  const selectedIndex = useSelectedIndex(
    props,
    items.map((item) => item.index),
  )
  /** A row gone to before it was loaded (End, Page ↓): it is selected once it is there. */
  const goingTo = useRef<number | null>(null)
  useEffect(() => {
    const row = goingTo.current === null ? undefined : rowAt(goingTo.current)
    if (row === undefined || goingTo.current === null) return
    onSelect(row, goingTo.current)
    goingTo.current = null
  }, [rowAt, onSelect])
  const go = useCallback(
    (wanted: number) => {
      const index = Math.min(rowCount - 1, Math.max(0, wanted))
      const row = rowAt(index)
      virtualizer.scrollToIndex(index, { align: 'auto' })
      goingTo.current = row === undefined ? index : null
      if (row !== undefined) onSelect(row, index)
    },
    [rowCount, rowAt, onSelect, virtualizer],
  )
  useImperativeHandle(props.ref, () => ({
    focus: () => {
      scroller.current?.focus()
      if (selectedIndex === null && rowCount > 0) go(0)
    },
    scrollToRow: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  }))

  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    props.onKeyDown?.(event)
    if (event.defaultPrevented || event.target !== event.currentTarget) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2)
    const at = goingTo.current ?? selectedIndex ?? -1
    const wanted = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rowCount - 1,
    }[event.key]
    if (wanted !== undefined && !event.altKey && !event.ctrlKey) {
      event.preventDefault()
      go(wanted)
      return
    }
    if (event.key === 'Enter' && selectedIndex !== null) {
      const row = rowAt(selectedIndex)
      event.preventDefault()
      if (row !== undefined) props.onActivate?.(row)
      return
    }
    const typed = event.key.length === 1 && event.key !== ' ' && !event.altKey && !event.ctrlKey && !event.metaKey
    if (typed && props.onType !== undefined) {
      event.preventDefault()
      props.onType(event.key)
    }
  }

  const waiting = props.loading !== undefined
  const instead = waiting ? props.loading : rowCount === 0 ? props.empty : undefined
  return (
    <div className={classes.frame}>
      <div
        ref={scroller}
        className={classes.grid}
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={rowCount + 1}
        aria-colcount={columns.length}
        aria-busy={waiting}
        aria-activedescendant={
          items.some((item) => item.index === selectedIndex) ? `${id}-${selectedIndex}` : undefined
        }
        onKeyDown={press}
      >
        <TableHead
          columns={columns}
          widths={widths}
          total={total}
          sort={props.sort}
          onSort={props.onSort}
          onResize={props.onResize}
        />
        <div className={classes.body} role="rowgroup" style={{ height: virtualizer.getTotalSize(), width: total }}>
          {items.map((item) => {
            const row = rowAt(item.index)
            const selected = row !== undefined && rowKey(row) === selectedKey
            return (
              // The keyboard is the grid's: a row is only pointed at.
              <div
                key={item.key}
                id={`${id}-${item.index}`}
                className={classes.row}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={selected}
                style={{ transform: `translateY(${item.start}px)`, width: total }}
                onPointerDown={() => {
                  if (row !== undefined) onSelect(row, item.index)
                }}
                onDoubleClick={() => {
                  if (row !== undefined) props.onActivate?.(row)
                }}
              >
                {columns.map((column) => (
                  <div
                    key={column.id}
                    role="gridcell"
                    className={classes.cell}
                    data-align={column.align}
                    data-tabular={column.tabular}
                    style={{ width: widths.get(column.id) }}
                  >
                    {row === undefined ? <div className={classes.waiting} /> : column.cell(row)}
                  </div>
                ))}
              </div>
            )
          })}
        </div>
      </div>
      {/* Over the grid rather than in it: a grid holds rows only. */}
      {instead === undefined ? null : <div className={classes.note}>{instead}</div>}
    </div>
  )
}

/** Where the selected row stands among those drawn, or where it stood when it was last drawn. */
function useSelectedIndex<Row>(
  { rowAt, rowKey, selectedKey }: DataTableProps<Row>,
  drawn: readonly number[],
): number | null {
  const lastSeen = useRef<{ key: string; index: number } | null>(null)
  if (selectedKey === null) return null
  const found = drawn.find((index) => {
    const row = rowAt(index)
    return row !== undefined && rowKey(row) === selectedKey
  })
  if (found !== undefined) lastSeen.current = { key: selectedKey, index: found }
  return lastSeen.current?.key === selectedKey ? lastSeen.current.index : null
}

/** The width a row may take, without the scroll bar; 0 until it is known. */
function useRoom(scroller: RefObject<HTMLDivElement | null>): number {
  const [room, setRoom] = useState(0)
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    const observer = new ResizeObserver(() => setRoom(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])
  return room
}

/** A scroll bar is never wider. */
const scrollBarWidth = 20

/** The widths, the widest one giving way when only a scroll bar is missing room: rows do not slide for so little. */
function fitted(widths: readonly (readonly [string, number])[], room: number): ReadonlyMap<string, number> {
  const excess = widths.reduce((sum, [, width]) => sum + width, 0) - room
  const widest = widths.reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0] as const)
  const give = room > 0 && excess > 0 && excess <= scrollBarWidth
  return new Map(widths.map(([id, width]) => [id, give && id === widest[0] ? width - excess : width]))
}

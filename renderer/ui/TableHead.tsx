import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react'
import classes from './DataTable.module.css'
import { useWords } from './words.ts'

/** One column of a table. */
export interface Column<Row> {
  readonly id: string
  readonly header: string
  /** Pixels, until the person chooses otherwise. */
  readonly width: number
  readonly minWidth?: number | undefined
  readonly align?: 'right' | undefined
  /** Digits of equal width: numbers and dates only. */
  readonly tabular?: boolean | undefined
  readonly sortable?: boolean | undefined
  readonly cell: (row: Row) => ReactNode
}

/** By which column, and which way. */
export interface TableSort {
  readonly by: string
  readonly direction: 'ascending' | 'descending'
}

interface TableHeadProps<Row> {
  readonly columns: readonly Column<Row>[]
  readonly widths: ReadonlyMap<string, number>
  readonly total: number
  readonly sort: TableSort | undefined
  readonly onSort: ((sort: TableSort) => void) | undefined
  readonly onResize: ((columnId: string, width: number) => void) | undefined
}

/** The head of a table: names, order, and edges that move. */
export function TableHead<Row>({ columns, widths, total, sort, onSort, onResize }: TableHeadProps<Row>) {
  return (
    <div className={classes.head} role="rowgroup" style={{ width: total }}>
      <div role="row" aria-rowindex={1} style={{ display: 'flex' }}>
        {columns.map((column) => (
          <ColumnHead
            key={column.id}
            column={column}
            width={widths.get(column.id) ?? column.width}
            sort={sort?.by === column.id ? sort.direction : undefined}
            onSort={column.sortable === true ? onSort : undefined}
            onResize={onResize}
          />
        ))}
      </div>
    </div>
  )
}

function ColumnHead<Row>(props: {
  readonly column: Column<Row>
  readonly width: number
  readonly sort: TableSort['direction'] | undefined
  readonly onSort: ((sort: TableSort) => void) | undefined
  readonly onResize: ((columnId: string, width: number) => void) | undefined
}) {
  const { column, width, sort, onSort, onResize } = props
  const words = useWords()
  const Arrow = sort === 'descending' ? IconArrowDown : IconArrowUp
  const said = sort === 'ascending' ? words.sortedAscending : words.sortedDescending
  return (
    <div
      className={classes.columnHead}
      role="columnheader"
      aria-sort={sort ?? (onSort === undefined ? undefined : 'none')}
      data-align={column.align}
      style={{ width }}
    >
      {onSort === undefined ? (
        column.header
      ) : (
        <button
          type="button"
          className={classes.sort}
          data-sorted={sort !== undefined}
          onClick={() => onSort({ by: column.id, direction: sort === 'ascending' ? 'descending' : 'ascending' })}
        >
          {column.header}
          {sort === undefined ? null : (
            <>
              <Arrow size={14} stroke={1.75} aria-hidden="true" />
              <span className="co-hidden">{said}</span>
            </>
          )}
        </button>
      )}
      {onResize === undefined ? null : <Grip column={column} width={width} onResize={onResize} />}
    </div>
  )
}

function Grip<Row>({
  column,
  width,
  onResize,
}: {
  column: Column<Row>
  width: number
  onResize: (columnId: string, width: number) => void
}) {
  const words = useWords()
  const start = useRef<{ x: number; width: number } | null>(null)
  const min = column.minWidth ?? 48
  const resize = (wanted: number) => onResize(column.id, Math.round(Math.max(min, wanted)))
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -8, ArrowRight: 8 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    event.stopPropagation()
    resize(width + step)
  }
  const move = (event: PointerEvent) => {
    if (start.current !== null) resize(start.current.width + event.clientX - start.current.x)
  }
  return (
    <div
      className={classes.grip}
      role="separator"
      tabIndex={-1}
      aria-orientation="vertical"
      aria-label={words.resizeColumn(column.header)}
      aria-valuenow={width}
      aria-valuemin={min}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { x: event.clientX, width }
      }}
      onPointerMove={move}
      onPointerUp={() => {
        start.current = null
      }}
    />
  )
}

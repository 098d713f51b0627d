import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import classes from './Panes.module.css'
import { useWords } from './words.ts'

/** What can be asked of a `Splitter`. */
export interface SplitterProps {
  /** `horizontal` moves left and right. */
  readonly axis: 'horizontal' | 'vertical'
  /** Size in pixels of the pane it rules. */
  readonly size: number
  readonly min: number
  readonly max: number
  /** The pane it rules stands before (left, above) or after the handle. */
  readonly pane: 'before' | 'after'
  /** At rest only once the hand leaves: `done` tells it. */
  readonly onChange: (size: number, done: boolean) => void
  /** Sizes the handle likes to stop at, within 8 px. */
  readonly snaps?: readonly number[] | undefined
  readonly label?: string | undefined
}

/** A handle of 4 px between two panes: by hand, or by arrows (8 px, 1 px with Maj) once it has the focus. */
export function Splitter(props: SplitterProps) {
  const { axis, size, min, max, pane, onChange } = props
  const words = useWords()
  const start = useRef<{ at: number; size: number } | null>(null)
  const [active, setActive] = useState(false)
  const direction = pane === 'before' ? 1 : -1
  const bounded = (wanted: number) => {
    const near = props.snaps?.find((snap) => Math.abs(snap - wanted) <= 8)
    return Math.round(Math.min(max, Math.max(min, near ?? wanted)))
  }
  const at = (event: PointerEvent) => (axis === 'horizontal' ? event.clientX : event.clientY)
  const move = (event: PointerEvent, done: boolean) => {
    if (start.current === null) return
    onChange(bounded(start.current.size + (at(event) - start.current.at) * direction), done)
  }
  const press = (event: KeyboardEvent) => {
    const [less, more] = axis === 'horizontal' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
    const step = event.shiftKey ? 1 : 8
    const wanted = {
      [less ?? '']: size - step * direction,
      [more ?? '']: size + step * direction,
      Home: min,
      End: max,
    }[event.key]
    if (wanted === undefined) return
    event.preventDefault()
    onChange(Math.round(Math.min(max, Math.max(min, wanted))), true)
  }
  return (
    <div
      className={classes.handle}
      data-axis={axis}
      data-active={active}
      role="separator"
      tabIndex={0}
      aria-label={props.label ?? words.resizePane}
      aria-orientation={axis === 'horizontal' ? 'vertical' : 'horizontal'}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { at: at(event), size }
        setActive(true)
      }}
      onPointerMove={(event) => move(event, false)}
      onPointerUp={(event) => {
        move(event, true)
        start.current = null
        setActive(false)
      }}
    />
  )
}

/** A pane beside the content; scrolls alone, its main actions stay at its foot. */
export function SidePanel(props: {
  readonly side: 'left' | 'right'
  readonly label: string
  readonly width: number
  readonly children: ReactNode
  readonly footer?: ReactNode | undefined
  /** Its content has its own head, foot and scroll. */
  readonly bare?: boolean | undefined
}) {
  return (
    <aside
      className={classes.panel}
      data-side={props.side}
      data-region
      tabIndex={-1}
      aria-label={props.label}
      style={{ width: props.width }}
    >
      {props.bare === true ? props.children : <div className={classes.scroll}>{props.children}</div>}
      {props.footer === undefined ? null : <div className={classes.foot}>{props.footer}</div>}
    </aside>
  )
}

/** Terms and what they say, side by side. */
export function DescriptionList({
  entries,
}: {
  entries: readonly { readonly term: string; readonly value: ReactNode }[]
}) {
  return (
    <dl className={classes.list}>
      {entries.map((entry) => (
        <Pair key={entry.term} term={entry.term} value={entry.value} />
      ))}
    </dl>
  )
}

function Pair({ term, value }: { term: string; value: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{value}</dd>
    </>
  )
}

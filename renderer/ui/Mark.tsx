import { Tooltip } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Icon } from './Button.tsx'
import classes from './Mark.module.css'
import type { BadgeColor } from './theme/tokens.ts'

/** What a colour means; never a colour alone. */
export type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger' | 'info' | 'violet'

/** What can be asked of a `StatusMark`. */
export interface StatusMarkProps {
  readonly tone: Tone
  readonly icon: Icon
  readonly children: ReactNode
  /** Filled and soft; framed in full colour; framed in dashes; or words alone. */
  readonly drawing?: 'soft' | 'outlined' | 'dashed' | 'bare' | undefined
  /** The whole sentence, when the mark is too short to hold it. */
  readonly title?: string | undefined
}

/** A state: an icon, a word, an edge, then a colour. */
export function StatusMark({ tone, icon: Drawing, children, drawing = 'soft', title }: StatusMarkProps) {
  const mark = (
    <span className={classes.mark} data-tone={tone} data-drawing={drawing}>
      <Drawing size={14} stroke={1.75} aria-hidden="true" />
      <span className={classes.text}>{children}</span>
    </span>
  )
  return title === undefined ? mark : <Tooltip label={title}>{mark}</Tooltip>
}

/** A label, without state. */
export function Tag({ children, tone, icon: Drawing }: { children: ReactNode; tone?: Tone; icon?: Icon }) {
  return (
    <span className={classes.tag} data-tone={tone} data-toned={tone !== undefined}>
      {Drawing === undefined ? null : <Drawing size={12} stroke={1.75} aria-hidden="true" />}
      <span className={classes.text}>{children}</span>
    </span>
  )
}

/** One to three letters on a colour, before the name they stand for: readers are given the name alone. */
export function InitialsBadge(props: { initials: string; color: BadgeColor; small?: boolean; title?: string }) {
  return (
    <span className={classes.badge} data-badge={props.color} data-small={props.small} title={props.title} aria-hidden>
      {props.initials}
    </span>
  )
}

/** A filter that is on or off; `count` is what it would leave. */
export function FilterChip(props: {
  label: string
  pressed: boolean
  onChange: (pressed: boolean) => void
  count?: ReactNode
  icon?: Icon
}) {
  const Drawing = props.icon
  return (
    <button
      type="button"
      className={classes.chip}
      aria-pressed={props.pressed}
      onClick={() => props.onChange(!props.pressed)}
    >
      {props.pressed ? <IconCheck size={14} stroke={1.75} aria-hidden="true" /> : null}
      {!props.pressed && Drawing !== undefined ? <Drawing size={14} stroke={1.75} aria-hidden="true" /> : null}
      {props.label}
      {props.count === undefined ? null : <strong className="co-tabular">{props.count}</strong>}
    </button>
  )
}

/** Text with the parts that matched a search marked; `ranges` are [start, end) in order, never overlapping. */
export function Marked({ text, ranges }: { text: string; ranges: readonly (readonly [number, number])[] }) {
  if (ranges.length === 0) return text
  const pieces: ReactNode[] = []
  let at = 0
  for (const [start, end] of ranges) {
    pieces.push(text.slice(at, start), <mark key={start}>{text.slice(start, end)}</mark>)
    at = end
  }
  return [...pieces, text.slice(at)]
}

import {
  IconAlertCircle,
  IconAlertTriangle,
  IconCircleCheck,
  IconInfoCircle,
  IconMasksTheater,
  IconUsers,
  IconWifiOff,
} from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import classes from './Block.module.css'
import { Button, type Icon } from './Button.tsx'
import { useWords } from './words.ts'

/** What a block is about. */
export type BlockTone = 'error' | 'offline' | 'conflict' | 'warning' | 'info' | 'success' | 'training'

const drawings: Record<BlockTone, Icon> = {
  error: IconAlertCircle,
  offline: IconWifiOff,
  conflict: IconUsers,
  warning: IconAlertTriangle,
  info: IconInfoCircle,
  success: IconCircleCheck,
  training: IconMasksTheater,
}

/** What can be asked of a `Block`. */
export interface BlockProps {
  readonly tone: BlockTone
  readonly title?: ReactNode | undefined
  readonly children?: ReactNode | undefined
  readonly actions?: ReactNode | undefined
  readonly icon?: Icon | undefined
  /** A band over the whole width, without corners. */
  readonly flush?: boolean | undefined
  /** Said at once by readers (a refusal after a click); otherwise politely. `off` for what was there from the start. */
  readonly announce?: 'assertive' | 'polite' | 'off' | undefined
  readonly id?: string | undefined
}

/** A sentence in the page, beside its cause: what happened, what is safe, what to do. */
export function Block({ tone, title, children, actions, icon, flush, announce = 'polite', id }: BlockProps) {
  const Drawing = icon ?? drawings[tone]
  const role = announce === 'assertive' ? 'alert' : announce === 'polite' ? 'status' : undefined
  return (
    <div id={id} className={classes.block} data-tone={tone} data-flush={flush} role={role}>
      <Drawing size={16} stroke={1.75} aria-hidden="true" />
      <div className={classes.body}>
        {title === undefined ? null : <strong className={classes.title}>{title} </strong>}
        {children}
      </div>
      {actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
    </div>
  )
}

/** Nothing to show: what was looked for, what to try, one or two actions. */
export function EmptyState({
  title,
  children,
  actions,
}: {
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className={classes.empty} role="status">
      <strong>{title}</strong>
      {children === undefined ? null : <p>{children}</p>}
      {actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
    </div>
  )
}

const widths = ['92%', '74%', '84%', '66%', '88%'] as const

/** Grey bars of the final size; nothing for the first 300 ms, so that a quick answer never flashes. */
export function Skeleton({ lines = 3, delayMs = 300 }: { lines?: number; delayMs?: number }) {
  const words = useWords()
  const [shown, setShown] = useState(delayMs === 0)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), delayMs)
    return () => clearTimeout(timer)
  }, [delayMs])
  if (!shown) return null
  return (
    <div className={classes.skeleton} role="status" aria-label={words.loading}>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className={classes.bar} style={{ width: widths[line % widths.length] }} />
      ))}
    </div>
  )
}

/** What can be asked of a `Progress`. */
export interface ProgressProps {
  /** What is being done. */
  readonly label: string
  /** « 4 212 documents sur 9 870 · 2 min ». */
  readonly figures: string
  /** 0 to 1; `null` while the whole is unknown. */
  readonly fraction: number | null
  readonly note?: ReactNode | undefined
  /** Absent where stopping is not safe. */
  readonly onStop?: (() => void) | undefined
  readonly actions?: ReactNode | undefined
}

/** A long work: what, how many of how many, time left, and how to stop it. */
export function Progress({ label, figures, fraction, note, onStop, actions }: ProgressProps) {
  const words = useWords()
  const percent = fraction === null ? undefined : Math.round(Math.min(1, Math.max(0, fraction)) * 100)
  return (
    <div className={classes.progress}>
      <strong>{label}</strong>
      <span className={classes.figures}>{figures}</span>
      <div
        className={classes.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={figures}
      >
        <div className={classes.fill} style={{ width: `${percent ?? 0}%` }} />
      </div>
      <span className={classes.note}>{note}</span>
      <span className={classes.actions}>
        {actions}
        {onStop === undefined ? null : (
          <Button size="small" onClick={onStop}>
            {words.stop}
          </Button>
        )}
      </span>
    </div>
  )
}

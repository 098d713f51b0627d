import type { ReactNode } from 'react'
import classes from './Pane.module.css'

/** What can be asked of a `ReaderHead`. */
export interface ReaderHeadProps {
  /** « Biologie du 19/11/2026 ». */
  readonly title: ReactNode
  /** Author, origin, who saw it: cut when the room is short. */
  readonly detail?: ReactNode | undefined
  readonly marks?: ReactNode | undefined
  readonly actions?: ReactNode | undefined
}

/**
 * The head of what is read in the reading pane: 40 px, title, detail, actions at its end. Room is left there for the
 * button of the pane that widens it.
 */
export function ReaderHead({ title, detail, marks, actions }: ReaderHeadProps) {
  return (
    <header className={classes['readerHead']}>
      <h2>{title}</h2>
      {marks}
      <span className={classes['readerDetail']}>
        <span>{detail}</span>
      </span>
      {actions === undefined ? null : <div className={classes['readerActions']}>{actions}</div>}
    </header>
  )
}

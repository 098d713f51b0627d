import type { ReactNode } from 'react'
import classes from './Entry.module.css'

/** What can be asked of an `EntryWindow`. */
export interface EntryWindowProps {
  /** In the window's own bar. */
  readonly title: string
  readonly children: ReactNode
  /** Two ends of the bar at the bottom; none by default. */
  readonly footStart?: ReactNode | undefined
  readonly footEnd?: ReactNode | undefined
}

/** A window with one card in its middle: before the screens, or instead of them. */
export function EntryWindow({ title, children, footStart, footEnd }: EntryWindowProps) {
  const foot = footStart !== undefined || footEnd !== undefined
  return (
    <div className={classes.window} data-foot={foot}>
      <header className={classes.bar}>{title}</header>
      <main className={classes.middle}>{children}</main>
      {foot ? (
        <footer className={classes.foot}>
          {footStart}
          <span className={classes.space} />
          {footEnd}
        </footer>
      ) : null}
    </div>
  )
}

/** The card: a title, one content or two columns, and a line at the bottom. */
export function EntryCard(props: {
  readonly title: ReactNode
  readonly aside?: ReactNode | undefined
  readonly children: ReactNode
  readonly second?: ReactNode | undefined
  readonly bottom?: ReactNode | undefined
  readonly width?: number | undefined
}) {
  return (
    <div className={classes.card} style={props.width === undefined ? undefined : { width: props.width }}>
      <div className={classes.head}>
        <h1>{props.title}</h1>
        {props.aside === undefined ? null : <span className={classes.aside}>{props.aside}</span>}
      </div>
      {props.second === undefined ? (
        <div className={classes.plain}>{props.children}</div>
      ) : (
        <div className={classes.columns}>
          <div className={classes.column}>{props.children}</div>
          <div className={classes.column}>{props.second}</div>
        </div>
      )}
      {props.bottom === undefined ? null : <div className={classes.bottom}>{props.bottom}</div>}
    </div>
  )
}

import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import { useDesk } from '#renderer/client/index.ts'
import classes from './Pane.module.css'

/** What can be asked of a `SummaryBlock`. */
export interface SummaryBlockProps {
  /** Names the block in what is kept for the person: `treatments`. */
  readonly id: string
  readonly title: string
  /** At the end of the title: a count, a date. */
  readonly aside?: ReactNode | undefined
  readonly children: ReactNode
}

/** One matter of « Résumé du dossier », folded or not as this person left it. Allergies are never one: they do not fold. */
export function SummaryBlock({ id, title, aside, children }: SummaryBlockProps) {
  const desk = useDesk()
  const panel = useId()
  const name = `record.summary.${id}.folded`
  const folded = desk.size(name, 0) === 1
  const Drawing = folded ? IconChevronRight : IconChevronDown
  return (
    <section className={classes['block']}>
      <h3>
        <button
          type="button"
          className={classes['fold']}
          aria-expanded={!folded}
          aria-controls={panel}
          onClick={() => desk.keepSize(name, folded ? 0 : 1)}
        >
          <span className={classes['blockTitle']}>{title}</span>
          <Drawing size={12} stroke={1.75} aria-hidden="true" />
          {aside === undefined ? null : <span className={classes['aside']}>{aside}</span>}
        </button>
      </h3>
      <div id={panel} hidden={folded}>
        {children}
      </div>
    </section>
  )
}

/** One line of a block: what, and at its end what goes with it (a posology, a date). */
export function SummaryLine({ children, end }: { readonly children: ReactNode; readonly end?: ReactNode }) {
  return (
    <p className={classes['summaryLine']}>
      <span className={classes['summaryWords']}>{children}</span>
      {end === undefined ? null : <span className={classes['summaryEnd']}>{end}</span>}
    </p>
  )
}

import type { ReactNode } from 'react'
import { civilStatusText } from '#app/text/fr/civil-status.ts'
import classes from './CivilStatusForm.module.css'

/** Fields of one matter under their title. `optional` marks them all at once, rather than each of them. */
export function Section({ title, optional, children }: { title: string; optional?: boolean; children: ReactNode }) {
  return (
    <fieldset className={classes['section']}>
      <legend className={classes['title']}>
        {title}
        {optional === true ? <span className={classes['optional']}> · {civilStatusText.optional}</span> : null}
      </legend>
      {children}
    </fieldset>
  )
}

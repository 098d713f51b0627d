import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import { formsText as fr } from '#app/text/fr/forms.ts'
import type { AnyProblem } from '#renderer/client/index.ts'
import { Block, Button, hasOpenList } from '#ui/index.ts'
import classes from './EntryPanel.module.css'
import { Refusal } from './Refusal.tsx'

/** What can be asked of an `EntryPanel`. */
export interface EntryPanelProps {
  /** What it does, for who does not see where it stands. */
  readonly label: string
  /** What the cabinet refused; what is typed stays. */
  readonly failure: AnyProblem | null
  /** What is missing or does not hold together, as a sentence, until the fields change. */
  readonly remark?: string | null | undefined
  readonly busy: boolean
  readonly onSave: () => void
  /** « Annuler ». */
  readonly onCancel: () => void
  /** Échap, where it is not « Annuler »: what is typed may be kept. */
  readonly onLeave?: (() => void) | undefined
  readonly root?: RefObject<HTMLElement | null> | undefined
  readonly children: ReactNode
}

/** Adds or corrects one line of a record, above the list it belongs to: Ctrl+Entrée saves, Échap leaves. */
export function EntryPanel(props: EntryPanelProps) {
  const { label, failure, remark = null, busy, onSave, onCancel, onLeave = onCancel, root, children } = props
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.ctrlKey) {
      event.preventDefault()
      onSave()
    }
    // A list that is open takes Échap for itself.
    if (event.key === 'Escape' && !event.defaultPrevented && !hasOpenList(event.target)) {
      event.stopPropagation()
      onLeave()
    }
  }
  return (
    <section ref={root} className={classes['panel']} aria-label={label} onKeyDown={onKeyDown}>
      {failure === null ? null : <Refusal problem={failure} />}
      {remark === null ? null : (
        <Block tone="error" announce="assertive">
          {remark}
        </Block>
      )}
      {children}
      <div className={classes['foot']}>
        <Button kind="primary" sends keys="Ctrl+Enter" disabled={busy} onClick={onSave}>
          {fr.save}
        </Button>
        <Button onClick={onCancel}>{fr.cancel}</Button>
      </div>
    </section>
  )
}

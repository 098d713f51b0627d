import { type FormEvent, type ReactNode, useEffect, useRef } from 'react'
import { sayRefusal } from '#app/text/fr/common.ts'
import type { AnyProblem } from '#renderer/client/index.ts'
import { Block, Button } from '#ui/index.ts'
import classes from './Backups.module.css'

/** One step: what stands in the way, its content, and the two ways out. */
export function StepForm(props: {
  readonly problem: AnyProblem | null
  readonly children: ReactNode
  readonly onSubmit: () => void
  readonly back: { readonly label: string; readonly run: () => void }
  readonly next: { readonly label: string; readonly disabled: boolean }
}) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    // The step before took its focus away with it: Entrée must find this one.
    const field = form.current?.querySelector<HTMLInputElement>('input:not([type="radio"])')
    const first = field ?? form.current?.querySelector<HTMLElement>('button[type="submit"]')
    if (form.current?.contains(document.activeElement) !== true) first?.focus()
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!props.next.disabled) props.onSubmit()
  }
  return (
    <form ref={form} className={classes.stack} onSubmit={submit} noValidate>
      {props.children}
      {props.problem === null ? null : (
        <Block tone="error" announce="assertive">
          {sayRefusal(props.problem)}
        </Block>
      )}
      <div className={classes.foot}>
        <Button size="dialog" keys="Escape" onClick={props.back.run}>
          {props.back.label}
        </Button>
        <span className={classes.space} />
        <Button kind="primary" size="dialog" type="submit" keys="Enter" disabled={props.next.disabled}>
          {props.next.label}
        </Button>
      </div>
    </form>
  )
}

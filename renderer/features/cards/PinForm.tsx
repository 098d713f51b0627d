import { type FormEvent, type Ref, useEffect, useMemo, useRef, useState } from 'react'
import type { ProfessionalCard } from '#app/devices/workstation.ts'
import { cardsText, sayPinRefusal } from '#app/text/fr/cards.ts'
import type { AnyProblem } from '#renderer/client/index.ts'
import { type Action, Button, CodeField, type CodeFieldHandle, useActions, useSlow } from '#ui/index.ts'
import classes from './Cards.module.css'
import { pinRefusal } from './pin-refusal.ts'

const fr = cardsText.pin

/** A code of a professional card has four digits; other cards of the family may have more. */
const leastDigits = 4
const mostDigits = 8

const cancelAction: Action<{ cancel: () => void }> = {
  id: 'cards.pin.cancel',
  label: fr.cancel,
  keys: 'Escape',
  run: ({ cancel }) => cancel(),
}
const cancelActions = [cancelAction]

/** The field of the code, outside any form: where a screen asks the code with something else. */
export function PinField(props: {
  readonly card: ProfessionalCard
  readonly problem: AnyProblem | null
  readonly missing: boolean
  readonly busy: boolean
  readonly onType: () => void
  readonly field: Ref<CodeFieldHandle>
}) {
  const { card, problem } = props
  const [other, setOther] = useState(false)
  const refusal = pinRefusal(problem)
  const warning = card.pin === 'last-try' ? fr.lastTry : card.pin === 'low' ? fr.low : undefined
  return (
    <CodeField
      ref={props.field}
      label={fr.label}
      maxLength={mostDigits}
      disabled={props.busy}
      onOther={() => setOther(true)}
      onDigits={() => {
        setOther(false)
        props.onType()
      }}
      error={
        other
          ? fr.digitsOnly
          : props.missing
            ? fr.incomplete
            : refusal === null
              ? undefined
              : sayPinRefusal(refusal.triesLeft)
      }
      warning={warning}
      hint={fr.hint}
    />
  )
}

/** Whether enough was typed to be a code: a try is not spent on less. */
export function isPinComplete(field: CodeFieldHandle | null): boolean {
  return field !== null && field.length() >= leastDigits
}

/**
 * Asks the code of a card. Nothing is validated by itself: a try is too dear to be spent on a slip of the finger, so that
 * Entrée does it. The code is taken from its field once, and kept nowhere.
 */
export function PinForm(props: {
  readonly card: ProfessionalCard
  /** « Dr H. MARCHAND ». */
  readonly holder: string
  readonly problem: AnyProblem | null
  readonly busy: boolean
  readonly submitLabel: string
  /** « Annuler » where absent. */
  readonly cancelLabel?: string
  /** Buttons one under the other, over the whole width, as those around. */
  readonly wide?: boolean
  readonly onSubmit: (pin: string) => void
  readonly onCancel: () => void
}) {
  const { card, busy, problem, onCancel } = props
  const field = useRef<CodeFieldHandle>(null)
  const [missing, setMissing] = useState(false)
  const isSlow = useSlow(busy)
  useActions(
    cancelActions,
    useMemo(() => ({ cancel: onCancel }), [onCancel]),
  )
  useEffect(() => {
    if (!busy) field.current?.focus()
  }, [busy, problem, card.insertion])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const isComplete = isPinComplete(field.current)
    setMissing(!isComplete)
    if (isComplete && field.current !== null) props.onSubmit(field.current.take())
  }
  return (
    <form className={classes.pin} onSubmit={submit} noValidate aria-label={fr.of(props.holder)}>
      <p className={classes.holder}>
        <strong>{fr.of(props.holder)}</strong>
        {card.cardNumber === '' ? null : <small>{fr.number(card.cardNumber)}</small>}
      </p>
      <PinField
        field={field}
        card={card}
        problem={problem}
        missing={missing}
        busy={busy}
        onType={() => setMissing(false)}
      />
      <div className={props.wide === true ? classes.stacked : classes.buttons}>
        <Button kind="primary" size="dialog" wide={props.wide} type="submit" keys="Enter" disabled={busy}>
          {isSlow ? fr.opening : props.submitLabel}
        </Button>
        <Button size="dialog" wide={props.wide} keys="Escape" disabled={busy} onClick={onCancel}>
          {props.cancelLabel ?? fr.cancel}
        </Button>
      </div>
    </form>
  )
}

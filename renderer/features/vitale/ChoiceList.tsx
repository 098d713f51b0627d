import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import classes from './Vitale.module.css'

/** One line to choose. */
export interface ChoiceLine {
  readonly key: string
  readonly content: ReactNode
}

/** A few lines to choose from: ↑ ↓ and Entrée, or the digit that stands before each of the first nine. */
export function ChoiceList(props: {
  readonly label: string
  readonly lines: readonly ChoiceLine[]
  readonly onChoose: (index: number) => void
}) {
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => list.current?.querySelector('button')?.focus(), [])
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = buttons.findIndex((button) => button === document.activeElement)
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    // By its place: on a French keyboard the digits of the top row need no Maj here.
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1]
    const next = step === undefined ? undefined : buttons[(at + step + buttons.length) % buttons.length]
    const chosen = digit === undefined ? undefined : buttons[Number(digit) - 1]
    if (next === undefined && chosen === undefined) return
    event.preventDefault()
    next?.focus()
    chosen?.click()
  }
  return (
    <ol ref={list} className={classes['choices']} aria-label={props.label} onKeyDown={press}>
      {props.lines.map(({ key, content }, index) => (
        <li key={key}>
          <button type="button" className={classes['choice']} onClick={() => props.onChoose(index)}>
            <span className={classes['digit']} aria-hidden="true">
              {index < 9 ? index + 1 : ''}
            </span>
            <span className={classes['line']}>{content}</span>
          </button>
        </li>
      ))}
    </ol>
  )
}

import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'
import type { Keys } from './actions/keys.ts'
import { ariaKeys } from './actions/keys.ts'
import classes from './Panes.module.css'

/** One tab; `keys` is only shown, its action is declared by the screen. */
export interface TabItem {
  readonly id: string
  readonly label: string
  readonly keys?: Keys | undefined
}

/** What can be asked of `Tabs`. */
export interface TabsProps {
  readonly label: string
  readonly items: readonly TabItem[]
  readonly active: string
  readonly onChange: (id: string) => void
  /** The panel of the active tab. */
  readonly children: ReactNode
  readonly panelClassName?: string | undefined
}

/** Parts of one thing, one at a time; arrows go round, and the order never changes. */
export function Tabs({ label, items, active, onChange, children, panelClassName }: TabsProps) {
  const id = useId()
  const bar = useRef<HTMLDivElement>(null)
  const press = (event: KeyboardEvent) => {
    const at = items.findIndex((item) => item.id === active)
    const step = { ArrowRight: at + 1, ArrowLeft: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key]
    const next = step === undefined ? undefined : items[step % items.length]
    if (next === undefined) return
    event.preventDefault()
    onChange(next.id)
    bar.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(next.id)}"]`)?.focus()
  }
  return (
    <>
      <div ref={bar} className={classes.tabs} role="tablist" aria-label={label} tabIndex={-1} onKeyDown={press}>
        {items.map((item) => (
          <button
            key={item.id}
            type="button"
            role="tab"
            id={`${id}-${item.id}`}
            data-tab={item.id}
            data-keys={item.keys}
            className={classes.tab}
            aria-selected={item.id === active}
            aria-controls={`${id}-panel`}
            aria-keyshortcuts={item.keys === undefined ? undefined : ariaKeys(item.keys)}
            tabIndex={item.id === active ? 0 : -1}
            onClick={() => onChange(item.id)}
          >
            <span data-text={item.label}>{item.label}</span>
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${active}`} className={panelClassName}>
        {children}
      </div>
    </>
  )
}

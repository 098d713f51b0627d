import { Tooltip } from '@mantine/core'
import type { ComponentType, ReactNode, Ref } from 'react'
import { ariaKeys, type Keys } from './actions/keys.ts'
import classes from './Button.module.css'
import { KeyHint } from './KeyHint.tsx'
import { useSendingRefusal } from './sending.ts'

/** A Tabler icon, or anything drawn like one. */
export type Icon = ComponentType<{
  size?: number | string
  stroke?: number | string
  'aria-hidden'?: boolean | 'true' | 'false'
}>

/** The rank of a button. One `primary` a pane at the most; `bare` has no frame; `link` goes elsewhere. */
export type ButtonKind = 'primary' | 'plain' | 'danger' | 'bare' | 'link'

interface Shared {
  readonly onClick?: (() => void) | undefined
  readonly disabled?: boolean | undefined
  /** The key that does the same: told to readers, to the Alt overlay, and shown on the button unless `quietKeys`. */
  readonly keys?: Keys | undefined
  readonly type?: 'button' | 'submit' | undefined
  readonly describedBy?: string | undefined
  readonly expanded?: boolean | undefined
  readonly pressed?: boolean | undefined
  readonly hasPopup?: 'menu' | 'dialog' | 'listbox' | undefined
  readonly autoFocus?: boolean | undefined
  readonly ref?: Ref<HTMLButtonElement> | undefined
}

/** What can be asked of a `Button`. */
export interface ButtonProps extends Shared {
  readonly children: ReactNode
  readonly kind?: ButtonKind | undefined
  readonly icon?: Icon | undefined
  readonly size?: 'small' | 'control' | 'dialog' | 'entry' | undefined
  readonly wide?: boolean | undefined
  /** Icon and words at the left, key at the right, over the whole width. */
  readonly spread?: boolean | undefined
  readonly quietKeys?: boolean | undefined
  /** It sends something: while nothing can be sent it is disabled, and says why. */
  readonly sends?: boolean | undefined
}

/** Does something; its label is an infinitive. */
export function Button({ children, kind = 'plain', icon: Drawing, size = 'control', ...rest }: ButtonProps) {
  const { wide, spread, keys, quietKeys, onClick, disabled, type = 'button', describedBy, ref, autoFocus } = rest
  const refusal = useSendingRefusal()
  const away = rest.sends === true ? refusal : null
  return (
    <button
      ref={ref}
      // oxlint-disable-next-line react/button-has-type -- « submit » where the button ends a form, never anything else
      type={type}
      className={classes.button}
      data-kind={kind}
      data-size={size}
      data-wide={wide}
      data-spread={spread}
      data-keys={keys}
      data-autofocus={autoFocus}
      disabled={disabled === true || away !== null}
      title={away ?? undefined}
      aria-keyshortcuts={keys === undefined ? undefined : ariaKeys(keys)}
      aria-describedby={describedBy}
      aria-expanded={rest.expanded}
      aria-pressed={rest.pressed}
      aria-haspopup={rest.hasPopup}
      onClick={onClick}
    >
      {Drawing === undefined ? null : <Drawing size={16} stroke={1.75} aria-hidden="true" />}
      <span className={classes.label}>{children}</span>
      {keys === undefined || quietKeys === true ? null : <KeyHint keys={keys} />}
    </button>
  )
}

/** What can be asked of an `IconButton`. */
export interface IconButtonProps extends Shared {
  readonly label: string
  readonly icon: Icon
  readonly size?: 'small' | 'control' | undefined
  readonly framed?: boolean | undefined
}

/** An icon alone: always with a name, which is also its tooltip. */
export function IconButton({ label, icon: Drawing, size = 'control', framed, ...rest }: IconButtonProps) {
  const { keys, onClick, disabled, type = 'button', describedBy, ref } = rest
  return (
    <Tooltip label={label} openDelay={400} withinPortal>
      <button
        ref={ref}
        // oxlint-disable-next-line react/button-has-type -- same as Button
        type={type}
        className={classes.icon}
        data-size={size}
        data-framed={framed}
        data-keys={keys}
        disabled={disabled}
        aria-label={label}
        aria-keyshortcuts={keys === undefined ? undefined : ariaKeys(keys)}
        aria-describedby={describedBy}
        aria-expanded={rest.expanded}
        aria-pressed={rest.pressed}
        aria-haspopup={rest.hasPopup}
        onClick={onClick}
      >
        <Drawing size={16} stroke={1.75} aria-hidden="true" />
      </button>
    </Tooltip>
  )
}

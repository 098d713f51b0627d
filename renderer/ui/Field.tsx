import { IconAlertCircle, IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import classes from './Field.module.css'
import { useWords } from './words.ts'

/** What every field says about itself. The message stands under the field and is read with it. */
export interface FieldTexts {
  readonly label: ReactNode
  /** Marked after the label; required fields are not marked. */
  readonly optional?: boolean | undefined
  /** Why the value is refused. Replaces `hint`. */
  readonly error?: ReactNode | undefined
  readonly warning?: ReactNode | undefined
  readonly hint?: ReactNode | undefined
}

/** Identifiers that tie a control to its label and message. */
export interface FieldTies {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
}

/** Label above, message under; `children` draws the control with the ties it is given. */
export function Field({
  label,
  optional,
  error,
  warning,
  hint,
  children,
}: FieldTexts & { children: (ties: FieldTies) => ReactNode }) {
  const words = useWords()
  const id = useId()
  const message = error ?? warning ?? hint
  const tone = error !== undefined ? 'error' : warning !== undefined ? 'warning' : 'hint'
  return (
    <div className={classes.field}>
      <label className={classes.label} htmlFor={id}>
        {label}
        {optional === true ? <span className={classes.optional}> · {words.optional}</span> : null}
      </label>
      {children({
        id,
        'aria-describedby': message === undefined ? undefined : `${id}-message`,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {message === undefined ? null : (
        <FieldMessage id={`${id}-message`} tone={tone}>
          {message}
        </FieldMessage>
      )}
    </div>
  )
}

const drawings = { error: IconAlertCircle, warning: IconAlertTriangle, success: IconCircleCheck, hint: null } as const

/** The line under a field: an icon, words, then a colour. */
export function FieldMessage({
  id,
  tone,
  children,
}: {
  id?: string
  tone: keyof typeof drawings
  children: ReactNode
}) {
  const Drawing = drawings[tone]
  return (
    <span id={id} className={classes.message} data-tone={tone}>
      {Drawing === null ? null : <Drawing size={14} stroke={1.75} aria-hidden="true" />}
      <span>{children}</span>
    </span>
  )
}

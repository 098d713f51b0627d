import { type ReactNode, useId } from 'react'
import classes from './Field.module.css'
import { FieldMessage } from './Field.tsx'

/** What can be asked of a `Checkbox`, a `Switch` or a `Radio`. */
export interface ChoiceProps {
  readonly label: ReactNode
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean | undefined
  readonly hint?: ReactNode | undefined
  readonly error?: ReactNode | undefined
}

function Choice({
  label,
  checked,
  onChange,
  disabled,
  hint,
  error,
  kind,
  name,
}: ChoiceProps & { kind: 'checkbox' | 'switch' | 'radio'; name?: string }) {
  const id = useId()
  const message = error ?? hint
  return (
    <span className={classes.field}>
      <label className={classes.choice} htmlFor={id}>
        <input
          id={id}
          type={kind === 'radio' ? 'radio' : 'checkbox'}
          role={kind === 'switch' ? 'switch' : undefined}
          name={name}
          className={kind === 'switch' ? classes.switch : classes.check}
          checked={checked}
          disabled={disabled}
          aria-describedby={message === undefined ? undefined : `${id}-message`}
          aria-invalid={error === undefined ? undefined : true}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{label}</span>
      </label>
      {message === undefined ? null : (
        <FieldMessage id={`${id}-message`} tone={error === undefined ? 'hint' : 'error'}>
          {message}
        </FieldMessage>
      )}
    </span>
  )
}

/** Part of a form: takes effect when the form is saved. */
export function Checkbox(props: ChoiceProps) {
  return <Choice {...props} kind="checkbox" />
}

/** Takes effect at once. */
export function Switch(props: ChoiceProps) {
  return <Choice {...props} kind="switch" />
}

/** One of a few; those of one question share `name`. */
export function Radio(props: ChoiceProps & { readonly name: string }) {
  return <Choice {...props} kind="radio" />
}

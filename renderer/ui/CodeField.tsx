import { type Ref, useImperativeHandle, useRef } from 'react'
import { Field, type FieldTexts } from './Field.tsx'
import classes from './Field.module.css'

/** A code as typed, out of the page's own state: it is in the field alone, and taken from there once. */
export interface CodeFieldHandle {
  /** What is typed; the field is empty afterwards. */
  readonly take: () => string
  readonly length: () => number
  readonly focus: () => void
}

/** What can be asked of a `CodeField`. */
export interface CodeFieldProps extends FieldTexts {
  readonly maxLength: number
  /** Something that is no digit was typed: it was not kept. */
  readonly onOther: () => void
  /** Digits were typed: what was said of the former code no longer holds. */
  readonly onDigits: () => void
  readonly disabled?: boolean | undefined
  readonly ref?: Ref<CodeFieldHandle> | undefined
}

/** A secret code of digits: never shown, never kept by the page, nor by the browser among its passwords. */
export function CodeField(props: CodeFieldProps) {
  const { label, optional, error, warning, hint, ref } = props
  const input = useRef<HTMLInputElement>(null)
  useImperativeHandle(
    ref,
    () => ({
      take: () => {
        const field = input.current
        const code = field?.value ?? ''
        if (field !== null) field.value = ''
        return code
      },
      length: () => input.current?.value.length ?? 0,
      focus: () => input.current?.focus(),
    }),
    [],
  )
  const tidy = (field: HTMLInputElement) => {
    const digits = field.value.replaceAll(/\D/g, '').slice(0, props.maxLength)
    if (digits === field.value) return props.onDigits()
    field.value = digits
    props.onOther()
  }
  return (
    <Field label={label} optional={optional} error={error} warning={warning} hint={hint}>
      {(ties) => (
        <span className={classes.box} data-size="dialog" data-invalid={ties['aria-invalid']}>
          <input
            {...ties}
            ref={input}
            className={classes.input}
            type="password"
            inputMode="numeric"
            // A browser offers to keep whatever it takes for a password.
            autoComplete="one-time-code"
            spellCheck={false}
            disabled={props.disabled}
            onInput={(event) => tidy(event.currentTarget)}
          />
        </span>
      )}
    </Field>
  )
}

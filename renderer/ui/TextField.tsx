import { IconEye, IconEyeOff, IconLock, IconSearch, IconX } from '@tabler/icons-react'
import { type HTMLInputTypeAttribute, type KeyboardEvent, type ReactNode, type Ref, useState } from 'react'
import type { Keys } from './actions/keys.ts'
import type { Icon } from './Button.tsx'
import classes from './Field.module.css'
import { Field, type FieldTexts } from './Field.tsx'
import { KeyHint } from './KeyHint.tsx'
import { useWords } from './words.ts'

/** What can be asked of a `TextField`. */
export interface TextFieldProps extends FieldTexts {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onBlur?: (() => void) | undefined
  readonly onKeyDown?: ((event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => void) | undefined
  readonly placeholder?: string | undefined
  readonly readOnly?: boolean | undefined
  readonly disabled?: boolean | undefined
  readonly size?: 'control' | 'dialog' | undefined
  readonly type?: HTMLInputTypeAttribute | undefined
  readonly inputMode?: 'text' | 'numeric' | 'tel' | 'email' | undefined
  readonly autoComplete?: string | undefined
  readonly maxLength?: number | undefined
  /** Digits of equal width: numbers and dates. */
  readonly tabular?: boolean | undefined
  readonly icon?: Icon | undefined
  /** Beside the text, inside the frame: a unit, an age, a code. */
  readonly trail?: ReactNode | undefined
  readonly rows?: number | undefined
  readonly name?: string | undefined
  readonly ref?: Ref<HTMLInputElement> | undefined
}

/** One line of text (or `rows` of them), label above. */
export function TextField(props: TextFieldProps) {
  const { value, onChange, size = 'control', icon: Drawing, trail, rows, readOnly, ref } = props
  return (
    <Field {...texts(props)}>
      {(ties) => {
        const shared = {
          ...ties,
          className: classes.input,
          value,
          readOnly,
          disabled: props.disabled,
          placeholder: props.placeholder,
          maxLength: props.maxLength,
          name: props.name,
          onBlur: props.onBlur,
          onKeyDown: props.onKeyDown,
          spellCheck: false,
        }
        return (
          <span
            className={classes.box}
            data-size={size}
            data-multiline={rows !== undefined}
            data-invalid={ties['aria-invalid']}
            data-readonly={readOnly === true || props.disabled === true}
          >
            {Drawing === undefined ? null : <Drawing size={16} stroke={1.75} aria-hidden="true" />}
            {rows === undefined ? (
              <input
                {...shared}
                ref={ref}
                type={props.type ?? 'text'}
                inputMode={props.inputMode}
                autoComplete={props.autoComplete ?? 'off'}
                data-tabular={props.tabular}
                onChange={(event) => onChange(event.target.value)}
              />
            ) : (
              <textarea {...shared} rows={rows} onChange={(event) => onChange(event.target.value)} />
            )}
            {trail === undefined ? null : <span className={classes.trail}>{trail}</span>}
            {readOnly === true ? <IconLock size={14} stroke={1.75} aria-hidden="true" /> : null}
          </span>
        )
      }}
    </Field>
  )
}

function texts({ label, optional, error, warning, hint }: FieldTexts): FieldTexts {
  return { label, optional, error, warning, hint }
}

/** What can be asked of a `PasswordField`. */
export interface PasswordFieldProps extends FieldTexts {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly autoComplete: 'current-password' | 'new-password'
  readonly disabled?: boolean | undefined
  readonly ref?: Ref<HTMLInputElement> | undefined
}

/** A password: hidden unless the eye is open, with a warning while the capitals are locked. */
export function PasswordField(props: PasswordFieldProps) {
  const words = useWords()
  const [shown, setShown] = useState(false)
  const [capsLock, setCapsLock] = useState(false)
  const readCapsLock = (event: KeyboardEvent<HTMLInputElement>) => setCapsLock(event.getModifierState('CapsLock'))
  const Drawing = shown ? IconEyeOff : IconEye
  return (
    <Field {...texts(props)} warning={capsLock ? words.capsLock : props.warning}>
      {(ties) => (
        <span className={classes.box} data-size="dialog" data-invalid={ties['aria-invalid']}>
          <input
            {...ties}
            ref={props.ref}
            className={classes.input}
            type={shown ? 'text' : 'password'}
            value={props.value}
            disabled={props.disabled}
            autoComplete={props.autoComplete}
            spellCheck={false}
            onChange={(event) => props.onChange(event.target.value)}
            onKeyDown={readCapsLock}
            onKeyUp={readCapsLock}
            onBlur={() => setCapsLock(false)}
          />
          <button
            type="button"
            className={classes.inside}
            aria-label={shown ? words.hidePassword : words.showPassword}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            <Drawing size={16} stroke={1.75} aria-hidden="true" />
          </button>
        </span>
      )}
    </Field>
  )
}

/** What can be asked of a `SearchField`. */
export interface SearchFieldProps {
  /** Names the field; not shown, the magnifying glass says it. */
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string | undefined
  readonly keys?: Keys | undefined
  /** Another icon at the end while the search runs. */
  readonly busy?: boolean | undefined
  readonly onKeyDown?: ((event: KeyboardEvent<HTMLInputElement>) => void) | undefined
  readonly onFocus?: (() => void) | undefined
  readonly size?: 'control' | 'dialog' | undefined
  readonly ref?: Ref<HTMLInputElement> | undefined
  readonly controls?: string | undefined
  readonly activeDescendant?: string | undefined
  readonly expanded?: boolean | undefined
}

/** Words to look for; what is found is shown elsewhere (`controls`). Escape is left to the screen. */
export function SearchField(props: SearchFieldProps) {
  const words = useWords()
  const { label, value, onChange, keys } = props
  const combobox = props.controls === undefined ? {} : { role: 'combobox', 'aria-expanded': props.expanded ?? false }
  return (
    <span className={classes.box} data-size={props.size ?? 'control'} data-keys={keys}>
      <IconSearch size={16} stroke={1.75} aria-hidden="true" />
      <input
        ref={props.ref}
        className={classes.input}
        type="text"
        inputMode="search"
        {...combobox}
        aria-label={label}
        aria-controls={props.controls}
        aria-activedescendant={props.activeDescendant}
        aria-autocomplete={props.controls === undefined ? undefined : 'list'}
        aria-busy={props.busy}
        autoComplete="off"
        spellCheck={false}
        value={value}
        placeholder={props.placeholder}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={props.onKeyDown}
        onFocus={props.onFocus}
      />
      {keys !== undefined && value === '' ? <KeyHint keys={keys} /> : null}
      {value === '' ? null : (
        <button
          type="button"
          className={classes.inside}
          aria-label={words.clear}
          tabIndex={-1}
          onClick={() => onChange('')}
        >
          <IconX size={14} stroke={1.75} aria-hidden="true" />
        </button>
      )}
    </span>
  )
}

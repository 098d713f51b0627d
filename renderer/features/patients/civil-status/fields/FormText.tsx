import type { ReactNode } from 'react'
import { TextField, type TextFieldProps } from '#ui/TextField.tsx'
import { labelOf } from '../reading.ts'
import type { CivilStatusForm } from '../useCivilStatusForm.ts'
import type { CivilStatusValues, ValueKey } from '../values.ts'

/** Fields of the form that are one line of text. */
export type TextKey = { [K in ValueKey]: CivilStatusValues[K] extends string ? K : never }[ValueKey]

type Passed = Pick<
  TextFieldProps,
  'inputMode' | 'autoComplete' | 'maxLength' | 'tabular' | 'trail' | 'rows' | 'placeholder' | 'type'
>

/** What can be asked of a `FormText`. */
export interface FormTextProps extends Passed {
  readonly form: CivilStatusForm
  readonly name: TextKey
  readonly label?: ReactNode | undefined
  readonly optional?: boolean | undefined
  readonly hint?: ReactNode | undefined
  /** Its warning is said elsewhere. */
  readonly quiet?: boolean | undefined
}

/** One text of the form, with its label, what is said of it, and where focus is sent when it is at fault. */
export function FormText({ form, name, label, hint, optional, quiet, ...passed }: FormTextProps) {
  return (
    <div data-field={name}>
      <TextField
        {...passed}
        label={label ?? labelOf(name)}
        optional={optional}
        value={form.values[name]}
        onChange={(text) => form.set(name, text as CivilStatusValues[typeof name])}
        onBlur={() => form.leave(name)}
        readOnly={form.readOnly}
        error={form.errors[name]}
        warning={quiet === true ? undefined : form.warnings[name]}
        hint={hint}
      />
    </div>
  )
}

import { MultiSelect, TagsInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { Field, type FieldTexts } from '#ui/Field.tsx'
import classes from './ChipsField.module.css'

const classNames = {
  input: classes['input'] ?? '',
  pillsList: classes['list'] ?? '',
  inputField: classes['field'] ?? '',
  pill: classes['pill'] ?? '',
  dropdown: classes['dropdown'] ?? '',
  option: classes['option'] ?? '',
}

/** What fields of several short words share. */
interface ChipsProps extends FieldTexts {
  readonly placeholder: string
  readonly readOnly: boolean
  readonly onBlur?: (() => void) | undefined
}

/** Several words typed one after the other: Entrée, a comma, a space or leaving the field adds the one typed. */
export function WordsField(
  props: ChipsProps & {
    readonly values: readonly string[]
    readonly onChange: (values: string[]) => void
    readonly max: number
    readonly maxLength: number
  },
) {
  const { values, onChange, max, maxLength, placeholder, readOnly, onBlur, ...texts } = props
  return (
    <Field {...texts}>
      {(ties) => (
        <TagsInput
          {...ties}
          value={[...values]}
          onChange={(next) => onChange(next.map((word) => word.trim()).filter((word) => word !== ''))}
          onBlur={() => onBlur?.()}
          splitChars={[',', ';', ' ']}
          acceptValueOnBlur
          allowDuplicates
          maxTags={max}
          maxLength={maxLength}
          placeholder={values.length === 0 ? placeholder : ''}
          readOnly={readOnly}
          error={ties['aria-invalid'] === true}
          withErrorStyles={false}
          comboboxProps={{ disabled: true }}
          classNames={classNames}
        />
      )}
    </Field>
  )
}

/** Several of a known list. */
export function ChoicesField(
  props: ChipsProps & {
    readonly values: readonly string[]
    readonly options: readonly { readonly value: string; readonly label: string }[]
    readonly onChange: (values: string[]) => void
    readonly nothing: ReactNode
  },
) {
  const { values, options, onChange, placeholder, readOnly, onBlur, nothing, ...texts } = props
  return (
    <Field {...texts}>
      {(ties) => (
        <MultiSelect
          {...ties}
          data={options.map(({ value, label }) => ({ value, label }))}
          value={[...values]}
          onChange={onChange}
          onBlur={() => onBlur?.()}
          searchable
          hidePickedOptions
          nothingFoundMessage={nothing}
          placeholder={values.length === 0 ? placeholder : ''}
          readOnly={readOnly}
          rightSection={<span />}
          rightSectionWidth={8}
          comboboxProps={{ transitionProps: { duration: 0 }, offset: 2 }}
          classNames={classNames}
        />
      )}
    </Field>
  )
}

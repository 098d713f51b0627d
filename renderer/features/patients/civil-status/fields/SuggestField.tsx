import { Autocomplete } from '@mantine/core'
import { Field, type FieldTexts } from '#ui/Field.tsx'
import classes from './ChipsField.module.css'

/** What can be asked of a `SuggestField`. */
export interface SuggestFieldProps extends FieldTexts {
  readonly value: string
  readonly onChange: (value: string) => void
  /** Sentences proposed; choosing one gives its place in the list. */
  readonly suggestions: readonly string[]
  readonly onChoose: (index: number) => void
  readonly onBlur?: (() => void) | undefined
  readonly readOnly: boolean
  readonly maxLength: number
  readonly inputMode?: 'text' | 'numeric' | undefined
}

/** Free text with proposals under it: what is typed stands, a proposal completes it. */
export function SuggestField(props: SuggestFieldProps) {
  const { value, onChange, suggestions, onChoose, onBlur, readOnly, maxLength, inputMode, ...texts } = props
  return (
    <Field {...texts}>
      {(ties) => (
        <Autocomplete
          {...ties}
          error={ties['aria-invalid'] === true}
          withErrorStyles={false}
          value={value}
          data={[...suggestions]}
          filter={({ options }) => options}
          onChange={(typed) => {
            // Mantine gives back the whole proposal once it is chosen: it is not a text somebody typed.
            if (!suggestions.includes(typed)) onChange(typed)
          }}
          onOptionSubmit={(chosen) => onChoose(suggestions.indexOf(chosen))}
          onBlur={() => onBlur?.()}
          readOnly={readOnly}
          maxLength={maxLength}
          inputMode={inputMode ?? 'text'}
          autoComplete="off"
          comboboxProps={{
            transitionProps: { duration: 0 },
            offset: 2,
            width: 'max-content',
            position: 'bottom-start',
          }}
          classNames={{
            input: classes['line'] ?? '',
            dropdown: classes['dropdown'] ?? '',
            option: classes['option'] ?? '',
          }}
        />
      )}
    </Field>
  )
}

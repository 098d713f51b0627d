import { type OptionsFilter, Select } from '@mantine/core'
import { IconChevronDown, IconSearch } from '@tabler/icons-react'
import type { ReactNode, Ref } from 'react'
import { Field, type FieldTexts } from './Field.tsx'
import classes from './SelectField.module.css'
import { useWords } from './words.ts'

/** One thing to choose. `trail` is drawn at the end of its line (a role, a code). */
export interface SelectOption {
  readonly value: string
  readonly label: string
  /** Before its words, in the list. */
  readonly lead?: ReactNode | undefined
  readonly trail?: ReactNode | undefined
  readonly disabled?: boolean | undefined
}

const classNames = {
  input: classes.input ?? '',
  section: classes.section ?? '',
  dropdown: classes.dropdown ?? '',
  option: classes.option ?? '',
  empty: classes.empty ?? '',
}

/** What can be asked of a `SelectField`. */
export interface SelectFieldProps extends FieldTexts {
  readonly value: string | null
  readonly options: readonly SelectOption[]
  readonly onChange: (value: string | null) => void
  readonly placeholder?: string | undefined
  readonly disabled?: boolean | undefined
  /** Typing narrows the list, whatever the accents; Entrée takes the first that is left. */
  readonly searchable?: boolean | undefined
  /** The choice may be taken back. */
  readonly clearable?: boolean | undefined
  readonly size?: 'control' | 'dialog' | undefined
  readonly onBlur?: (() => void) | undefined
  readonly ref?: Ref<HTMLInputElement> | undefined
}

/** One choice among a known list. */
export function SelectField(props: SelectFieldProps) {
  const { label, optional, error, warning, hint, value, options, onChange, size = 'control' } = props
  const words = useWords()
  const trails = new Map(options.map((option) => [option.value, option.trail]))
  const leads = new Map(options.map((option) => [option.value, option.lead]))
  const trail = value === null ? undefined : trails.get(value)
  const isTakenBack = props.clearable ?? false
  return (
    <Field label={label} optional={optional} error={error} warning={warning} hint={hint}>
      {(ties) => (
        <Select
          {...ties}
          error={ties['aria-invalid'] === true}
          withErrorStyles={false}
          ref={props.ref ?? null}
          data={options.map((option) => ({
            value: option.value,
            label: option.label,
            disabled: option.disabled ?? false,
          }))}
          value={value}
          onChange={onChange}
          {...(props.onBlur === undefined ? {} : { onBlur: props.onBlur })}
          {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
          disabled={props.disabled ?? false}
          searchable={props.searchable ?? false}
          selectFirstOptionOnChange={props.searchable ?? false}
          filter={narrowed}
          onKeyDown={(event) => {
            // Entrée in an open list chooses there, or does nothing: it never sends the form around it.
            if (event.key === 'Enter' && event.currentTarget.getAttribute('aria-expanded') === 'true') {
              event.preventDefault()
            }
          }}
          clearable={props.clearable ?? false}
          // Typed and taken again, a choice is still the choice: a searchable one is taken back by emptying its text.
          allowDeselect={isTakenBack && props.searchable !== true}
          onSearchChange={(typed) => {
            const isEmptied = typed === '' && options.some((option) => option.value === value)
            if (isTakenBack && props.searchable === true && isEmptied) onChange(null)
          }}
          nothingFoundMessage={words.nothingFound}
          withCheckIcon={false}
          maxDropdownHeight={280}
          rightSection={
            <>
              {trail}
              <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
            </>
          }
          rightSectionPointerEvents="none"
          attributes={{ input: { 'data-size': size, 'data-tagged': trail !== undefined } }}
          classNames={classNames}
          comboboxProps={{ transitionProps: { duration: 0 }, offset: 2 }}
          renderOption={({ option }) => (
            <>
              {leads.get(option.value)}
              <span>{option.label}</span>
              {trails.get(option.value) === undefined ? null : (
                <span className={classes.trail}>{trails.get(option.value)}</span>
              )}
            </>
          )}
        />
      )}
    </Field>
  )
}

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** The options that hold every word typed. */
const narrowed: OptionsFilter = ({ options, search }) => {
  const words = plain(search).split(/\s+/)
  return options.filter((option) => !('label' in option) || words.every((word) => plain(option.label).includes(word)))
}

/** What can be asked of a `ComboboxField`. */
export interface ComboboxFieldProps extends FieldTexts {
  /** What is typed. */
  readonly text: string
  readonly onTextChange: (text: string) => void
  /** What was found for it, already in order; the component does not filter. */
  readonly options: readonly SelectOption[]
  readonly value: string | null
  readonly onChoose: (value: string) => void
  readonly placeholder?: string | undefined
  readonly busy?: boolean | undefined
  readonly disabled?: boolean | undefined
  readonly size?: 'control' | 'dialog' | undefined
  /** Beside the text once chosen: a code. */
  readonly trail?: ReactNode | undefined
  readonly onBlur?: (() => void) | undefined
}

/** One choice among a list too long to show: one types, the program answers with what it found. */
export function ComboboxField(props: ComboboxFieldProps) {
  const { label, optional, error, warning, hint, options, text, size = 'control' } = props
  const words = useWords()
  const trails = new Map(options.map((option) => [option.value, option.trail]))
  return (
    <Field label={label} optional={optional} error={error} warning={warning} hint={hint}>
      {(ties) => (
        <Select
          {...ties}
          error={ties['aria-invalid'] === true}
          withErrorStyles={false}
          data={options.map((option) => ({ value: option.value, label: option.label }))}
          value={props.value}
          searchable
          searchValue={text}
          onSearchChange={props.onTextChange}
          onChange={(value) => {
            if (value !== null) props.onChoose(value)
          }}
          {...(props.onBlur === undefined ? {} : { onBlur: props.onBlur })}
          {...(props.placeholder === undefined || props.trail !== undefined ? {} : { placeholder: props.placeholder })}
          aria-busy={props.busy}
          disabled={props.disabled ?? false}
          allowDeselect={false}
          filter={({ options: found }) => found}
          nothingFoundMessage={text.trim().length < 2 || props.busy === true ? null : words.nothingFound}
          withCheckIcon={false}
          maxDropdownHeight={280}
          leftSection={<IconSearch size={16} stroke={1.75} aria-hidden="true" />}
          rightSection={props.trail ?? <span />}
          rightSectionPointerEvents="none"
          attributes={{ input: { 'data-size': size } }}
          classNames={classNames}
          styles={{ input: { paddingLeft: 30 } }}
          comboboxProps={{ transitionProps: { duration: 0 }, offset: 2 }}
          renderOption={({ option }) => (
            <>
              <span>{option.label}</span>
              {trails.get(option.value) === undefined ? null : (
                <span className={classes.trail}>{trails.get(option.value)}</span>
              )}
            </>
          )}
        />
      )}
    </Field>
  )
}

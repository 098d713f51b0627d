import { MultiSelect } from '@mantine/core'
import { IconCheck, IconLock, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './ChipsField.module.css'
import { Field, type FieldTexts } from './Field.tsx'
import { useWords } from './words.ts'

/** One thing that may be among those chosen. */
export interface Chip {
  readonly value: string
  readonly label: string
  /** Before its word: a badge of initials. */
  readonly lead?: ReactNode | undefined
  /** At the end of its line in the list: a role. */
  readonly trail?: string | undefined
  /** Why it cannot be taken out; told on its chip and in the list. */
  readonly kept?: string | undefined
}

/** What can be asked of a `ChipsField`. */
export interface ChipsFieldProps extends FieldTexts {
  readonly values: readonly string[]
  readonly chips: readonly Chip[]
  readonly onChange: (values: string[]) => void
  readonly placeholder: string
  readonly readOnly?: boolean | undefined
  readonly onBlur?: (() => void) | undefined
  /** The list is as wide as its words, not as the field: in a narrow pane. */
  readonly wideList?: boolean | undefined
}

const classNames = {
  input: classes.input ?? '',
  pillsList: classes.list ?? '',
  inputField: classes.typing ?? '',
  dropdown: classes.dropdown ?? '',
  option: classes.option ?? '',
  empty: classes.empty ?? '',
}

/**
 * Several of a known list, as chips that can be taken out. By the keyboard, the list ticks and unticks them: ↓ then
 * Entrée; Retour arrière takes the last one out. What is kept has a lock instead of a cross.
 */
export function ChipsField(props: ChipsFieldProps) {
  const { values, chips, onChange, placeholder, readOnly = false, onBlur, wideList = false, ...texts } = props
  const words = useWords()
  const byValue = new Map(chips.map((chip) => [chip.value, chip]))
  const change = (next: readonly string[]) => {
    // Retour arrière takes the last one: what is kept stays all the same.
    const stays = values.filter((value) => byValue.get(value)?.kept !== undefined && !next.includes(value))
    onChange([...stays, ...next])
  }
  return (
    <Field {...texts}>
      {(ties) => (
        <MultiSelect
          {...ties}
          error={ties['aria-invalid'] === true}
          withErrorStyles={false}
          data={chips.map(({ value, label, kept }) => ({ value, label, disabled: kept !== undefined }))}
          value={[...values]}
          onChange={change}
          onBlur={() => onBlur?.()}
          searchable
          readOnly={readOnly}
          nothingFoundMessage={words.nothingFound}
          placeholder={readOnly ? '' : placeholder}
          withCheckIcon={false}
          maxDropdownHeight={280}
          rightSection={<span />}
          rightSectionWidth={4}
          comboboxProps={{
            transitionProps: { duration: 0 },
            offset: 2,
            ...(wideList ? { width: 'max-content', position: 'bottom-start' } : {}),
          }}
          classNames={classNames}
          renderOption={({ option, checked }) => {
            const chip = byValue.get(option.value)
            return (
              <>
                <span className={classes.tick}>
                  {checked === true ? <IconCheck size={16} stroke={1.75} aria-hidden="true" /> : null}
                </span>
                {chip?.lead}
                <span>{option.label}</span>
                <span className={classes.trail}>{chip?.kept ?? chip?.trail}</span>
              </>
            )
          }}
          renderPill={({ option, value, onRemove }) => {
            const chip = byValue.get(String(value))
            const label = chip?.label ?? option?.label ?? ''
            const removable = !readOnly && chip?.kept === undefined
            return (
              <span className={classes.chip} data-removable={removable} title={chip?.kept}>
                {chip?.lead}
                <span className={classes.word}>{label}</span>
                {removable ? (
                  <button
                    type="button"
                    className={classes.remove}
                    tabIndex={-1}
                    aria-label={words.remove(label)}
                    // Pressing the field around opens the list: it would hide what taking somebody out changes.
                    onMouseDown={(event) => {
                      event.preventDefault()
                      event.stopPropagation()
                    }}
                    onClick={(event) => {
                      event.stopPropagation()
                      onRemove?.()
                    }}
                  >
                    <IconX size={12} stroke={1.75} aria-hidden="true" />
                  </button>
                ) : null}
                {chip?.kept === undefined ? null : (
                  <>
                    <IconLock size={12} stroke={1.75} aria-hidden="true" />
                    <span className="co-hidden">{chip.kept}</span>
                  </>
                )}
              </span>
            )
          }}
        />
      )}
    </Field>
  )
}

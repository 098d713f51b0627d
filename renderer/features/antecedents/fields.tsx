import { type KeyboardEvent, useState } from 'react'
import { type PartialDate, readPartialDate } from '#app/kernel/partial-date.ts'
import { sayPartialDate } from '#app/text/fr/antecedent-words.ts'
import { antecedentsText } from '#app/text/fr/antecedents.ts'
import { todayHere } from '#renderer/features/patients/index.ts'
import { DateField, TextField } from '#ui/index.ts'

const fr = antecedentsText

/** A day, a month or a year, typed as people write it. */
export function PartialDateField(props: {
  readonly label: string
  readonly value: PartialDate | null
  readonly onChange: (value: PartialDate | null) => void
  readonly hint?: string | undefined
  readonly optional?: boolean | undefined
}) {
  return (
    <DateField
      label={props.label}
      optional={props.optional ?? true}
      hint={props.hint}
      value={props.value}
      onChange={props.onChange}
      parse={(typed) => {
        const value = readPartialDate(typed, todayHere())
        return value === null
          ? { ok: false, reason: fr.refusals.date }
          : { ok: true, value, shown: sayPartialDate(value) }
      }}
      format={sayPartialDate}
    />
  )
}

/** A figure typed with its decimal comma, or nothing. */
export function FigureField(props: {
  readonly label: string
  readonly value: number | null
  readonly onChange: (value: number | null) => void
  readonly most: number
  readonly whole?: boolean | undefined
  readonly unit?: string | undefined
  readonly hint?: string | undefined
  readonly onKeyDown?: ((event: KeyboardEvent) => void) | undefined
}) {
  const { value, onChange, most, whole } = props
  const [typed, setTyped] = useState<string | null>(null)
  const read = (text: string): number | null => {
    const figure = Number(text.replace(',', '.'))
    const isWrong =
      !Number.isFinite(figure) || figure < 0 || figure > most || (whole === true && !Number.isInteger(figure))
    return isWrong ? null : figure
  }
  const isWrong = typed !== null && typed.trim() !== '' && read(typed) === null
  return (
    <TextField
      label={props.label}
      optional
      tabular
      inputMode="numeric"
      maxLength={8}
      hint={props.hint}
      trail={props.unit}
      error={isWrong ? fr.refusals.figure : undefined}
      value={typed ?? (value === null ? '' : String(value).replace('.', ','))}
      onChange={(text) => {
        setTyped(text)
        onChange(text.trim() === '' ? null : read(text))
      }}
      onBlur={() => {
        if (!isWrong) setTyped(null)
      }}
      onKeyDown={props.onKeyDown}
    />
  )
}

/** Entrée on the last field of a form ends it. */
export function endsOnEnter(onDone: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.defaultPrevented) return
    event.preventDefault()
    onDone()
  }
}

/** The choices of a list of words, as a select shows them. */
export function optionsOf(
  words: Readonly<Record<string, string>>,
): { readonly value: string; readonly label: string }[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }))
}

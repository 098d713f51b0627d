import { type ReactNode, type Ref, useState } from 'react'
import type { FieldTexts } from './Field.tsx'
import { TextField } from './TextField.tsx'

/** What a typed date turned out to be. */
export type ReadDate =
  | { readonly ok: true; readonly value: string; readonly shown: string }
  | { readonly ok: false; readonly reason: string }

/** What can be asked of a `DateField`. */
export interface DateFieldProps extends FieldTexts {
  /** The date in the program's own form; `null` while nothing valid was typed. */
  readonly value: string | null
  readonly onChange: (value: string | null) => void
  /** Reads what was typed; knows the forms people use. */
  readonly parse: (typed: string) => ReadDate
  /** Writes a date as people read it. */
  readonly format: (value: string) => string
  /** Beside the date: an age. */
  readonly trail?: ReactNode | undefined
  readonly placeholder?: string | undefined
  readonly readOnly?: boolean | undefined
  readonly size?: 'control' | 'dialog' | undefined
  readonly ref?: Ref<HTMLInputElement> | undefined
}

/** A date typed in any usual form; read when leaving the field, written back in full. No calendar. */
export function DateField({ value, onChange, parse, format, error, ...rest }: DateFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<string | undefined>()
  const shown = typed ?? (value === null ? '' : format(value))
  const read = () => {
    if (typed === null) return
    if (typed.trim() === '') {
      setTyped(null)
      setRefusal(undefined)
      onChange(null)
      return
    }
    const result = parse(typed)
    setRefusal(result.ok ? undefined : result.reason)
    if (result.ok) setTyped(null)
    onChange(result.ok ? result.value : null)
  }
  return (
    <TextField
      {...rest}
      tabular
      value={shown}
      error={refusal ?? error}
      onBlur={read}
      onKeyDown={(event) => {
        if (event.key === 'Enter') read()
      }}
      onChange={(text) => {
        setTyped(text)
        setRefusal(undefined)
        const early = text.trim().length >= 8 ? parse(text) : null
        if (early?.ok === true) onChange(early.value)
      }}
    />
  )
}

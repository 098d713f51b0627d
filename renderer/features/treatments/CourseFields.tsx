import { useEffect, useRef, useState } from 'react'
import type { DayDoses, Duration } from '#app/features/treatments/model.ts'
import { parseDoses, parseDuration } from '#app/features/treatments/rules/posology.ts'
import { sayDoses, sayDuration, treatmentsText } from '#app/text/fr/treatments.ts'
import { TextField } from '#ui/index.ts'

const fr = treatmentsText

/** What the fields of a course share. */
interface CourseFieldProps<V> {
  readonly label: string
  readonly value: V | null
  readonly onChange: (value: V | null) => void
  /** Entrée, with what is typed read. */
  readonly onEnter?: (() => void) | undefined
  /** Whether what is typed cannot be read; the value is then `null`. */
  readonly onFault?: ((isFaulty: boolean) => void) | undefined
  readonly hint?: string | undefined
  readonly optional?: boolean | undefined
  readonly autoFocus?: boolean | undefined
}

/** « 1-0-1 », from the numeric pad as from the letters. */
export function DosesField(props: CourseFieldProps<DayDoses>) {
  return <ReadField {...props} read={parseDoses} say={sayDoses} fault={fr.refusals.doses} />
}

/**
 * « 3 mois ». A number alone keeps the unit it had (`usual` before there is one): the numeric pad is enough to renew for
 * another length.
 */
export function DurationField({ usual, ...props }: CourseFieldProps<Duration> & { readonly usual: Duration['unit'] }) {
  const read = (text: string): Duration | null => {
    const count = /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0
    return count > 0 ? { count, unit: props.value?.unit ?? usual } : parseDuration(text)
  }
  return <ReadField {...props} read={read} say={sayDuration} fault={fr.refusals.duration} />
}

/** Text read when the field is left; what cannot be read stays, with why, and gives no value. */
function ReadField<V>({
  value,
  onChange,
  onEnter,
  onFault,
  read,
  say,
  fault,
  autoFocus,
  ...texts
}: CourseFieldProps<V> & {
  readonly read: (text: string) => V | null
  readonly say: (value: V) => string
  readonly fault: string
}) {
  const [typed, setTyped] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (autoFocus === true) input.current?.focus()
  }, [autoFocus])
  const isFaulty = typed !== null && typed.trim() !== '' && read(typed) === null
  const [left, setLeft] = useState(false)
  const settle = () => {
    setLeft(true)
    if (!isFaulty) setTyped(null)
  }
  return (
    <TextField
      {...texts}
      ref={input}
      tabular
      value={typed ?? (value === null ? '' : say(value))}
      error={isFaulty && left ? fault : undefined}
      onChange={(text) => {
        setTyped(text)
        setLeft(false)
        const next = text.trim() === '' ? null : read(text)
        onFault?.(next === null && text.trim() !== '')
        onChange(next)
      }}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.ctrlKey) return
        event.preventDefault()
        settle()
        if (!isFaulty) onEnter?.()
      }}
    />
  )
}

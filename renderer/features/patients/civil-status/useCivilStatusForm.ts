import { useCallback, useMemo, useRef, useState } from 'react'
import type { CivilDate } from '#app/kernel/civil-date.ts'
import { formatDate } from '#app/features/patients/rules/dates.ts'
import { inTenYears, readDate, readForm, type Remarks } from './reading.ts'
import { type CivilStatusValues, type ValueKey, valueKeys } from './values.ts'

/** The form in hand: what is typed, what is said of it, and how to change it. */
export interface CivilStatusForm {
  readonly values: CivilStatusValues
  /** Errors of fields left, or of all of them once saving was tried. */
  readonly errors: Remarks
  readonly warnings: Remarks
  readonly readOnly: boolean
  readonly today: CivilDate
  readonly set: <K extends ValueKey>(key: K, value: CivilStatusValues[K]) => void
  /** The field is left: it is judged, and a date is written back in full. */
  readonly leave: (key: ValueKey) => void
}

/** The form, and what its owner may do with it. */
export interface CivilStatusFormOwner extends CivilStatusForm {
  readonly reading: ReturnType<typeof readForm>
  /** Saving was tried and something stood in the way. */
  readonly judged: boolean
  readonly replace: (values: CivilStatusValues) => void
  /** What is typed at this very moment, later than what was last drawn. */
  readonly now: () => CivilStatusValues
  /** Shows every error; the first field at fault, in reading order, or `null`. */
  readonly judge: () => ValueKey | null
  /** Forgets what was judged: the form is fresh. */
  readonly forgive: () => void
}

const dateKeys = ['birthDate', 'deathDate', 'vsmReminderOn'] as const

/** State of the form alone: no request, no draft. */
export function useCivilStatusForm(
  initial: CivilStatusValues,
  today: CivilDate,
  options: { readonly readOnly: boolean; readonly onChange?: ((values: CivilStatusValues) => void) | undefined },
): CivilStatusFormOwner {
  const [values, setValues] = useState(initial)
  const [left, setLeft] = useState<ReadonlySet<ValueKey>>(new Set())
  const [judged, setJudged] = useState(false)
  const latest = useRef(values)
  const told = useRef(options.onChange)
  told.current = options.onChange

  const put = useCallback((next: CivilStatusValues, tell: boolean) => {
    latest.current = next
    setValues(next)
    if (tell) told.current?.(next)
  }, [])
  const set = useCallback(
    <K extends ValueKey>(key: K, value: CivilStatusValues[K]) => put({ ...latest.current, [key]: value }, true),
    [put],
  )
  const leave = useCallback(
    (key: ValueKey) => {
      setLeft((before) => (before.has(key) ? before : new Set([...before, key])))
      const written = writtenDate(key, latest.current, today)
      if (written !== null) put({ ...latest.current, [key]: written }, true)
    },
    [put, today],
  )
  const replace = useCallback((next: CivilStatusValues) => put(next, false), [put])
  const now = useCallback(() => latest.current, [])
  const forgive = useCallback(() => {
    setLeft(new Set())
    setJudged(false)
  }, [])
  const reading = useMemo(() => readForm(values, today), [values, today])
  const judge = useCallback(() => {
    setLeft(new Set(valueKeys))
    const { errors } = readForm(latest.current, today)
    const fault = valueKeys.find((key) => errors[key] !== undefined) ?? null
    setJudged(fault !== null)
    return fault
  }, [today])
  const errors = useMemo(
    () => Object.fromEntries(Object.entries(reading.errors).filter(([key]) => left.has(key as ValueKey))) as Remarks,
    [reading, left],
  )
  return {
    values,
    errors,
    warnings: reading.warnings,
    readOnly: options.readOnly,
    today,
    set,
    leave,
    reading,
    judged,
    replace,
    now,
    judge,
    forgive,
  }
}

/** A date typed « 140777 » as it is written back; `null` where there is nothing to rewrite. */
function writtenDate(key: ValueKey, values: CivilStatusValues, today: CivilDate): string | null {
  const dateKey = dateKeys.find((one) => one === key)
  if (dateKey === undefined) return null
  const read = readDate(values[dateKey], dateKey === 'vsmReminderOn' ? inTenYears(today) : today)
  if (read === null || !read.ok) return null
  const written = formatDate(read.date)
  return written === values[dateKey] ? null : written
}

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { AnyProblem } from './client.ts'

/** What one field of a simple form holds. */
export type FormValue = string | boolean | readonly string[]
/** Values of a form by field; a type alias, not an interface, so that its fields are known. */
export type FormValues = Readonly<Record<string, FormValue>>
/** Name of a field. */
export type FieldOf<V> = keyof V & string
/** What is said of fields, by field. */
export type FieldRemarks<V> = Readonly<Partial<Record<FieldOf<V>, string>>>
/** Whose value a line of « Comparer » keeps. */
export type FormSide = 'mine' | 'theirs'
/** Sides chosen, by field. */
export type FormChoices = Readonly<Record<string, FormSide | undefined>>

/** What the cabinet holds, and how many times it was written. */
export interface VersionedValues<V> {
  readonly values: V
  readonly version: number
}

/** What became of a save; `field` names the field at fault where the refusal is about one, with its sentence. */
export type WriteOutcome<V> =
  | ({ readonly ok: true } & VersionedValues<V>)
  | { readonly ok: false; readonly refusal: AnyProblem; readonly field?: FieldOf<V>; readonly sentence?: string }

/** What a form is made of. Functions and `current` keep their identity between drawings. */
export interface VersionedFormOptions<V extends FormValues> {
  /** Kept true by its owner: a newer version shows as soon as it is read. */
  readonly current: VersionedValues<V>
  /** Fields in reading order. */
  readonly order: readonly FieldOf<V>[]
  readonly readOnly: boolean
  readonly judge: (values: V) => FieldRemarks<V>
  /** A value as it is written back when its field is left: « 2 B 0000011 » → « 2B0000011 ». */
  readonly tidy?: ((values: V, field: FieldOf<V>) => V) | undefined
  readonly write: (values: V, expectedVersion: number) => Promise<WriteOutcome<V>>
  /** The cabinet holds a newer version than `current`: read it again. */
  readonly askAgain: () => void
  /** Judges what is beside the values (a password, never kept as they are): the control at fault, or `null`. */
  readonly guard?: (() => string | null) | undefined
}

/** One field that two people leave different. */
export interface ComparedField<V> {
  readonly field: FieldOf<V>
  readonly both: boolean
  readonly proposed: FormSide
}

/** What somebody else wrote while this form was being filled. */
export interface FormConflict<V> {
  readonly theirs: V
  readonly fields: readonly ComparedField<V>[]
  /** Fields they changed. */
  readonly changed: readonly FieldOf<V>[]
  /** Who and when; known once a save was refused. */
  readonly by: { readonly name: string; readonly at: string } | null
}

/** A form in hand. */
export interface VersionedForm<V extends FormValues> {
  readonly values: V
  /** What the form had read before typing. */
  readonly read: VersionedValues<V>
  readonly errors: FieldRemarks<V>
  readonly readOnly: boolean
  readonly dirty: boolean
  readonly busy: boolean
  /** Saving was tried and something is to be corrected. */
  readonly judged: boolean
  readonly savedAt: string | null
  readonly failure: AnyProblem | null
  readonly conflict: FormConflict<V> | null
  readonly comparing: boolean
  readonly set: <K extends FieldOf<V>>(field: K, value: V[K]) => void
  readonly leave: (field: FieldOf<V>) => void
  /** Saves, or gives the field to go to. */
  readonly save: () => Promise<string | null>
  /** Back to what the cabinet holds; the answer brings back what was typed. */
  readonly abandon: () => () => void
  readonly compare: (shown: boolean) => void
  readonly applyChoices: (choices: FormChoices) => void
  /** Takes up what was typed another time, on what had been read then. */
  readonly restore: (typed: V, read: VersionedValues<V>) => void
}

/** Fields whose values differ. */
export function differingFields<V extends FormValues>(one: V, other: V): readonly FieldOf<V>[] {
  return Object.keys(one).filter((field) => JSON.stringify(one[field]) !== JSON.stringify(other[field]))
}

/** Lines of « Comparer »: mine is proposed where I typed, theirs where only they did. */
export function compareForms<V extends FormValues>(read: V, mine: V, theirs: V): readonly ComparedField<V>[] {
  const typed = new Set(differingFields(read, mine))
  const changed = new Set(differingFields(read, theirs))
  return differingFields(mine, theirs).map((field) => ({
    field,
    both: typed.has(field) && changed.has(field),
    proposed: typed.has(field) ? 'mine' : 'theirs',
  }))
}

/** Theirs everywhere, mine where chosen or proposed. */
export function mergeForms<V extends FormValues>(
  mine: V,
  theirs: V,
  fields: readonly ComparedField<V>[],
  choices: FormChoices,
): V {
  const kept = fields.filter(({ field, proposed }) => (choices[field] ?? proposed) === 'mine')
  return { ...theirs, ...Object.fromEntries(kept.map(({ field }) => [field, mine[field]])) }
}

/**
 * A form on something that has a version: what is typed is never replaced without a choice, fields are judged when they
 * are left and at save, and what somebody else wrote meanwhile is shown beside it.
 *
 * Its owner gives it another `key` for another thing to edit.
 */
export function useVersionedForm<V extends FormValues>(options: VersionedFormOptions<V>): VersionedForm<V> {
  const { current, order, readOnly, judge, tidy, write, askAgain, guard } = options
  const [read, setRead] = useState(current)
  const [values, setValues] = useState(current.values)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [judged, setJudged] = useState(false)
  const [busy, setBusy] = useState(false)
  const [savedAt, setSavedAt] = useState<string | null>(null)
  const [failure, setFailure] = useState<AnyProblem | null>(null)
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>({})
  const [told, setTold] = useState<{ readonly name: string; readonly at: string } | null>(null)
  const [comparing, setComparing] = useState(false)
  const latest = useRef(values)

  const put = useCallback((next: V) => {
    latest.current = next
    setValues(next)
  }, [])
  const fresh = useCallback((next: VersionedValues<V>, shown: V) => {
    setRead(next)
    latest.current = shown
    setValues(shown)
    setTold(null)
    setComparing(false)
    setFailure(null)
  }, [])
  const forgive = useCallback(() => {
    setLeft(new Set())
    setJudged(false)
    setRefused({})
  }, [])

  const dirty = useMemo(() => differingFields(read.values, values).length > 0, [read, values])
  const newer = current.version > read.version
  useEffect(() => {
    // What was typed and what the cabinet now holds are the same (my own save, whose answer was lost): nothing is disputed.
    const same = differingFields(current.values, values).length === 0
    if (newer && !busy && (!dirty || same)) fresh(current, current.values)
  }, [newer, dirty, busy, current, values, fresh])

  const conflict = useMemo((): FormConflict<V> | null => {
    if (!newer || !dirty) return null
    const theirs = current.values
    return {
      theirs,
      fields: compareForms(read.values, values, theirs),
      changed: differingFields(read.values, theirs),
      by: told,
    }
  }, [newer, dirty, current, read, values, told])

  const found = useMemo(() => judge(values), [judge, values])
  const errors = useMemo(() => {
    const seen = Object.entries<string | undefined>(found).filter(([field]) => left.has(field))
    return { ...Object.fromEntries(seen), ...refused } as FieldRemarks<V>
  }, [found, left, refused])

  const set = useCallback(
    <K extends FieldOf<V>>(field: K, value: V[K]) => {
      put({ ...latest.current, [field]: value })
      setRefused((before) => (before[field] === undefined ? before : without(before, field)))
    },
    [put],
  )
  const leave = useCallback(
    (field: FieldOf<V>) => {
      setLeft((before) => (before.has(field) ? before : new Set([...before, field])))
      if (tidy !== undefined) put(tidy(latest.current, field))
    },
    [put, tidy],
  )

  const send = useCallback(
    async (sent: V, expectedVersion: number): Promise<FieldOf<V> | null> => {
      setBusy(true)
      setFailure(null)
      const outcome = await write(sent, expectedVersion)
      setBusy(false)
      if (outcome.ok) {
        // What was typed while the answer was on its way stands.
        const since = differingFields(sent, latest.current).map((field) => [field, latest.current[field]])
        fresh(outcome, { ...outcome.values, ...Object.fromEntries(since) })
        forgive()
        setSavedAt(new Date().toISOString())
        return null
      }
      const { refusal, field, sentence } = outcome
      // Sent again after a cut, it was done the first time: what the cabinet holds says the rest.
      if (refusal.problem === 'command.already-done') {
        askAgain()
        return null
      }
      if (refusal.problem === 'edit.conflict') {
        setTold(authorOf(refusal.data))
        askAgain()
        return null
      }
      if (field === undefined || sentence === undefined) setFailure(refusal)
      else setRefused({ [field]: sentence })
      return field ?? null
    },
    [write, askAgain, fresh, forgive],
  )
  const save = useCallback(async (): Promise<string | null> => {
    if (busy || readOnly) return null
    setLeft(new Set(order))
    const tidied = tidy === undefined ? latest.current : order.reduce(tidy, latest.current)
    put(tidied)
    const faults = judge(tidied)
    const beside = guard?.() ?? null
    const fault = order.find((field) => faults[field] !== undefined) ?? beside
    setJudged(fault !== null)
    if (fault !== null || !dirty) return fault
    if (conflict === null) return send(tidied, read.version)
    // The cabinet says who wrote it when it refuses; nothing is written over what was not shown with its author.
    if (conflict.by === null) await send(tidied, read.version)
    const disputed = conflict.fields.some(({ both }) => both)
    if (disputed) setComparing(true)
    if (disputed || conflict.by === null) return null
    return send(mergeForms(tidied, conflict.theirs, conflict.fields, {}), current.version)
  }, [busy, readOnly, order, tidy, put, judge, guard, dirty, conflict, send, read, current])

  const abandon = useCallback(() => {
    const typed = latest.current
    const before = read
    fresh(current, current.values)
    forgive()
    return () => {
      setRead(before)
      put(typed)
    }
  }, [read, current, fresh, forgive, put])
  const applyChoices = useCallback(
    (choices: FormChoices) => {
      if (conflict !== null) fresh(current, mergeForms(latest.current, conflict.theirs, conflict.fields, choices))
    },
    [conflict, current, fresh],
  )
  const restore = useCallback(
    (typed: V, base: VersionedValues<V>) => {
      setRead(base)
      put(typed)
    },
    [put],
  )
  return {
    values,
    read,
    errors,
    readOnly,
    dirty,
    busy,
    judged,
    savedAt,
    failure,
    conflict,
    comparing: comparing && conflict !== null,
    set,
    leave,
    save,
    abandon,
    compare: setComparing,
    applyChoices,
    restore,
  }
}

function without(remarks: Readonly<Record<string, string>>, field: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(remarks).filter(([one]) => one !== field))
}

function authorOf(data: unknown): { readonly name: string; readonly at: string } | null {
  if (typeof data !== 'object' || data === null || !('changedBy' in data) || !('changedAt' in data)) return null
  return { name: String(data.changedBy), at: String(data.changedAt) }
}

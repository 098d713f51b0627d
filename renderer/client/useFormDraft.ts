import { useEffect, useMemo, useRef, useState } from 'react'
import type { DraftPlace, DraftView } from '#app/features/drafts/model.ts'
import type { DraftState } from './drafts.ts'
import { useDraft } from './useDraft.ts'
import { differingFields, type FormValue, type FormValues, type VersionedForm } from './useVersionedForm.ts'

/** A form's draft, as its view shows it. */
export interface FormDraft {
  /** Whether what was waiting is known, and taken up if there was something. */
  readonly ready: boolean
  /** When the draft taken up was kept; `null` when none was. */
  readonly restoredAt: string | null
  readonly state: DraftState
}

/** In a draft, beside what is typed: what the form had read, so that who changed what can be told after a crash. */
const readKey = 'read'

/** Keeps what is typed in a versioned form as a draft, takes it up again, and drops it once nothing of it is left to save. */
export function useFormDraft<V extends FormValues>(form: VersionedForm<V>, place: DraftPlace): FormDraft {
  const { dirty, values, read, restore } = form
  const [taken, setTaken] = useState(false)
  const [restoredAt, setRestoredAt] = useState<string | null>(null)
  const fields = useMemo(() => (dirty ? { ...values, [readKey]: read.values } : null), [dirty, values, read])
  const draft = useDraft(place, taken ? fields : null, read.version)
  const { found } = draft

  useEffect(() => {
    if (found === undefined || taken) return
    setTaken(true)
    const waiting = found === null ? null : typedIn(found, read.values)
    if (waiting === null || found === null) return
    setRestoredAt(found.savedAt)
    restore(waiting.typed, { values: waiting.base, version: found.basedOnVersion ?? read.version })
  }, [found, taken, read, restore])

  const wasDirty = useRef(false)
  useEffect(() => {
    if (!taken) return
    if (wasDirty.current && !dirty) setRestoredAt(null)
    wasDirty.current = dirty
  }, [taken, dirty])
  return { ready: taken, restoredAt, state: draft.state }
}

/** What a draft holds for fields like these; `null` when it holds nothing that differs from what had been read. */
function typedIn<V extends FormValues>(draft: DraftView, now: V): { readonly typed: V; readonly base: V } | null {
  const read = draft.fields[readKey]
  const base = typeof read === 'object' && read !== null ? taken(read as Record<string, unknown>, now) : now
  const typed = taken(draft.fields, base)
  return differingFields(base, typed).length === 0 ? null : { typed, base }
}

/** The fields of `like`, with the kept value where it is of the same nature: an older program may have kept others. */
function taken<V extends FormValues>(kept: Readonly<Record<string, unknown>>, like: V): V {
  const entries = Object.entries(like).map(([field, value]) => [field, sameNature(kept[field], value) ?? value])
  return Object.fromEntries(entries) as V
}

function sameNature(kept: unknown, value: FormValue): FormValue | null {
  if (Array.isArray(value)) return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : null
  return typeof kept === typeof value ? (kept as FormValue) : null
}

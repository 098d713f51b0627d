import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { DraftPlace, DraftView } from '#app/features/drafts/model.ts'
import { useCabinet } from './CabinetProvider.tsx'
import type { DraftFields, DraftState } from './drafts.ts'

/** A form's draft. */
export interface Draft {
  /** What was waiting when the form was opened: `undefined` until known, `null` when nothing was. */
  readonly found: DraftView | null | undefined
  readonly state: DraftState
  /** Sends what was typed without waiting: on leaving a field, on « Réessayer ». */
  readonly flush: () => void
  /** The text became an act, or is given up. */
  readonly discard: () => Promise<void>
}

/**
 * Keeps a form's text as it is typed. `fields` is `null` while nothing differs from what was read; then each change is
 * kept within a second, and at once when the focus leaves a field. Back at `null`, what was kept is dropped.
 */
export function useDraft(place: DraftPlace, fields: DraftFields | null, basedOnVersion: number | null): Draft {
  const { drafts } = useCabinet()
  const { form, subjectId } = place
  const [found, setFound] = useState<DraftView | null | undefined>(undefined)
  const state = useSyncExternalStore(drafts.subscribe, () => drafts.stateOf({ form, subjectId }))

  useEffect(() => {
    let wanted = true
    const ask = async () => {
      const draft = await drafts.find({ form, subjectId })
      if (wanted) setFound(draft)
    }
    void ask()
    return () => {
      wanted = false
      setFound(undefined)
    }
  }, [drafts, form, subjectId])

  // Read whole when it changes, not each time the screen around it is drawn.
  const text = useMemo(() => (fields === null ? null : JSON.stringify(fields)), [fields])
  const latest = useRef(fields)
  useEffect(() => {
    latest.current = fields
  }, [fields])
  const typedIn = useRef<string | null>(null)
  useEffect(() => {
    const here = `${form} ${subjectId ?? ''}`
    if (text !== null && latest.current !== null) {
      typedIn.current = here
      drafts.put({ form, subjectId }, latest.current, basedOnVersion)
    } else if (typedIn.current === here) {
      // Saved, given up, or put back by hand to what was read: nothing is left to find again.
      typedIn.current = null
      void drafts.discard({ form, subjectId })
    }
  }, [drafts, form, subjectId, text, basedOnVersion])

  const flush = useCallback(() => void drafts.flush({ form, subjectId }), [drafts, form, subjectId])
  useEffect(() => {
    window.addEventListener('focusout', flush)
    return () => window.removeEventListener('focusout', flush)
  }, [flush])

  const discard = useCallback(() => {
    typedIn.current = null
    return drafts.discard({ form, subjectId })
  }, [drafts, form, subjectId])
  return { found, state, flush, discard }
}

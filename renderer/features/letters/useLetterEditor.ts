import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { DraftPlace } from '#app/features/drafts/model.ts'
import { openLetter, reviseLetter, validateLetter } from '#app/features/letters/contract.ts'
import type { LetterDocument, LetterView } from '#app/features/letters/model.ts'
import { unfilledFields, withoutFields } from '#app/features/letters/rules.ts'
import { type AnyProblem, type Draft, useAskAgain, useCabinet, useDraft } from '#renderer/client/index.ts'
import { blankLetter, isEmptyDocument, isSameLetter, readLetterDraft, type WrittenLetter } from './letter-draft.ts'

/** What stands in the way of validation, besides a refusal of the cabinet. */
export type Hindrance = 'untitled' | 'empty' | 'nested' | 'unfilled'

/** A letter being written, its draft, and what can be done with it. */
export interface LetterEditing {
  readonly letter: WrittenLetter
  readonly change: (change: Partial<WrittenLetter>) => void
  /** The text of the editor; `null` when it is nested too deep to be kept. */
  readonly writeWords: (document: LetterDocument | null) => void
  /** Counts the times the whole text was replaced from outside the editor: it then opens again on it. */
  readonly generation: number
  readonly replaceWords: (document: LetterDocument) => void
  readonly draft: Draft
  readonly isNew: boolean
  readonly changed: boolean
  readonly busy: boolean
  readonly refusal: AnyProblem | null
  readonly hindrance: Hindrance | null
  /** Somebody corrected the letter while it was corrected here. */
  readonly conflict: LetterView | null
  readonly reason: string
  readonly setReason: (reason: string) => void
  /** Validates; answers the letter, or `null` when it was not. `drop`: fields left to fill are taken out first. */
  readonly validate: (how?: { readonly drop?: boolean }) => Promise<string | null>
  readonly keepMine: () => void
  readonly takeTheirs: () => void
  /** Gives up what is typed; answers how to take it back. */
  readonly giveUp: () => () => void
}

/** Writes a letter: what is typed is kept as a draft; only `validate` makes an act of it. */
export function useLetterEditor(start: {
  readonly patientId: string
  /** The letter corrected; `null` for a new one. */
  readonly valid: LetterView | null
  /** Who signs a new one, until somebody else is chosen. */
  readonly practitionerId: string | null
}): LetterEditing {
  const { patientId, valid, practitionerId } = start
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const isNew = valid === null
  const place = useMemo(
    (): DraftPlace => ({ form: 'letter', subjectId: valid?.letterId ?? patientId }),
    [valid?.letterId, patientId],
  )
  const [base, setBase] = useState(() => ({
    letter: valid?.content ?? blankLetter(practitionerId),
    version: valid?.version ?? null,
  }))
  const [letter, setLetter] = useState(base.letter)
  const [generation, setGeneration] = useState(0)
  const [nested, setNested] = useState(false)
  const [taken, setTaken] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const [hindrance, setHindrance] = useState<Hindrance | null>(null)
  const [reason, setReason] = useState('')
  const latest = useRef(letter)

  const put = useCallback((next: WrittenLetter) => {
    latest.current = next
    setLetter(next)
    setHindrance(null)
    setRefusal(null)
  }, [])
  const open = useCallback(
    (next: WrittenLetter) => {
      put(next)
      setNested(false)
      setGeneration((count) => count + 1)
    },
    [put],
  )
  const change = useCallback((part: Partial<WrittenLetter>) => put({ ...latest.current, ...part }), [put])
  const writeWords = useCallback(
    (document: LetterDocument | null) => {
      setNested(document === null)
      if (document !== null) put({ ...latest.current, document })
    },
    [put],
  )
  const replaceWords = useCallback((document: LetterDocument) => open({ ...latest.current, document }), [open])

  const changed = !isSameLetter(letter, base.letter)
  const [done, setDone] = useState(false)
  // Once it is an act, nothing of it is a draft: not even what its editor still says while it goes.
  const fields = useMemo(() => (taken && changed && !done ? { ...letter } : null), [taken, changed, done, letter])
  const draft = useDraft(place, fields, base.version)
  const { found, discard } = draft
  useEffect(() => {
    if (found === undefined || taken) return
    setTaken(true)
    const kept = found === null ? null : readLetterDraft(found.fields)
    // Typed before the cabinet answered: what is under the fingers wins over what was kept.
    if (found === null || kept === null || !isSameLetter(latest.current, base.letter)) return
    open(kept)
    if (found.basedOnVersion !== null) setBase((present) => ({ ...present, version: found.basedOnVersion }))
  }, [found, taken, base, open])

  const conflict = valid !== null && base.version !== null && valid.version > base.version ? valid : null
  useEffect(() => {
    // Nothing typed here: what the cabinet holds takes its place without a question.
    if (conflict === null || !taken || changed) return
    setBase({ letter: conflict.content, version: conflict.version })
    open(conflict.content)
  }, [conflict, changed, taken, open])

  const validate = useCallback(
    async (how: { readonly drop?: boolean } = {}) => {
      if (busy || conflict !== null) return null
      if (how.drop === true) replaceWords(withoutFields(latest.current.document))
      const content = latest.current
      const refused = hindranceOf(content, nested)
      setHindrance(refused)
      if (refused !== null) return null
      setBusy(true)
      setRefusal(null)
      const asked = { patientId, content: { ...content, title: content.title.trim() } }
      const reply =
        valid === null
          ? await call(validateLetter, asked)
          : await call(reviseLetter, {
              ...asked,
              letterId: valid.letterId,
              expectedVersion: base.version ?? valid.version,
              reason: reason.trim(),
            })
      setBusy(false)
      if (!reply.ok) {
        setRefusal(reply)
        if (reply.problem === 'edit.conflict') askAgain(openLetter)
        return null
      }
      setDone(true)
      // What was on its way to be kept arrives before this, and goes with it.
      await discard()
      askAgain(openLetter)
      return reply.value.letter.letterId
    },
    [busy, conflict, nested, replaceWords, call, patientId, valid, base.version, reason, askAgain, discard],
  )
  const keepMine = useCallback(() => {
    if (conflict === null) return
    setBase({ letter: conflict.content, version: conflict.version })
    setRefusal(null)
  }, [conflict])
  const takeTheirs = useCallback(() => {
    if (conflict === null) return
    keepMine()
    open(conflict.content)
  }, [conflict, keepMine, open])
  const giveUp = useCallback(() => {
    const typed = latest.current
    open(base.letter)
    return () => open(typed)
  }, [open, base])

  return {
    letter,
    change,
    writeWords,
    generation,
    replaceWords,
    draft,
    isNew,
    changed,
    busy,
    refusal,
    hindrance,
    conflict,
    reason,
    setReason,
    validate,
    keepMine,
    takeTheirs,
    giveUp,
  }
}

function hindranceOf(letter: WrittenLetter, nested: boolean): Hindrance | null {
  if (nested) return 'nested'
  if (letter.title.trim() === '') return 'untitled'
  if (isEmptyDocument(letter.document)) return 'empty'
  return unfilledFields(letter.document).length > 0 ? 'unfilled' : null
}

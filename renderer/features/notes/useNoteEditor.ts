import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { DraftPlace } from '#app/features/drafts/model.ts'
import { readNote, reviseNote, signNote } from '#app/features/notes/contract.ts'
import type { NoteView, SectionDefinition } from '#app/features/notes/model.ts'
import { saysTheSame } from '#app/features/notes/rules.ts'
import { type AnyProblem, type Draft, useAskAgain, useCabinet, useDraft } from '#renderer/client/index.ts'
import { settleField } from '#ui/index.ts'
import { blankNote, contentOf, type EditedNote, isBlank, isChanged, readDraft } from './edited-note.ts'
import { isComplete } from './entries.ts'

/** What stands in the way of a signature, besides a refusal of the cabinet. */
export type Hindrance = 'empty' | 'incomplete'

/** Somebody revised the note while it was being modified here. */
export interface NoteConflict {
  readonly theirs: NoteView
}

/** A consultation being written, with its draft and what can be done with it. */
export interface NoteEditing {
  readonly note: EditedNote
  readonly change: (next: (note: EditedNote) => EditedNote) => void
  readonly draft: Draft
  /** What was kept is known, and taken up. */
  readonly ready: boolean
  readonly isNew: boolean
  readonly changed: boolean
  readonly busy: boolean
  readonly refusal: AnyProblem | null
  readonly hindrance: Hindrance | null
  readonly conflict: NoteConflict | null
  readonly reason: string
  readonly setReason: (reason: string) => void
  readonly sign: () => Promise<void>
  /** Signs under another identity: the first is taken by a note that says something else. */
  readonly signAnew: () => Promise<void>
  /** Goes on from the version of the cabinet with what is typed here. */
  readonly keepMine: () => void
  readonly takeTheirs: () => void
  /** Gives up what is typed; answers how to take it back. */
  readonly giveUp: () => () => void
}

/** What an editor begins with. */
export interface EditingStart {
  readonly patientId: string
  /** The note revised; `null` for a new one. */
  readonly signed: NoteView | null
  readonly first: SectionDefinition
  readonly text: string
  readonly onSaved: (noteId: string) => void
}

function edited(view: NoteView): EditedNote {
  return { noteId: view.noteId, ...view.content }
}

/** Writes a consultation: every key is kept as a draft; only `sign` makes an act of it. */
export function useNoteEditor({ patientId, signed, first, text, onSaved }: EditingStart): NoteEditing {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const isNew = signed === null
  const place = useMemo(
    (): DraftPlace => ({ form: 'note', subjectId: signed?.noteId ?? patientId }),
    [signed?.noteId, patientId],
  )
  const [base, setBase] = useState(() => ({
    note: signed === null ? blankNote(first, new Date().toISOString()) : edited(signed),
    version: signed?.version ?? null,
  }))
  const [note, setNote] = useState(() => (signed === null ? blankNote(first, base.note.occurredAt, text) : base.note))
  const latest = useRef(note)
  const [taken, setTaken] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const [hindrance, setHindrance] = useState<Hindrance | null>(null)
  const [reason, setReason] = useState('')

  const put = useCallback((next: EditedNote) => {
    latest.current = next
    setNote(next)
  }, [])
  const change = useCallback(
    (next: (present: EditedNote) => EditedNote) => {
      put(next(latest.current))
      setHindrance(null)
    },
    [put],
  )

  const changed = isChanged(note, base.note, isNew)
  const fields = useMemo(
    () => (taken && changed ? { noteId: note.noteId, occurredAt: note.occurredAt, sections: note.sections } : null),
    [taken, changed, note],
  )
  const draft = useDraft(place, fields, base.version)
  const { found, discard } = draft
  useEffect(() => {
    if (found === undefined || taken) return
    setTaken(true)
    const kept = found === null ? null : readDraft(found.fields)
    // Typed before the cabinet answered: what is under the fingers wins over what was kept.
    if (found === null || kept === null || isChanged(latest.current, base.note, isNew)) return
    put(kept)
    if (found.basedOnVersion !== null) setBase((present) => ({ ...present, version: found.basedOnVersion }))
  }, [found, taken, base, isNew, put])

  const conflict = useMemo(
    () => (signed !== null && base.version !== null && signed.version > base.version ? { theirs: signed } : null),
    [signed, base.version],
  )
  useEffect(() => {
    // Nothing typed here, or the very same words: what the cabinet holds takes its place without a question.
    if (conflict === null || !taken) return
    if (changed && !saysTheSame(contentOf(latest.current), conflict.theirs.content)) return
    setBase({ note: edited(conflict.theirs), version: conflict.theirs.version })
    put(edited(conflict.theirs))
  }, [conflict, changed, taken, put])

  const finish = useCallback(
    async (noteId: string) => {
      // What was on its way to be kept arrives before this, and goes with it.
      await discard()
      askAgain(readNote)
      onSaved(noteId)
    },
    [discard, askAgain, onSaved],
  )
  const send = useCallback(
    async (noteId: string) => {
      const content = contentOf(latest.current)
      const items = content.sections.flatMap((section) => section.items)
      if (isBlank(latest.current)) return setHindrance('empty')
      if (!items.every(isComplete)) return setHindrance('incomplete')
      setBusy(true)
      setRefusal(null)
      const reply = isNew
        ? await call(signNote, { noteId, patientId, content })
        : await call(reviseNote, { noteId, expectedVersion: base.version ?? 1, content, reason: reason.trim() })
      setBusy(false)
      // Sent again after a cut by the line itself: it was signed the first time.
      if (reply.ok || reply.problem === 'command.already-done') return finish(noteId)
      setRefusal(reply)
      if (reply.problem === 'edit.conflict') askAgain(readNote)
    },
    [call, patientId, isNew, base.version, reason, finish, askAgain],
  )
  const sign = useCallback(async () => {
    settleField()
    if (!busy && conflict === null) await send(latest.current.noteId)
  }, [busy, conflict, send])
  const signAnew = useCallback(async () => {
    put({ ...latest.current, noteId: crypto.randomUUID() })
    await send(latest.current.noteId)
  }, [put, send])

  const keepMine = useCallback(() => {
    if (conflict === null) return
    setBase({ note: edited(conflict.theirs), version: conflict.theirs.version })
    setRefusal(null)
  }, [conflict])
  const takeTheirs = useCallback(() => {
    if (conflict === null) return
    keepMine()
    put(edited(conflict.theirs))
  }, [conflict, keepMine, put])
  const giveUp = useCallback(() => {
    const typed = latest.current
    put(isNew ? blankNote(first, base.note.occurredAt) : base.note)
    return () => put(typed)
  }, [put, isNew, first, base])

  return {
    note,
    change,
    draft,
    ready: taken,
    isNew,
    changed,
    busy,
    refusal,
    hindrance,
    conflict,
    reason,
    setReason,
    sign,
    signAnew,
    keepMine,
    takeTheirs,
    giveUp,
  }
}

import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { NoteItem, SectionDefinition } from '#app/features/notes/model.ts'
import { sectionAskedFor } from '#app/features/notes/rules.ts'
import { notesText } from '#app/text/fr/notes.ts'
import { useToast } from '#ui/index.ts'
import { plainFields, withItem, withOpened, withoutItem, withoutSection, withSection } from './edited-note.ts'
import { entryOf, sayItem } from './entries.ts'
import type { OpenForm, SectionActs } from './SectionRow.tsx'
import type { NoteEditing } from './useNoteEditor.ts'
import { type Caret, proposedAt, useSuggestion } from './useSuggestion.ts'

const fr = notesText.editor

/** A section that a keyword has just opened, and how the text was before: Échap takes it back. */
interface Jump {
  readonly from: string
  readonly text: string
  readonly to: string
  readonly wasOpen: boolean
}

/** Where the caret goes once the section is drawn. */
type Wanted = { readonly sectionId: string; readonly at: 'end' | 'chip' | number }

/** Moves between the sections of a note, opens them by their words, and fills what they hold. */
export function useSections(
  root: RefObject<HTMLElement | null>,
  editing: NoteEditing,
  library: readonly SectionDefinition[],
) {
  const { note, change } = editing
  const toast = useToast()
  const [caret, setCaret] = useState<Caret | null>(null)
  const [form, setForm] = useState<OpenForm | null>(null)
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const [jump, setJump] = useState<Jump | null>(null)
  const [first] = library
  const opensOf = useCallback(
    (sectionId: string) => library.find((one) => one.sectionId === sectionId)?.opens ?? null,
    [library],
  )

  const propose = (at: Caret) =>
    proposedAt(at, library, opensOf(at.sectionId), ({ kind, words }) =>
      note.sections.some(({ items }) => items.some((item) => item.kind === kind && sayItem(item) === words)),
    )
  const { suggestion, dismiss } = useSuggestion(caret, propose)

  useLayoutEffect(() => {
    if (wanted === null) return
    setWanted(null)
    const chip = wanted.at === 'chip'
    const place = chip ? `[data-chip="${wanted.sectionId}"]` : `[data-section="${wanted.sectionId}"] textarea`
    const target =
      root.current?.querySelector<HTMLElement>(place) ?? root.current?.querySelector<HTMLElement>('[data-chip]')
    target?.focus()
    if (!(target instanceof HTMLTextAreaElement)) return
    const end = typeof wanted.at === 'number' ? wanted.at : target.value.length
    target.setSelectionRange(end, end)
    target.scrollIntoView?.({ block: 'nearest' })
  }, [wanted, root])
  const go = useCallback((sectionId: string, at: Wanted['at'] = 'end') => setWanted({ sectionId, at }), [])

  const openEntry = useCallback(
    (sectionId: string, isKnown: boolean) => {
      const kind = opensOf(sectionId)
      const entry = entryOf(kind)
      if (entry === undefined || kind === null) return
      const item: NoteItem = { itemId: crypto.randomUUID(), kind, fields: plainFields(entry.empty()) }
      setForm({ sectionId, item, isNew: !isKnown })
    },
    [opensOf],
  )

  /** Opens a section, or goes to it; by its keyword, what asked for it leaves the text. */
  const open = useCallback(
    (section: SectionDefinition, asked?: { readonly in: Caret; readonly from: number; readonly to: number }) => {
      const present = note.sections.find((one) => one.sectionId === section.sectionId)
      change((before) => {
        if (asked === undefined) return withOpened(before, section)
        const { text } = asked.in
        const left = `${text.slice(0, asked.from).trimEnd()}${text.slice(asked.to)}`
        return withOpened(
          withSection(before, asked.in.sectionId, (one) => ({ ...one, text: left })),
          section,
        )
      })
      setJump(
        asked === undefined
          ? null
          : { from: asked.in.sectionId, text: asked.in.text, to: section.sectionId, wasOpen: present !== undefined },
      )
      setForm(null)
      if ((present?.items.length ?? 0) === 0) openEntry(section.sectionId, false)
      go(section.sectionId)
    },
    [note.sections, change, go, openEntry],
  )

  const onType = useCallback(
    (typed: Caret) => {
      const before = note.sections.find((one) => one.sectionId === typed.sectionId)?.text ?? ''
      // « Examen : » is typed with a space, which is not the first word of the section.
      if (before === '' && typed.text === ' ') return
      setJump(null)
      change((present) => withSection(present, typed.sectionId, (one) => ({ ...one, text: typed.text })))
      setCaret(typed)
      if (typed.text.length <= before.length) return
      const asked = sectionAskedFor(typed.text, typed.at, library)
      if (asked !== null && asked.section.sectionId !== typed.sectionId) {
        open(asked.section, { in: typed, from: asked.from, to: asked.to })
      }
    },
    [note.sections, change, library, open],
  )
  const onCaret = useCallback((at: Caret) => {
    setCaret(at)
    setForm((present) => (present !== null && present.isNew && present.sectionId !== at.sectionId ? null : present))
  }, [])

  const onRemove = useCallback(
    (sectionId: string) => {
      if (first === undefined) return
      const before = note
      const keyword = note.sections.find((one) => one.sectionId === sectionId)?.keyword ?? ''
      // At once on the chip: Ctrl Z there is the undo of what was just done, and no longer that of a text.
      flushSync(() => {
        change((present) => withoutSection(present, sectionId, first))
        setForm(null)
        setCaret(null)
        go(sectionId, 'chip')
      })
      const removed = before.sections.find((one) => one.sectionId === sectionId)
      const at = before.sections.findIndex((one) => one.sectionId === sectionId)
      toast(fr.removed(keyword), () => {
        if (removed === undefined) return
        change((present) => {
          const others = present.sections.filter((one) => one.sectionId !== sectionId)
          return { ...present, sections: others.toSpliced(at, 0, removed) }
        })
        go(sectionId)
      })
    },
    [first, note, change, go, toast],
  )
  const onDropItem = useCallback(
    (sectionId: string, item: NoteItem) => {
      flushSync(() => {
        change((present) => withoutItem(present, sectionId, item.itemId))
        go(sectionId, 'chip')
      })
      toast(fr.itemRemoved(sayItem(item)), () => change((present) => withItem(present, sectionId, item)))
    },
    [change, go, toast],
  )
  const onFormChange = useCallback(
    (item: NoteItem) => {
      const plain = { ...item, fields: plainFields(item.fields) }
      setForm((present) => {
        if (present === null) return null
        return { ...present, item: plain, isNew: false }
      })
      if (form !== null) change((present) => withItem(present, form.sectionId, plain))
    },
    [form, change],
  )
  const onFormDone = useCallback(() => {
    if (form !== null) go(form.sectionId)
    setForm(null)
  }, [form, go])
  const acts = useSteady({
    onType,
    onCaret,
    onRemove,
    onDropItem,
    onFormChange,
    onFormDone,
    onEditItem: (sectionId, item) => setForm({ sectionId, item, isNew: false }),
    onOpenEntry: (sectionId) => openEntry(sectionId, true),
  })

  const accept = () => {
    if (suggestion === null || caret === null) return
    if (suggestion.kind === 'section') {
      return open(suggestion.section, { in: caret, from: suggestion.from, to: suggestion.to })
    }
    if (suggestion.kind === 'phrase') return insert(suggestion.from, suggestion.to, suggestion.phrase)
    const { kind, fields } = suggestion.entry
    const home =
      opensOf(caret.sectionId) === kind ? undefined : library.find((one) => one.opens === kind && first !== undefined)
    const item: NoteItem = { itemId: crypto.randomUUID(), kind, fields: plainFields(fields) }
    change((present) =>
      home === undefined
        ? withItem(present, caret.sectionId, item)
        : withItem(withOpened(present, home), home.sectionId, item),
    )
    setForm((present) => (present !== null && present.isNew ? null : present))
  }

  /** Puts words in the place of others as if they were typed: Ctrl Z of the field takes them back. */
  const insert = (from: number, to: number, words: string) => {
    if (caret === null) return
    const field = root.current?.querySelector<HTMLTextAreaElement>(`[data-section="${caret.sectionId}"] textarea`)
    field?.setSelectionRange(from, to)
    if (field !== null && field !== undefined && insertedAsTyped(words)) return
    const text = `${caret.text.slice(0, from)}${words}${caret.text.slice(to)}`
    onType({ sectionId: caret.sectionId, text, at: from + words.length })
    go(caret.sectionId, from + words.length)
  }

  /** Puts away what is proposed; or else closes the section just opened, and its keyword is text again. */
  const escape = () => {
    if (suggestion !== null) dismiss()
    else if (jump !== null) {
      const { from, text, to, wasOpen } = jump
      setJump(null)
      setForm(null)
      change((present) => {
        const back = withSection(present, from, (one) => ({ ...one, text }))
        return wasOpen || first === undefined ? back : withoutSection(back, to, first)
      })
      go(from)
    }
  }
  const canEscape = suggestion !== null || jump !== null

  /** To the next section, or the one before; the caret at its end. */
  const step = (by: 1 | -1) => {
    const at = note.sections.findIndex((one) => one.sectionId === caret?.sectionId)
    const next = note.sections[Math.min(Math.max(at + by, 0), note.sections.length - 1)]
    if (next !== undefined) go(next.sectionId)
  }
  return { caret, form, suggestion, acts, open, go, accept, escape, canEscape, step, openEntry }
}

/** The same acts at every key, each doing what the last one drawn would: a section that did not change is not drawn again. */
function useSteady(acts: SectionActs): SectionActs {
  const latest = useRef(acts)
  useLayoutEffect(() => {
    latest.current = acts
  })
  const [steady] = useState<SectionActs>(() => ({
    onType: (caret) => latest.current.onType(caret),
    onCaret: (caret) => latest.current.onCaret(caret),
    onRemove: (sectionId) => latest.current.onRemove(sectionId),
    onEditItem: (sectionId, item) => latest.current.onEditItem(sectionId, item),
    onDropItem: (sectionId, item) => latest.current.onDropItem(sectionId, item),
    onFormChange: (item) => latest.current.onFormChange(item),
    onFormDone: () => latest.current.onFormDone(),
    onOpenEntry: (sectionId) => latest.current.onOpenEntry(sectionId),
  }))
  return steady
}

/** Types words over the selection of the field in hand; false where the engine cannot (it is then done without undo). */
function insertedAsTyped(words: string): boolean {
  return typeof document.execCommand === 'function' && document.execCommand('insertText', false, words)
}

import { useEffect, useMemo, useRef } from 'react'
import { notesText } from '#app/text/fr/notes.ts'
import { type Action, useActions } from '#ui/index.ts'

const fr = notesText.editor

/** Where the focus is in the editor: in a text, elsewhere inside, or outside. */
export type Focus = 'text' | 'inside' | 'outside'

/** What the keys do. */
export interface Acts {
  readonly sign: () => void
  readonly save: () => void
  readonly step: (by: 1 | -1) => void
  readonly accept: () => void
  readonly escape: () => void
  readonly removeSection: () => void
  readonly openEntry: () => void
}

interface Subject extends Acts {
  readonly mayWrite: boolean
  readonly focus: Focus
  readonly hasSuggestion: boolean
  readonly canEscape: boolean
}

const isInside = ({ mayWrite, focus }: Subject) => mayWrite && focus !== 'outside'
const isInText = ({ mayWrite, focus }: Subject) => mayWrite && focus === 'text'

const actions: readonly Action<Subject>[] = [
  { id: 'note.sign', label: fr.actions.sign, keys: 'Ctrl+Enter', enabledFor: isInside, run: ({ sign }) => sign() },
  { id: 'note.save', label: fr.actions.save, keys: 'Ctrl+S', enabledFor: isInside, run: ({ save }) => save() },
  { id: 'note.next', label: fr.actions.next, keys: 'Ctrl+ArrowDown', enabledFor: isInside, run: ({ step }) => step(1) },
  {
    id: 'note.previous',
    label: fr.actions.previous,
    keys: 'Ctrl+ArrowUp',
    enabledFor: isInside,
    run: ({ step }) => step(-1),
  },
  {
    id: 'note.accept',
    label: fr.actions.accept,
    keys: 'Tab',
    enabledFor: (subject) => isInText(subject) && subject.hasSuggestion,
    run: ({ accept }) => accept(),
  },
  {
    id: 'note.dismiss',
    label: fr.actions.dismiss,
    keys: 'Escape',
    enabledFor: (subject) => isInText(subject) && subject.canEscape,
    run: ({ escape }) => escape(),
  },
  {
    id: 'note.remove-section',
    label: fr.actions.remove,
    keys: 'Ctrl+Shift+Backspace',
    enabledFor: isInside,
    run: ({ removeSection }) => removeSection(),
  },
  {
    id: 'note.entry',
    label: fr.actions.entry,
    keys: 'Alt+ArrowDown',
    enabledFor: isInText,
    run: ({ openEntry }) => openEntry(),
  },
]

/** Declares the keys of the editor. They change with what can be done, not with each letter typed. */
export function useNoteKeys(acts: Acts, states: Omit<Subject, keyof Acts>): void {
  const latest = useRef(acts)
  useEffect(() => {
    latest.current = acts
  })
  const { mayWrite, focus, hasSuggestion, canEscape } = states
  useActions(
    actions,
    useMemo(
      () => ({
        sign: () => latest.current.sign(),
        save: () => latest.current.save(),
        step: (by) => latest.current.step(by),
        accept: () => latest.current.accept(),
        escape: () => latest.current.escape(),
        removeSection: () => latest.current.removeSection(),
        openEntry: () => latest.current.openEntry(),
        mayWrite,
        focus,
        hasSuggestion,
        canEscape,
      }),
      [mayWrite, focus, hasSuggestion, canEscape],
    ),
  )
}

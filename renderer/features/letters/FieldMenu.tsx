import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { letterFieldName, type LetterFieldName } from '#app/features/letters/model.ts'
import { lettersText } from '#app/text/fr/letters.ts'
import classes from './Letters.module.css'

const fr = lettersText.editor

/** A field to insert; a blank has words of its own. */
export interface FieldChoice {
  readonly name: LetterFieldName
  readonly label: string
}

/** The list of fields, narrowed as one types; what is typed can also become a blank to fill. */
export function FieldMenu(props: {
  readonly onChoose: (choice: FieldChoice) => void
  /** Given up: the focus goes back to the text. */
  readonly onClose: () => void
  /** Where it opens, beside the caret; under the toolbar otherwise. */
  readonly at: { readonly left: number; readonly top: number } | null
}) {
  const { onChoose, onClose, at } = props
  const [typed, setTyped] = useState('')
  const [current, setCurrent] = useState(0)
  const listId = useId()
  const field = useRef<HTMLInputElement>(null)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Where it opens is in sight already: the text must not move under it.
    field.current?.focus({ preventScroll: true })
    const menu = box.current
    if (menu === null || at === null) return
    menu.style.left = `${at.left}px`
    menu.style.top = `${at.top}px`
  }, [at])
  const choices = useMemo(() => choicesFor(typed), [typed])
  const shown = Math.min(current, Math.max(0, choices.length - 1))
  useEffect(() => {
    box.current?.querySelector(`[data-index="${shown}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [shown])

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setCurrent((shown + step + choices.length) % Math.max(1, choices.length))
    else if (event.key === 'Enter' && choices[shown] !== undefined) onChoose(choices[shown].choice)
    else if (event.key === 'Escape') onClose()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div ref={box} className={classes['fieldMenu']} data-floating={at !== null}>
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label={fr.insertSearch}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={choices.length === 0 ? undefined : `${listId}-${shown}`}
        autoComplete="off"
        placeholder={fr.insertSearch}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setCurrent(0)
        }}
        onKeyDown={onKeyDown}
        onBlur={({ relatedTarget }) => {
          if (box.current?.contains(relatedTarget) !== true) onClose()
        }}
      />
      <div id={listId} role="listbox" aria-label={fr.insertList} className={classes['fieldList']}>
        {choices.length === 0 ? <p>{fr.noField}</p> : null}
        {choices.map(({ choice, words }, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are those of the field above
          <div
            key={`${choice.name} ${choice.label}`}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === shown}
            data-index={index}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(choice)}
          >
            {words}
          </div>
        ))}
      </div>
    </div>
  )
}

function choicesFor(typed: string): readonly { readonly choice: FieldChoice; readonly words: string }[] {
  const wanted = folded(typed).split(' ')
  const found = letterFieldName.options
    .filter((name) => name !== 'blank')
    .map((name) => ({ choice: { name, label: '' }, words: lettersText.fields[name] }))
    .filter(({ words }) => wanted.every((part) => folded(words).includes(part)))
  const label = typed.trim().slice(0, 80)
  const blank = { choice: { name: 'blank' as const, label }, words: fr.insertBlank(label) }
  return label === '' ? found : [...found, blank]
}

function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim()
}

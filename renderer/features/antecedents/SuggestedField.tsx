import { type KeyboardEvent, type Ref, useId, useState } from 'react'
import { antecedentsText } from '#app/text/fr/antecedents.ts'
import { SearchField } from '#ui/index.ts'
import classes from './Antecedents.module.css'

/** One thing proposed for what is typed. */
export interface Suggestion {
  readonly key: string
  readonly name: string
  /** At the end of its line: a code, where it comes from. */
  readonly aside: string
}

/** What can be asked of a `SuggestedField`. */
export interface SuggestedFieldProps<S extends Suggestion> {
  readonly label: string
  readonly text: string
  readonly onText: (text: string) => void
  /** Found for what is typed, in order. */
  readonly suggestions: readonly S[]
  readonly busy?: boolean | undefined
  readonly onChoose: (suggestion: S) => void
  /** Entrée without a choice: the words are kept as they are. */
  readonly onEnter: () => void
  readonly hint?: string | undefined
  readonly warning?: string | undefined
  readonly ref?: Ref<HTMLInputElement> | undefined
}

/** Free words with proposals under them: what is typed stands; a proposal is taken with the arrows and Entrée, never alone. */
export function SuggestedField<S extends Suggestion>(props: SuggestedFieldProps<S>) {
  const { label, text, onText, suggestions, onChoose, onEnter } = props
  const listId = useId()
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const isShown = open && suggestions.length > 0
  const choose = (suggestion: S) => {
    setOpen(false)
    setActive(-1)
    onChoose(suggestion)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!isShown) return setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      const places = suggestions.length + 1
      // Above the first is the text itself, as after the last.
      setActive((present) => ((present + 1 + step + places) % places) - 1)
      return
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      const suggestion = isShown ? suggestions[active] : undefined
      if (suggestion !== undefined) return choose(suggestion)
      setOpen(false)
      return onEnter()
    }
    if (event.key === 'Escape' && isShown) {
      event.preventDefault()
      event.stopPropagation()
      setOpen(false)
      setActive(-1)
    }
  }
  return (
    <div>
      <span className={classes['label']} aria-hidden="true">
        {label}
      </span>
      <div
        className={classes['search']}
        onBlur={({ relatedTarget, currentTarget }) => {
          if (!currentTarget.contains(relatedTarget)) setOpen(false)
        }}
      >
        <SearchField
          ref={props.ref}
          label={label}
          value={text}
          busy={props.busy}
          controls={listId}
          expanded={isShown}
          activeDescendant={active < 0 || !isShown ? undefined : `${listId}-${active}`}
          onChange={(next) => {
            onText(next)
            setOpen(true)
            setActive(-1)
          }}
          onKeyDown={onKeyDown}
        />
        <div
          id={listId}
          role="listbox"
          aria-label={antecedentsText.fields.proposals(label)}
          className={classes['hits']}
          hidden={!isShown}
        >
          {suggestions.map((suggestion, place) => (
            <div
              key={suggestion.key}
              id={`${listId}-${place}`}
              role="option"
              tabIndex={-1}
              aria-selected={place === active}
              className={classes['hit']}
              onPointerDown={(event) => {
                event.preventDefault()
                choose(suggestion)
              }}
            >
              <span className={classes['hitName']}>{suggestion.name}</span>
              <span className={classes['hitAside']}>{suggestion.aside}</span>
            </div>
          ))}
        </div>
      </div>
      {props.warning !== undefined ? (
        <p className={classes['warned']}>{props.warning}</p>
      ) : props.hint === undefined ? null : (
        <p className={classes['hint']}>{props.hint}</p>
      )}
    </div>
  )
}

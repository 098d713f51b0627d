import { type KeyboardEvent, type Ref, useId, useMemo, useState } from 'react'
import { searchMedicines } from '#app/features/medicines/contract.ts'
import type { MedicineHit } from '#app/features/medicines/model.ts'
import { parseTreatment } from '#app/features/treatments/rules/posology.ts'
import { treatmentsText } from '#app/text/fr/treatments.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { SearchField } from '#ui/index.ts'
import classes from './Treatments.module.css'

const fr = treatmentsText.search

/** Drugs shown at once: what fits without scrolling. */
const mostShown = 12

/** What can be asked of a `DrugSearch`. */
export interface DrugSearchProps {
  readonly label: string
  readonly text: string
  readonly onText: (text: string) => void
  readonly onChoose: (hit: MedicineHit) => void
  /** Entrée without a choice: the words are kept as they are. */
  readonly onEnter: (text: string) => void
  readonly placeholder?: string | undefined
  readonly ref?: Ref<HTMLInputElement> | undefined
}

/**
 * A drug by its name or its substance: proposed as one types, never chosen without a key. Without a choice, what is typed
 * stays free words. A posology typed after the name is left out of the search.
 */
export function DrugSearch({ label, text, onText, onChoose, onEnter, placeholder, ref }: DrugSearchProps) {
  const listId = useId()
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const wanted = useMemo(() => (parseTreatment(text)?.drug.name ?? text).trim(), [text])
  const isAsked = open && wanted.length >= 2
  const answer = useLiveQuery(searchMedicines, isAsked ? { text: wanted, limit: mostShown } : null, {
    kinds: ['library'],
  })
  const hits = isAsked ? (answer.value?.hits ?? []) : []
  const isShown = isAsked && answer.value !== undefined
  const choose = (hit: MedicineHit) => {
    setOpen(false)
    setActive(-1)
    onChoose(hit)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!open) return setOpen(true)
      if (hits.length === 0) return
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      // Above the first is the text itself, as after the last.
      setActive((present) => ((present + 1 + step + hits.length + 1) % (hits.length + 1)) - 1)
      return
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      const hit = hits[active]
      if (hit !== undefined) return choose(hit)
      setOpen(false)
      return onEnter(text)
    }
    if (event.key === 'Escape' && isShown) {
      event.preventDefault()
      event.stopPropagation()
      setOpen(false)
      setActive(-1)
    }
  }
  return (
    <div
      className={classes.search}
      onBlur={({ relatedTarget, currentTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setOpen(false)
      }}
    >
      <SearchField
        ref={ref}
        label={label}
        value={text}
        placeholder={placeholder}
        controls={listId}
        expanded={isShown}
        busy={answer.refreshing}
        activeDescendant={active < 0 ? undefined : `${listId}-${active}`}
        onChange={(next) => {
          onText(next)
          setOpen(true)
          setActive(-1)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} role="listbox" aria-label={fr.label} className={classes.hits} hidden={!isShown}>
        {hits.map((hit, place) => (
          <div
            key={hit.cis}
            id={`${listId}-${place}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === active}
            className={classes.hit}
            onPointerDown={(event) => {
              event.preventDefault()
              choose(hit)
            }}
          >
            <span className={classes.hitName}>{hit.name}</span>
            <span className={classes.hitAside}>
              {[
                hit.group === null ? '' : treatmentsText.drugs(hit.group.drugs),
                hit.isMarketed ? '' : treatmentsText.notMarketed,
              ]
                .filter((part) => part !== '')
                .join(', ')}
            </span>
          </div>
        ))}
        {isShown && hits.length === 0 ? (
          <p className={classes.nothing}>{answer.value?.isImported === true ? fr.none : fr.notImported}</p>
        ) : null}
      </div>
    </div>
  )
}

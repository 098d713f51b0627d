import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { CabinetMatch } from '#app/features/record/model.ts'
import { sayDay, sayRefusal } from '#app/text/fr/common.ts'
import { recordText } from '#app/text/fr/record.ts'
import type { ShownEntry } from '#renderer/features/forms/index.ts'
import { writtenDate } from '#renderer/features/patients/index.ts'
import { Block, Skeleton } from '#ui/Block.tsx'
import { Button } from '#ui/Button.tsx'
import { Dialog } from '#ui/Dialog.tsx'
import { Marked } from '#ui/Mark.tsx'
import { SearchField } from '#ui/TextField.tsx'
import { kindDrawings } from '../history/kind-words.tsx'
import classes from './SearchAll.module.css'
import { useSearchAll } from './useSearchAll.ts'

const text = recordText.searchAll

/** What can be asked of `SearchAll`. */
export interface SearchAllProps {
  /** Words already typed elsewhere. */
  readonly words: string
  readonly onOpen: (patientId: string, entry: ShownEntry) => void
  readonly onClose: () => void
}

/** Words looked for in all the records in sight: whose, where, and the passage; Enter opens the record there. */
export function SearchAll({ words, onOpen, onClose }: SearchAllProps) {
  const id = useId()
  const [typed, setTyped] = useState(words)
  const [at, setAt] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const { matches, more, problem, busy, settled, askMore, askAgain } = useSearchAll(typed)
  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    void document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, at])
  const change = (next: string) => {
    setTyped(next)
    setAt(0)
  }
  const choose = (match: CabinetMatch | undefined) => {
    if (match === undefined || !settled) return
    onClose()
    onOpen(match.patient.patientId, { entryId: match.entry.entryId, kind: match.entry.kind })
  }
  const press = (event: KeyboardEvent) => {
    const wanted = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key]
    if (wanted !== undefined && matches.length > 0) {
      event.preventDefault()
      setAt(Math.min(matches.length - 1, Math.max(0, wanted)))
      if (wanted >= matches.length && more) askMore()
    } else if (event.key === 'Enter') {
      event.preventDefault()
      choose(matches[at])
    }
  }
  const isEmpty = typed.trim() === ''
  return (
    <Dialog title={text.title} onClose={onClose} width={760}>
      <SearchField
        ref={field}
        size="dialog"
        label={text.field}
        placeholder={text.field}
        value={typed}
        onChange={change}
        onKeyDown={press}
        busy={busy}
        controls={`${id}-list`}
        expanded={matches.length > 0}
        activeDescendant={matches.length > 0 ? `${id}-${at}` : undefined}
      />
      {problem === undefined ? null : (
        <Block
          tone={problem.problem === 'connection.lost' ? 'offline' : 'error'}
          title={text.failed}
          actions={
            <Button size="small" onClick={askAgain}>
              {recordText.retry}
            </Button>
          }
        >
          {sayRefusal(problem)}
        </Block>
      )}
      <div className={classes['results']}>
        <div id={`${id}-list`} role="listbox" aria-label={text.results} tabIndex={-1}>
          {matches.map((match, index) => (
            <Match
              key={match.entry.entryId}
              id={`${id}-${index}`}
              match={match}
              selected={index === at}
              onPoint={() => setAt(index)}
              onChoose={() => choose(match)}
            />
          ))}
        </div>
        {busy && matches.length === 0 ? <Skeleton lines={5} /> : null}
      </div>
      <div className={classes['foot']}>
        <p role="status">{noteOf(typed, isEmpty, settled, matches.length, more)}</p>
        {more ? (
          <Button size="small" onClick={askMore}>
            {text.more}
          </Button>
        ) : null}
      </div>
    </Dialog>
  )
}

function noteOf(typed: string, isEmpty: boolean, settled: boolean, count: number, more: boolean): string {
  if (isEmpty) return text.start
  if (!settled) return ''
  return count === 0 ? text.nothing(typed.trim()) : text.count(count, more)
}

function Match(props: {
  readonly id: string
  readonly match: CabinetMatch
  readonly selected: boolean
  readonly onPoint: () => void
  readonly onChoose: () => void
}) {
  const { entry, patient, snippet, titleHighlights } = props.match
  const Drawing = kindDrawings[entry.kind]
  return (
    // The keyboard is the field's; pressing keeps the focus there until the choice is made.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={props.id}
      role="option"
      aria-selected={props.selected}
      className={classes['match']}
      // A list that opens under a resting pointer must not take its choice from it.
      onPointerMove={(event) => {
        if (event.movementX !== 0 || event.movementY !== 0) props.onPoint()
      }}
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onChoose}
    >
      <span className={classes['who']}>
        <strong>{patient.displayName}</strong>
        <span className={`${classes['quiet'] ?? ''} co-tabular`}>{writtenDate(patient.birthDate)}</span>
      </span>
      <span className={classes['what']}>
        <span className={`${classes['quiet'] ?? ''} co-tabular`}>{sayDay(entry.occurredAt)}</span>
        <Drawing size={14} stroke={1.75} aria-hidden="true" />
        <span className={classes['quiet']}>{recordText.history.kinds[entry.kind]}</span>
        <span className={classes['title']}>
          <Marked text={entry.title} ranges={titleHighlights} />
        </span>
      </span>
      <span className={classes['snippet']}>
        <Marked text={snippet.text} ranges={snippet.highlights} />
      </span>
    </div>
  )
}

import { type KeyboardEvent, type RefObject, useDeferredValue, useEffect, useId, useState } from 'react'
import { searchPatients } from '#app/features/patients/contract.ts'
import { formatDate } from '#app/features/patients/rules/dates.ts'
import { accessText } from '#app/text/fr/access.ts'
import { sayNumber, sayRecordName } from '#app/text/fr/common.ts'
import { recordText } from '#app/text/fr/record.ts'
import { shellText as fr } from '#app/text/fr/shell.ts'
import { useDesk, useLiveQuery } from '#renderer/client/index.ts'
import { useEmergency } from '#renderer/features/access/index.ts'
import { sayInsState } from '#renderer/features/patients/index.ts'
import { Button, KeyHint, SearchField, useAllActions } from '#ui/index.ts'
import classes from './Shell.module.css'

const shownResults = 9

interface Result {
  readonly id: string
  readonly name: string
  readonly more: string
  readonly keys?: string | undefined
  readonly choose: () => void
}

/** What a person may look for from anywhere: a patient, or, after « > », a command. */
export function GlobalSearch({
  field,
  text,
  onText,
  readsRecords,
  onSearchAll,
}: {
  field: RefObject<HTMLInputElement | null>
  text: string
  onText: (text: string) => void
  /** Otherwise only commands can be looked for, and the field is there only while they are. */
  readsRecords: boolean
  /** Looks for these words in what the records hold, rather than among the patients. */
  onSearchAll: (words: string) => void
}) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const commands = text.startsWith('>')
  const emergency = useEmergency()
  const patients = usePatients(commands || !readsRecords ? '' : text)
  const actions = useCommands(commands ? text.slice(1).trim() : null)
  const everywhere = commands || !readsRecords ? [] : wordsResult(text.trim(), onSearchAll)
  // After the patients, never before: Entrée opens a record.
  const results = commands ? actions : [...patients.results, ...everywhere]
  const settled = commands || patients.settled
  const [awaited, setAwaited] = useState(false)
  useEffect(() => {
    setAt(0)
    setAwaited(false)
  }, [text])
  useEffect(() => {
    // Nothing is given back: a browser may answer with a promise, which React would take for the end of the effect.
    void document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, at])

  const absent = !readsRecords && !commands
  useEffect(() => {
    if (!readsRecords && commands) field.current?.focus()
  }, [readsRecords, commands, field])

  const leave = () => {
    setOpen(false)
    onText('')
    field.current?.blur()
  }
  const choose = (result: Result | undefined) => {
    if (result === undefined) return
    leave()
    result.choose()
  }
  // Enter pressed before the answer to these very words came: the first of a former answer could be somebody else.
  const first = commands ? results[0] : patients.results[0]
  useEffect(() => {
    if (!awaited || !settled) return
    setAwaited(false)
    if (first === undefined) return
    setOpen(false)
    onText('')
    field.current?.blur()
    first.choose()
  }, [awaited, settled, first, onText, field])
  if (absent) return null
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt((former) => (former + step + results.length) % Math.max(1, results.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (settled) choose(results[at])
      else setAwaited(true)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      leave()
    }
  }
  return (
    <search
      className={classes.searchBox}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      <SearchField
        ref={field}
        label={fr.search.open}
        placeholder={fr.search.open}
        keys="F3"
        value={text}
        onChange={(typed) => {
          onText(typed)
          setOpen(true)
        }}
        onFocus={() => setOpen(true)}
        onKeyDown={press}
        controls={`${id}-list`}
        expanded={open}
        activeDescendant={open && results.length > 0 ? `${id}-${at}` : undefined}
        busy={patients.busy}
      />
      {open ? (
        <div className={classes.popup}>
          <div id={`${id}-list`} role="listbox" aria-label={fr.search.results}>
            {results.map((result, index) => (
              // The keyboard is the field's; pressing keeps the focus there until the choice is made.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
              <div
                key={result.id}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === at}
                className={classes.option}
                // A list that opens under a resting pointer must not take its choice from it.
                onPointerMove={(event) => {
                  if (event.movementX !== 0 || event.movementY !== 0) setAt(index)
                }}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(result)}
              >
                <span className={classes.optionName}>{result.name}</span>
                <span className={classes.optionMore}>
                  {result.keys === undefined ? result.more : <KeyHint keys={result.keys} />}
                </span>
              </div>
            ))}
          </div>
          <p className={classes.popupNote} role="status">
            {patients.problem === undefined || commands
              ? note(commands, text, commands ? results.length : patients.total, patients.busy)
              : patients.problem === 'connection.lost'
                ? fr.search.away
                : fr.search.failed}
          </p>
          {emergency === null || commands || text.trim().length < 2 || patients.total > 0 || patients.busy ? null : (
            <div className={classes.popupNote}>
              <p>{accessText.emergency.hint}</p>
              <Button
                size="small"
                onClick={() => {
                  leave()
                  emergency()
                }}
              >
                {accessText.emergency.command}
              </Button>
            </div>
          )}
        </div>
      ) : null}
    </search>
  )
}

/** The last line of the list: the same words, in the records. */
function wordsResult(words: string, onSearchAll: (words: string) => void): readonly Result[] {
  if (words.length < 2) return []
  return [{ id: 'everywhere', name: recordText.searchAll.all(words), more: '', choose: () => onSearchAll(words) }]
}

function note(commands: boolean, text: string, count: number, busy: boolean): string {
  if (commands) return count === 0 ? fr.search.noCommand : fr.search.commandsHint
  if (text.trim().length < 2) return fr.search.start
  if (busy && count === 0) return ''
  return count === 0 ? fr.search.nothing(text.trim()) : fr.search.count(count)
}

function usePatients(typed: string): {
  readonly results: readonly Result[]
  readonly total: number
  readonly busy: boolean
  /** Why nothing could be looked for: not the same as nothing found. */
  readonly problem: string | undefined
  /** The results are those of what is typed now, not of what was typed before. */
  readonly settled: boolean
} {
  const desk = useDesk()
  const text = useDeferredValue(typed.trim())
  const found = useLiveQuery(
    searchPatients,
    text.length < 2 ? null : { text, limit: shownResults, order: 'name-first' },
  )
  const rows = text.length < 2 ? [] : (found.value?.rows ?? [])
  return {
    busy: found.refreshing,
    problem: text.length < 2 || found.refreshing ? undefined : found.problem?.problem,
    settled: text === typed.trim() && found.value !== undefined && !found.former,
    total: text.length < 2 ? 0 : (found.value?.total ?? 0),
    results: rows.map((row) => ({
      id: row.patientId,
      name: sayRecordName(row),
      more: `${formatDate(row.birthDate)} · ${fr.search.file(sayNumber(row.fileNumber))} · ${sayInsState(row)}`,
      choose: () => desk.openRecord(row.patientId),
    })),
  }
}

function useCommands(typed: string | null): readonly Result[] {
  const actions = useAllActions()
  if (typed === null) return []
  const words = folded(typed).split(' ').filter(Boolean)
  return actions
    .filter(
      (action) => action.enabled && action.label !== '' && words.every((word) => folded(action.label).includes(word)),
    )
    .slice(0, 40)
    .map((action) => ({
      id: action.id,
      name: action.label,
      more: action.group ?? '',
      keys: action.keys,
      choose: action.run,
    }))
}

function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}

import { IconCheck, IconPlus } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { SectionDefinition } from '#app/features/notes/model.ts'
import { sayDayAndHour, saveStateText, sayRefusal } from '#app/text/fr/common.ts'
import { notesText } from '#app/text/fr/notes.ts'
import type { DraftState } from '#renderer/client/index.ts'
import { Block, Button, SaveState, TextField } from '#ui/index.ts'
import { readDayAndHour } from './edited-note.ts'
import classes from './Notes.module.css'
import type { NoteEditing } from './useNoteEditor.ts'

const fr = notesText.editor

/** The sections of the cabinet: those open are ticked, and one goes to them; the others open. */
export function Chips(props: {
  readonly library: readonly SectionDefinition[]
  readonly editing: NoteEditing
  readonly onOpen: (section: SectionDefinition) => void
  readonly readOnly: boolean
}) {
  const { library, editing, onOpen } = props
  const open = new Set(editing.note.sections.map(({ sectionId }) => sectionId))
  const shown = library.filter(({ sectionId, offered }) => offered || open.has(sectionId))
  return (
    <div className={classes.chips} role="group" aria-label={fr.chips}>
      {shown.map((section) => {
        const isOpen = open.has(section.sectionId)
        const Drawing = isOpen ? IconCheck : IconPlus
        return (
          <button
            key={section.sectionId}
            type="button"
            className={classes.chip}
            data-chip={section.sectionId}
            data-open={isOpen}
            aria-label={(isOpen ? fr.go : fr.open)(section.keyword)}
            disabled={props.readOnly && !isOpen}
            onClick={() => onOpen(section)}
          >
            <Drawing size={14} stroke={1.75} aria-hidden="true" />
            {section.keyword}
          </button>
        )
      })}
    </div>
  )
}

/** Where the text stands, always in the same words. */
export function DraftSaveState({ state, onRetry }: { readonly state: DraftState; readonly onRetry: () => void }) {
  const said = useMemo(() => {
    if (state.kind === 'clean') return { kind: null, text: '' } as const
    if (state.kind === 'saved') return { kind: state.kind, text: fr.saved(state.at) } as const
    return { kind: state.kind, text: saveStateText[state.kind] } as const
  }, [state])
  return <SaveState {...said} retry={{ label: saveStateText.retry, run: onRetry }} />
}

/** Why nothing was signed: beside the text, which stays. */
export function Hindrances({ editing }: { readonly editing: NoteEditing }) {
  const { hindrance, refusal } = editing
  if (hindrance !== null) {
    return (
      <Block tone="warning" announce="assertive">
        {hindrance === 'empty' ? fr.empty : fr.incompleteItems}
      </Block>
    )
  }
  if (refusal === null || refusal.problem === 'edit.conflict') return null
  return (
    <Block
      tone="error"
      title={fr.notSigned}
      announce="assertive"
      actions={
        refusal.problem === 'note.already-signed' ? (
          <Button onClick={() => void editing.signAnew()}>{fr.signAnew}</Button>
        ) : undefined
      }
    >
      {sayRefusal(refusal)}
    </Block>
  )
}

/** Another day or hour for the consultation: a visit written in the evening. */
export function DateOf(props: { readonly occurredAt: string; readonly onDone: (occurredAt: string | null) => void }) {
  const [typed, setTyped] = useState(() => sayDayAndHour(props.occurredAt))
  const [fault, setFault] = useState<string | undefined>(undefined)
  const settle = () => {
    const read = readDayAndHour(typed)
    if (read === null) return setFault(fr.dateFormat)
    if (Date.parse(read) > Date.now()) return setFault(fr.dateAhead)
    props.onDone(read)
  }
  return (
    <div className={classes.dating}>
      <TextField
        label={fr.dateField}
        hint={fr.dateHint}
        value={typed}
        onChange={setTyped}
        onBlur={settle}
        error={fault}
        tabular
        onKeyDown={(event) => {
          if (event.key === 'Enter') settle()
          if (event.key === 'Escape') props.onDone(null)
        }}
      />
    </div>
  )
}

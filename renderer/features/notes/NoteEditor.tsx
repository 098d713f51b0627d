import { IconDots, IconFileText, IconPill } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { getSections, readNote } from '#app/features/notes/contract.ts'
import type { NoteView, SectionDefinition } from '#app/features/notes/model.ts'
import { usualSections } from '#app/features/notes/rules.ts'
import { notesText } from '#app/text/fr/notes.ts'
import { useLiveQuery, useSession } from '#renderer/client/index.ts'
import { type EditorProps, Refusal, sheetClasses } from '#renderer/features/forms/index.ts'
import { Block, Button, IconButton, Menu, Skeleton, Tag, TextField, useToast } from '#ui/index.ts'
import { contentOf } from './edited-note.ts'
import { Chips, DateOf, DraftSaveState, Hindrances } from './EditorHead.tsx'
import classes from './Notes.module.css'
import { SectionRow } from './SectionRow.tsx'
import { useNoteEditor } from './useNoteEditor.ts'
import { type Focus, useNoteKeys } from './useNoteKeys.ts'
import { useSections } from './useSections.ts'

const Differences = lazy(() => import('./Differences.tsx'))

const fr = notesText.editor

/** Writes a consultation, or another revision of a signed one. */
export function NoteEditor(props: EditorProps) {
  const { subjectId, patient } = props
  const { patientId } = patient
  const sections = useLiveQuery(getSections, {}, { kinds: ['library'] })
  const signed = useLiveQuery(readNote, subjectId === null ? null : { noteId: subjectId }, {
    kinds: ['record'],
    about: patientId,
    freshOnMount: true,
  })
  const library = sections.value?.sections ?? (sections.problem === undefined ? undefined : usualSections)
  if (signed.problem !== undefined) {
    return (
      <div className={classes.waiting}>
        <Refusal problem={signed.problem} title={fr.unreadable} onRetry={signed.askAgain} />
      </div>
    )
  }
  if (library === undefined || (subjectId !== null && signed.value === undefined)) return <Skeleton lines={6} />
  return (
    <Writing
      key={subjectId ?? patientId}
      {...props}
      library={library}
      signed={subjectId === null ? null : (signed.value?.note ?? null)}
    />
  )
}

function Writing(
  props: EditorProps & { readonly library: readonly SectionDefinition[]; readonly signed: NoteView | null },
) {
  const { patient, library, signed, onClose, onOpen } = props
  const root = useRef<HTMLElement>(null)
  const mayWrite = useSession().permissions.includes('record.write')
  const first = library[0] ?? usualSections[0]
  if (first === undefined) throw new Error('a library has a section')
  const startText = props.startWith?.['text']
  const editing = useNoteEditor({
    patientId: patient.patientId,
    signed,
    first,
    text: typeof startText === 'string' ? startText : '',
    onSaved: props.onSaved,
  })
  const { note, draft, change, busy, conflict } = editing
  const here = useSections(root, editing, library)
  const [dating, setDating] = useState(false)
  const [comparing, setComparing] = useState(false)
  const toast = useToast()
  const { go } = here
  const isReady = editing.ready
  const lastSection = useRef('')
  lastSection.current = note.sections.at(-1)?.sectionId ?? ''
  useEffect(() => {
    // Once what was kept is there: the caret goes after its last word.
    if (isReady) go(lastSection.current)
  }, [isReady, go])

  const { flush } = draft
  const current = here.caret?.sectionId ?? null
  const [focus, setFocus] = useState<Focus>('outside')
  useNoteKeys(
    {
      sign: () => void editing.sign(),
      save: flush,
      step: here.step,
      accept: here.accept,
      escape: here.escape,
      removeSection: () => {
        if (current !== null) here.acts.onRemove(current)
      },
      openEntry: () => {
        if (current !== null) here.openEntry(current, true)
      },
    },
    { mayWrite: mayWrite && !busy, focus, hasSuggestion: here.suggestion !== null, canEscape: here.canEscape },
  )

  const giveUp = () => {
    const undo = editing.giveUp()
    toast(editing.isNew ? fr.discarded : fr.abandoned, undo)
  }
  const title = (editing.isNew ? fr.title : fr.revising)(note.occurredAt)
  return (
    <section
      ref={root}
      className={sheetClasses['sheet']}
      aria-label={fr.region}
      onFocus={({ target }) => setFocus(target.matches('[data-section] > div > textarea') ? 'text' : 'inside')}
      onBlur={({ relatedTarget, currentTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setFocus('outside')
      }}
    >
      <header className={sheetClasses['head']}>
        <div className={sheetClasses['titled']}>
          <h2>{title}</h2>
          <Tag tone="warning">{fr.draft}</Tag>
          <DraftSaveState state={draft.state} onRetry={flush} />
          <Menu
            position="bottom-end"
            groups={[
              {
                items: [
                  { id: 'date', label: fr.date, onSelect: () => setDating(true) },
                  {
                    id: 'discard',
                    label: editing.isNew ? fr.discard : fr.abandon,
                    disabled: !editing.changed,
                    onSelect: giveUp,
                  },
                  { id: 'close', label: fr.close, onSelect: onClose },
                ],
              },
            ]}
          >
            <IconButton icon={IconDots} label={fr.more} hasPopup="menu" size="small" />
          </Menu>
        </div>
        {dating ? (
          <DateOf
            occurredAt={note.occurredAt}
            onDone={(occurredAt) => {
              setDating(false)
              if (occurredAt !== null) change((present) => ({ ...present, occurredAt }))
              if (current !== null) go(current)
            }}
          />
        ) : null}
        <Chips library={library} editing={editing} onOpen={here.open} readOnly={!mayWrite} />
      </header>
      <div className={classes.scroll}>
        {conflict === null || busy ? null : (
          <Block
            tone="conflict"
            title={fr.conflict(conflict.theirs.revisedBy, conflict.theirs.revisedAt)}
            announce="assertive"
            actions={
              <>
                <Button onClick={() => setComparing((shown) => !shown)} expanded={comparing}>
                  {comparing ? fr.closeComparison : fr.compare}
                </Button>
                <Button onClick={editing.keepMine}>{fr.keepMine}</Button>
                <Button onClick={editing.takeTheirs}>{fr.takeTheirs}</Button>
              </>
            }
          >
            {fr.kept}
          </Block>
        )}
        {comparing && conflict !== null ? (
          <Suspense fallback={<Skeleton lines={4} />}>
            <Differences label={fr.mine} before={conflict.theirs.content} after={contentOf(note)} />
          </Suspense>
        ) : null}
        <Hindrances editing={editing} />
        {note.sections.map((section, index) => (
          <SectionRow
            key={section.sectionId}
            section={section}
            kind={library.find(({ sectionId }) => sectionId === section.sectionId)?.opens ?? null}
            isCurrent={current === section.sectionId}
            isFirst={index === 0}
            suggestion={current === section.sectionId ? here.suggestion : null}
            form={here.form?.sectionId === section.sectionId ? here.form : null}
            patientId={patient.patientId}
            occurredAt={note.occurredAt}
            readOnly={!mayWrite || busy}
            acts={here.acts}
          />
        ))}
        {editing.isNew ? null : (
          <div className={classes.reason}>
            <TextField label={fr.reason} optional maxLength={200} value={editing.reason} onChange={editing.setReason} />
          </div>
        )}
      </div>
      {mayWrite ? (
        <footer className={classes.foot}>
          <Button
            sends
            kind="primary"
            keys="Ctrl+Enter"
            onClick={() => void editing.sign()}
            disabled={busy || conflict !== null}
          >
            {fr.sign}
          </Button>
          <Button icon={IconPill} onClick={() => onOpen({ form: 'prescription', subjectId: null })}>
            {fr.prescription}
          </Button>
          <Button icon={IconFileText} onClick={() => onOpen({ form: 'letter', subjectId: null })}>
            {fr.letter}
          </Button>
        </footer>
      ) : null}
    </section>
  )
}

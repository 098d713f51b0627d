import { IconDots, IconHistory, IconPencil, IconTrash } from '@tabler/icons-react'
import { lazy, Suspense, useCallback, useState } from 'react'
import { readNote, removeNote, restoreNote } from '#app/features/notes/contract.ts'
import { notesText } from '#app/text/fr/notes.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { ReaderHead, type ReaderProps, Refusal, sheetClasses } from '#renderer/features/forms/index.ts'
import { Button, EmptyState, IconButton, Menu, type MenuItem, Skeleton, useToast } from '#ui/index.ts'
import { ContentView } from './ContentView.tsx'
import classes from './Notes.module.css'

const Revisions = lazy(() => import('./Revisions.tsx'))

const fr = notesText.reader

/** A signed consultation, as it is now and as it was. */
export function NoteReader(props: ReaderProps) {
  const { patientId, entryId: noteId, onEdit, onRemoved } = props
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const toast = useToast()
  const mayWrite = useSession().permissions.includes('record.write')
  const answer = useLiveQuery(readNote, { noteId }, { kinds: ['record'], about: patientId, freshOnMount: true })
  const [showsRevisions, setShowsRevisions] = useState(false)
  const [failure, setFailure] = useState<{ readonly title: string; readonly problem: AnyProblem } | null>(null)
  const version = answer.value?.note.version
  const remove = useCallback(async () => {
    if (version === undefined) return
    const removed = await call(removeNote, { noteId, expectedVersion: version })
    askAgain(readNote)
    if (!removed.ok) return setFailure({ title: fr.failed, problem: removed })
    onRemoved()
    toast(fr.removed, () => {
      const bringBack = async () => {
        const restored = await call(restoreNote, { noteId, expectedVersion: removed.value.version })
        if (!restored.ok) setFailure({ title: fr.notRestored, problem: restored })
        askAgain(readNote)
      }
      void bringBack()
    })
  }, [call, noteId, version, askAgain, onRemoved, toast])

  if (answer.problem?.problem === 'not-found') return <EmptyState title={fr.gone.title}>{fr.gone.text}</EmptyState>
  if (answer.problem !== undefined) return <Refusal problem={answer.problem} onRetry={answer.askAgain} />
  if (answer.value === undefined || answer.former) return <Skeleton lines={6} />
  const { note } = answer.value
  const more: MenuItem[] = [
    {
      id: 'revisions',
      label: fr.revisions(note.revision),
      icon: IconHistory,
      onSelect: () => setShowsRevisions(true),
    },
  ]
  if (mayWrite) more.push({ id: 'remove', label: fr.remove, icon: IconTrash, onSelect: () => void remove() })
  return (
    <article className={sheetClasses['sheet']} aria-label={fr.title(note.content.occurredAt)}>
      <ReaderHead
        title={fr.title(note.content.occurredAt)}
        detail={
          note.revision > 1 ? fr.revised(note.revisedBy, note.revisedAt) : fr.signed(note.authorName, note.signedAt)
        }
        actions={
          <>
            {showsRevisions ? (
              <Button size="small" onClick={() => setShowsRevisions(false)}>
                {fr.closeRevisions}
              </Button>
            ) : mayWrite ? (
              <Button size="small" icon={IconPencil} onClick={() => onEdit({ form: 'note', subjectId: noteId })}>
                {fr.revise}
              </Button>
            ) : null}
            <Menu position="bottom-end" groups={[{ items: more }]}>
              <IconButton size="small" icon={IconDots} label={fr.more} hasPopup="menu" />
            </Menu>
          </>
        }
      />
      <section
        className={classes.scroll}
        aria-label={fr.title(note.content.occurredAt)}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
        tabIndex={0}
      >
        {failure === null ? null : <Refusal problem={failure.problem} title={failure.title} />}
        {showsRevisions ? (
          <Suspense fallback={<Skeleton lines={5} />}>
            <Revisions noteId={noteId} patientId={patientId} />
          </Suspense>
        ) : (
          <>
            <ContentView content={note.content} patientId={patientId} />
            <p className={classes.story}>
              {fr.signed(note.authorName, note.signedAt)}
              {note.revision > 1 ? ` · ${fr.revised(note.revisedBy, note.revisedAt)}` : ''}
            </p>
          </>
        )}
      </section>
    </article>
  )
}

import { useState } from 'react'
import { listRevisions } from '#app/features/notes/contract.ts'
import { notesText } from '#app/text/fr/notes.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Skeleton } from '#ui/index.ts'
import { ContentView } from './ContentView.tsx'
import Differences from './Differences.tsx'
import classes from './Notes.module.css'

const fr = notesText.reader

/** Every state a note went through: who, when, why, and what changed since the one before. */
export default function Revisions(props: { readonly noteId: string; readonly patientId: string }) {
  const { noteId, patientId } = props
  const answer = useLiveQuery(listRevisions, { noteId }, { kinds: ['record'], about: patientId, freshOnMount: true })
  const [chosen, setChosen] = useState<number | null>(null)
  if (answer.problem !== undefined) return <Refusal problem={answer.problem} onRetry={answer.askAgain} />
  if (answer.value === undefined) return <Skeleton lines={5} />
  const { revisions } = answer.value
  const at = Math.max(
    revisions.findIndex(({ revision }) => revision === chosen),
    0,
  )
  const shown = revisions[at]
  const before = revisions[at + 1]
  return (
    <>
      <ol className={classes.revisions} aria-label={fr.revisionsTitle}>
        {revisions.map(({ revision, authorName, at: written, reason }) => (
          <li key={revision}>
            <button
              type="button"
              className={classes.revision}
              aria-current={revision === shown?.revision}
              onClick={() => setChosen(revision)}
            >
              {fr.revision(revision, authorName, written)}
              {reason === '' ? null : <span className={classes.because}>{fr.because(reason)}</span>}
            </button>
          </li>
        ))}
      </ol>
      {shown === undefined ? null : before === undefined ? (
        <section aria-label={fr.asSigned}>
          <h3 className={classes.subtitle}>{fr.asSigned}</h3>
          <ContentView content={shown.content} patientId={patientId} />
        </section>
      ) : (
        <Differences label={fr.changes} before={before.content} after={shown.content} />
      )}
    </>
  )
}

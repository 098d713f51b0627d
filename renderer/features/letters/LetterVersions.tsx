import { diffWords } from 'diff'
import { letterRevisions } from '#app/features/letters/contract.ts'
import type { LetterRevision } from '#app/features/letters/model.ts'
import { sayDayAndHour } from '#app/text/fr/common.ts'
import { lettersText } from '#app/text/fr/letters.ts'
import { useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Skeleton } from '#ui/index.ts'
import classes from './Letters.module.css'

const fr = lettersText.reader

/** Every state of a letter, newest first, each with what it changed in the words of the one before. */
export default function LetterVersions({
  patientId,
  letterId,
}: {
  readonly patientId: string
  readonly letterId: string
}) {
  const answer = useLiveQuery(letterRevisions, { patientId, letterId }, { kinds: ['record'], about: patientId })
  if (answer.problem !== undefined) return <Refusal problem={answer.problem} onRetry={answer.askAgain} />
  if (answer.value === undefined) return <Skeleton lines={5} />
  const { revisions } = answer.value
  return (
    <ol className={classes['versions']} aria-label={fr.differences}>
      {revisions.map((revision, index) => (
        <li key={revision.revision}>
          <h3>{fr.revision(revision.revision, revision.authorName, sayDayAndHour(revision.at))}</h3>
          {revision.reason === '' ? null : <p className={classes['quiet']}>{fr.because(revision.reason)}</p>}
          <Difference before={revisions[index + 1]} after={revision} />
        </li>
      ))}
    </ol>
  )
}

function Difference({
  before,
  after,
}: {
  readonly before: LetterRevision | undefined
  readonly after: LetterRevision
}) {
  if (before === undefined) return <p className={classes['quiet']}>{fr.first}</p>
  const parts = diffWords(wordsOf(before), wordsOf(after))
  if (parts.every(({ added, removed }) => !added && !removed)) return <p className={classes['quiet']}>{fr.same}</p>
  return (
    <p className={classes['difference']}>
      {parts.map(({ value, added, removed }, index) => {
        // oxlint-disable react/no-array-index-key -- parts of one difference never move
        if (added)
          return (
            <ins key={index} aria-label={`${fr.added} : ${value}`}>
              {value}
            </ins>
          )
        if (removed)
          return (
            <del key={index} aria-label={`${fr.dropped} : ${value}`}>
              {value}
            </del>
          )
        return <span key={index}>{value}</span>
        // oxlint-enable react/no-array-index-key
      })}
    </p>
  )
}

function wordsOf({ title, recipient, text }: LetterRevision): string {
  return [title, recipient.name, recipient.address, '', text].join('\n')
}

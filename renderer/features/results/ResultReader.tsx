import { IconEye, IconEyeOff, IconPencil, IconTrash } from '@tabler/icons-react'
import { lazy, Suspense, useCallback, useState } from 'react'
import { readResult, removeResult, restoreResult, setResultSeen } from '#app/features/results/contract.ts'
import type { ReadLine, ResultFlag, ResultView } from '#app/features/results/model.ts'
import { isAbnormal } from '#app/features/results/rules.ts'
import { resultsText } from '#app/text/fr/results.ts'
import { type AnyProblem, useAskAgain, useCabinet, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { ReaderHead, type ReaderProps, Refusal } from '#renderer/features/forms/index.ts'
import { Button, EmptyState, IconButton, Skeleton, useToast } from '#ui/index.ts'
import classes from './Results.module.css'

const ResultForm = lazy(() => import('./ResultForm.tsx'))

const fr = resultsText.reader

/** A result of laboratory: each value with its range, its flag, and those of the two samples before. */
export function ResultReader({ patientId, entryId: resultId, onRemoved }: ReaderProps) {
  const mayWrite = useSession().permissions.includes('record.write')
  const answer = useLiveQuery(readResult, { resultId }, { kinds: ['record'], about: patientId, freshOnMount: true })
  const { setSeen, remove, failure } = useResultActs(onRemoved)
  const [editing, setEditing] = useState(false)
  if (answer.problem?.problem === 'not-found') return <EmptyState title={fr.gone.title}>{fr.gone.text}</EmptyState>
  if (answer.problem !== undefined) return <Refusal problem={answer.problem} onRetry={answer.askAgain} />
  if (answer.value === undefined || answer.former) return <Skeleton lines={6} />
  const { result } = answer.value
  const title = fr.title(result.sampledOn)
  const seen = result.seenAt === null ? fr.notSeen : fr.seen(result.seenBy, result.seenAt)
  return (
    <article className={classes.reader} aria-label={title}>
      <ReaderHead
        title={title}
        detail={[result.laboratory, seen].filter((part) => part !== '').join(' · ')}
        actions={
          mayWrite ? (
            <>
              {result.seenAt === null ? (
                <Button size="small" sends icon={IconEye} onClick={() => void setSeen(result)}>
                  {fr.markSeen}
                </Button>
              ) : (
                <IconButton
                  size="small"
                  framed
                  icon={IconEyeOff}
                  label={fr.markNotSeen}
                  onClick={() => void setSeen(result)}
                />
              )}
              <IconButton size="small" framed icon={IconPencil} label={fr.edit} onClick={() => setEditing(true)} />
              <IconButton size="small" framed icon={IconTrash} label={fr.remove} onClick={() => void remove(result)} />
            </>
          ) : undefined
        }
      />
      <section
        className={classes.scroll}
        aria-label={title}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
        tabIndex={0}
      >
        {failure === null ? null : <Refusal problem={failure.problem} title={failure.title} />}
        <Lines result={result} />
        {result.comment === '' ? null : (
          <section className={classes.comment} aria-label={fr.comment}>
            <h3>{fr.comment}</h3>
            <p>{result.comment}</p>
          </section>
        )}
      </section>
      {editing ? (
        <Suspense fallback={null}>
          <ResultForm patientId={patientId} result={result} onClose={() => setEditing(false)} />
        </Suspense>
      ) : null}
    </article>
  )
}

function Lines({ result }: { readonly result: ResultView }) {
  const panels = [...Map.groupBy(result.lines, ({ line }) => line.panel)]
  return (
    <table className={classes.lines}>
      <thead>
        <tr>
          <th scope="col">{fr.columns.analyte}</th>
          <th scope="col" data-numeric>
            {fr.columns.value}
          </th>
          <th scope="col">{fr.columns.reference}</th>
          {result.formerDays.map((day) => (
            <th key={day} scope="col" data-numeric title={resultsText.sayCivilDay(day)}>
              {fr.month(day)}
            </th>
          ))}
        </tr>
      </thead>
      {panels.map(([panel, lines]) => (
        <tbody key={panel}>
          {panel === '' ? null : (
            <tr className={classes.panel}>
              <th scope="rowgroup" colSpan={3 + result.formerDays.length}>
                {panel}
              </th>
            </tr>
          )}
          {lines.map((read) => (
            <Line key={read.valueId} read={read} days={result.formerDays} />
          ))}
        </tbody>
      ))}
    </table>
  )
}

function Line({ read, days }: { readonly read: ReadLine; readonly days: readonly string[] }) {
  const { line, flag, former } = read
  return (
    <tr data-alarming={flag === 'very-high' || flag === 'very-low' ? true : undefined}>
      <th scope="row">{line.analyte}</th>
      <td data-numeric data-abnormal={isAbnormal(flag) ? true : undefined}>
        <Flag flag={flag} />
        {resultsText.sayValue(line)}
      </td>
      <td className={classes.reference}>{resultsText.sayRange(line)}</td>
      {days.map((day, place) => {
        const value = former[place] ?? null
        return (
          <td key={day} data-numeric className={classes.former}>
            {value === null ? '' : resultsText.sayFormer(value, line.unit)}
          </td>
        )
      })}
    </tr>
  )
}

function Flag({ flag }: { readonly flag: ResultFlag | null }) {
  if (flag === null || flag === 'normal') return null
  const { sign, words } = resultsText.flags[flag]
  return (
    <span role="img" aria-label={words} title={words}>
      {`${sign} `}
    </span>
  )
}

function useResultActs(onRemoved: () => void) {
  const { call } = useCabinet()
  const askAgain = useAskAgain()
  const toast = useToast()
  const [failure, setFailure] = useState<{ readonly title: string; readonly problem: AnyProblem } | null>(null)
  const setSeen = useCallback(
    async ({ resultId, version, seenAt }: ResultView) => {
      const reply = await call(setResultSeen, { resultId, expectedVersion: version, seen: seenAt === null })
      setFailure(reply.ok ? null : { title: fr.failed, problem: reply })
      askAgain(readResult)
    },
    [call, askAgain],
  )
  const remove = useCallback(
    async ({ resultId, version }: ResultView) => {
      const removed = await call(removeResult, { resultId, expectedVersion: version })
      setFailure(removed.ok ? null : { title: fr.failed, problem: removed })
      if (!removed.ok) return askAgain(readResult)
      onRemoved()
      toast(fr.removed, () => {
        const bringBack = async () => {
          const restored = await call(restoreResult, { resultId, expectedVersion: removed.value.version })
          if (!restored.ok) setFailure({ title: fr.notRestored, problem: restored })
          askAgain(readResult)
        }
        void bringBack()
      })
    },
    [call, askAgain, onRemoved, toast],
  )
  return { setSeen, remove, failure }
}

import { IconUser } from '@tabler/icons-react'
import { useCallback, useEffect, useState } from 'react'
import { openCabinet, prepareTraining, trainingAccounts } from '#app/features/cabinet/contract.ts'
import type { TrainingAccount } from '#app/features/cabinet/model.ts'
import { getJob, steerJob } from '#app/features/jobs/contract.ts'
import type { JobView } from '#app/features/jobs/model.ts'
import type { SessionView } from '#app/features/sessions/model.ts'
import { sayNumber, sayRefusal } from '#app/text/fr/common.ts'
import { openingText } from '#app/text/fr/opening.ts'
import { roleText } from '#app/text/fr/permissions.ts'
import { type AnyProblem, useCabinet } from '#renderer/client/index.ts'
import { Block, Button, EntryCard, Progress, Skeleton, Tag } from '#ui/index.ts'
import { rememberOpened } from './memory.ts'
import classes from './Opening.module.css'

const fr = openingText.trainingScreen
const pollMs = 300

interface Training {
  readonly job: JobView | null
  readonly cabinetId: string | null
  readonly accounts: readonly TrainingAccount[]
  readonly problem: AnyProblem | null
  readonly stop: () => void
  readonly again: () => void
}

/** Finds the training cabinet, or makes it and follows the making. */
function useTraining(): Training {
  const { call } = useCabinet()
  const [job, setJob] = useState<JobView | null>(null)
  const [found, setFound] = useState<{ cabinetId: string; accounts: readonly TrainingAccount[] } | null>(null)
  const [problem, setProblem] = useState<AnyProblem | null>(null)
  const [attempt, setAttempt] = useState(0)

  useEffect(() => {
    let wanted = true
    const look = async (): Promise<boolean> => {
      const reply = await call(trainingAccounts, {})
      if (!wanted || !reply.ok || reply.value.cabinetId === null) return false
      setFound({ cabinetId: reply.value.cabinetId, accounts: reply.value.accounts })
      return true
    }
    const follow = async (jobId: string) => {
      while (wanted) {
        const reply = await call(getJob, { jobId })
        if (!wanted) return
        if (!reply.ok) {
          setProblem(reply)
          return
        }
        setJob(reply.value.job)
        if (reply.value.job.state === 'failed') setProblem(reply.value.job.problem)
        if (reply.value.job.state === 'done') await look()
        if (['done', 'failed', 'cancelled'].includes(reply.value.job.state)) return
        await new Promise((resolve) => setTimeout(resolve, pollMs))
      }
    }
    const begin = async () => {
      if (await look()) return
      const reply = await call(prepareTraining, {})
      if (!wanted) return
      if (reply.ok) await follow(reply.value.jobId)
      else setProblem(reply)
    }
    void begin()
    return () => {
      wanted = false
    }
  }, [call, attempt])

  const stop = useCallback(() => {
    if (job !== null) void call(steerJob, { jobId: job.jobId, to: 'cancel' })
  }, [call, job])
  const again = useCallback(() => {
    setJob(null)
    setProblem(null)
    setAttempt((former) => former + 1)
  }, [])
  return { job, cabinetId: found?.cabinetId ?? null, accounts: found?.accounts ?? [], problem, stop, again }
}

/** « Cabinet de formation »: who one may be, with the passwords in clear; one click opens. */
export function Training({ onOpened, onBack }: { onOpened: (session: SessionView) => void; onBack: () => void }) {
  const { call } = useCabinet()
  const training = useTraining()
  const { cabinetId, job } = training
  const [opening, setOpening] = useState(false)
  const [refused, setRefused] = useState<AnyProblem | null>(null)
  const problem = refused ?? training.problem

  const open = async ({ userId, password }: TrainingAccount) => {
    if (cabinetId === null) return
    setOpening(true)
    const reply = await call(openCabinet, { cabinetId, userId, password })
    setOpening(false)
    if (!reply.ok) {
      setRefused(reply)
      return
    }
    rememberOpened({ cabinetId, userId })
    onOpened(reply.value.session)
  }

  return (
    <EntryCard
      title={fr.title}
      width={760}
      bottom={
        <Button size="small" onClick={onBack}>
          {openingText.back}
        </Button>
      }
    >
      <div className={classes.stack}>
        <Block tone="training" announce="off">
          {fr.banner}
        </Block>
        {problem === null ? null : (
          <Block
            tone="error"
            announce="assertive"
            actions={
              <Button size="small" onClick={training.again}>
                {fr.again}
              </Button>
            }
          >
            {sayRefusal(problem)}
          </Block>
        )}
        {job?.state === 'cancelled' ? (
          <Block
            tone="info"
            actions={
              <Button size="small" onClick={training.again}>
                {fr.again}
              </Button>
            }
          >
            {fr.stopped}
          </Block>
        ) : null}
        {job !== null && (job.state === 'running' || job.state === 'paused') ? (
          <Progress
            label={fr.preparing}
            figures={job.total === 0 ? '' : fr.figures(sayNumber(job.done), sayNumber(job.total))}
            fraction={job.total === 0 ? null : job.done / job.total}
            note={fr.preparingNote}
            onStop={job.canCancel ? training.stop : undefined}
          />
        ) : null}
        {cabinetId === null ? (
          job === null && problem === null ? (
            <Skeleton lines={3} />
          ) : null
        ) : (
          <>
            <div>
              <h2>{fr.accounts}</h2>
              <p className={classes.muted}>{fr.accountsHint}</p>
            </div>
            <div className={classes.accounts}>
              {training.accounts.map((account) => (
                <button
                  key={account.userId}
                  type="button"
                  className={classes.account}
                  disabled={opening}
                  onClick={() => void open(account)}
                >
                  <IconUser size={16} stroke={1.75} aria-hidden="true" />
                  <span className={classes.accountText}>
                    <span className={classes.accountName}>
                      <strong>{account.displayName}</strong>
                      <Tag>{roleText[account.role]}</Tag>
                    </span>
                    <span>
                      {fr.passwordOf}
                      <code>{account.password}</code>
                    </span>
                  </span>
                </button>
              ))}
            </div>
          </>
        )}
      </div>
    </EntryCard>
  )
}

import { IconUser } from '@tabler/icons-react'
import { useCallback, useEffect, useState } from 'react'
import { openCabinet, prepareTraining, trainingAccounts } from '#app/features/cabinet/contract.ts'
import type { TrainingAccount } from '#app/features/cabinet/model.ts'
import type { JobView } from '#app/features/jobs/model.ts'
import type { SessionView } from '#app/features/sessions/model.ts'
import { sayNumber, sayRefusal } from '#app/text/fr/common.ts'
import { openingText } from '#app/text/fr/opening.ts'
import { roleText } from '#app/text/fr/permissions.ts'
import { type AnyProblem, isUnderWay, useCabinet, useJob } from '#renderer/client/index.ts'
import { Block, Button, EntryCard, Progress, Skeleton, Tag } from '#ui/index.ts'
import { rememberOpened } from './memory.ts'
import classes from './Opening.module.css'

const fr = openingText.trainingScreen

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
  const [jobId, setJobId] = useState<string | null>(null)
  const { job, problem, steer } = useJob(jobId)
  const [found, setFound] = useState<{ cabinetId: string; accounts: readonly TrainingAccount[] } | null>(null)
  const [refused, setRefused] = useState<AnyProblem | null>(null)
  const [attempt, setAttempt] = useState(0)

  const made = job?.state === 'done'
  useEffect(() => {
    let wanted = true
    const begin = async () => {
      const known = await call(trainingAccounts, {})
      if (!wanted) return
      if (known.ok && known.value.cabinetId !== null) {
        setFound({ cabinetId: known.value.cabinetId, accounts: known.value.accounts })
        return
      }
      const reply = await call(prepareTraining, {})
      if (!wanted) return
      if (reply.ok) setJobId(reply.value.jobId)
      else setRefused(reply)
    }
    void begin()
    return () => {
      wanted = false
    }
  }, [call, attempt, made])

  const stop = useCallback(() => steer('cancel'), [steer])
  const again = useCallback(() => {
    setJobId(null)
    setRefused(null)
    setAttempt((former) => former + 1)
  }, [])
  return {
    job,
    cabinetId: found?.cabinetId ?? null,
    accounts: found?.accounts ?? [],
    problem: refused ?? problem,
    stop,
    again,
  }
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
    setRefused(null)
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
              <Button
                size="small"
                onClick={() => {
                  setRefused(null)
                  training.again()
                }}
              >
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
        {job !== null && isUnderWay(job) ? (
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

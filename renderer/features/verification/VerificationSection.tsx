import { useState } from 'react'
import { readVerifications, startVerification, steerVerification } from '#app/features/verification/contract.ts'
import type { VerificationRun } from '#app/features/verification/model.ts'
import { sayDayAndHour, sayNumber } from '#app/text/fr/common.ts'
import { sayProblemOf } from '#app/text/fr/problems.ts'
import { verificationText } from '#app/text/fr/verification.ts'
import { type AnyProblem, useAskAgain, useCabinet, useDesk, useLiveQuery, useSession } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { Block, Button, type Column, DataTable, EmptyState, Progress, Skeleton } from '#ui/index.ts'
import { RunReport } from './RunReport.tsx'
import classes from './Verification.module.css'
import { WhenForm } from './WhenForm.tsx'

const text = verificationText.section

/** While a run goes on, it is asked where it is no more often than that, in ms. */
const settleMs = 500
const regard = () => settleMs

/** « Paramètres › Vérification des INS »: what is due, the run under way, when runs are made, what came of each. */
export function VerificationSection() {
  const { go } = useDesk()
  const { call } = useCabinet()
  const { permissions } = useSession()
  const askAgainOf = useAskAgain()
  const { value, problem, askAgain } = useLiveQuery(
    readVerifications,
    {},
    { kinds: ['verification', 'settings'], regard },
  )
  const [refusal, setRefusal] = useState<AnyProblem | null>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const mayVerify = permissions.includes('identity.qualify')
  if (value === undefined) {
    return (
      <section className={classes.screen} aria-label={text.title}>
        {problem === undefined ? <Skeleton lines={6} /> : <Refusal problem={problem} onRetry={askAgain} />}
      </section>
    )
  }
  const { runs } = value
  const unfinished = runs.find(({ state }) => state === 'running' || state === 'paused')
  const run = runs.find(({ runId }) => runId === chosen) ?? runs[0]
  const start = async () => {
    const reply = await call(startVerification, {})
    setRefusal(reply.ok ? null : reply)
    if (reply.ok) setChosen(reply.value.runId)
    askAgainOf(readVerifications)
  }
  const steer = async (to: 'pause' | 'resume' | 'cancel', runId: string) => {
    const reply = await call(steerVerification, { runId, to })
    setRefusal(reply.ok ? null : reply)
    askAgainOf(readVerifications)
  }
  return (
    <section className={classes.screen} aria-label={text.title} data-region tabIndex={-1}>
      <header className={classes.toolbar}>
        <h2>{text.title}</h2>
        <span className="co-tabular">{text.due(value.due)}</span>
        {permissions.includes('patient.read') ? (
          <Button onClick={() => go({ kind: 'identities' })}>{text.toWork}</Button>
        ) : null}
        {mayVerify ? (
          <Button
            sends
            kind="primary"
            disabled={value.due === 0 || unfinished !== undefined}
            onClick={() => void start()}
          >
            {text.start}
          </Button>
        ) : null}
      </header>
      <div className={classes.scroll}>
        <p className={classes.lead}>{text.hint}</p>
        {refusal === null ? null : <Refusal problem={refusal} />}
        {unfinished === undefined ? null : (
          <UnderWay run={unfinished} onSteer={mayVerify ? (to) => void steer(to, unfinished.runId) : null} />
        )}
        <WhenForm {...value} />
        <h3 className={classes.heading}>{text.runs}</h3>
        <div className={classes.runs}>
          <DataTable
            label={text.runs}
            columns={columns}
            rowCount={runs.length}
            rowAt={(index) => runs[index]}
            rowKey={({ runId }) => runId}
            selectedKey={run?.runId ?? null}
            onSelect={({ runId }) => setChosen(runId)}
            empty={<EmptyState title={text.none} />}
          />
        </div>
        {run !== undefined && permissions.includes('patient.read') ? <RunReport key={run.runId} run={run} /> : null}
      </div>
    </section>
  )
}

function UnderWay(props: {
  readonly run: VerificationRun
  readonly onSteer: ((to: 'pause' | 'resume' | 'cancel') => void) | null
}) {
  const { run, onSteer } = props
  const total = Object.values(run.counts).reduce((sum, count) => sum + count, 0)
  const done = total - run.counts.waiting - run.counts.asked
  const label = run.underWay ? text.progress : run.state === 'paused' ? text.paused : text.waits
  const acts = (
    <>
      {onSteer === null ? null : run.underWay ? (
        <Button sends size="small" onClick={() => onSteer('pause')}>
          {text.pause}
        </Button>
      ) : (
        <Button sends size="small" onClick={() => onSteer('resume')}>
          {text.resume}
        </Button>
      )}
      {onSteer === null ? null : (
        <Button sends size="small" onClick={() => onSteer('cancel')}>
          {text.cancel}
        </Button>
      )}
    </>
  )
  return (
    <>
      {run.trouble === null || run.underWay ? null : (
        <Block tone="warning" title={label}>
          {sayProblemOf(run.trouble)}
        </Block>
      )}
      <Progress
        label={label}
        figures={text.figures(done, total)}
        fraction={total === 0 ? null : done / total}
        actions={acts}
      />
    </>
  )
}

const columns: readonly Column<VerificationRun>[] = [
  { id: 'startedAt', header: text.columns.startedAt, width: 150, cell: (run) => sayDayAndHour(run.startedAt) },
  {
    id: 'by',
    header: text.columns.by,
    width: 200,
    cell: (run) => (run.origin === 'night' ? text.night : run.startedBy),
  },
  { id: 'state', header: text.columns.state, width: 100, cell: (run) => text.states[run.state] },
  {
    id: 'confirmed',
    header: text.columns.confirmed,
    width: 100,
    cell: (run) => sayNumber(run.counts.confirmed),
  },
  {
    id: 'notConfirmed',
    header: text.columns.notConfirmed,
    width: 120,
    cell: (run) => sayNumber(run.counts['not-confirmed']),
  },
  {
    id: 'others',
    header: text.columns.others,
    width: 110,
    cell: (run) => sayNumber(run.counts.changed + run.counts.unanswered),
  },
]

import { useState } from 'react'
import { journalVerdictOf, verifyJournal } from '#app/features/journal/contract.ts'
import type { JournalVerdict } from '#app/features/journal/model.ts'
import { fr as text, sayComparison, sayFault, sayRestoration, sayVerdict } from '#app/text/fr/journal.ts'
import { type CabinetClient, useLiveQuery } from '#renderer/client/index.ts'
import { Refusal } from '#renderer/features/forms/index.ts'
import { JobProgress, type StartedJob, useStartedJob } from '#renderer/features/jobs/index.ts'
import { Block, Button } from '#ui/index.ts'
import classes from './Journal.module.css'

const fr = text.verify
/** Faults shown one by one; a journal that has more has one cause. */
const shownFaults = 12

/** A verification of the journal, as the section shows it. */
export interface Verification extends StartedJob {
  readonly verdict: JournalVerdict | null
}

const begin = (call: CabinetClient['call']) => call(verifyJournal, {})
const changed = [journalVerdictOf] as const

/** Verifies the journal when asked; it goes on while the section is closed, and its verdict is found again. */
export function useVerification(): Verification {
  const work = useStartedJob('verify', begin, changed)
  const answer = useLiveQuery(journalVerdictOf, {})
  return { ...work, verdict: answer.value?.verdict ?? null }
}

/** How the verification goes, then its verdict until it is put away. */
export function VerificationBlock({ verification }: { readonly verification: Verification }) {
  const { job, steer, underWay, problem, verdict } = verification
  const [putAway, setPutAway] = useState<string | null>(null)
  const close = (
    <Button size="small" onClick={() => setPutAway(verdict?.verifiedAt ?? null)}>
      {fr.close}
    </Button>
  )
  if (underWay) {
    return job === null ? null : (
      <div className={classes.notice}>
        <JobProgress
          label={fr.running}
          job={job}
          steer={steer}
          figures={({ done, total }) => (total === 0 ? '' : fr.lines(done, total))}
        />
      </div>
    )
  }
  if (problem !== null) {
    return (
      <div className={classes.notice}>
        <Refusal problem={problem} />
      </div>
    )
  }
  if (verdict === null || putAway === verdict.verifiedAt) return null
  const isIntact = verdict.faultCount === 0
  const more = verdict.faultCount - Math.min(shownFaults, verdict.faults.length)
  return (
    <div className={classes.notice}>
      <Block tone={isIntact ? 'success' : 'error'} title={sayVerdict(verdict)} actions={close}>
        {isIntact ? null : (
          <ul className={classes.faults}>
            {verdict.faults.slice(0, shownFaults).map((fault) => (
              <li key={`${fault.kind}-${fault.sequence}-${fault.noticedAt ?? ''}`}>{sayFault(fault)}</li>
            ))}
            {more > 0 ? <li>{fr.more(more)}</li> : null}
          </ul>
        )}
        {verdict.restorations.map((restoration) => (
          <p key={restoration.sequence}>{sayRestoration(restoration)}</p>
        ))}
        <p className={classes.quiet}>
          {fr.last(verdict.verifiedAt)} {sayComparison(verdict)}
        </p>
        {isIntact ? null : <p>{fr.advice}</p>}
      </Block>
    </div>
  )
}

import { IconAlertTriangle, IconCloudDownload, IconCloudQuestion, IconX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { readIdentity } from '#app/features/identity/contract.ts'
import { identityPanelText } from '#app/text/fr/identity-panel.ts'
import { isGivenUp, isUnderWay, useAskAgain, useDesk, useJob, useLiveQuery } from '#renderer/client/index.ts'
import { Button, IconButton } from '#ui/index.ts'
import { type KeptCall, useCalls } from './calls.ts'
import classes from './Identity.module.css'
import { usePanelOpen } from './panel-open.ts'
import { isNothingFound } from './useInsiCall.ts'

const fr = identityPanelText.status

/** Calls to INSi in the status bar: under way, with a way to stop them; then answered, until somebody has looked. */
export function InsiCallStatus() {
  const { calls } = useCalls()
  return calls.filter(({ seen }) => !seen).map((kept) => <OneCall key={kept.jobId} kept={kept} />)
}

function OneCall({ kept }: { readonly kept: KeptCall }) {
  const { patientId, name } = kept
  const { job, problem, steer } = useJob(kept.jobId)
  const { openRecord } = useDesk()
  const { see } = useCalls()
  const [, openPanel] = usePanelOpen(patientId, false)
  const askAgain = useAskAgain()
  const ended = job !== null && !isUnderWay(job)
  const told = useRef(false)
  useEffect(() => {
    if (!ended || told.current) return
    told.current = true
    askAgain(readIdentity)
  }, [ended, askAgain])
  const answer = useLiveQuery(readIdentity, ended ? { patientId } : null, { kinds: ['patient'], about: patientId })
  if (job?.state === 'cancelled' || isGivenUp(problem)) return null
  if (problem === null && (job === null || isUnderWay(job))) {
    const { phases, running } = identityPanelText.call
    return (
      <span className={classes['status']}>
        <span className={classes['statusWords']}>
          <IconCloudDownload size={13} stroke={1.75} aria-hidden="true" />
          {fr.running(name, phases[job?.phase ?? ''] ?? running)}
        </span>
        {job?.canCancel === true ? (
          <IconButton size="small" icon={IconX} label={fr.cancel(name)} onClick={() => steer('cancel')} />
        ) : null}
      </span>
    )
  }
  const show = () => {
    see(patientId)
    openPanel(true)
    openRecord(patientId, 'etat-civil')
  }
  if (problem === null && answer.value === undefined) return null
  const isAnswered = problem === null && answer.value?.identity.pending !== null
  const isFault = problem !== null && !isNothingFound(problem)
  const icon = isFault ? IconAlertTriangle : isAnswered ? IconCloudDownload : IconCloudQuestion
  const words = isFault ? fr.failed(name) : isAnswered ? fr.answered(name) : fr.nothing(name)
  return (
    <Button kind="bare" size="small" icon={icon} onClick={show}>
      {words}
    </Button>
  )
}

import { IconCloudDownload } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { sayRefusal } from '#app/text/fr/common.ts'
import { identityPanelText } from '#app/text/fr/identity-panel.ts'
import { Block, Button } from '#ui/index.ts'
import classes from './Identity.module.css'
import type { InsiCall } from './useInsiCall.ts'

const fr = identityPanelText.call

/** A call under way: what it does now, for how long, and how to stop it. The record stays usable. */
export function CallProgress({ call }: { readonly call: InsiCall }) {
  const seconds = useSeconds(call.startedAt)
  const phase = fr.phases[call.job?.phase ?? 'preparing'] ?? fr.running
  return (
    <section className={classes['block']} aria-label={fr.running}>
      <div className={classes['progress']} role="status">
        <IconCloudDownload size={20} stroke={1.75} aria-hidden="true" />
        <span>
          <strong>{phase}…</strong> <span className={classes['hint']}>{fr.meanwhile}</span>
        </span>
        <span className={classes['hint']} aria-hidden="true">
          <span className={classes['numbers']}>{seconds < 1 ? '' : fr.since(seconds)}</span>
        </span>
        {call.job === null || call.job.canCancel ? (
          <Button size="small" onClick={call.cancel} disabled={call.job === null}>
            {identityPanelText.acts.stop}
          </Button>
        ) : null}
      </div>
      <div className={classes['track']} aria-hidden="true">
        <span style={{ width: `${shareOf(call)}%` }} />
      </div>
    </section>
  )
}

function shareOf({ job }: InsiCall): number {
  return job === null || job.total === 0 ? 0 : Math.round((job.done / job.total) * 100)
}

/** What came of a call that brought no answer: stopped, or why. */
export function CallOutcome({ call }: { readonly call: InsiCall }) {
  if (call.running) return null
  if (call.cancelled) return <Block tone="info">{fr.cancelled}</Block>
  if (call.problem === null) return null
  return (
    <Block
      tone={call.problem.problem === 'connection.lost' ? 'offline' : 'error'}
      title={fr.fault}
      announce="assertive"
    >
      {sayRefusal(call.problem)}
    </Block>
  )
}

/** Whole seconds since a moment; 0 without one. */
function useSeconds(since: number | null): number {
  const [now, setNow] = useState(since)
  useEffect(() => {
    if (since === null) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [since])
  return since === null || now === null ? 0 : Math.max(0, Math.floor((now - since) / 1000))
}

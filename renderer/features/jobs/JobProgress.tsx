import { useState } from 'react'
import type { JobView } from '#app/features/jobs/model.ts'
import { jobsText as fr } from '#app/text/fr/jobs.ts'
import type { FollowedJob } from '#renderer/client/index.ts'
import { Button, Progress } from '#ui/index.ts'
import { useTimeLeft } from './time-left.ts'

/** How far a long work is: what, how many of how many, time left; pausing and stopping where it may be. */
export function JobProgress(props: {
  readonly label: string
  readonly job: JobView
  readonly steer: FollowedJob['steer']
  /** « Copie… 412 Mo sur 1,2 Go ». */
  readonly figures: (job: JobView) => string
  /** Where one may not simply go on working. */
  readonly note?: string | undefined
}) {
  const { job, steer } = props
  const left = useTimeLeft(job)
  // A check under way ends before the work stops: the click is answered meanwhile.
  const [stopping, setStopping] = useState(false)
  const paused = job.state === 'paused'
  const figures = [paused ? fr.paused : '', props.figures(job), left === null ? '' : fr.left(left)]
  return (
    <Progress
      label={props.label}
      figures={figures.filter((part) => part !== '').join(' · ')}
      fraction={job.total === 0 ? null : job.done / job.total}
      note={stopping ? fr.stopping : (props.note ?? fr.meanwhile)}
      onStop={
        job.canCancel && !stopping
          ? () => {
              setStopping(true)
              steer('cancel')
            }
          : undefined
      }
      actions={
        job.canPause && !stopping ? (
          <Button size="small" onClick={() => steer(paused ? 'resume' : 'pause')}>
            {paused ? fr.resume : fr.pause}
          </Button>
        ) : undefined
      }
    />
  )
}

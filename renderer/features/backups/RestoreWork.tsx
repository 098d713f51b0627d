import type { BackupContents } from '#app/features/backups/model.ts'
import type { JobView } from '#app/features/jobs/model.ts'
import { sayRefusal } from '#app/text/fr/common.ts'
import { backupsText, sayPhase } from '#app/text/fr/backups.ts'
import { type AnyProblem, isUnderWay } from '#renderer/client/index.ts'
import { Block, Button, Progress, Skeleton } from '#ui/index.ts'
import classes from './Backups.module.css'
import type { Destination } from './useRestore.ts'

const fr = backupsText.restore

/** Step 4: how far it is, then what came of it. */
export function RestoreWork(props: {
  readonly contents: BackupContents
  readonly destination: Destination
  readonly job: JobView | null
  readonly problem: AnyProblem | null
  readonly onStop: () => void
  readonly onAgain: () => void
  readonly onLeave: () => void
  readonly onRestored: (cabinetId: string, userId: string) => void
}) {
  const { job, contents, destination, problem } = props
  const userId = contents.users[0]?.userId
  const cabinetId = job?.result?.cabinetId ?? contents.cabinetId
  return (
    <div className={classes.stack}>
      {job === null && problem === null ? <Skeleton lines={2} /> : null}
      {job !== null && isUnderWay(job) ? (
        <Progress
          label={fr.working}
          figures={[sayPhase(job.phase), backupsText.progress(job.done, job.total)].filter(Boolean).join(' ')}
          fraction={job.total === 0 ? null : job.done / job.total}
          note={fr.meanwhile}
          onStop={job.canCancel ? props.onStop : undefined}
        />
      ) : null}
      {problem === null ? null : (
        <Block tone="error" announce="assertive" title={fr.failed}>
          {sayRefusal(problem)}
        </Block>
      )}
      {job?.state === 'cancelled' ? (
        <Block tone="info" title={fr.stoppedTitle}>
          {fr.stoppedText}
        </Block>
      ) : null}
      {job?.state === 'done' ? (
        <Block tone="success" title={fr.done(job.result?.name ?? destination.name)}>
          {destination.mode === 'replace' ? fr.setAside : fr.passwordsOfThen}
        </Block>
      ) : null}
      {isUnderWay(job) || (job === null && problem === null) ? null : (
        <div className={classes.foot}>
          <Button size="dialog" onClick={props.onLeave}>
            {fr.back}
          </Button>
          <span className={classes.space} />
          {job?.state === 'done' && userId !== undefined ? (
            <Button kind="primary" size="dialog" autoFocus onClick={() => props.onRestored(cabinetId, userId)}>
              {fr.open}
            </Button>
          ) : (
            <Button kind="primary" size="dialog" onClick={props.onAgain}>
              {fr.again}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

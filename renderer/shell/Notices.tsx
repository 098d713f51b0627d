import { IconMasksTheater } from '@tabler/icons-react'
import { useState } from 'react'
import { lostText } from '#app/text/fr/line.ts'
import { shellText as fr } from '#app/text/fr/shell.ts'
import { useCabinet, useSession } from '#renderer/client/index.ts'
import { EmergencyNotices } from '#renderer/features/access/index.ts'
import { CardNotice } from '#renderer/features/cards/index.ts'
import { TrainingReader } from '#renderer/features/training-reader/index.ts'
import { Block, Button, Dialog } from '#ui/index.ts'
import classes from './Shell.module.css'

/** What concerns the whole window: training, a damaged file, a cut line, an emergency access to one's patients. */
export function Notices() {
  const { connection } = useCabinet()
  const session = useSession()
  return (
    <section className={classes.notices} aria-label={fr.regions.notices}>
      {session.profile === 'training' ? (
        <div className={classes.training} role="note">
          <IconMasksTheater size={16} stroke={1.75} aria-hidden="true" />
          {fr.training}
          <TrainingReader />
        </div>
      ) : null}
      {session.cabinetDamaged ? (
        <Block tone="error" flush announce="assertive" title={fr.damaged.title}>
          {fr.damaged.text}
        </Block>
      ) : null}
      <CardNotice />
      <EmergencyNotices />
      {connection.kind === 'lost' ? (
        <Block tone="offline" flush announce="assertive" title={lostText.title(connection.since.toISOString())}>
          {lostText.text}
        </Block>
      ) : null}
      <LineIsBack isLost={connection.kind === 'lost'} />
    </section>
  )
}

/** Said once the line is back, to whoever heard that it was down. */
function LineIsBack({ isLost }: { isLost: boolean }) {
  const [wasLost, setWasLost] = useState(false)
  if (isLost && !wasLost) setWasLost(true)
  return (
    <span role="status" className="co-hidden">
      {wasLost && !isLost ? lostText.back : ''}
    </span>
  )
}

/** The warning before the lock; any key or move answers it, since it means somebody is there. */
export function IdleWarning(props: { seconds: number; onStay: () => void; onLock: () => void }) {
  return (
    <Dialog
      title={fr.idle.title}
      onClose={props.onStay}
      footer={
        <>
          <Button size="dialog" onClick={props.onLock}>
            {fr.idle.lock}
          </Button>
          <Button size="dialog" kind="primary" keys="Escape" onClick={props.onStay}>
            {fr.idle.stay}
          </Button>
        </>
      }
    >
      <p aria-live="off">{fr.idle.text(props.seconds)}</p>
    </Dialog>
  )
}

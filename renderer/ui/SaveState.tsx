import { IconAlertCircle, IconCircleCheck, IconCloudOff, IconPencil, IconRefresh } from '@tabler/icons-react'
import { Button, type Icon } from './Button.tsx'
import classes from './Panes.module.css'

/** Where typed text stands. */
export type SaveStateKind = 'changed' | 'saving' | 'saved' | 'kept-here' | 'failed'

const drawings: Record<SaveStateKind, Icon> = {
  changed: IconPencil,
  saving: IconRefresh,
  saved: IconCircleCheck,
  'kept-here': IconCloudOff,
  failed: IconAlertCircle,
}

/** Where typed text stands, always in the same words and at the same place: the head of its editor. */
export function SaveState(props: {
  kind: SaveStateKind | null
  text: string
  retry?: { label: string; run: () => void }
}) {
  const Drawing = props.kind === null ? null : drawings[props.kind]
  return (
    <span className={classes.save} data-kind={props.kind ?? undefined} role="status">
      {Drawing === null ? null : <Drawing size={14} stroke={1.75} aria-hidden="true" />}
      {props.kind === null ? null : <span className="co-tabular">{props.text}</span>}
      {props.kind === 'failed' && props.retry !== undefined ? (
        <Button size="small" onClick={props.retry.run}>
          {props.retry.label}
        </Button>
      ) : null}
    </span>
  )
}

import { IconAlertTriangle, IconDeviceUsb, IconId } from '@tabler/icons-react'
import { readersText as fr, sayReadersInBrief } from '#app/text/fr/readers.ts'
import { useWorkstation } from '#renderer/client/index.ts'
import classes from './Readers.module.css'

const worrying: ReadonlySet<string> = new Set(['mute', 'in-use', 'unusable'])

/**
 * The readers of this computer in three words, in the status bar: pressed, it opens their diagnostic. Nothing where the page
 * has no readers, and no colour for a computer that simply has none.
 */
export function ReadersIndicator({ onOpen }: { onOpen: () => void }) {
  const { status, state } = useWorkstation()
  if (status === 'absent' || (status === 'connecting' && state === null)) return null
  const isLost = status === 'lost'
  const brief = isLost || state === null ? fr.lost : sayReadersInBrief(state)
  const cards = state?.readers.filter(({ card }) => card !== null) ?? []
  const isWorrying =
    isLost || state?.service === 'service-lost' || state?.readers.some((reader) => worrying.has(reader.status)) === true
  const inUse = state?.readers.filter(({ card }) => card !== null || cards.length === 0) ?? []
  const isTraining = !isWorrying && inUse.length > 0 && inUse.every(({ training }) => training)
  const words = isTraining ? fr.training(brief) : brief
  const Drawing = isWorrying ? IconAlertTriangle : cards.length > 0 ? IconId : IconDeviceUsb
  return (
    <button
      type="button"
      className={classes.indicator}
      data-tone={isWorrying ? 'warning' : isTraining ? 'training' : 'plain'}
      aria-label={fr.indicator(words)}
      onClick={onOpen}
    >
      <Drawing size={13} stroke={1.75} aria-hidden="true" />
      {words}
    </button>
  )
}

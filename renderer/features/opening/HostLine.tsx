import type { ReactNode } from 'react'
import { networkSeatText as fr, sayLineFailure } from '#app/text/fr/network-seat.ts'
import { useCabinet } from '#renderer/client/index.ts'
import { Block, Button } from '#ui/index.ts'
import { type SeatLine, useSeatLine } from './useHosts.ts'

/**
 * Says that the host of this window does not answer, why, and how to go back to the cabinets of this computer; nothing when
 * the line is up, or goes to no host: `otherwise` is shown then.
 */
export function HostLine({ otherwise }: { otherwise: ReactNode }) {
  const { connection } = useCabinet()
  const line = useSeatLine()
  if (connection.kind === 'ready') return null
  if (line === null || line.host === null || (line.failure === null && connection.kind === 'connecting'))
    return otherwise
  const { name } = line.host
  return (
    <Block
      tone="offline"
      announce="assertive"
      title={fr.lost.title(name)}
      actions={<LeaveHost line={line} size="small" />}
    >
      {line.failure === null ? null : <p>{sayLineFailure(line.failure, name)}</p>}
      {line.failure === 'unreachable' || line.failure === null ? <p>{fr.lost.retrying}</p> : null}
    </Block>
  )
}

/** « Revenir aux cabinets de ce poste »; nothing when this window's line goes to no host. */
export function LeaveHost({ line, size = 'dialog' }: { line: SeatLine | null; size?: 'small' | 'dialog' }) {
  const { seat } = useCabinet()
  if (seat === null || line === null || line.host === null) return null
  return (
    <Button size={size} onClick={() => void seat.connectTo({ hostId: null })}>
      {fr.back}
    </Button>
  )
}
